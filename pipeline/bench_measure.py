"""What a measure is, and how one is taken: ours and its peer turn about, the best of each."""

import resource
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from config.texts import text

DIGITS = 4


@dataclass(frozen=True)
class Measure:
    """One figure of ours beside what it is held against."""

    name: str
    """Its texts are `bench.<name>.what`, `.against` and `.how`."""

    ours: float
    against: float | None
    """The peer's figure, or the limit; None where there is neither."""

    unit: str
    """s, cpu_s, MB, MB/s, ms, per_s, wrong, percent or queries."""

    of: str = ""
    """Which of many: the noun of a screen, the name of a film or a set."""

    more: Mapping[str, float] = field(default_factory=dict)
    """Figures beside it, each with its unit in its name."""

    trouble: str = ""
    """Why this is no figure after all."""

    @property
    def ratio(self) -> float | None:
        """Ours divided by what it is held against."""
        return self.ours / self.against if self.against else None

    @property
    def what(self) -> str:
        """What was measured, in words."""
        screen = text(f"screens.{self.of}") if self.name.startswith("screen") else self.of
        return text(f"bench.{self.name}.what", screen=screen)

    @property
    def versus(self) -> str:
        """What it is held against, in words."""
        return text(f"bench.{self.name}.against")

    @property
    def how(self) -> str:
        """How it was measured, in words."""
        return text(f"bench.{self.name}.how")

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        ratio = None if self.ratio is None else round(self.ratio, DIGITS)
        return {
            "name": self.name, "of": self.of, "what": self.what,
            "ours": round(self.ours, DIGITS),
            "against": None if self.against is None else round(self.against, DIGITS),
            "ratio": ratio, "unit": self.unit, "versus": self.versus, "how": self.how,
            "more": {name: round(value, DIGITS) for name, value in self.more.items()},
        }  # fmt: skip


@dataclass(frozen=True)
class Wish:
    """How much is measured. `film`: what is listened to instead of the demo's lesson.

    `sets`: a folder with films and clips of which it is written what is said.
    """

    quick: bool = False
    film: Path | None = None
    sets: Path | None = None

    @property
    def tries(self) -> int:
        """How often each side runs; the best counts."""
        return 1 if self.quick else 3

    @property
    def lesson_ms(self) -> int | None:
        """How much of the demo's lesson is used; None: all of it."""
        return 40_000 if self.quick else None

    @property
    def upload_bytes(self) -> int:
        """How large the film is that comes in."""
        return 256_000_000 if self.quick else 8_000_000_000

    @property
    def uploads(self) -> int:
        """How often that film comes in; the best counts."""
        return 3 if self.quick else 1

    @property
    def pairs(self) -> int:
        """How many pairs the larger school has."""
        return 20 if self.quick else 50

    @property
    def presses(self) -> int:
        """How often a key is pressed at the workbench."""
        return 10 if self.quick else 40

    @property
    def few_lessons(self) -> int:
        """Over how many lessons the smaller sweep goes; the larger one over ten times as many."""
        return 40 if self.quick else 400

    @property
    def runs(self) -> int:
        """How often each screen is drawn."""
        return 5 if self.quick else 10


@dataclass(frozen=True)
class Took:
    """What work cost: seconds on the clock, and processor seconds of the tools it started."""

    wall: float
    cpu: float


def took(work: Callable[[], object]) -> Took:
    """Do it and say what it cost."""
    cpu, wall = _children(), time.perf_counter()
    work()
    return Took(time.perf_counter() - wall, _children() - cpu)


def turn_about(
    ours: Callable[[], object], theirs: Callable[[], object], tries: int
) -> tuple[Took, Took]:
    """Run both by turns, so that a busy moment hits both; return the least of each."""
    rounds = [(took(ours), took(theirs)) for _ in range(tries)]
    return least([mine for mine, _ in rounds]), least([other for _, other in rounds])


def least(found: list[Took]) -> Took:
    """Return the least seconds and the least processor seconds."""
    return Took(min(each.wall for each in found), min(each.cpu for each in found))


def _children() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime
