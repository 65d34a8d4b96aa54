"""One cycle through all its steps, and what the pair can do with a cycle as a whole."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, update
from sqlalchemy.exc import IntegrityError

from config.programme import programme
from storage import clock, cycle_facts, cycles, recordings, today
from storage.database import acting, asking
from storage.errors import NotFound, Refused, StepAlreadyTaken
from storage.records import Cycle
from storage.rules.access import Asker
from storage.rules.cycle import State
from tests import makers
from tests.makers import Walk

STEPS = [
    ("planned", State.planned),
    ("started", State.awaiting_recording),
    ("uploaded", State.processing),
    ("ready", State.privacy_check),
    ("released", State.coach_review),
    ("published", State.awaiting_reflection),
    ("reflected", State.awaiting_talk),
    ("talked", State.awaiting_summary),
    ("proposed", State.summary_proposed),
    ("completed", State.completed),
]
Wanted = list[tuple[str, str]]


@pytest.fixture(autouse=True)
def engine_at_rest(wanted: Wanted) -> Wanted:
    return wanted


def at(step: str) -> Walk:
    walk: Walk = getattr(makers.a_walk(), step)()
    return walk


def does(act: Any, walk: Walk, who: Asker, *more: Any) -> None:
    with acting() as session:
        act(session, who, walk.cycle_id, *more)


def the_cycle(walk: Walk) -> Cycle:
    with asking() as session:
        return session.get_one(Cycle, walk.cycle_id)


def test_a_pair_walks_through_all_six_steps(database: Engine, engine_at_rest: Wanted):
    walk = makers.a_walk()
    for step, state in STEPS:
        getattr(walk, step)()
        assert walk.state is state
    assert ("ingest", walk.recording_id) in engine_at_rest
    assert [("cut", clip_id) for clip_id in walk.clip_ids] == [
        each for each in dict.fromkeys(engine_at_rest) if each[0] == "cut"
    ]


# Planning and starting


def test_the_next_cycle_is_planned_once(sqlite_database: Engine):
    walk = at("planned")
    with acting() as session, pytest.raises(Refused, match="already_planned"):
        cycles.plan(session, walk.coach, walk.school.pair_id, clock.today())


def test_a_year_that_is_full_takes_no_more_and_cancelled_cycles_take_no_place(
    sqlite_database: Engine,
):
    walk = at("planned")
    most = programme().cycles.most

    def end(state: State) -> None:
        with acting() as session:
            session.execute(update(Cycle).values(state=state))

    for _ in range(2):
        end(State.cancelled)
        walk.planned()
    for _ in range(most - 1):
        with acting() as session:
            session.execute(
                update(Cycle).where(Cycle.state == State.planned).values(state=State.completed)
            )
        walk.planned()
    with acting() as session:
        session.execute(
            update(Cycle).where(Cycle.state == State.planned).values(state=State.completed)
        )
    with acting() as session, pytest.raises(Refused, match="year_is_full"):
        cycles.plan(session, walk.coach, walk.school.pair_id, clock.today())


def test_nobody_outside_the_pair_plans_or_starts_its_cycles(sqlite_database: Engine):
    walk = at("planned")
    other = makers.second_pair(walk.school)
    for somebody in (other.teacher, other.coach):
        with pytest.raises(NotFound):
            does(cycles.start, walk, somebody)
        with acting() as session, pytest.raises(NotFound):
            cycles.plan(session, somebody, walk.school.pair_id, clock.today())
    with acting() as session, pytest.raises(NotFound):
        cycles.plan(session, walk.coach, "verzonnen", clock.today())


def test_a_cycle_starts_when_both_chose_the_same_focus(sqlite_database: Engine):
    walk = at("planned")
    does(cycles.choose_focus, walk, walk.teacher, "quality_feedback")
    does(cycles.choose_focus, walk, walk.coach, "teacher_sensitivity")
    with pytest.raises(Refused, match="focus_not_agreed"):
        does(cycles.start, walk, walk.teacher)
    does(cycles.choose_focus, walk, walk.teacher, "teacher_sensitivity")
    does(cycles.start, walk, walk.teacher)
    assert the_cycle(walk).started_on == clock.today()
    with pytest.raises(StepAlreadyTaken):
        does(cycles.choose_focus, walk, walk.coach, "quality_feedback")


def test_a_focus_that_does_not_exist_is_refused(sqlite_database: Engine):
    walk = at("planned")
    with pytest.raises(Refused, match="unknown_dimension"):
        does(cycles.choose_focus, walk, walk.teacher, "geluk")


def test_a_pair_has_one_cycle_under_way(database: Engine):
    first = at("started")
    second = Walk(first.school).planned()
    for who in (second.teacher, second.coach):
        does(cycles.choose_focus, second, who, "quality_feedback")
    with pytest.raises(Refused, match="other_cycle_open"):
        does(cycles.start, second, second.teacher)
    # Even when the guard saw nothing yet, because both started in the same moment.
    with acting() as session, pytest.raises(StepAlreadyTaken, match="other_cycle_open"):
        cycles._move(session, the_cycle(second), State.planned, {"state": State.coach_review})
    with pytest.raises(IntegrityError), acting() as session:
        session.execute(
            update(Cycle).where(Cycle.id == second.cycle_id).values(state=State.coach_review)
        )
    assert second.state is State.planned


# Pausing


def test_a_pause_moves_the_due_dates_by_the_days_it_took(sqlite_database: Engine):
    with clock.at(makers.day(date(2026, 11, 10))):  # no holiday near
        walk = at("started")
        before = cycle_facts.due_dates(the_cycle(walk))
        does(cycles.pause, walk, walk.coach)
        with asking() as session:
            assert today.mine(session, walk.teacher) == []
        with clock.at(clock.now() + timedelta(days=7)):
            does(cycles.resume, walk, walk.coach)
            after = cycle_facts.due_dates(the_cycle(walk))
    assert before
    assert after
    assert after.talk - before.talk == timedelta(days=7)
    assert walk.state is State.awaiting_recording


def test_a_pause_ends_on_the_day_that_was_named(sqlite_database: Engine):
    walk = at("released")
    does(cycles.pause, walk, walk.teacher, clock.today() + timedelta(days=3))
    with acting() as session:
        assert cycles.by_the_clock(session) == []
    with clock.at(clock.now() + timedelta(days=3)), acting() as session:
        assert cycles.by_the_clock(session) == [walk.cycle_id]
    assert walk.state is State.coach_review
    assert the_cycle(walk).pause_until is None


def test_who_paused_is_who_resumes(sqlite_database: Engine):
    walk = at("started")
    does(cycles.pause, walk, walk.teacher)
    with pytest.raises(Refused, match="other_paused"):
        does(cycles.resume, walk, walk.coach)
    does(cycles.resume, walk, walk.teacher)


def test_access_does_not_change_during_a_pause(sqlite_database: Engine):
    walk = at("released")
    does(cycles.pause, walk, walk.teacher)
    with asking() as session:
        assert recordings.look(session, walk.coach, walk.recording_id)
