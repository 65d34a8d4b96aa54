"""How much goes when, over the whole school: counts of kinds by day, of nobody in particular."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from storage import access, clock, holdings, overdue
from storage.holdings import Shelf
from storage.overdue import Alike, Leaving
from storage.rules import retention as rule
from storage.rules.access import Act, Asker, Thing
from storage.rules.retention import Kind


@dataclass(frozen=True)
class Outlook:
    """What must go now and what goes in the time ahead, in so many lines as there are kinds."""

    due: list[Alike]
    coming: dict[date, dict[Kind, int]]
    """How many of each kind on which day at school; held things stay, and are not counted."""


# Asking


def look(session: Session, asker: Asker, ahead: timedelta) -> Outlook:
    """Return what goes of everybody, without whose, in one walk over everything. NotAllowed."""
    access.require(asker, Act.READ_RETENTION_TOTALS, Thing())
    now, counted = clock.now(), dict[date, Counter[Kind]]()
    shelves = holdings.gather(session)
    due = overdue.alike(each for shelf in shelves for each in _of(shelf, now, ahead, counted))
    return Outlook(due, {day: dict(found) for day, found in counted.items()})


def _of(
    shelf: Shelf, now: datetime, ahead: timedelta, counted: dict[date, Counter[Kind]]
) -> list[Leaving]:
    """Count what of a shelf is coming, and return what is due."""
    ends = rule.endings([kept.holding for kept in shelf.kept], shelf.policy)
    for kept in shelf.kept:
        at = ends[kept.holding.id].at
        if at and now < at <= now + ahead and not kept.holding.held:
            counted.setdefault(clock.day_at_school(at), Counter())[kept.holding.kind] += 1
    late = any(end.at is not None and end.at <= now for end in ends.values())
    return overdue.of_shelf(shelf, now) if late else []
