"""Voluntary: stopping and throwing away need no reason, and nobody above the pair sees it."""

import inspect

import pytest

from storage import cycles, monthly_totals, recordings, retention
from storage.database import acting, asking
from storage.errors import Refused
from storage.media import media_store
from storage.rules.cycle import State
from storage.rules.roles import Role
from tests import makers
from tests.makers import person
from tests.promises.test_confidentiality import opens


@pytest.mark.promise("stop_any_time")
@pytest.mark.parametrize("until", ["released", "published", "reflected", "talked", "proposed"])
def test_a_teacher_stops_at_any_step_without_a_reason_and_the_coach_is_out_at_once(until: str):
    walk = getattr(makers.a_walk(), until)()
    assert "look" in opens(walk, walk.coach)
    assert list(inspect.signature(cycles.withdraw).parameters) == ["session", "asker", "cycle_id"]
    with acting() as session, pytest.raises(Refused):
        cycles.withdraw(session, walk.coach, walk.cycle_id)
    with acting() as session:
        cycles.withdraw(session, walk.teacher, walk.cycle_id)
    assert walk.state is State.withdrawn
    assert opens(walk, walk.coach) == set()


@pytest.mark.promise("throw_away")
@pytest.mark.parametrize("until", ["ready", "released"])
def test_a_film_that_is_thrown_away_is_gone_for_the_coach_as_well(until: str):
    walk = getattr(makers.a_walk(), until)()
    with acting() as session:
        recordings.discard(session, walk.teacher, walk.recording_id)
    assert opens(walk, walk.coach) <= {"cycle", "summary"}
    retention.purge_recording(media_store(), walk.recording_id)
    assert list(media_store().list()) == []


@pytest.mark.promise("stop_unseen")
def test_no_school_leader_sees_who_stops_and_no_count_is_about_it():
    walk = makers.a_walk().released()
    leader = person("Leo", Role.school_leader)
    for number in range(4):
        makers.joined(walk.school, person(f"Leraar-{number}", Role.teacher))
    with acting() as session:
        cycles.withdraw(session, walk.teacher, walk.cycle_id)
    with acting() as session:
        monthly_totals.take(session)
    with asking() as session:
        told = monthly_totals.of_programme(session, leader, walk.school.programme_id)
    assert (told.enrolled, told.completed, told.median_days) == (5, None, None)
    assert opens(walk, leader) == set()
