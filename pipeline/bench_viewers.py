"""Many people watching one film at once: as players do, and as fast as the server can."""

import random
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse

from pipeline.errors import ToolFailed

RANGE = 1024 * 1024
"""Bytes a hurried viewer asks for at a time."""
TICK_S = 0.25
SMALL_WINDOW = 64 * 1024
"""Bytes a calm viewer's side of the line keeps, so that it is the server that waits."""


@dataclass(frozen=True)
class Place:
    """Where a film is served, and to whom."""

    port: int
    path: str
    token: str
    size: int

    def ask(self, line: HTTPConnection, asked: str) -> HTTPResponse:
        """Ask for a range; ToolFailed when it is not given."""
        headers = {"Cookie": f"lesbeeld={self.token}", "Range": f"bytes={asked}"}
        line.request("GET", self.path, headers=headers)
        answer = line.getresponse()
        if answer.status != 206:
            raise ToolFailed("watch", f"a range was answered with {answer.status}")
        return answer


@dataclass
class Pace:
    """What hurried viewers got together."""

    requests: int = 0
    got: int = 0
    seconds: float = 0.0

    @property
    def per_second(self) -> float:
        """Requests answered per second; 0 before any was asked."""
        return self.requests / self.seconds if self.seconds else 0.0

    @property
    def mb_per_second(self) -> float:
        """Megabytes per second."""
        return self.got / 1e6 / self.seconds if self.seconds else 0.0


def hurried(place: Place, viewers: int, seconds: float) -> Pace:
    """Let so many viewers jump about and read as fast as they can."""
    pace, guard = Pace(), threading.Lock()
    began = time.perf_counter()

    def jump_about(number: int) -> None:
        chance, mine = random.Random(number), Pace()  # noqa: S311 - only to spread the requests
        line, block = HTTPConnection("localhost", place.port, timeout=60), bytearray(RANGE)
        while time.perf_counter() - began < seconds:
            start = chance.randrange(max(1, place.size - RANGE))
            answer = place.ask(line, f"{start}-{start + RANGE - 1}")
            while read := answer.readinto(block):
                mine.got += read
            mine.requests += 1
        line.close()
        with guard:
            pace.requests += mine.requests
            pace.got += mine.got

    _all_at_once(jump_about, viewers)
    pace.seconds = time.perf_counter() - began
    return pace


def calm(place: Place, viewers: int, seconds: float, bytes_per_second: float) -> None:
    """Let so many viewers ask for everything from somewhere on; every other one reads nothing.

    The rest reads at the speed the film plays.
    """
    tick = round(bytes_per_second * TICK_S)

    def watch(number: int) -> None:
        line = HTTPConnection("localhost", place.port, timeout=60)
        line.sock = _small_door(place.port)
        answer = place.ask(line, f"{place.size * number // viewers // 2}-")
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            time.sleep(TICK_S)
            if number % 2:
                answer.read(tick)
        line.close()

    _all_at_once(watch, viewers)


def _small_door(port: int) -> socket.socket:
    door = socket.socket()
    door.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_WINDOW)
    door.settimeout(60)
    door.connect(("localhost", port))
    return door


def _all_at_once(work: Callable[[int], None], many: int) -> None:
    """One thread for each; what goes wrong in any of them is told here."""
    wrong: list[Exception] = []

    def run(number: int) -> None:
        try:
            work(number)
        except Exception as error:  # told below, in the thread that measures
            wrong.append(error)

    running = [threading.Thread(target=run, args=(number,)) for number in range(many)]
    for each in running:
        each.start()
    for each in running:
        each.join()
    if wrong:
        raise wrong[0]
