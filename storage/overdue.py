"""What must go now: the plan of a sweep, page by page, so that its size asks for no memory."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from storage import clock, holdings
from storage.holdings import EVERYTHING, FIRST, Mark, Only, Shelf
from storage.holdings_around import Kept
from storage.rules import retention as rule
from storage.rules.retention import Because, Due, Kind, Policy
from storage.wiping import WHOLE


@dataclass(frozen=True)
class Leaving:
    """One thing that must go now."""

    due: Due
    kept: Kept
    policy: Policy


@dataclass
class Alike:
    """How much of one kind must go for one reason."""

    kind: Kind
    because: Because
    since: datetime
    """When the longest overdue of them had to go."""
    times: int = 0


# Asking


def plan(
    session: Session, now: datetime | None = None, only: Only = EVERYTHING
) -> Iterator[Leaving]:
    """Tell what is due at `now`, in the order in which it goes: the dry run of the sweep."""
    at = now or clock.now()
    mark: Mark | None = FIRST
    while mark:
        leaving, mark = page(session, mark, at, only)
        yield from leaving


def page(
    session: Session, mark: Mark, at: datetime, only: Only = EVERYTHING
) -> tuple[list[Leaving], Mark | None]:
    """Return what is due of one page of holdings, in order, and where the next begins."""
    shelves, following = holdings.page(session, mark, only, at)
    found = [each for shelf in shelves for each in of_shelf(shelf, at)]
    # A whole lesson takes along what hangs under it: that first, for a tombstone of its own.
    return sorted(found, key=lambda leaving: leaving.due.kind in WHOLE), following


def of_shelf(shelf: Shelf, at: datetime) -> list[Leaving]:
    """Return what is due of these, what follows something before what it follows."""
    by_id = {kept.holding.id: kept for kept in shelf.kept}
    found = rule.due([kept.holding for kept in shelf.kept], shelf.policy, at)
    return [Leaving(due, by_id[due.holding_id], shelf.policy) for due in found]


def count(session: Session) -> int:
    """How much the next sweep lets go."""
    return sum(1 for _ in plan(session))


def whole_lessons(session: Session) -> set[str]:
    """Return the ids of the recordings that the next sweep lets go whole."""
    return {each.kept.thing_id for each in plan(session) if each.due.kind in WHOLE}


def alike(leaving: Iterable[Leaving]) -> list[Alike]:
    """Return what must go in a few lines, however much it is: the longest overdue first."""
    found: dict[tuple[Kind, Because], Alike] = {}
    for each in leaving:
        due = each.due
        line = found.setdefault((due.kind, due.because), Alike(due.kind, due.because, due.due_at))
        line.times += 1
        line.since = min(line.since, due.due_at)
    return sorted(found.values(), key=lambda line: line.since)
