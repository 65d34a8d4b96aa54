"""The six steps of a cycle as a thin path, and a school year as a strip of cycles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Literal

from config.texts import format_date, text
from review_app.parts.component import component, texts_of

_PATH = component("cycle_path")

STEPS = ("film", "choose", "publish", "reflect", "talk", "summary")
"""The six, in order; texts `path.step.<word>`."""


class Turn(StrEnum):
    """Whose turn it is, seen from the person who looks."""

    mine = "mine"
    theirs = "theirs"
    both = "both"
    machine = "machine"
    """The film is being prepared; nobody has to do anything."""
    nobody = "nobody"
    """Paused, or ended."""


@dataclass(frozen=True)
class YearCycle:
    """One cycle in the strip of a school year."""

    number: int
    state: Literal["planned", "open", "completed", "partial", "stopped"]
    done: int = 0
    """How many of the six steps are behind it, 0 to 6."""
    id: str = ""
    """With an id the cycle can be opened."""
    on: date | None = None
    """When it ended, or is planned."""


def cycle_path(
    *,
    key: str,
    step: int | None,
    turn: Turn,
    other: str = "",
    disappears: date | None = None,
    film_gone: bool = False,
    film_stays: bool = False,
) -> None:
    """The path with the step at hand (1 to 6; 7 when all six are done; None when not begun).

    `other` is the name of the other of the pair, for "Sanne is aan de beurt". `disappears` is the
    day the film is deleted; with `film_gone` it says that this has happened, with `film_stays`
    that a hold keeps it.
    """
    at = step or 0
    states = ["done" if n < at else "now" if n == at else "later" for n in range(1, 7)]
    steps = [
        {"key": word, "word": text(f"path.step.{word}"), "state": state}
        for word, state in zip(STEPS, states, strict=True)
    ]
    data = {
        "variant": "cycle",
        "texts": texts_of("path"),
        "steps": steps,
        "turn": _turn(turn, other),
        "mine": turn in (Turn.mine, Turn.both),
        "film": text("path.film_stays") if film_stays else _film(disappears, film_gone),
        "gone": film_gone,
    }
    _PATH(key=key, data=data, triggers={})


def year_path(*, key: str, cycles: Sequence[YearCycle]) -> str | None:
    """The strip of a year; the id of the cycle somebody opened in this run, or None."""
    data = {
        "variant": "year",
        "texts": texts_of("path"),
        "cycles": [_as_json(cycle) for cycle in cycles],
    }
    opened: str | None = _PATH(key=key, data=data, triggers={"opened": None})["opened"]
    return opened


def _turn(turn: Turn, other: str) -> str:
    if turn is Turn.nobody:
        return ""
    return text(f"path.turn.{turn}", name=other)


def _film(disappears: date | None, gone: bool) -> str:
    if gone:
        return text("path.film_gone")
    return text("path.disappears", day=format_date(disappears, year=True)) if disappears else ""


def _as_json(cycle: YearCycle) -> dict[str, Any]:
    return {
        "id": cycle.id,
        "number": cycle.number,
        "state": cycle.state,
        "done": cycle.done,
        "word": text(f"path.cycle_state.{cycle.state}", step=min(cycle.done + 1, 6)),
        "when": format_date(cycle.on, short=True) if cycle.on else "",
    }
