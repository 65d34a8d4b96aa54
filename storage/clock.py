"""The one clock: aware UTC, which tests and the demo can set."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from typing import overload
from zoneinfo import ZoneInfo

SCHOOL_TIME = ZoneInfo("Europe/Amsterdam")
"""Days (due dates, "today") are days at school, whatever the server's zone."""

_fixed: ContextVar[datetime | None] = ContextVar("fixed_moment", default=None)


def now() -> datetime:
    """Return the present moment, aware UTC."""
    return _fixed.get() or datetime.now(UTC)


def today() -> date:
    """Return today's date at school."""
    return now().astimezone(SCHOOL_TIME).date()


@overload
def day_at_school(moment: datetime) -> date: ...


@overload
def day_at_school(moment: None) -> None: ...


def day_at_school(moment: datetime | None) -> date | None:
    """Return the day at school in which a moment falls; None for none."""
    return moment.astimezone(SCHOOL_TIME).date() if moment else None


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let `now()` answer `moment` inside the block, in this thread or task only."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    token = _fixed.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)
