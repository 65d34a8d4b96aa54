"""A large film coming in over the loopback: how much the server's memory grows, and how fast."""

import base64
import hashlib
import os
import random
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

from pipeline import bench_school as school
from pipeline.bench_cycle import Pair, order
from pipeline.bench_home import apart, require_room
from pipeline.bench_measure import Measure, Wish
from pipeline.bench_server import memory_mb, server
from pipeline.errors import ToolFailed
from pipeline.serve import Child
from storage import database, jobs
from storage.uploads import ATTESTATIONS

CHUNK = 16 * 1024 * 1024
"""Bytes in one request, as our page sends them."""
SETTLED = 4
"""After so many chunks the server has everything it needs; growth after that would go on."""
LIMIT_MB = 16.0
LOOK_S = 0.02
SMALL = 1_000_000


@dataclass
class Watch:
    """Looks at the memory of a process again and again, in a thread of its own."""

    web: Child
    seen: list[float] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> "Watch":
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(LOOK_S):
            self.seen.append(memory_mb(self.web))


def measure(folder: Path, _films: Path, wish: Wish) -> list[Measure]:
    """Send a film in and look at the server meanwhile; then write the same bytes plainly."""
    size = wish.upload_bytes
    require_room(folder, size)
    with apart(folder / "home"):
        database.migrate()
        jobs.prepare()
        made = school.found()
        warm, real = school.add_pair(made), school.add_pair(made)
        tokens = [school.sign_in(made, pair.teacher) for pair in (warm, real)]
        with server(folder) as (port, web):
            # What any first film makes a server load is there before we look.
            send(Browser(port, tokens[0]), warm, SMALL)
            base = memory_mb(web)
            with Watch(web) as watch:
                seconds, settled = send(Browser(port, tokens[1]), real, size, watch.seen)
    plain = write_plainly(folder / "plain", size)
    top = max(watch.seen)
    memory = {
        "base_MB": base,
        "peak_MB": top,
        "film_MB": size / 1e6,
        "after_first_64_MiB_MB": top - max([base, *watch.seen[:settled]]),
    }
    return [
        Measure("upload_memory", max(0.0, top - base), LIMIT_MB, "MB", more=memory),
        Measure(
            "upload_speed",
            size / 1e6 / seconds,
            size / 1e6 / plain,
            "MB/s",
            more={"film_MB": size / 1e6},
        ),
    ]


@dataclass(frozen=True)
class Browser:
    """One browser that is signed in."""

    port: int
    token: str

    def ask(
        self, line: HTTPConnection, method: str, path: str, body: bytes = b"", **more: str
    ) -> HTTPResponse:
        """Send a request and return the answer, read. ToolFailed when it is a no."""
        headers = {"Cookie": f"lesbeeld={self.token}", "Tus-Resumable": "1.0.0"}
        headers |= {name.replace("_", "-"): value for name, value in more.items()}
        line.request(method, path, body, headers)
        answer = line.getresponse()
        answer.read()
        if answer.status >= 300:
            raise ToolFailed("upload", f"{method} was answered with {answer.status}")
        return answer


def send(
    browser: Browser, pair: Pair, size: int, seen: list[float] | None = None
) -> tuple[float, int]:
    """Send a film of `size` bytes; returns the seconds, and how often was looked by `SETTLED`."""
    line = HTTPConnection("localhost", browser.port, timeout=300)
    settled = 0
    began = time.perf_counter()
    made = browser.ask(line, "POST", "/uploads/", **_announced(pair, size))
    offset = 0
    for number, chunk in enumerate(_chunks(size)):
        browser.ask(
            line,
            "PATCH",
            made.headers["Location"],
            chunk,
            Upload_Offset=str(offset),
            Content_Type="application/offset+octet-stream",
        )
        offset += len(chunk)
        if number + 1 == SETTLED and seen is not None:
            settled = len(seen)
    line.close()
    return time.perf_counter() - began, settled


def write_plainly(path: Path, size: int) -> float:
    """Return the seconds it takes to write as much here, summed and synced, with nobody between."""
    began, total = time.perf_counter(), hashlib.sha256()
    with path.open("wb") as file:
        for chunk in _chunks(size):
            file.write(chunk)
            total.update(chunk)
            file.flush()
            os.fsync(file.fileno())
    seconds = time.perf_counter() - began
    path.unlink()
    return seconds


def _announced(pair: Pair, size: int) -> dict[str, str]:
    said = order(pair, size)
    told = {
        "filename": f"film{said.ending}",
        "cycle": said.cycle_id,
        "intention": said.intention,
        "attested": ",".join(sorted(ATTESTATIONS)),
    }
    words = ",".join(
        f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in told.items()
    )
    return {"Upload_Length": str(size), "Upload_Metadata": words}


def _chunks(size: int) -> Iterator[bytes]:
    """Bytes no disk can shorten, from one block turned a little further each time."""
    block = random.Random(1).randbytes(CHUNK)  # noqa: S311 - it only has to look like film
    for number, start in enumerate(range(0, size, CHUNK)):
        turn = number * 4099 % CHUNK
        yield (block[turn:] + block[:turn])[: min(CHUNK, size - start)]
