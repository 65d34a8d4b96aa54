"""What arranging people read is as it stands; the school leader reads months of five or more."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, func, select

from pipeline import chores
from storage import clock as clocks
from storage import jobs, monthly_totals, totals
from storage.database import acting, asking
from storage.errors import NotAllowed
from storage.monthly_totals import Month
from storage.records import Enrolment, MonthlyTotals, Pair
from storage.rules.access import Asker
from storage.rules.roles import Role
from storage.totals import Totals
from tests import makers
from tests.conftest import Clock
from tests.makers import Walk, a_walk, person

AIMED = 8
"""Cycles a year is meant to have for one teacher: config/programme.yaml."""


def walks(count: int) -> list[Walk]:
    first = a_walk()
    more = [person(f"Leraar{number}", Role.teacher) for number in range(count - 1)]
    return [first, *(Walk(makers.joined(first.school, teacher)) for teacher in more)]


def asked(walk: Walk, role: Role = Role.coordinator) -> Totals:
    with asking() as session:
        return totals.of_programme(session, person(f"Leo{role}", role), walk.school.programme_id)


def read(walk: Walk, role: Role = Role.school_leader) -> Month:
    with asking() as session:
        leader = Asker(id="0c3f0f0e-0000-4000-8000-000000000001", role=role)
        return monthly_totals.of_programme(session, leader, walk.school.programme_id)


def taken() -> None:
    with acting() as session:
        monthly_totals.take(session)


def next_month(clock: Clock) -> None:
    today = clocks.today()
    year, month = (today.year + 1, 1) if today.month == 12 else (today.year, today.month + 1)
    clock.set(datetime(year, month, 1, 3, tzinfo=ZoneInfo("Europe/Amsterdam")))


@pytest.mark.parametrize("role", [Role.teacher, Role.coach, Role.admin, Role.school_leader])
def test_totals_as_they_stand_are_for_who_arranges(
    role: Role, sqlite_database: Engine, clock: Clock
) -> None:
    with jobs.collecting(), pytest.raises(NotAllowed):
        asked(walks(5)[0], role)


@pytest.mark.parametrize("role", [Role.teacher, Role.coach, Role.admin])
def test_months_are_not_for_everybody(role: Role, sqlite_database: Engine, clock: Clock) -> None:
    with jobs.collecting():
        first = walks(5)[0]
        taken()
    with pytest.raises(NotAllowed):
        read(first, role)


def test_teachers_are_counted_by_where_their_cycles_stand(database: Engine, clock: Clock) -> None:
    with jobs.collecting():
        five = walks(5)
        five[0].completed()  # which plans the next
        five[1].started()
        five[2].planned()
        assert asked(five[0]) == Totals(
            enrolled=5, completed=1, under_way=1, planned=2, median_days=None
        )


def test_four_teachers_are_too_few_for_a_school_leader(database: Engine, clock: Clock) -> None:
    with jobs.collecting():
        four = walks(4)
        taken()
    with pytest.raises(NotAllowed) as refused:
        read(four[0])
    assert refused.value.key == "access.of_five_or_more"


def test_a_school_leader_reads_what_the_night_took_and_nothing_newer(
    database: Engine, clock: Clock
) -> None:
    with jobs.collecting():
        five = [walk.started() for walk in walks(5)]
        with pytest.raises(NotAllowed):
            read(five[0])
        clock.set(clock.now + timedelta(hours=1))
        chores.mend()
        first = Month(clocks.today(), enrolled=5, completed=None, aimed=5 * AIMED, median_days=None)
        assert read(five[0]) == first
        for days, walk in zip((3, 2, 2, 2, 6), five, strict=True):
            clock.set(clock.now + timedelta(days=days))
            walk.completed()
            chores.mend()
            if walk is five[-2]:
                assert read(five[0]).completed is None, "four completed one"
        assert asked(five[0]).median_days == 7, "and who arranges reads it at once"
        next_month(clock)
        chores.mend()
        month = read(five[0])
        assert (month.enrolled, month.completed, month.median_days) == (5, 5, 7)
        assert month.taken_on == clocks.today()


def test_who_leaves_is_not_seen_in_the_figures(sqlite_database: Engine, clock: Clock) -> None:
    with jobs.collecting():
        five = walks(5)
        taken()
        with acting() as session:
            gone = session.scalar(select(Enrolment).limit(1))
            assert gone
            gone.ended_at = clock.now + timedelta(hours=1)
        next_month(clock)
        taken()
        assert asked(five[0]).enrolled == 4
        assert read(five[0]).enrolled == 5
        for number in range(4):
            makers.joined(five[0].school, person(f"Nieuw{number}", Role.teacher))
        next_month(clock)
        taken()
        assert read(five[0]).enrolled == 8, "five moved: one left and four joined"


def test_a_month_is_taken_once_and_a_clock_put_right_goes_on(
    sqlite_database: Engine, clock: Clock
) -> None:
    with jobs.collecting():
        five = walks(5)
        taken()
        right = clock.now
        clock.set(right + timedelta(days=365))
        taken()
        taken()
        clock.set(right)
        taken()
        assert read(five[0]).taken_on == clocks.today()
        next_month(clock)
        taken()
        assert read(five[0]).taken_on == clocks.today()
        with asking() as session:
            assert session.scalar(select(func.count()).select_from(MonthlyTotals)) == 3


def test_what_gets_its_moment_now_and_is_there_later_is_counted_the_next_month(
    sqlite_database: Engine, clock: Clock
) -> None:
    with jobs.collecting():
        first = walks(5)[0]
        next_month(clock)
        with acting() as session:
            monthly_totals.take(session, timedelta(hours=1))
        began = clocks.now() - timedelta(seconds=1)
        for number in range(5):  # their acts had begun when the figures were taken
            who = person(f"Late{number}", Role.teacher)
            joined = makers.joined(first.school, who)
            with acting() as session:
                pair = session.get_one(Pair, joined.pair_id)
                session.get_one(Enrolment, pair.enrolment_id).created_at = began
        next_month(clock)
        with acting() as session:
            monthly_totals.take(session, timedelta(hours=1))
        assert read(first).enrolled == 10
