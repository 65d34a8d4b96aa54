"""When each step of a cycle is due, and how late it is; derived from today, never stored.

A day counts when it lies in no school holiday and in no pause. Weekends and public holidays do
count, but nothing is due on them: such a date moves to the next school day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from config.holidays import Holidays
from config.programme import CyclePlan
from storage.rules.steps import RUNNING, State

DAY = timedelta(days=1)


class Lateness(StrEnum):
    """What the pair sees, and nobody above it."""

    on_time = "on_time"
    late_valid = "late_valid"
    """Late, and it still counts."""
    ask = "ask"
    """Long late: both are asked to go on, to shorten it to talk and summary, or to stop."""


@dataclass(frozen=True)
class DueDates:
    """Local dates; each is due by the end of that day."""

    release: date
    publish: date
    reflection: date
    talk: date
    proposal: date
    agreement: date
    valid_until: date
    """Late but valid up to and including this day."""


def due_dates(
    d0: date,
    plan: CyclePlan,
    holidays: Holidays,
    paused_days: int = 0,
    redo_school_days: int = 0,
) -> DueDates:
    """Every due date of a cycle that started on `d0`.

    `paused_days` counts days outside school holidays (`days_paused`), `redo_school_days` those
    added for recordings that could not be used.
    """

    def due(days: int) -> date:
        day = _after_counted_days(d0, days + paused_days, holidays)
        return _after_school_days(day, redo_school_days, holidays)

    return DueDates(
        due(plan.release),
        due(plan.publish),
        due(plan.reflection),
        due(plan.talk),
        due(plan.proposal),
        due(plan.agreement),
        due(plan.valid_until),
    )


def step_due(due: DueDates, state: State) -> date | None:
    """When the step at hand is due; None while nobody is asked anything."""
    return {
        State.awaiting_recording: due.release,
        State.processing: due.release,
        State.privacy_check: due.release,
        State.coach_review: due.publish,
        State.awaiting_reflection: due.reflection,
        State.awaiting_talk: due.talk,
        State.awaiting_summary: due.proposal,
        State.summary_proposed: due.agreement,
    }.get(state)


def lateness(due: DueDates, state: State, today: date) -> Lateness:
    """How late the whole cycle is. A cycle that does not run is never late."""
    if state not in RUNNING or today <= due.agreement:
        return Lateness.on_time
    return Lateness.late_valid if today <= due.valid_until else Lateness.ask


def expired(
    d0: date, today: date, plan: CyclePlan, holidays: Holidays, paused_days: int = 0
) -> bool:
    """Whether the clock ends it: D+42 in running days, at the latest D+90 in calendar days."""
    if (today - d0).days >= plan.expires_at_latest:
        return True
    return running_days(d0, today, holidays, paused_days) >= plan.expires


def running_days(d0: date, today: date, holidays: Holidays, paused_days: int = 0) -> int:
    """Days from `d0` to today that counted."""
    counted = sum(not holidays.is_vacation(day) for day in _days(d0 + DAY, today + DAY))
    return max(counted - paused_days, 0)


def days_paused(pauses: Iterable[tuple[date, date | None]], today: date, holidays: Holidays) -> int:
    """Days the pauses took, from the first day up to the day of resuming (None: still paused).

    Days in a school holiday are left out: those would not have counted anyway.
    """
    paused = {day for first, end in pauses for day in _days(first, end or today)}
    return sum(not holidays.is_vacation(day) for day in paused)


def _days(first: date, end: date) -> Iterable[date]:
    """Every day from `first` up to, not including, `end`."""
    return (first + n * DAY for n in range((end - first).days))


def _after_counted_days(day: date, count: int, holidays: Holidays) -> date:
    while count > 0:
        day += DAY
        count -= not holidays.is_vacation(day)
    return holidays.next_school_day(day)


def _after_school_days(day: date, count: int, holidays: Holidays) -> date:
    for _ in range(count):
        day = holidays.next_school_day(day + DAY)
    return day
