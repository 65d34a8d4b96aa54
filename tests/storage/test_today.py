"""Today: to each what is theirs to do now, and nothing else."""

import pytest
from sqlalchemy import Engine

from storage import clock, today
from storage.database import asking
from storage.errors import NotFound
from storage.rules.access import Asker
from storage.rules.due_dates import Lateness
from storage.rules.roles import Role
from tests import makers
from tests.makers import Walk

pytestmark = pytest.mark.usefixtures("wanted")


def mine(asker: Asker) -> list[str]:
    with asking() as session:
        return [view.id for view in today.mine(session, asker)]


@pytest.mark.parametrize(
    ("step", "teacher", "coach"),
    [
        ("planned", True, True),
        ("started", True, False),
        ("uploaded", False, False),
        ("ready", True, False),
        ("released", False, True),
        ("published", True, False),
        ("reflected", True, True),
        ("talked", False, True),
        ("proposed", True, False),
    ],
)
def test_each_sees_what_is_theirs_now(
    sqlite_database: Engine, step: str, teacher: bool, coach: bool
):
    walk: Walk = getattr(makers.a_walk(), step)()
    expected = {True: [walk.cycle_id], False: []}
    assert mine(walk.teacher) == expected[teacher]
    assert mine(walk.coach) == expected[coach]


def test_nobody_sees_what_is_another_pairs(sqlite_database: Engine):
    walk = makers.a_walk().released()
    other = makers.second_pair(walk.school)
    for somebody in (other.teacher, other.coach, walk.school.coordinator):
        assert mine(somebody) == []
        with asking() as session:
            assert today.running(session, somebody) == []
            with pytest.raises(NotFound):
                today.cycle(session, somebody, walk.cycle_id)
            with pytest.raises(NotFound):
                today.year(session, somebody, walk.school.pair_id)


def test_lateness_is_for_the_pair_and_changes_nothing(sqlite_database: Engine):
    walk = makers.a_walk().released()
    with clock.at(clock.now() + makers.timedelta(days=40)), asking() as session:
        seen = today.cycle(session, walk.coach, walk.cycle_id)
        assert today.mine(session, walk.coach) == [seen]
    assert seen.lateness is not Lateness.on_time


def test_a_person_with_two_roles_sees_one_at_a_time(sqlite_database: Engine):
    walk = makers.a_walk().released()
    both = frozenset({Role.teacher, Role.coach})
    as_coach = Asker(id=walk.coach.id, role=Role.coach, holds=both)
    as_teacher = Asker(id=walk.coach.id, role=Role.teacher, holds=both)
    assert mine(as_coach) == [walk.cycle_id]
    assert mine(as_teacher) == []


def test_a_year_holds_the_ended_cycle_and_the_next(sqlite_database: Engine):
    walk = makers.a_walk().completed()
    with asking() as session:
        seen = today.year(session, walk.teacher, walk.school.pair_id)
        assert [view.number for view in seen] == [1, 2]
        assert [view.number for view in today.running(session, walk.teacher)] == [2]
