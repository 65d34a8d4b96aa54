"""The people's side as a process of its own, to be measured from outside."""

import os
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from pipeline import serve
from pipeline.errors import ToolFailed

PATIENCE_S = 60.0
PLAIN = "/plain"
"""Where `bench_put` lets a film be put without more ado."""
TAIL = 2000


@contextmanager
def child(name: str, command: Sequence[str], log: Path, **around: str) -> Iterator[serve.Child]:
    """Run a command of ours until the end of the block; what it says goes into `log`."""
    started = serve.Child(name, command, os.environ | around)
    with _said_into(log):
        started.start()
    try:
        yield started
    finally:
        serve.stop([started])


@contextmanager
def server(
    folder: Path, command: Callable[[int], Sequence[str]] = serve.web
) -> Iterator[tuple[int, serve.Child]]:
    """Serve people on a free port; gives the port and the process. ToolFailed if it cannot.

    `command` gives what to start for a port, where that is not the product itself.
    """
    port, log = _free_port(), folder / "server.log"
    base = f"http://localhost:{port}"
    with child("web", command(port), log, **serve.WEB, LESBEELD_BASE_URL=base) as web:
        _wait_for(port, web, log)
        yield port, web


def finish(running: serve.Child, seconds: float, log: Path) -> None:
    """Wait for the end of a child. ToolFailed when it fails or takes too long."""
    give_up = time.monotonic() + seconds
    while running.alive and time.monotonic() < give_up:
        time.sleep(0.1)
    code = running.process.poll() if running.process else None
    if code != 0:
        raise ToolFailed(running.name, f"ended with {code}", _tail(log))


def memory_mb(running: serve.Child) -> float:
    """Return the memory a process has in use now. ToolFailed where the system does not tell."""
    number = running.process.pid if running.process else 0
    try:
        said = Path(f"/proc/{number}/status").read_text("ascii")
    except OSError:
        raise ToolFailed(running.name, "does not tell here how much memory it uses") from None
    kilobytes = next(line.split()[1] for line in said.splitlines() if line.startswith("VmRSS"))
    return int(kilobytes) * 1024 / 1e6


def cpu_s(running: serve.Child) -> float:
    """Return the processor seconds a process used. ToolFailed where the system does not tell."""
    number = running.process.pid if running.process else 0
    try:
        said = Path(f"/proc/{number}/stat").read_text("ascii")
    except OSError:
        raise ToolFailed(running.name, "does not tell here how long it worked") from None
    used, for_it = said.rpartition(")")[2].split()[11:13]
    return (int(used) + int(for_it)) / os.sysconf("SC_CLK_TCK")


@contextmanager
def _said_into(log: Path) -> Iterator[None]:
    """What a child started in this block says goes into a file: stdout is for our own figures."""
    kept = [os.dup(number) for number in (1, 2)]
    with log.open("ab") as file:
        try:
            for number in (1, 2):
                os.dup2(file.fileno(), number)
            yield
        finally:
            for number, was in zip((1, 2), kept, strict=True):
                os.dup2(was, number)
                os.close(was)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, web: serve.Child, log: Path) -> None:
    give_up = time.monotonic() + PATIENCE_S
    while web.alive and time.monotonic() < give_up:
        connection = HTTPConnection("localhost", port, timeout=5)
        try:
            connection.request("GET", "/health")
            if connection.getresponse().status == 200:
                return
        except (OSError, HTTPException):
            time.sleep(0.1)
        finally:
            connection.close()
    raise ToolFailed("web", "did not start", _tail(log))


def _tail(log: Path) -> str:
    return log.read_text("utf-8", errors="replace")[-TAIL:] if log.exists() else ""
