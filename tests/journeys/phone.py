"""A phone that sends a film as tus-js-client does, over lines that break where a test says.

It asks where the film stands, goes on from there with pieces of 16 MiB, and never gives up.
"""

import base64
import socket
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum

CHUNK = 16 * 1024 * 1024
PATIENCE_S = 90
CONTENT = "application/offset+octet-stream"


class How(StrEnum):
    """How a line breaks."""

    closed = "closed"
    """The phone hangs up in mid-sentence."""
    reset = "reset"
    """The network drops it."""
    unanswered = "unanswered"
    """Everything was said, and the answer never comes."""


@dataclass(frozen=True)
class Mishap:
    """After so many bytes of a piece the line breaks; `then` is what happens while it is open."""

    after: int
    how: How
    then: Callable[[], None] | None = None


@dataclass
class Phone:
    """One signed-in browser and the film on it."""

    port: int
    cookie: str
    film: bytes
    heard: list[int] = field(default_factory=list)
    """Every place the server named, in order."""
    broken: int = 0

    def place(self, cycle_id: str) -> str:
        """Ask for a place; returns its address."""
        said = {"filename": "film.mp4", "cycle": cycle_id, "attested": "parents,register,camera"}
        words = ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in said.items())
        told = {"Upload-Length": str(len(self.film)), "Upload-Metadata": words}
        code, headers = self._ask("POST", "/uploads/", told)
        assert code == 201, code
        return headers["location"]

    def send(self, address: str, mishaps: Iterator[Mishap]) -> None:
        """Send until the server says that all of it is there."""
        while (at := self._standing(address)) < len(self.film):
            mishap = next(mishaps, None)
            with suppress(OSError):  # as a browser does: whatever it was, ask again
                if mishap:
                    self._break(address, at, mishap)
                else:
                    self._ask("PATCH", address, {"Upload-Offset": str(at)}, self.film[at:][:CHUNK])

    def _standing(self, address: str) -> int:
        give_up = time.monotonic() + PATIENCE_S
        while time.monotonic() < give_up:
            with suppress(OSError):
                code, headers = self._ask("HEAD", address, {})
                assert code == 200, code
                self.heard.append(int(headers["upload-offset"]))
                return self.heard[-1]
            time.sleep(0.05)
        raise AssertionError("nobody answered")

    def _break(self, address: str, at: int, mishap: Mishap) -> None:
        self.broken += 1
        rest = self.film[at:]
        whole = min(mishap.after, len(rest)) if mishap.how is How.unanswered else CHUNK
        with self._line() as line:
            line.sendall(self._head("PATCH", address, {"Upload-Offset": str(at)}, rest[:whole]))
            line.sendall(rest[: mishap.after])
            if mishap.then:
                mishap.then()
            if mishap.how is How.reset:
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def _ask(
        self, method: str, path: str, told: dict[str, str], body: bytes = b""
    ) -> tuple[int, dict[str, str]]:
        with self._line() as line:
            line.sendall(self._head(method, path, told, body))
            line.sendall(body)
            answer = b""
            while b"\r\n\r\n" not in answer:
                if not (more := line.recv(4096)):
                    raise ConnectionResetError
                answer += more
        first, *rest = answer.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
        headers = {k.lower(): v for k, _, v in (each.partition(": ") for each in rest)}
        return int(first.split()[1]), headers

    def _head(self, method: str, path: str, told: dict[str, str], body: bytes) -> bytes:
        headers = {
            "Host": f"localhost:{self.port}", "Cookie": f"lesbeeld={self.cookie}",
            "Tus-Resumable": "1.0.0", "Content-Type": CONTENT, "Content-Length": str(len(body)),
        } | told  # fmt: skip
        lines = [f"{method} {path} HTTP/1.1", *(f"{k}: {v}" for k, v in headers.items()), "", ""]
        return "\r\n".join(lines).encode()

    def _line(self) -> socket.socket:
        return socket.create_connection(("localhost", self.port), timeout=60)
