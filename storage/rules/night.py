"""When a nightly sweep stops and asks a person: a wrong clock must not empty a school."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

ALWAYS = 200
"""So many things may go in a night without a word: the end of a cycle or two."""
TIMES = 5
"""More than so many times the largest night before is far more."""
LEAP = timedelta(days=30)
"""A clock that jumped, or a machine that was off for a summer: a person can tell which."""
ALLOWED_FOR = timedelta(days=1)
BACK = timedelta(hours=1)
"""A clock may be set right by less than this without a word."""
LATE = timedelta(hours=36)
"""A night longer ago than this means that one was missed."""


class Waits(StrEnum):
    """Why a sweep waits for a person; text key ``night.waits.<value>``."""

    leap = "leap"
    far_more = "far_more"


@dataclass(frozen=True)
class Before:
    """What earlier nights did."""

    gone: Sequence[int] = ()
    """How much went in each of them."""
    last_at: datetime | None = None
    """When a sweep last did its work."""
    allowed_at: datetime | None = None
    """When a person let the sweep that waits now go on."""


def why_wait(due: int, now: datetime, before: Before) -> Waits | None:
    """Why this sweep should not delete `due` things without a person's yes; None: go on."""
    if not due or _is_allowed(now, before):
        return None
    if before.last_at is not None and now - before.last_at > LEAP:
        return Waits.leap
    if due > max(ALWAYS, TIMES * max(before.gone, default=0)):
        return Waits.far_more
    return None


def went_back(now: datetime, before: Before) -> bool:
    """Whether the clock stands before a sweep that was: things go later then."""
    return before.last_at is not None and now < before.last_at - BACK


def days_late(at: datetime, now: datetime) -> int:
    """How many days ago the last night was, when one was missed since; 0 when none was.

    A night that could not even write down that it was (a full disk) is missed, too.
    """
    return max(1, (now - at).days) if now - at > LATE else 0


def _is_allowed(now: datetime, before: Before) -> bool:
    return before.allowed_at is not None and abs(now - before.allowed_at) <= ALLOWED_FOR
