"""The plan of a sweep over very many things: how fast, and whether more of them take more memory.

Each size is planned by a process of its own, whose highest memory the system tells.
"""

import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from pipeline.bench_home import apart
from pipeline.bench_many import OF_A_LESSON, fill
from pipeline.bench_measure import Measure, Wish
from pipeline.errors import ToolFailed
from storage import database, overdue
from storage.database import acting, asking

PACE = 1000.0
"""So many things a second the plan must look at."""
LIMIT_MB = 16.0
"""So much more memory ten times the things may take."""
TIMES = 10
AT_ONCE = 500
"""Lessons put in at once."""
LIMIT_S = 1800


def measure(folder: Path, _films: Path, wish: Wish) -> list[Measure]:
    """Plan over few things and over ten times as many."""
    with apart(folder / "home"):
        database.migrate()
        few = _put(wish.few_lessons)
        small = [_planned() for _ in range(wish.tries)]
        many = few + _put(wish.few_lessons * (TIMES - 1))
        large = [_planned() for _ in range(wish.tries)]
    seconds = min(each["seconds"] for each in large)
    base, top = (min(each["peak_MB"] for each in found) for found in (small, large))
    about = {"things": float(many), "due": large[0]["due"]}
    memory = {"few_things": float(few), "few_MB": base, "many_things": float(many), "many_MB": top}
    return [
        Measure("sweep_pace", many / seconds, PACE, "per_s", more=about | {"seconds": seconds}),
        Measure("sweep_memory", max(top - base, 0.0), LIMIT_MB, "MB", more=memory),
    ]


def _put(lessons: int) -> int:
    """Put so many lessons into the database; returns how many things that is."""
    for first in range(0, lessons, AT_ONCE):
        with acting() as session:
            fill(session, min(AT_ONCE, lessons - first))
    return lessons * OF_A_LESSON


def _planned() -> dict[str, float]:
    spawn = multiprocessing.get_context("spawn")  # a fork would begin with our memory
    with ProcessPoolExecutor(1, mp_context=spawn) as one:
        return one.submit(plan_once).result(LIMIT_S)


def plan_once() -> dict[str, float]:
    """Plan; return what was due, how long it took and the most memory this process had."""
    began = time.perf_counter()
    with asking() as session:
        due = overdue.count(session)
    return {"due": due, "seconds": time.perf_counter() - began, "peak_MB": _peak_mb()}


def _peak_mb() -> float:
    try:
        said = Path("/proc/self/status").read_text("ascii")
    except OSError:
        raise ToolFailed("plan", "does not tell here how much memory it uses") from None
    kilobytes = next(line.split()[1] for line in said.splitlines() if line.startswith("VmHWM"))
    return int(kilobytes) * 1024 / 1e6
