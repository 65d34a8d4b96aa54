"""A coordinator lets a cycle stand still for a holiday; every other wish is refused."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from storage import clock, cycles, pauses
from storage.database import acting, asking
from storage.errors import NotAllowed, NotFound, Refused, StepAlreadyTaken
from storage.rules.access import Asker
from storage.rules.cycle import State
from storage.rules.roles import Role
from tests import makers
from tests.makers import Walk, person, second_pair

NEAR, BACK = date(2026, 12, 10), date(2027, 1, 4)
"""A day shortly before the Christmas holiday, and the first school day after it."""


@pytest.fixture(autouse=True)
def engine_at_rest(wanted: list[tuple[str, str]]) -> None:
    """No machines."""


@pytest.fixture
def walk(sqlite_database: Engine) -> Iterator[Walk]:
    """A coach chooses moments; Christmas is near."""
    with clock.at(makers.day(NEAR)):
        yield makers.a_walk().released()


def pause(walk: Walk, who: Asker, until: date | None = BACK) -> None:
    with acting() as session:
        cycles.pause(session, who, walk.cycle_id, until)


def resume(walk: Walk, who: Asker) -> None:
    with acting() as session:
        cycles.resume(session, who, walk.cycle_id)


def told(who: Asker) -> list[tuple[str, bool, date | None]]:
    with asking() as session:
        return [(each.id, each.paused, each.until) for each in pauses.open_cycles(session, who)]


def test_a_coordinator_pauses_for_a_holiday_and_goes_on(walk: Walk) -> None:
    corrie = walk.school.coordinator
    assert told(corrie) == [(walk.cycle_id, False, None)]
    pause(walk, corrie)
    assert walk.state is State.paused
    assert told(corrie) == [(walk.cycle_id, True, BACK)]
    resume(walk, corrie)
    assert walk.state is State.coach_review
    assert told(corrie) == [(walk.cycle_id, False, None)]


def test_after_the_holiday_the_cycle_goes_on_by_itself(walk: Walk) -> None:
    pause(walk, walk.school.coordinator)
    with clock.at(makers.day(BACK)), acting() as session:
        assert cycles.by_the_clock(session) == [walk.cycle_id]
    assert walk.state is State.coach_review


@pytest.mark.parametrize("until", [None, BACK + timedelta(days=1)])
def test_a_coordinator_pauses_no_longer_than_the_holiday(walk: Walk, until: date | None) -> None:
    with pytest.raises(Refused, match="only_for_holidays"):
        pause(walk, walk.school.coordinator, until)
    assert walk.state is State.coach_review


def test_without_a_holiday_near_a_coordinator_pauses_nothing(walk: Walk) -> None:
    with (
        clock.at(makers.day(date(2026, 11, 24))),
        pytest.raises(Refused, match="only_for_holidays"),
    ):
        pause(walk, walk.school.coordinator, date(2026, 11, 30))


def test_a_pause_that_would_be_over_at_once_is_refused_to_everybody(walk: Walk) -> None:
    for who in (walk.school.coordinator, walk.teacher, walk.coach):
        with pytest.raises(Refused, match="pause_is_over"):
            pause(walk, who, NEAR)
    assert walk.state is State.coach_review


def test_what_a_pair_pauses_itself_is_its_own(walk: Walk) -> None:
    pause(walk, walk.teacher, None)
    assert told(walk.school.coordinator) == []
    with pytest.raises(StepAlreadyTaken):
        pause(walk, walk.school.coordinator)
    with pytest.raises(Refused, match="other_paused"):
        resume(walk, walk.school.coordinator)


def test_what_a_coordinator_paused_the_pair_does_not_take_up(walk: Walk) -> None:
    pause(walk, walk.school.coordinator)
    with pytest.raises(Refused, match="other_paused"):
        resume(walk, walk.coach)


def test_going_on_twice_is_refused(walk: Walk) -> None:
    pause(walk, walk.school.coordinator)
    resume(walk, walk.school.coordinator)
    with pytest.raises(StepAlreadyTaken):
        resume(walk, walk.school.coordinator)


def test_nobody_else_pauses_or_is_told(walk: Walk) -> None:
    for role in (Role.admin, Role.school_leader, Role.dpo, Role.teacher, Role.coach):
        somebody = person(f"Robin-{role}", role)
        with pytest.raises(NotFound):
            pause(walk, somebody)
        with pytest.raises(NotAllowed):
            told(somebody)


def test_planned_and_ended_cycles_are_not_told(walk: Walk) -> None:
    planned = Walk(second_pair(walk.school)).planned()
    with acting() as session:
        cycles.cancel(session, walk.teacher, walk.cycle_id)
    assert (walk.state, planned.state) == (State.cancelled, State.planned)
    assert told(walk.school.coordinator) == []
