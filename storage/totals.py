"""Counts over all teachers of a programme as they are now, for who arranges it: no names."""

from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import access, clock
from storage.records import Cycle, Enrolment, Pair
from storage.rules.access import Act, Asker, Thing
from storage.rules.access_predicates import LEAST_COUNTED
from storage.rules.steps import State


@dataclass(frozen=True)
class Totals:
    """Where a programme year stands at this moment."""

    enrolled: int
    """Teachers who take part now."""
    completed: int
    """Cycles that were completed."""
    under_way: int
    """Cycles that run now, paused ones too."""
    planned: int
    """Cycles still to begin."""
    median_days: int | None
    """Days a completed cycle took; None while it would be about fewer than five teachers."""


# Asking


def of_programme(session: Session, asker: Asker, programme_id: str) -> Totals:
    """Return the totals of one programme. Raises NotAllowed for who does not arrange it."""
    teachers = set(
        session.scalars(
            select(Enrolment.teacher_id).where(
                Enrolment.programme_id == programme_id, Enrolment.ended_at.is_(None)
            )
        )
    )
    access.require(asker, Act.SEE_TOTALS, Thing())
    rows = session.execute(
        select(Cycle.state, Cycle.started_on, Cycle.ended_at, Pair.teacher_id)
        .join(Pair, Pair.id == Cycle.pair_id)
        .where(Pair.programme_id == programme_id)
    ).all()
    done = [row for row in rows if row.state is State.completed]
    days = [days_taken(row.started_on, row.ended_at) for row in done]
    enough = len({row.teacher_id for row in done}) >= LEAST_COUNTED
    idle = {State.planned, State.completed, State.partial, State.cancelled, State.withdrawn}
    return Totals(
        enrolled=len(teachers),
        completed=len(done),
        under_way=sum(row.state not in idle for row in rows),
        planned=sum(row.state is State.planned for row in rows),
        median_days=round(median(days)) if enough else None,
    )


def days_taken(started_on: date, ended_at: datetime) -> int:
    """Return how many days a cycle took, counted at school."""
    return (clock.day_at_school(ended_at) - started_on).days
