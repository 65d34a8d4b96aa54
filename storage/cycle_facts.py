"""What the guards of a cycle look at, gathered from the records."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config.holidays import Holidays, holidays
from config.programme import programme
from config.settings import settings
from storage import clock
from storage.access import Around
from storage.records import (
    Clip,
    Cycle,
    Enrolment,
    Package,
    Pair,
    Programme,
    Recording,
    Reflection,
    Talk,
    Tombstone,
)
from storage.rules import due_dates as rule
from storage.rules.cycle import CycleFacts, State
from storage.rules.products import Products
from storage.rules.retention import Kind
from storage.rules.steps import ENDED


def school_holidays() -> Holidays:
    """The holidays of the school's region."""
    return holidays(settings().region)


def due_dates(cycle: Cycle) -> rule.DueDates | None:
    """Return when each step is due; None before the cycle starts."""
    if not cycle.started_on:
        return None
    plan = programme().cycle
    return rule.due_dates(
        cycle.started_on,
        plan,
        school_holidays(),
        paused_days=paused_days(cycle),
        redo_school_days=cycle.redos * plan.redo_school_days,
    )


def facts_of(session: Session, cycle: Cycle) -> CycleFacts:
    """Gather what most guards look at; an act adds the facts of its own step."""
    pair, enrolment, style = session.execute(
        select(Pair, Enrolment, Programme.style)
        .join(Enrolment, Enrolment.id == Pair.enrolment_id)
        .join(Programme, Programme.id == Pair.programme_id)
        .where(Pair.id == cycle.pair_id)
    ).one()
    return CycleFacts(
        today=clock.today(),
        enrolment_active=enrolment.ended_at is None and pair.ended_at is None,
        other_cycle_open=_other_open(session, cycle),
        planned_on=cycle.planned_on,
        directive=style == "directive",
        focus_by_teacher=cycle.focus_by_teacher,
        focus_by_coach=cycle.focus_by_coach,
        redos=cycle.redos,
        paused_from=cycle.paused_from,
        paused_by=cycle.paused_by,
        pause_until=cycle.pause_until,
        expired=_expired(cycle),
    )


def products_of(session: Session, about: Around) -> Products:
    """Return which of the six products of a cycle exist."""
    cycle_id = about.cycle.id
    package_id = session.scalar(select(Package.id).where(Package.cycle_id == cycle_id))
    sent = (Clip.cycle_id == cycle_id, Clip.package_id.is_not(None))
    tied = select(func.count()).select_from(Clip).where(*sent)
    longest = session.scalar(
        select(func.max(Recording.duration_ms)).where(
            Recording.cycle_id == cycle_id, Recording.released_at.is_not(None)
        )
    )
    submitted = select(Reflection.id).where(
        Reflection.cycle_id == cycle_id, Reflection.submitted_at.is_not(None)
    )
    # What was there and was thrown away since was made all the same.
    stones = select(Tombstone.kind).where(Tombstone.cycle_id == cycle_id)
    went = set(session.scalars(stones))
    held = select(Talk.id).where(Talk.cycle_id == cycle_id, Talk.held_at.is_not(None))
    return Products(
        released_recording=longest is not None
        and longest >= about.programme.least_minutes * 60_000,
        tied_clip=Kind.clip in went or bool(session.scalar(tied)),
        published_comments=package_id is not None,
        submitted_reflection=Kind.reflection in went or session.scalar(submitted) is not None,
        talk_held=session.scalar(held) is not None,
    )


def paused_days(cycle: Cycle) -> int:
    """Return the days that pauses took so far, those of a pause under way included."""
    if not cycle.paused_on:
        return cycle.paused_days
    now = rule.days_paused([(cycle.paused_on, None)], clock.today(), school_holidays())
    return cycle.paused_days + now


def _expired(cycle: Cycle) -> bool:
    if not cycle.started_on:
        return False
    return rule.expired(
        cycle.started_on,
        clock.today(),
        programme().cycle,
        school_holidays(),
        paused_days=paused_days(cycle),
    )


def _other_open(session: Session, cycle: Cycle) -> bool:
    closed = [*ENDED, State.planned]
    other = select(Cycle.id).where(
        Cycle.pair_id == cycle.pair_id, Cycle.id != cycle.id, Cycle.state.not_in(closed)
    )
    return session.scalar(other.limit(1)) is not None
