"""Time: what stands still costs nobody a day, and what is late stays between the two."""

from datetime import date

import pytest

from storage import clock, cycles, pauses, today
from storage.database import acting, asking
from storage.errors import NotFound
from storage.rules.due_dates import Lateness
from storage.rules.roles import Role
from storage.today import CycleView
from tests import makers
from tests.makers import Walk, person

BEFORE_CHRISTMAS, AFTER, LATER = date(2026, 12, 15), date(2027, 1, 4), date(2027, 1, 18)


def seen(walk: Walk) -> CycleView:
    with asking() as session:
        return today.cycle(session, walk.teacher, walk.cycle_id)


@pytest.mark.promise("time_stands_still")
def test_holidays_and_pauses_move_every_date_that_is_still_to_come():
    with clock.at(makers.day(BEFORE_CHRISTMAS)):
        walk = makers.a_walk().started()
        due = seen(walk).due
        assert due is not None
        assert due.release < date(2026, 12, 19), "before the holiday nothing moves"
        assert due.publish >= AFTER
        assert (due.agreement - BEFORE_CHRISTMAS).days >= 14 + 14, "the two weeks come on top"
    with clock.at(makers.day(AFTER)), acting() as session:
        cycles.pause(session, walk.teacher, walk.cycle_id)
    with clock.at(makers.day(LATER)):
        with acting() as session:
            cycles.resume(session, walk.teacher, walk.cycle_id)
        then = seen(walk).due
    assert then is not None
    assert (then.agreement - due.agreement).days >= (LATER - AFTER).days


@pytest.mark.promise("late_stays_here")
def test_only_the_two_learn_that_a_cycle_takes_longer():
    with clock.at(makers.day(date(2026, 11, 2))):
        walk = makers.a_walk().released()
    with clock.at(makers.day(date(2026, 12, 10))):
        assert seen(walk).lateness is Lateness.ask
        for role in set(Role) - {Role.teacher, Role.coach}:
            who = person(f"Als {role}", role)
            with asking() as session, pytest.raises(NotFound):
                today.cycle(session, who, walk.cycle_id)
            with asking() as session:
                assert today.everything(session, who) == []
        with asking() as session:
            (told,) = pauses.open_cycles(session, walk.school.coordinator)
    assert set(vars(told)) == {"id", "pair_id", "paused", "until"}
