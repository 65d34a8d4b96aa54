"""Cycles: taking a step, and everything a pair can do with a cycle as a whole."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from config.foundations import dimension
from config.programme import programme
from storage import access, clock, cycle_facts, jobs, ledger
from storage.access import Around
from storage.database import one_at_a_time
from storage.errors import NotFound, Refused, StepAlreadyTaken
from storage.records import (
    Cycle,
    PackageDraft,
    Pair,
    Recording,
    RecordingState,
)
from storage.rules.access import Act, Asker, Thing
from storage.rules.cycle import CycleFacts, Effect, Event, State, Step, Who, step_of, take
from storage.rules.pause import for_a_holiday
from storage.rules.roles import Role
from storage.rules.steps import ENDED, RUNNING, UNPUBLISHED

SPACING = timedelta(weeks=5)
"""Cycles of two weeks, spread over forty school weeks: a start every four to five weeks."""

_NOT_COUNTED = {State.cancelled, State.withdrawn}
"""Cycles that take no place in the year."""

# Asking


def require_waiting_for_film(cycle: Cycle) -> None:
    """Raise StepAlreadyTaken unless the cycle waits for a film."""
    if cycle.state in ENDED:
        raise StepAlreadyTaken()
    state = cycle.paused_from if cycle.state is State.paused else cycle.state
    if state is not State.awaiting_recording:
        raise StepAlreadyTaken("refusals.cycle_has_a_film")


# Acting


def plan(session: Session, asker: Asker, pair_id: str, planned_on: date) -> Cycle:
    """Put the next cycle of a pair in the year."""
    pair = session.get(Pair, pair_id)
    if not pair or pair.ended_at:
        raise NotFound()
    thing = Thing(
        owner_id=pair.teacher_id, coach_id=pair.coach_id, cycle_open=True, programme_open=True
    )
    access.require(asker, Act.PLAN_CYCLE, thing)
    _require_room(session, pair_id)
    cycle = _next(session, pair_id, planned_on)
    ledger.write(session, asker.id, "plan", "cycle", cycle.id, pair.teacher_id)
    return cycle


def choose_focus(session: Session, asker: Asker, cycle_id: str, focus: str) -> None:
    """Propose what this cycle looks at, or agree by choosing the same dimension."""
    about, who = _mine(session, asker, cycle_id, Act.START_CYCLE)
    cycle = about.cycle
    if cycle.state is not State.planned:
        raise StepAlreadyTaken()
    try:
        dimension(focus)
    except KeyError:
        raise Refused("refusals.unknown_dimension") from None
    if cycle.focus != focus:
        cycle.focus, cycle.focus_by_teacher, cycle.focus_by_coach = focus, False, False
    if who is Who.teacher:
        cycle.focus_by_teacher = True
    else:
        cycle.focus_by_coach = True
    ledger.write(session, asker.id, "choose_focus", "cycle", cycle.id, about.pair.teacher_id)


def start(session: Session, asker: Asker, cycle_id: str) -> None:
    """Open a planned cycle: today is its first day."""
    _by_person(session, asker, cycle_id, Act.START_CYCLE, Event.start)


def pause(session: Session, asker: Asker, cycle_id: str, until: date | None = None) -> None:
    """Stop the clock, until a day or until somebody goes on; no reason is asked.

    Retention runs on. A coordinator pauses only for a school holiday, and not longer.
    """
    about, _ = _mine(session, asker, cycle_id, Act.PAUSE_CYCLE)
    now = clock.today()
    if until is not None and until <= now:
        raise Refused("refusals.pause_is_over")
    block = for_a_holiday(now, until, cycle_facts.school_holidays())
    _by_person(session, asker, cycle_id, Act.PAUSE_CYCLE, Event.pause, holiday_block=block)
    about.cycle.pause_until = until


def resume(session: Session, asker: Asker, cycle_id: str) -> None:
    """Let the clock run again; due dates move by the pause."""
    _by_person(session, asker, cycle_id, Act.RESUME_CYCLE, Event.resume)


def cancel(session: Session, asker: Asker, cycle_id: str) -> None:
    """Let a cycle go before anything is published."""
    _by_person(session, asker, cycle_id, Act.CANCEL_CYCLE, Event.cancel)


def close_early(session: Session, asker: Asker, cycle_id: str) -> None:
    """End a cycle that came part of the way."""
    _by_person(session, asker, cycle_id, Act.CLOSE_CYCLE_EARLY, Event.close_early)


def withdraw(session: Session, asker: Asker, cycle_id: str) -> None:
    """Stop, without a reason; the coach's access ends at once."""
    _by_person(session, asker, cycle_id, Act.WITHDRAW, Event.withdraw)


