"""How a cycle ends: agreed, left, cancelled, stopped; and what that does to its film."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from storage import clips, clock, cycles, machine_work, packages, recordings, today
from storage.database import acting, asking
from storage.errors import NotAllowed, NotFound, StepAlreadyTaken
from storage.records import Cycle, Recording, RecordingState
from storage.rules.access import Asker
from storage.rules.cycle import State
from tests import makers
from tests.makers import Walk

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


def test_the_clock_ends_what_was_left_before_publishing_and_its_film_goes(
    database: Engine, engine_at_rest: Wanted
):
    walk = at("released")
    with clock.at(clock.now() + timedelta(days=91)):
        with acting() as session:
            assert cycles.by_the_clock(session) == [walk.cycle_id]
        with acting() as session:
            assert cycles.by_the_clock(session) == []
    assert walk.state is State.cancelled
    assert ("purge", walk.recording_id) in engine_at_rest


def test_the_clock_ends_what_was_left_after_publishing_as_partly_done(sqlite_database: Engine):
    walk = at("published")
    with clock.at(clock.now() + timedelta(days=91)), acting() as session:
        cycles.by_the_clock(session)
    ended = the_cycle(walk)
    assert (ended.state, ended.reached_step) == (State.partial, 4)
    assert ended.ended_at


def test_the_clock_leaves_a_running_cycle_alone(sqlite_database: Engine):
    at("published")
    with clock.at(clock.now() + timedelta(days=20)), acting() as session:
        assert cycles.by_the_clock(session) == []


def test_a_pause_lets_a_cycle_last_longer_but_not_for_ever(sqlite_database: Engine):
    walk = at("started")
    does(cycles.pause, walk, walk.teacher)
    with clock.at(clock.now() + timedelta(days=60)), acting() as session:
        assert cycles.by_the_clock(session) == []
    with clock.at(clock.now() + timedelta(days=91)), acting() as session:
        assert cycles.by_the_clock(session) == [walk.cycle_id]
    assert walk.state is State.cancelled


@pytest.mark.parametrize("step", ["uploaded", "ready", "released"])
def test_cancelling_throws_the_film_away(
    sqlite_database: Engine, engine_at_rest: Wanted, step: str
):
    walk = at(step)
    does(cycles.cancel, walk, walk.teacher)
    assert walk.state is State.cancelled
    assert ("purge", walk.recording_id) in engine_at_rest
    if step == "uploaded":
        assert ("stop ingest", walk.recording_id) in engine_at_rest
    with asking() as session:
        state = session.get_one(Recording, walk.recording_id).state
        assert state is RecordingState.discarded
        with pytest.raises(NotFound):
            recordings.look(session, walk.coach, walk.recording_id)


def test_after_publishing_a_cycle_is_closed_early_and_not_cancelled(sqlite_database: Engine):
    walk = at("published")
    with pytest.raises(StepAlreadyTaken):
        does(cycles.cancel, walk, walk.teacher)
    does(cycles.close_early, walk, walk.coach)
    assert walk.state is State.partial


@pytest.mark.parametrize(
    "step",
    [
        "started",
        "uploaded",
        "ready",
        "released",
        "published",
        "reflected",
        "talked",
        "proposed",
    ],
)
def test_who_stops_cuts_the_coach_off_at_once_from_everything(
    sqlite_database: Engine, engine_at_rest: Wanted, step: str
):
    walk = at(step)
    with pytest.raises((NotAllowed, NotFound)):
        does(cycles.withdraw, walk, walk.coach)
    does(cycles.withdraw, walk, walk.teacher)
    assert walk.state is State.withdrawn
    with asking() as session:
        for refused in (
            lambda: recordings.look(session, walk.coach, walk.recording_id),
            lambda: packages.read(session, walk.coach, walk.cycle_id),
            lambda: [clips.look(session, walk.coach, clip) for clip in [*walk.clip_ids, "niets"]],
            lambda: today.cycle(session, walk.coach, walk.cycle_id),
        ):
            with pytest.raises(NotFound):
                refused()
        assert today.mine(session, walk.coach) == []
        assert machine_work.waiting(session) == []
    if step == "uploaded":
        assert ("stop ingest", walk.recording_id) in engine_at_rest


def test_who_stopped_keeps_sight_of_her_own_film(sqlite_database: Engine):
    walk = at("released")
    does(cycles.withdraw, walk, walk.teacher)
    with asking() as session:
        assert recordings.look(session, walk.teacher, walk.recording_id)


def test_what_the_machine_had_ready_after_stopping_changes_nothing(sqlite_database: Engine):
    walk = at("uploaded")
    does(cycles.withdraw, walk, walk.teacher)
    with acting() as session, pytest.raises(NotFound):
        machine_work.watchable(session, walk.recording_id)
    assert walk.state is State.withdrawn


def test_a_completed_cycle_plans_the_next_one(sqlite_database: Engine):
    walk = at("completed")
    with asking() as session:
        numbers = session.scalars(select(Cycle.number).order_by(Cycle.number)).all()
        following = session.scalars(select(Cycle).where(Cycle.number == 2)).one()
    assert numbers == [1, 2]
    assert following.state is State.planned
    assert following.planned_on > clock.today()
    assert walk.state is State.completed


def test_ending_a_cycle_when_the_next_was_planned_already_plans_no_third(sqlite_database: Engine):
    walk = at("proposed")
    Walk(walk.school).planned()
    walk.completed()
    with asking() as session:
        assert len(session.scalars(select(Cycle)).all()) == 2
