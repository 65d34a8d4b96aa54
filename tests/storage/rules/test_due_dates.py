"""Due dates: counted in days of school time, never due when there is no school."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.holidays import Holidays, Vacation, holidays
from config.programme import programme
from storage.rules.due_dates import (
    DueDates,
    Lateness,
    days_paused,
    due_dates,
    expired,
    lateness,
    running_days,
    step_due,
)
from storage.rules.steps import ENDED, RUNNING, State

DAY = timedelta(days=1)
PLAN = programme().cycle
NO_HOLIDAYS = Holidays()
MONDAY = date(2026, 11, 2)

days = st.dates(date(2025, 9, 1), date(2028, 6, 30))
regions = st.sampled_from(["noord", "midden", "zuid"])
plans = st.sampled_from([programme().cycle, programme().quick_visit])


def all_dates(due: DueDates) -> list[date]:
    return [getattr(due, name) for name in DueDates.__dataclass_fields__]


def test_a_cycle_of_two_weeks_ends_two_weeks_later():
    due = due_dates(MONDAY, PLAN, NO_HOLIDAYS)
    assert due.release == date(2026, 11, 5)
    assert due.publish == date(2026, 11, 9)
    assert due.reflection == date(2026, 11, 12)
    assert due.talk == date(2026, 11, 16)  # the 14th is a Saturday
    assert due.proposal == date(2026, 11, 16)
    assert due.agreement == date(2026, 11, 16)


def test_a_quick_visit_takes_five_days():
    due = due_dates(MONDAY, programme().quick_visit, NO_HOLIDAYS)
    assert all_dates(due)[:6] == [MONDAY + n * DAY for n in (1, 2, 4, 4, 7, 7)]


def test_the_autumn_holiday_does_not_count():
    # Midden: 17 to 25 October 2026.
    due = due_dates(date(2026, 10, 14), PLAN, holidays("midden"))
    assert due.release == date(2026, 10, 26)
    assert due.agreement == date(2026, 11, 6)


def test_a_deadline_in_the_weekend_moves_past_a_free_monday():
    # Saturday 27 March 2027, then Easter.
    due = due_dates(date(2027, 3, 24), PLAN, holidays("noord"))
    assert due.release == date(2027, 3, 30)


@given(days, regions, plans, st.integers(0, 30), st.integers(0, 3))
def test_nothing_is_ever_due_when_there_is_no_school(d0, region, plan, paused, redos):
    off = holidays(region)
    due = due_dates(d0, plan, off, paused, redos * plan.redo_school_days)
    assert all(off.is_school_day(day) for day in all_dates(due))
    assert all_dates(due) == sorted(all_dates(due))
    assert due.release > d0


@given(days, regions, st.integers(0, 30))
def test_a_pause_never_brings_a_date_forward(d0, region, paused):
    off = holidays(region)
    before, after = due_dates(d0, PLAN, off), due_dates(d0, PLAN, off, paused)
    assert all(b <= a for b, a in zip(all_dates(before), all_dates(after), strict=True))
    assert (after.agreement - before.agreement).days >= paused - 4 or paused < 4


def test_an_unusable_recording_moves_every_date_by_five_school_days():
    due = due_dates(MONDAY, PLAN, NO_HOLIDAYS, redo_school_days=5)
    assert due.release == date(2026, 11, 12)
    assert due.agreement == date(2026, 11, 23)


def test_a_pause_in_the_holiday_moves_nothing():
    off = Holidays((Vacation("autumn", date(2026, 10, 17), date(2026, 10, 25)),))
    pauses = [(date(2026, 10, 19), date(2026, 10, 24))]
    assert days_paused(pauses, date(2026, 11, 1), off) == 0


def test_pauses_that_overlap_count_once_and_an_open_pause_counts_up_to_today():
    pauses = [(MONDAY, MONDAY + 3 * DAY), (MONDAY + 2 * DAY, None)]
    assert days_paused(pauses, MONDAY + 10 * DAY, NO_HOLIDAYS) == 10
    assert days_paused([], MONDAY, NO_HOLIDAYS) == 0


def test_every_step_has_its_date_and_a_cycle_at_rest_has_none():
    due = due_dates(MONDAY, PLAN, NO_HOLIDAYS)
    assert step_due(due, State.coach_review) == due.publish
    assert step_due(due, State.summary_proposed) == due.agreement
    assert all(step_due(due, state) for state in RUNNING)
    assert step_due(due, State.paused) is None
    assert step_due(due, State.planned) is None


def test_late_is_valid_for_two_weeks_and_then_both_are_asked():
    due = due_dates(MONDAY, PLAN, NO_HOLIDAYS)
    state = State.awaiting_talk
    assert lateness(due, state, due.agreement) is Lateness.on_time
    assert lateness(due, state, due.agreement + DAY) is Lateness.late_valid
    assert lateness(due, state, due.valid_until) is Lateness.late_valid
    assert lateness(due, state, due.valid_until + DAY) is Lateness.ask


@pytest.mark.parametrize("state", [*sorted(ENDED), State.paused, State.planned])
def test_a_cycle_that_does_not_run_is_never_late(state):
    due = due_dates(MONDAY, PLAN, NO_HOLIDAYS)
    assert lateness(due, state, date(2027, 6, 1)) is Lateness.on_time


def test_a_cycle_expires_after_42_running_days():
    assert not expired(MONDAY, MONDAY + 41 * DAY, PLAN, NO_HOLIDAYS)
    assert expired(MONDAY, MONDAY + 42 * DAY, PLAN, NO_HOLIDAYS)


def test_pauses_and_holidays_put_expiry_off():
    assert not expired(MONDAY, MONDAY + 42 * DAY, PLAN, NO_HOLIDAYS, paused_days=1)
    off = Holidays((Vacation("autumn", MONDAY + 5 * DAY, MONDAY + 13 * DAY),))
    assert running_days(MONDAY, MONDAY + 42 * DAY, off) == 33
    assert not expired(MONDAY, MONDAY + 50 * DAY, PLAN, off)
    assert expired(MONDAY, MONDAY + 51 * DAY, PLAN, off)


@given(days, regions, st.integers(0, 400), st.integers(0, 400))
def test_no_cycle_hangs_longer_than_90_days(d0, region, after, paused):
    assert expired(d0, d0 + (90 + after) * DAY, PLAN, holidays(region), paused)


@given(days, st.integers(0, 89), st.integers(0, 400))
def test_no_days_are_less_than_none(d0, after, paused):
    assert 0 <= running_days(d0, d0 + after * DAY, NO_HOLIDAYS, paused) <= after
