"""A large film coming in over the loopback: how much the server's memory grows, and how fast.

Its peer is one plain PUT of the same bytes to the same process, which only writes them and syncs.
"""

import base64
import hashlib
import os
import random
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

from config.settings import settings
from pipeline import bench_school as school
from pipeline.bench_cycle import Pair, order
from pipeline.bench_home import apart, require_room
from pipeline.bench_measure import Measure, Wish
from pipeline.bench_server import PLAIN, memory_mb, server
from pipeline.errors import ToolFailed
from pipeline.serve import Child
from storage import database, jobs
from storage.media import media_store
from storage.uploads import ATTESTATIONS

CHUNK = 64 * 1024 * 1024
"""Bytes in one request, as our page sends them."""
SETTLED = CHUNK
"""After so many bytes the server has everything it needs; growth after that would go on."""
PIECE = 1024 * 1024
LIMIT_MB = 16.0
LOOK_S = 0.02
AT_REST = 10
"""So many looks in a row must see the same."""
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


@dataclass(frozen=True)
class Browser:
    """One browser that is signed in."""

    port: int
    token: str

    def ask(
        self, line: HTTPConnection, method: str, path: str, body: Iterable[bytes] = b"", **more: str
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


def measure(folder: Path, _films: Path, wish: Wish) -> list[Measure]:
    """Let a film come in, and put the same film plainly to the same process, by turns."""
    size, rounds = wish.upload_bytes, wish.uploads
    require_room(folder, size)
    with apart(folder / "home"):
        database.migrate()
        jobs.prepare()
        made = school.found()
        pairs = [school.add_pair(made) for _ in range(1 + rounds)]
        phones = [school.sign_in(made, pair.teacher) for pair in pairs]
        with server(folder, _command) as (port, web):
            # What any first film makes a server load is there before we look.
            send(Browser(port, phones[0]), pairs[0], SMALL)
            found = [
                _round(web, Browser(port, phone), pair, size)
                for phone, pair in zip(phones[1:], pairs[1:], strict=True)
            ]
    ours, plain = (min(each[side] for each in found) for side in ("ours_s", "plain_s"))
    most = max(found, key=lambda each: each["grew_MB"])
    film = {"film_MB": size / 1e6}
    memory = film | {name: most[name] for name in ("base_MB", "after_first_64_MiB_MB")}
    speed = film | {"rounds": float(rounds)}
    return [
        Measure("upload_memory", most["grew_MB"], LIMIT_MB, "MB", more=memory),
        Measure("upload_speed", size / 1e6 / ours, size / 1e6 / plain, "MB/s", more=speed),
    ]


def _round(web: Child, browser: Browser, pair: Pair, size: int) -> dict[str, float]:
    """The same film with care and then plainly; what either took, and what memory grew."""
    os.sync()  # else the one that comes second waits for the other's bytes
    base = memory_at_rest(web)
    with Watch(web) as watch:
        ours_s, settled = send(browser, pair, size, watch.seen)
    top = max(watch.seen)
    require_same(size)
    os.sync()
    plain_s = put(browser, size)
    (settings().home / "plain").unlink()
    return {
        "ours_s": ours_s, "plain_s": plain_s, "base_MB": base,
        "grew_MB": max(0.0, top - base),
        "after_first_64_MiB_MB": top - max([base, *watch.seen[:settled]]),
    }  # fmt: skip


def memory_at_rest(web: Child) -> float:
    """Return the memory once it stands still: modules load in the background after a start."""
    seen = [memory_mb(web)]
    while len(seen) < AT_REST or max(seen[-AT_REST:]) > min(seen[-AT_REST:]) + 0.1:
        time.sleep(0.1)
        seen.append(memory_mb(web))
    return seen[-1]


def _command(port: int) -> list[str]:
    """What starts the product with a plain route beside it."""
    return [
        sys.executable, "-m", "uvicorn", "pipeline.bench_put:app", "--host=localhost",
        f"--port={port}", "--no-access-log",
    ]  # fmt: skip


def require_same(size: int) -> None:
    """ToolFailed unless the film that came in last is the one that was sent; it is then removed."""
    store = media_store()
    (key,) = [key for key in store.list() if store.size(key) == size]
    sent = hashlib.sha256()
    for piece in _pieces(0, size):
        sent.update(piece)
    if store.blob(key).sha256 != sent.hexdigest():
        raise ToolFailed("upload", "what came in is not what was sent")
    store.purge(key)


def send(
    browser: Browser, pair: Pair, size: int, seen: list[float] | None = None
) -> tuple[float, int]:
    """Send a film of `size` bytes; returns the seconds, and how often was looked by `SETTLED`."""
    line = HTTPConnection("localhost", browser.port, timeout=300)
    settled = 0
    began = time.perf_counter()
    made = browser.ask(line, "POST", "/uploads/", **_announced(pair, size))
    for start in range(0, size, CHUNK):
        end = min(start + CHUNK, size)
        browser.ask(
            line,
            "PATCH",
            made.headers["Location"],
            _pieces(start, end),
            Upload_Offset=str(start),
            Content_Length=str(end - start),
            Content_Type="application/offset+octet-stream",
        )
        if end <= SETTLED and seen is not None:
            settled = len(seen)
    line.close()
    return time.perf_counter() - began, settled


def put(browser: Browser, size: int) -> float:
    """Put a film of `size` bytes in one request; returns the seconds."""
    line = HTTPConnection("localhost", browser.port, timeout=600)
    began = time.perf_counter()
    line.request("PUT", PLAIN, _pieces(0, size), {"Content-Length": str(size)})
    answer = line.getresponse()
    answer.read()
    line.close()
    if answer.status >= 300:
        raise ToolFailed("upload", f"the plain way was answered with {answer.status}")
    return time.perf_counter() - began


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


def _pieces(start: int, end: int) -> Iterator[bytes]:
    """Bytes no disk can shorten: one block, turned a little further each time."""
    block = random.Random(1).randbytes(PIECE)  # noqa: S311 - it only has to look like film
    for at in range(start, end, PIECE):
        turn = at // PIECE * 4099 % PIECE
        yield (block[turn:] + block[:turn])[: end - at]
