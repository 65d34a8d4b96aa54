"""Who read the words of a cycle: others' words, once for each reading, and only who may."""

import pytest
from sqlalchemy import Engine, select

from storage import readings
from storage.database import acting, asking
from storage.records import LedgerEntry
from storage.rules.access import Asker
from tests import makers
from tests.conftest import Clock
from tests.makers import Walk

pytestmark = pytest.mark.usefixtures("wanted")
WORDS = (readings.PACKAGE, readings.REFLECTION, readings.SUMMARY)


@pytest.fixture
def walk(sqlite_database: Engine, clock: Clock) -> Walk:
    return makers.a_walk().published()


def whole(walk: Walk) -> None:
    """Walk on to a summary that lies before the teacher."""
    for step in (walk.reflected, walk.talked, walk.proposed):
        step()


def reads(walk: Walk, who: Asker) -> None:
    with acting() as session:
        readings.note(session, who, walk.cycle_id, *WORDS)


def told(who: Asker) -> list[str]:
    with asking() as session:
        lines = select(LedgerEntry.act).where(
            LedgerEntry.actor_id == who.id, LedgerEntry.act.like("read%")
        )
        return list(session.scalars(lines.order_by(LedgerEntry.seq)))


def test_reading_what_another_wrote_is_told_and_ones_own_words_are_not(walk: Walk):
    whole(walk)
    reads(walk, walk.coach)
    reads(walk, walk.teacher)
    assert told(walk.coach) == ["read_reflection", "read_summary"]
    assert told(walk.teacher) == ["read_package", "read_summary"]


def test_what_is_read_again_soon_is_the_same_reading(walk: Walk, clock: Clock):
    for _ in range(3):
        reads(walk, walk.teacher)
    assert told(walk.teacher) == ["read_package"]
    with asking() as session:
        assert readings.untold(session, walk.teacher, walk.cycle_id, *WORDS) == []
    clock.forward(minutes=31)
    with asking() as session:
        assert readings.untold(session, walk.teacher, walk.cycle_id, *WORDS) == ["package"]
    reads(walk, walk.teacher)
    assert told(walk.teacher) == ["read_package"] * 2


def test_a_reflection_that_was_not_sent_is_read_by_nobody(walk: Walk):
    reads(walk, walk.coach)
    assert told(walk.coach) == []


def test_who_may_not_read_has_not_read(walk: Walk):
    whole(walk)
    other = makers.second_pair(walk.school)
    for who in (other.teacher, other.coach, walk.school.coordinator):
        reads(walk, who)
        assert told(who) == []


def test_a_line_tells_the_film_it_hangs_under(walk: Walk, clock: Clock):
    clock.forward(seconds=1)
    reads(walk, walk.teacher)
    with asking() as session:
        line = session.scalars(select(LedgerEntry).where(LedgerEntry.act == "read_package")).one()
    assert (line.recording_id, line.owner_id) == (walk.recording_id, walk.teacher.id)
    assert line.at == clock.now