def by_the_clock(session: Session) -> list[str]:
    """Do what the clock does: resume pauses that are over, end what expired. Returns ids."""
    moved = []
    running = [*RUNNING, State.paused]
    for cycle in session.scalars(select(Cycle).where(Cycle.state.in_(running))):
        facts = cycle_facts.facts_of(session, cycle)
        due = cycle.pause_until and clock.today() >= cycle.pause_until
        if facts.expired:
            take_step(session, cycle, Event.expire, Who.system, facts)
        elif cycle.state is State.paused and due:
            take_step(session, cycle, Event.resume, Who.system, facts)
        else:
            continue
        moved.append(cycle.id)
    return moved


def take_step(
    session: Session, cycle: Cycle, event: Event, who: Who, facts: CycleFacts | None = None
) -> Step:
    """Take one step of the table, together with its effects.

    Raises what the rule raises; StepAlreadyTaken also when somebody was first in this moment.
    """
    was = cycle.state
    step = take(was, event, who, facts or cycle_facts.facts_of(session, cycle))
    values: dict[str, Any] = {"state": step.to, "paused_from": step.paused_from}
    for effect in step.effects:
        values |= _changes(cycle, effect, who)
    _move(session, cycle, was, values)
    if {Effect.start_retention_clock, Effect.purge_media} & set(step.effects):
        # The coach's unsent word has no clock of its own: it goes with the film it is about, and
        # never outlives the cycle.
        session.execute(delete(PackageDraft).where(PackageDraft.cycle_id == cycle.id))
    if Effect.stop_jobs in step.effects:
        _stop_machines(session, cycle.id)
    if Effect.purge_media in step.effects:
        _throw_away_media(session, cycle.id)
    if Effect.propose_next_cycle in step.effects:
        propose_next(session, cycle.pair_id, clock.today() + SPACING)
    return step


def propose_next(session: Session, pair_id: str, planned_on: date) -> None:
    """Put the next cycle of a pair in the year, unless it is there already or the year is full."""
    with suppress(Refused):
        _require_room(session, pair_id)
        _next(session, pair_id, planned_on)


def end_all(session: Session, actor_id: str, pair_id: str, who: Who) -> None:
    """End what a pair has under way and in the year, because one of the two left the school.

    It ends as it can end at any time: what came part of the way counts as far as it came, and a
    film that the machine or the coach was still at is its owner's alone.
    """
    open_ones = select(Cycle).join(Pair, Pair.id == Cycle.pair_id).where(Pair.id == pair_id)
    open_ones = open_ones.where(Cycle.state.not_in(list(ENDED)))
    teacher_id = session.scalar(select(Pair.teacher_id).where(Pair.id == pair_id))
    # The end of one puts the next in the year: planned ones come last.
    for planned in (False, True):
        for cycle in session.scalars(open_ones).all():
            if (cycle.state is State.planned) is not planned:
                continue
            at = cycle.paused_from or cycle.state
            event = Event.cancel if at in UNPUBLISHED | {State.planned} else Event.close_early
            facts = replace(cycle_facts.facts_of(session, cycle), keep_own_copy=True)
            take_step(session, cycle, event, who, facts)
            ledger.write(session, actor_id, event.value, "cycle", cycle.id, teacher_id)


