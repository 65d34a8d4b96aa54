"""No two months of figures differ by fewer than five teachers, whatever happened in between."""

import random
from dataclasses import dataclass, field

import pytest

from storage.rules.monthly_totals import Happened, Told, tell


def quiet(**changes: int | None) -> Happened:
    so = {"enrolled": 6, "moved": 0, "completed": 0, "completed_by": 0, "median_days": None}
    return Happened(**(so | changes))  # type: ignore[arg-type]


def test_four_teachers_are_never_told():
    assert tell(None, quiet(enrolled=4, completed=40, completed_by=4)) is None


def test_the_first_month_tells_who_take_part_and_what_five_completed():
    first = tell(None, quiet(enrolled=5, completed=7, completed_by=5, median_days=14))
    assert first
    assert first.told == Told(enrolled=5, completed=7, median_days=14)
    assert (first.enrolled_moved, first.completed_moved) == (True, True)


@pytest.mark.parametrize("by", [0, 1, 4])
def test_what_fewer_than_five_completed_waits_and_is_then_told_with_the_rest(by: int):
    before = Told(enrolled=6, completed=5, median_days=14)
    waits = tell(before, quiet(completed=by, completed_by=by, median_days=20))
    assert waits
    assert waits.told == before
    told = tell(before, quiet(completed=by + 5, completed_by=5, median_days=20))
    assert told
    assert told.told == Told(enrolled=6, completed=by + 10, median_days=20)


def test_one_who_leaves_moves_nothing():
    before = Told(enrolled=6)
    for moved in range(5):
        left = tell(before, quiet(enrolled=6 - moved, moved=moved))
        assert left
        assert left.told == before
    left = tell(before, quiet(enrolled=1, moved=5))
    assert left
    assert left.told.enrolled == 1, "and of fewer than five nothing is shown"


@dataclass
class Year:
    """A year at random: who takes part, who completed what, and since when that was told."""

    chance: random.Random
    part: set[int] = field(default_factory=set)
    moved: list[int] = field(default_factory=list)
    done: list[int] = field(default_factory=list)

    def happens(self) -> None:
        for _ in range(self.chance.randrange(8)):
            who = self.chance.randrange(12)
            if who in self.part and self.chance.random() < 0.6:
                self.done.append(who)
            else:
                self.part ^= {who}
                self.moved.append(who)


@pytest.mark.parametrize("seed", range(40))
def test_nobody_learns_about_fewer_than_five_by_subtracting_months(seed: int):
    year = Year(random.Random(seed))
    before: Told | None = None
    moved_from = done_from = 0
    for _ in range(24):
        year.happens()
        since_moved, since_done = year.moved[moved_from:], year.done[done_from:]
        telling = tell(
            before,
            Happened(len(year.part), len(set(since_moved)), len(since_done),
                     len(set(since_done)), len(year.done) or None),
        )  # fmt: skip
        if telling is None:
            continue
        told = telling.told
        if before and told.enrolled != before.enrolled:
            assert len(set(since_moved)) >= 5
        if before is None or told.completed != before.completed:
            assert told.completed is None or len(set(since_done)) >= 5
        if before and told.median_days != before.median_days:
            assert told.completed != before.completed
        moved_from = len(year.moved) if telling.enrolled_moved else moved_from
        done_from = len(year.done) if telling.completed_moved else done_from
        before = told
