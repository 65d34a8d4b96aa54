"""Totals are about five teachers or more, and of one person they say nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from storage import jobs, totals
from storage.database import asking
from storage.errors import NotAllowed
from storage.rules.roles import Role
from storage.totals import Totals
from tests import makers
from tests.conftest import Clock
from tests.makers import Walk, a_walk, person


def walks(count: int) -> list[Walk]:
    first = a_walk()
    more = [person(f"Leraar{number}", Role.teacher) for number in range(count - 1)]
    return [first, *(Walk(makers.joined(first.school, teacher)) for teacher in more)]


def asked(walk: Walk, role: Role = Role.school_leader) -> Totals:
    with asking() as session:
        return totals.of_programme(session, person(f"Leo{role}", role), walk.school.programme_id)


def test_four_teachers_are_too_few_for_a_school_leader(database: Engine, clock: Clock) -> None:
    with jobs.collecting(), pytest.raises(NotAllowed) as refused:
        asked(walks(4)[0])
    assert refused.value.key == "access.of_five_or_more"


@pytest.mark.parametrize("role", [Role.teacher, Role.coach, Role.admin])
def test_totals_are_not_for_everybody(database: Engine, clock: Clock, role: Role) -> None:
    with jobs.collecting(), pytest.raises(NotAllowed):
        asked(walks(5)[0], role)


def test_five_teachers_are_counted_by_where_their_cycles_stand(
    database: Engine, clock: Clock
) -> None:
    with jobs.collecting():
        five = walks(5)
        five[0].completed()  # which plans the next
        five[1].started()
        five[2].planned()
        assert asked(five[0]) == Totals(
            enrolled=5, completed=1, under_way=1, planned=2, median_days=None
        )


def test_how_long_a_cycle_takes_is_told_once_five_teachers_completed_one(
    database: Engine, clock: Clock
) -> None:
    with jobs.collecting():
        five = [walk.started() for walk in walks(5)]
        for days, walk in zip((3, 2, 2, 2, 6), five, strict=True):
            clock.set(clock.now + timedelta(days=days))
            walk.completed()
        assert asked(five[0]).median_days == 7