def _move(session: Session, cycle: Cycle, was: State, values: Mapping[str, Any]) -> None:
    """Write the step, unless somebody was first. Raises StepAlreadyTaken."""
    step = (
        update(Cycle)
        .where(Cycle.id == cycle.id, Cycle.state == was)
        .values(values)
        .execution_options(synchronize_session=False)
    )
    try:
        moved = session.execute(step).rowcount  # type: ignore[attr-defined]
    except IntegrityError:  # another cycle of the pair was opened in this very moment
        raise StepAlreadyTaken("guards.other_cycle_open") from None
    if moved != 1:
        raise StepAlreadyTaken()
    session.refresh(cycle)


def _changes(cycle: Cycle, effect: Effect, who: Who) -> dict[str, Any]:
    """What an effect writes in the cycle's own row; other effects are their act's work."""
    reached = max(cycle.reached_step, step_of(cycle.paused_from or cycle.state) or 0)
    changes: dict[Effect, dict[str, Any]] = {
        Effect.compute_due_dates: {"started_on": clock.today()},
        Effect.shift_due_dates: {"redos": cycle.redos + 1},
        Effect.stop_clock: {"paused_on": clock.today(), "paused_by": who},
        Effect.shift_due_dates_by_pause: {
            "paused_days": cycle_facts.paused_days(cycle),
            "paused_on": None,
            "paused_by": None,
            "pause_until": None,
        },
        Effect.count_reached_step: {"reached_step": reached},
        Effect.start_retention_clock: {"ended_at": clock.now()},
        Effect.start_withdrawal_clock: {"withdrawn_at": clock.now()},
    }
    return changes.get(effect, {})


def _stop_machines(session: Session, cycle_id: str) -> None:
    """Stop the work on the cycle's films; what they made so far has its own clock."""
    found = select(Recording.id).where(Recording.cycle_id == cycle_id, Recording.step != "done")
    for recording_id in session.scalars(found):
        jobs.unwanted(session, "ingest", recording_id)


def _throw_away_media(session: Session, cycle_id: str) -> None:
    """Mark the cycle's films for the purge; one that was refused keeps its row with the reason."""
    found = session.scalars(select(Recording).where(Recording.cycle_id == cycle_id))
    for recording in found:
        if recording.state is not RecordingState.refused:
            recording.state = RecordingState.discarded
        jobs.wanted(session, "purge", recording.id)


def _by_person(
    session: Session,
    asker: Asker,
    cycle_id: str,
    act: Act,
    event: Event,
    *,
    holiday_block: bool = False,
) -> None:
    about, who = _mine(session, asker, cycle_id, act)
    facts = cycle_facts.facts_of(session, about.cycle)
    facts = replace(facts, keep_own_copy=False, holiday_block=holiday_block)
    take_step(session, about.cycle, event, who, facts)
    ledger.write(session, asker.id, event.value, "cycle", cycle_id, about.pair.teacher_id)


def _mine(session: Session, asker: Asker, cycle_id: str, act: Act) -> tuple[Around, Who]:
    about = access.around(session, cycle_id)
    access.require(asker, act, access.cycle_thing(about))
    return about, _PLACES.get(asker.role, Who.coordinator)


_PLACES = {Role.teacher: Who.teacher, Role.coach: Who.coach}
"""By role, so that who also coordinates the programme has no more of it in that view."""


def _require_room(session: Session, pair_id: str) -> None:
    """Raise Refused when the next cycle is planned already or the year is full."""
    one_at_a_time(session, f"year:{pair_id}")
    most = programme().cycles.most
    states = session.scalars(select(Cycle.state).where(Cycle.pair_id == pair_id)).all()
    if State.planned in states:
        raise Refused("refusals.already_planned")
    if len([each for each in states if each not in _NOT_COUNTED]) >= most:
        raise Refused("refusals.year_is_full", most=most)


def _next(session: Session, pair_id: str, planned_on: date) -> Cycle:
    """Plan the next cycle, on a school day."""
    last = session.scalar(select(func.max(Cycle.number)).where(Cycle.pair_id == pair_id))
    cycle = Cycle(
        pair_id=pair_id,
        number=(last or 0) + 1,
        planned_on=cycle_facts.school_holidays().next_school_day(planned_on),
        created_at=clock.now(),
    )
    session.add(cycle)
    session.flush()
    return cycle
