"""How much goes when, over the whole school: counts of kinds by day, of nobody in particular."""

from collections import Counter
from datetime import date, timedelta

from sqlalchemy.orm import Session

from storage import access, clock, holdings
from storage.rules import retention as rule
from storage.rules.access import Act, Asker, Thing
from storage.rules.retention import Kind

# Asking


def coming(session: Session, asker: Asker, ahead: timedelta) -> dict[date, dict[Kind, int]]:
    """Return how many things of each kind go on which day at school, of everybody, without whose.

    Held things are not among them: they stay. Raises NotAllowed.
    """
    access.require(asker, Act.READ_RETENTION_TOTALS, Thing())
    now, counted = clock.now(), dict[date, Counter[Kind]]()
    for shelf in holdings.gather(session):
        ends = rule.endings([kept.holding for kept in shelf.kept], shelf.policy)
        for kept in shelf.kept:
            at = ends[kept.holding.id].at
            if at and now < at <= now + ahead and not kept.holding.held:
                day = clock.day_at_school(at)
                counted.setdefault(day, Counter())[kept.holding.kind] += 1
    return {day: dict(found) for day, found in counted.items()}
