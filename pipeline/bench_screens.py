"""Every screen, drawn again and again: in a small school and in one of fifty pairs."""

import json
import sys
from pathlib import Path
from typing import Any

from pipeline import bench_school
from pipeline.bench_cycle import STAGES, Pair
from pipeline.bench_home import apart
from pipeline.bench_measure import Measure, Wish
from pipeline.bench_school import School
from pipeline.bench_server import child, finish
from storage import database
from storage.rules.access import Asker
from storage.rules.roles import Role

SMALL = len(STAGES)
"""Pairs of the small school: one in every stage."""
LONGEST_S = 300.0

Drawn = dict[str, dict[str, Any]]


def measure(folder: Path, _films: Path, wish: Wish) -> list[Measure]:
    """Draw every screen there is in both schools; the small one is what the large is held to."""
    with apart(folder / "home"):
        database.migrate()
        school = bench_school.found()
        bench_school.grow(school, SMALL)
        looks = _looks(school)
        few = _draw(looks, wish.runs, folder)
        bench_school.grow(school, wish.pairs)
        many = _draw(looks, wish.runs, folder)
    return [
        measured
        for noun, found in many.items()
        for measured in _measures(noun, found, few[noun], wish.pairs)
    ]


def _measures(noun: str, many: dict[str, Any], few: dict[str, Any], pairs: int) -> list[Measure]:
    more = {name: many[name] for name in ("slowest_ms", "cpu_ms", "empty_ms")}
    more |= {"small_cpu_ms": few["cpu_ms"], "pairs": float(pairs)}
    counted = {"pairs": float(pairs)}
    trouble = ", ".join(sorted({*few["met"], *many["met"]}))
    return [
        Measure("screen_time", many["median_ms"], few["median_ms"], "ms", noun, more, trouble),
        Measure(
            "screen_queries", many["queries"], few["queries"], "queries", noun, counted, trouble
        ),
    ]


def _looks(school: School) -> dict[str, dict[str, str]]:
    """Who looks at which screen, and what of."""
    at: dict[str, Pair] = dict(zip(STAGES, school.pairs, strict=False))
    coach, by = school.coaches[0], school.by_role
    looks: dict[str, tuple[Asker, str]] = {
        "today": (coach, ""),
        "recordings": (at["filmed"].teacher, at["filmed"].recording_id),
        "workbench": (coach, at["chosen"].recording_id),
        "reflection": (at["published"].teacher, at["published"].cycle_id),
        "talk": (coach, at["reflected"].cycle_id),
        "summary": (coach, at["talked"].cycle_id),
        "retention": (by[Role.dpo], ""),
        "ledger": (by[Role.dpo], ""),
        "programme": (by[Role.coordinator], ""),
        "overview": (by[Role.school_leader], ""),
    }
    tokens = {who.id: bench_school.sign_in(school, who) for who, _ in looks.values()}
    return {noun: {"token": tokens[who.id], "id": of} for noun, (who, of) in looks.items()}


def _draw(looks: dict[str, dict[str, str]], runs: int, folder: Path) -> Drawn:
    """Have the people's side draw them, in a process of its own."""
    wish, out, log = folder / "looks.json", folder / "drawn.json", folder / "screens.log"
    wish.write_text(json.dumps({"runs": runs, "looks": looks}), encoding="utf-8")
    command = [sys.executable, "-m", "review_app.measure", str(wish), str(out)]
    with child("screens", command, log) as running:
        finish(running, LONGEST_S, log)
    drawn: Drawn = json.loads(out.read_text("utf-8"))
    return drawn
