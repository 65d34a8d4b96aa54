"""A coach leaves: what was sent stays the teacher's, and her own words go along with her."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from storage import (
    clock,
    enrolments,
    export_packages,
    exports,
    packages,
    withdrawals,
)
from storage.database import acting, asking
from storage.records import (
    Cycle,
    Pair,
    Programme,
)
from storage.rules.access import Asker
from storage.rules.notice import Word
from storage.rules.roles import Role
from tests import makers
from tests.makers import Walk, person
from tests.storage import kept
from tests.storage.leaving import leaves, looking, told, with_password


@pytest.fixture
def school_day(sqlite_database: Engine, wanted: list[tuple[str, str]]) -> Iterator[None]:
    with clock.at(kept.NOW):
        yield


@pytest.mark.usefixtures("school_day")
def test_a_teacher_who_coaches_too_leaves_as_both():
    walk = makers.a_walk().released()
    both = person("Bo", Role.teacher, Role.coach)
    second = Walk(makers.joined(walk.school, both)).released()
    third = person("Thijs", Role.teacher)
    with acting() as session:
        pair = enrolments.pair(
            session, walk.school.coordinator, walk.school.programme_id, third.id, both.id
        )
    leaves(walk, both)
    with asking() as session:
        assert session.get_one(Pair, pair.id).ended_at
        assert session.get_one(Cycle, second.cycle_id).withdrawn_at
        assert session.get_one(Cycle, walk.cycle_id).withdrawn_at is None
    assert Word.coach_left in told(third)
    member = looking(with_password(both))
    assert member
    assert member.roles == {Role.teacher, Role.coach}


def test_a_coach_takes_her_own_words_along_and_no_name(school_day: None):
    walk = makers.a_walk().released()
    walk.published()
    leaves(walk, walk.coach)
    asker = Asker(id=walk.coach.id, role=Role.coach, left=True)
    with acting() as session:
        made = export_packages.ask(session, asker)
        found, _ = export_packages.wanted(session, made)
        assert found.left
    with asking() as session:
        own = exports.gather(session, found)
    (cycle,) = own.told["written"]
    assert {clip["fact"] for clip in cycle["clips"]} == {makers.STRENGTH.fact, makers.GROWTH.fact}
    assert own.told["cycles"] == []
    assert "Tessa" not in str(own.told)
    with asking() as session:
        read = packages.read(session, walk.teacher, walk.cycle_id)
    assert len(read.clips) == 2, "what was sent stays the teacher's"


def test_a_coach_takes_nothing_along_of_what_a_teacher_stopped_with(school_day: None):
    walk = makers.a_walk().published()
    with acting() as session:
        withdrawals.from_cycle(session, walk.teacher, walk.cycle_id)
    with asking() as session:
        asker = Asker(id=walk.coach.id, role=Role.coach, left=True)
        assert exports.gather(session, asker).told["written"] == []


def test_a_coach_who_leaves_after_the_last_day_still_takes_her_words_along(school_day: None):
    walk = makers.a_walk().published()
    with acting() as session:
        programme = session.get_one(Programme, walk.school.programme_id)
        programme.ends_on = clock.today() - timedelta(days=1)
    leaves(walk, walk.coach)
    with asking() as session:
        asker = Asker(id=walk.coach.id, role=Role.coach, left=True)
        (cycle,) = exports.gather(session, asker).told["written"]
    assert len(cycle["clips"]) == 2
