"""The package: what must be in it, and that it is frozen once it is published."""

import threading

import pytest
from sqlalchemy import Engine, func, select

from storage import clips, packages
from storage.database import acting, asking
from storage.errors import NotAllowed, NotFound, Refused, StepAlreadyTaken
from storage.records import Package
from storage.rules.cycle import State
from tests import makers
from tests.makers import GROWTH, STRENGTH, Walk

pytestmark = pytest.mark.usefixtures("wanted")


@pytest.fixture
def walk(sqlite_database: Engine) -> Walk:
    return makers.a_walk().released()


def publish(walk: Walk, note: str = "") -> Package:
    with acting() as session:
        return packages.publish(session, walk.coach, walk.cycle_id, note)


def missing(walk: Walk, note: str = "") -> set[str]:
    with asking() as session:
        found = packages.what_is_missing(session, walk.coach, walk.cycle_id, note)
    return {sentence.key for sentence in found}


def test_an_empty_package_is_not_published(walk: Walk):
    with pytest.raises(Refused, match="guards"):
        publish(walk)
    assert walk.state is State.coach_review


def test_a_package_without_a_strength_is_not_published(walk: Walk):
    walk.cut(GROWTH)
    assert "guards.no_strength" in missing(walk, "Een woord erbij")
    with pytest.raises(Refused):
        publish(walk, "Een woord erbij")
    assert walk.state is State.coach_review
    walk.cut(STRENGTH, 120_000)
    assert missing(walk) == set()
    publish(walk)


def test_more_to_grow_than_strengths_needs_a_word_to_the_teacher(walk: Walk):
    walk.cut(STRENGTH)
    walk.cut(GROWTH, 120_000)
    walk.cut(GROWTH, 180_000)
    with pytest.raises(Refused):
        publish(walk, "   ")
    publish(walk, "Twee vragen, omdat je daarom vroeg.")
    with asking() as session:
        read = packages.read(session, walk.teacher, walk.cycle_id)
    assert read.note == "Twee vragen, omdat je daarom vroeg."


def test_a_package_is_in_order_of_the_lesson_and_leaves_out_what_was_removed(walk: Walk):
    late, early, gone = walk.cut(STRENGTH, 300_000), walk.cut(GROWTH, 30_000), walk.cut()
    with acting() as session:
        clips.remove(session, walk.coach, gone)
    publish(walk)
    with asking() as session:
        read = packages.read(session, walk.teacher, walk.cycle_id)
    assert [clip.id for clip in read.clips] == [early, late]


def test_publishing_twice_is_publishing_once(database: Engine):
    walk = makers.a_walk().published()
    with pytest.raises(StepAlreadyTaken):
        publish(walk)
    with asking() as session:
        assert session.scalar(select(func.count()).select_from(Package)) == 1


def test_two_tabs_that_publish_at_once_publish_once(database: Engine):
    walk = makers.a_walk().released()
    walk.cut()
    said: list[str] = []
    together = threading.Barrier(2)

    def tab() -> None:
        together.wait(timeout=30)
        try:
            publish(walk)
            said.append("published")
        except StepAlreadyTaken:
            said.append("already")

    tabs = [threading.Thread(target=tab) for _ in range(2)]
    for each in tabs:
        each.start()
    for each in tabs:
        each.join(timeout=60)
    assert sorted(said) == ["already", "published"]


def test_before_publishing_there_is_no_package_for_anybody(walk: Walk):
    walk.cut()
    for somebody in (walk.teacher, walk.coach):
        with asking() as session, pytest.raises(NotFound):
            packages.read(session, somebody, walk.cycle_id)


def test_only_the_pair_reads_a_package_and_only_the_coach_makes_one(sqlite_database: Engine):
    walk = makers.a_walk().published()
    other = makers.second_pair(walk.school)
    with acting() as session:
        for somebody in (other.teacher, other.coach, walk.school.coordinator):
            for act in (packages.read, packages.publish, packages.what_is_missing):
                with pytest.raises(NotFound):
                    act(session, somebody, walk.cycle_id)
        with pytest.raises(NotAllowed):
            packages.what_is_missing(session, walk.teacher, walk.cycle_id)
