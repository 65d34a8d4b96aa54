"""Totals for the school leader: taken once a month, and never about fewer than five teachers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.programme import programme
from storage import access, clock
from storage.errors import NotFound
from storage.records import Cycle, Enrolment, MonthlyTotals, Pair, Programme
from storage.rules import monthly_totals as rule
from storage.rules.access import Act, Asker, Thing
from storage.rules.steps import State
from storage.totals import days_taken


@dataclass(frozen=True)
class Month:
    """What a school leader may know of a programme year."""

    taken_on: date
    enrolled: int
    completed: int | None
    """None before five teachers completed a cycle."""
    aimed: int
    """Cycles that so many teachers make in a year that goes as meant."""
    median_days: int | None


# Asking


def of_programme(session: Session, asker: Asker, programme_id: str) -> Month:
    """Return this month's figures, or the newest of before.

    Raises NotAllowed while too few teachers take part, and until the night after.
    """
    kept = _newest(session, programme_id, _month())
    counted = Thing(people_counted=kept.enrolled if kept else 0)
    access.require(asker, Act.SEE_MONTHLY_TOTALS, counted)
    if kept is None:
        raise NotFound()
    return Month(
        taken_on=kept.taken_on,
        enrolled=kept.enrolled,
        completed=kept.completed,
        aimed=kept.enrolled * programme().cycles.target,
        median_days=kept.median_days,
    )


# Taking


def take(session: Session, settled: timedelta = timedelta(0)) -> None:
    """Take this month's figures of each programme that has none yet; safe to do at any time.

    `settled`: so long ago something must have happened to be counted in. What gets its moment now
    may stand in the database only a little later, and would be counted in no month at all.
    """
    month = _month()
    for programme_id in session.scalars(select(Programme.id)):
        before = _newest(session, programme_id, month)
        if before is None or before.month < month:
            _take(session, programme_id, before, clock.now() - settled)


def _take(
    session: Session, programme_id: str, before: MonthlyTotals | None, upto: datetime
) -> None:
    told = rule.Told(before.enrolled, before.completed, before.median_days) if before else None
    enrolled_at = before.enrolled_at if before else None
    completed_at = before.completed_at if before else None
    done = [one for one in _completed(session, programme_id) if one.ended_at <= upto]
    fresh = [one for one in done if _since(one.ended_at, completed_at)]
    telling = rule.tell(
        told,
        rule.Happened(
            **_enrolled(session, programme_id, enrolled_at, upto),
            completed=len(fresh),
            completed_by=len({one.teacher_id for one in fresh}),
            median_days=round(median(one.days for one in done)) if done else None,
        ),
    )
    if telling is None:
        return
    session.add(
        MonthlyTotals(
            programme_id=programme_id,
            month=_month(),
            taken_on=clock.today(),
            enrolled=telling.told.enrolled,
            enrolled_at=enrolled_at if enrolled_at and not telling.enrolled_moved else upto,
            completed=telling.told.completed,
            completed_at=upto if telling.completed_moved else completed_at,
            median_days=telling.told.median_days,
        )
    )


@dataclass(frozen=True)
class _Done:
    teacher_id: str
    ended_at: datetime
    days: int


def _completed(session: Session, programme_id: str) -> Sequence[_Done]:
    rows = session.execute(
        select(Pair.teacher_id, Cycle.started_on, Cycle.ended_at)
        .join(Pair, Pair.id == Cycle.pair_id)
        .where(Pair.programme_id == programme_id, Cycle.state == State.completed)
    )
    return [
        _Done(teacher_id, ended_at, days_taken(started_on, ended_at))
        for teacher_id, started_on, ended_at in rows
        if started_on and ended_at
    ]


def _enrolled(
    session: Session, programme_id: str, since: datetime | None, upto: datetime
) -> dict[str, int]:
    """Who took part at `upto`, and who joined or left between `since` and then."""
    found = session.execute(
        select(Enrolment.teacher_id, Enrolment.created_at, Enrolment.ended_at).where(
            Enrolment.programme_id == programme_id, Enrolment.created_at <= upto
        )
    )
    rows = [(who, came, left if left and left <= upto else None) for who, came, left in found]
    return {
        "enrolled": len({who for who, _, ended_at in rows if ended_at is None}),
        "moved": len(
            {
                who
                for who, created_at, ended_at in rows
                if _since(created_at, since) or (ended_at and _since(ended_at, since))
            }
        ),
    }


def _since(moment: datetime, since: datetime | None) -> bool:
    return since is None or moment > since


def _newest(session: Session, programme_id: str, month: date) -> MonthlyTotals | None:
    return session.scalar(
        select(MonthlyTotals)
        .where(MonthlyTotals.programme_id == programme_id, MonthlyTotals.month <= month)
        .order_by(MonthlyTotals.month.desc())
        .limit(1)
    )


def _month() -> date:
    return clock.today().replace(day=1)
