"""What a school leader is told once a month, such that no two tellings give one person away.

A figure is about five teachers or more, and it moves only when the difference is: who subtracts
one month from another learns nothing about fewer. What waits is told later; nothing is rounded.
"""

from dataclasses import dataclass

from storage.rules.access_predicates import LEAST_COUNTED


@dataclass(frozen=True)
class Told:
    """Figures as a school leader reads them."""

    enrolled: int
    """Teachers who take part."""
    completed: int | None = None
    """Cycles completed since the programme began; None before five teachers completed one."""
    median_days: int | None = None
    """Days a completed cycle took, as of when `completed` last moved."""


@dataclass(frozen=True)
class Happened:
    """What is so now, and what changed since each figure last moved."""

    enrolled: int
    """Teachers who take part now."""
    moved: int
    """Teachers who joined or left since `enrolled` moved."""
    completed: int
    """Cycles completed since `completed` moved."""
    completed_by: int
    """Teachers who completed those."""
    median_days: int | None
    """Days a completed cycle took, over all that there are now."""


@dataclass(frozen=True)
class Telling:
    """The figures to tell, and which of them moved."""

    told: Told
    enrolled_moved: bool
    completed_moved: bool


def tell(before: Told | None, now: Happened) -> Telling | None:
    """Return what this month tells after `before`; None while fewer than five ever took part."""
    if before is None:
        if now.enrolled < LEAST_COUNTED:
            return None
        before = Told(enrolled=now.enrolled)
        joined = True
    else:
        joined = now.moved >= LEAST_COUNTED
    done = now.completed_by >= LEAST_COUNTED
    return Telling(
        Told(
            enrolled=now.enrolled if joined else before.enrolled,
            completed=(before.completed or 0) + now.completed if done else before.completed,
            median_days=now.median_days if done else before.median_days,
        ),
        enrolled_moved=joined,
        completed_moved=done,
    )
