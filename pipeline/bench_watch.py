"""Watching a lesson of two hours: how soon a jump is on screen, and what many viewers cost.

The peer is the same file through Starlette's FileResponse in a process of its own, which asks
nobody for leave.
"""

import os
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pipeline import bench_school as school
from pipeline.bench_cycle import walk
from pipeline.bench_home import apart, require_room
from pipeline.bench_long_film import BITS_PER_SECOND, long_film
from pipeline.bench_measure import Measure, Wish
from pipeline.bench_seeks import seeks
from pipeline.bench_server import cpu_s, memory_mb, server
from pipeline.bench_upload import Watch
from pipeline.bench_viewers import Pace, Place, calm, hurried
from pipeline.errors import ToolFailed
from pipeline.serve import Child
from storage import database, jobs
from storage.media import media_store

VIEWERS = 20
SHOWN_WITHIN_MS = 300.0
LIMIT_MB = 16.0
"""What 20 viewers may add to the server's memory, together."""
BARE = "BARE_FILM"
LOOKS = 8
"""Half seconds in a row without a change."""


def measure(folder: Path, films: Path, wish: Wish) -> list[Measure]:
    """Watch one long film in a browser, and then with many."""
    length_ms, jumps, seconds = (900_000, 12, 4.0) if wish.quick else (7_200_000, 40, 20.0)
    require_room(folder, length_ms * BITS_PER_SECOND // 8000)
    with apart(folder / "home"):
        database.migrate()
        jobs.prepare()
        made = school.found()
        pair = school.add_pair(made)
        with jobs.collecting():
            walk(pair, "filmed")
        path = _laid_down(films, length_ms)
        token, size = school.sign_in(made, pair.teacher), path.stat().st_size
        os.environ[BARE] = str(path)
        with server(folder) as (port, web), _bare(folder / "bare") as (bare_port, bare_web):
            ours = Place(port, f"/recordings/{pair.recording_id}/proxy.mp4", token, size)
            bare = Place(bare_port, "/film", token, size)
            film = {"film_h": length_ms / 3_600_000, "film_MB": size / 1e6}
            return [
                _seeks(ours, bare, jumps, film),
                *_viewers([(ours, web), (bare, bare_web)], wish.tries, seconds, length_ms),
            ]


def _laid_down(films: Path, length_ms: int) -> Path:
    """Put a long film where the one pair's stand-in lies; returns where that is."""
    (key,) = (key for key in media_store().list() if key.endswith("/proxy.mp4"))
    with media_store().local(key) as path:
        partial = path.with_name(".long.mp4")
        long_film(films, partial, length_ms)
        partial.replace(path)
        return path


def _seeks(ours: Place, bare: Place, jumps: int, film: dict[str, float]) -> Measure:
    try:
        mine, theirs = seeks([ours, bare], jumps)
    except ToolFailed as failed:
        return Measure("watch_seek", 0, SHOWN_WITHIN_MS, "ms", "", trouble=failed.why)
    more = film | {
        "jumps": float(jumps), "p90_ms": _p90(mine), "slowest_ms": max(mine),
        "bare_ms": statistics.median(theirs), "bare_p90_ms": _p90(theirs),
    }  # fmt: skip
    return Measure("watch_seek", statistics.median(mine), SHOWN_WITHIN_MS, "ms", more=more)


@dataclass
class Cost:
    """What viewers cost one server."""

    base: float
    calm: float
    """Its memory (MB) while half of them read at the film's pace and half stand still."""
    peak: float
    best: Pace = field(default_factory=Pace)
    cpu_ms: float = 0.0
    """Processor time the server takes for one request, at its least."""

    @property
    def more(self) -> float:
        """Megabytes that came on top."""
        return max(0.0, self.peak - self.base)


def _viewers(
    sides: list[tuple[Place, Child]], tries: int, seconds: float, length_ms: int
) -> list[Measure]:
    """What twenty at once cost, first calm and then in a hurry; ours and bare by turns."""
    costs = [_calmly(place, web, seconds, length_ms) for place, web in sides]
    for _ in range(tries):
        for cost, (place, web) in zip(costs, sides, strict=True):
            spent = cpu_s(web)
            with Watch(web) as watch:
                pace = hurried(place, VIEWERS, seconds)
            each_ms = (cpu_s(web) - spent) * 1000 / max(1, pace.requests)
            cost.cpu_ms = min(cost.cpu_ms or each_ms, each_ms)
            cost.peak = max(cost.peak, *watch.seen)
            cost.best = max(cost.best, pace, key=lambda each: each.per_second)
    ours, bare = costs
    memory = {
        "viewers": float(VIEWERS), "base_MB": ours.base, "calm_MB": ours.calm,
        "peak_MB": ours.peak, "bare_more_MB": bare.more,
    }  # fmt: skip
    speed = {
        "viewers": float(VIEWERS), "MB_per_s": ours.best.mb_per_second,
        "bare_MB_per_s": bare.best.mb_per_second, "cpu_ms": ours.cpu_ms,
        "bare_cpu_ms": bare.cpu_ms,
    }  # fmt: skip
    return [
        Measure("watch_memory", ours.more, LIMIT_MB, "MB", more=memory),
        Measure("watch_pace", ours.best.per_second, bare.best.per_second, "per_s", more=speed),
    ]


def _settled(web: Child) -> float:
    """Memory (MB) once the server has loaded what it loads by itself after its start."""
    seen: list[float] = []
    while len(seen) < LOOKS or max(seen[-LOOKS:]) - min(seen[-LOOKS:]) > 1.0:
        seen.append(memory_mb(web))
        time.sleep(0.5)
    return seen[-1]


def _calmly(place: Place, web: Child, seconds: float, length_ms: int) -> Cost:
    hurried(place, 2, 1.0)  # what any first request makes a server load is there before
    base = _settled(web)
    with Watch(web) as watch:
        calm(place, VIEWERS, seconds, place.size / length_ms * 1000)
    top = max(watch.seen)
    return Cost(base, top, top)


@contextmanager
def _bare(folder: Path) -> Iterator[tuple[int, Child]]:
    folder.mkdir()
    with server(folder, _bare_command) as found:
        yield found


def _bare_command(port: int) -> list[str]:
    return [
        sys.executable, "-m", "uvicorn", "review_app.bare_film:app", "--host=localhost",
        f"--port={port}", "--no-access-log",
    ]  # fmt: skip


def _p90(found: list[float]) -> float:
    return sorted(found)[int(len(found) * 0.9)]
