"""How much goes when, over the whole school: counts of kinds by day, of nobody in particular.

To count it is to walk over everything, so each night keeps what it counted, and who looks reads
that, with its moment, or asks to have it counted anew.
"""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import access, clock, holdings, overdue
from storage.holdings import Shelf
from storage.overdue import Alike, Leaving
from storage.records import Night
from storage.rules import retention as rule
from storage.rules.access import Act, Asker, Thing
from storage.rules.retention import Because, Kind

AHEAD = timedelta(days=62)
"""So far ahead it is counted."""
FRESH = timedelta(hours=36)
"""What a night counted longer ago tells nobody anything: one was missed."""


@dataclass(frozen=True)
class Outlook:
    """What must go now and what goes in the time ahead, in so many lines as there are kinds."""

    due: list[Alike]
    coming: dict[date, dict[Kind, int]]
    """How many of each kind on which day at school; held things stay, and are not counted."""
    at: datetime
    """When it was counted."""


# Asking


def look(session: Session, asker: Asker, *, anew: bool = False) -> Outlook:
    """Return what goes of everybody, without whose, as the last night counted it. NotAllowed.

    `anew`: as it is now, in one walk over everything; so too when no night counted it lately.
    """
    access.require(asker, Act.READ_RETENTION_TOTALS, Thing())
    lately = Night.at > clock.now() - FRESH
    newest = select(Night.outlook).where(lately).order_by(Night.seq.desc()).limit(1)
    kept = None if anew else session.scalar(newest)
    return from_words(kept) if kept else count(session)


def count(session: Session) -> Outlook:
    """Count what goes, in one walk over everything."""
    now, counted = clock.now(), dict[date, Counter[Kind]]()
    shelves = holdings.gather(session, now=now)
    due = overdue.alike(each for shelf in shelves for each in _of(shelf, now, counted))
    return Outlook(due, {day: dict(found) for day, found in counted.items()}, now)


def in_words(outlook: Outlook) -> str:
    """It, as a night keeps it."""
    due = [[each.kind, each.because, each.since.isoformat(), each.times] for each in outlook.due]
    coming = {day.isoformat(): found for day, found in outlook.coming.items()}
    return json.dumps({"at": outlook.at.isoformat(), "due": due, "coming": coming})


def from_words(kept: str) -> Outlook:
    """What a night kept; days that are over are left out."""
    told = json.loads(kept)
    due = [
        Alike(Kind(kind), Because(why), datetime.fromisoformat(since), times)
        for kind, why, since, times in told["due"]
    ]
    days = {date.fromisoformat(day): found for day, found in told["coming"].items()}
    coming = {
        day: {Kind(kind): n for kind, n in found.items()}
        for day, found in days.items()
        if day >= clock.today()
    }
    return Outlook(due, coming, datetime.fromisoformat(told["at"]))


def _of(shelf: Shelf, now: datetime, counted: dict[date, Counter[Kind]]) -> list[Leaving]:
    """Count what of a shelf is coming, and return what is due."""
    told = [kept.holding for kept in shelf.kept]
    ends = rule.endings(told, shelf.policy)
    stays = rule.kept(told, shelf.policy) if any(each.held for each in told) else ()
    for kept in shelf.kept:
        at = ends[kept.holding.id].at
        if at and now < at <= now + AHEAD and kept.holding.id not in stays:
            counted.setdefault(clock.day_at_school(at), Counter())[kept.holding.kind] += 1
    late = any(end.at is not None and end.at <= now for end in ends.values())
    return overdue.of_shelf(shelf, now) if late else []
