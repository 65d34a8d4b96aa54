"""What a teacher made with an earlier coach: closed to the one she has now, until she opens it.

She says so for one pair, and can close it again at any time. Films stay closed either way: their
cycle has ended.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from storage import access, clock, ledger
from storage.records import Cycle, Pair
from storage.rules.access import Act, Asker


@dataclass(frozen=True)
class EarlierView:
    """How it stands for one pair, for its teacher."""

    pair_id: str
    cycles: int
    """Earlier ones with something in them."""
    opened_at: datetime | None


# Asking


def opened_to(coach_id: str) -> ColumnElement[bool]:
    """The pairs that ended and of which their teacher opened what they made to this coach."""
    now = aliased(Pair)
    places = select(now.enrolment_id).where(
        now.coach_id == coach_id, now.ended_at.is_(None), now.earlier_opened_at.is_not(None)
    )
    return Pair.ended_at.is_not(None) & Pair.enrolment_id.in_(places)


def of_pair(session: Session, asker: Asker, pair_id: str) -> EarlierView | None:
    """Return what a teacher can open to the coach of this pair; None where there is nothing."""
    about = access.around_pair(session, pair_id)
    access.require_sight(asker, Act.OPEN_EARLIER, access.pair_thing(about))
    pair = about.pair
    made = session.scalars(
        select(Cycle.id)
        .join(Pair, Pair.id == Cycle.pair_id)
        .where(Pair.enrolment_id == pair.enrolment_id, Pair.ended_at.is_not(None))
        .where(Cycle.started_on.is_not(None), Cycle.withdrawn_at.is_(None))
    ).all()
    if pair.ended_at or not made:
        return None
    return EarlierView(pair.id, len(made), pair.earlier_opened_at)


# Acting


def open_to_coach(session: Session, asker: Asker, pair_id: str, *, opened: bool) -> None:
    """Open what a teacher made before to the coach she has now, or close it again, at once."""
    about = access.around_pair(session, pair_id)
    thing = access.pair_thing(about)
    access.require_sight(asker, Act.OPEN_EARLIER, thing)
    about.pair.earlier_opened_at = clock.now() if opened else None
    act = "open_earlier" if opened else "close_earlier"
    ledger.write(session, asker.id, act, "pair", pair_id, about.pair.teacher_id)
