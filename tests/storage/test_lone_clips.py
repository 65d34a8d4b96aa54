"""A parent objects when the film is gone already: what is left of it is found, and locked."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select

from storage import (
    clip_downloads,
    clips,
    clock,
    jobs,
    ledger,
    lessons,
    notices,
    objection_entries,
    objections,
    reminders,
    retention,
    settling,
)
from storage.database import acting, asking
from storage.errors import NotFound, Refused
from storage.media import media_store
from storage.records import Clip, Objection, Recording
from storage.rules.access import Asker
from storage.rules.notice import Word
from storage.rules.objection import About, Reason
from storage.rules.roles import Role
from tests import makers
from tests.conftest import TUESDAY_MORNING
from tests.makers import Walk
from tests.storage.two import two

TODAY = date(2026, 11, 24)
WEEKS_LATER = timedelta(days=15)


@pytest.fixture
def walk(sqlite_database: Engine) -> Iterator[Walk]:
    """A finished cycle whose film went two weeks after it; its class and day were told."""
    with jobs.collecting(), clock.at(TUESDAY_MORNING):
        done = makers.a_walk().completed()
        with acting() as session:
            lessons.tell(session, done.teacher, done.recording_id, "3B", TODAY)
        with clock.at(clock.now() + WEEKS_LATER):
            retention.sweep(media_store())
            with asking() as session:
                assert session.get(Recording, done.recording_id) is None
            yield done


@pytest.fixture
def officer(walk: Walk) -> Asker:
    return makers.person("Fenna", Role.dpo)


def objects(who: Asker, group: str = "3b", on: date = TODAY) -> int:
    with acting() as session:
        return objections.enter_for(session, who, About(group, on))


def plays(walk: Walk, who: Asker) -> bool:
    try:
        with asking() as session:
            clips.look(session, who, walk.clip_ids[0])
    except NotFound:
        return False
    return True


def told(who: Asker) -> set[Word]:
    with asking() as session:
        return {each.word for each in notices.mine(session, who)}


def open_ones(walk: Walk) -> list[objections.ObjectionView]:
    with asking() as session:
        return objections.of_clips(session, walk.teacher, walk.cycle_id)


def test_clips_are_found_by_class_and_day_and_locked_for_all_but_the_teacher(
    walk: Walk, officer: Asker
):
    assert plays(walk, walk.coach)
    for group, on in (("4c", TODAY), ("3b", TODAY - timedelta(days=1))):
        assert objects(officer, group, on) == 0
    assert objects(officer) == 1
    assert (plays(walk, walk.teacher), plays(walk, walk.coach)) == (True, False)
    assert Word.objection_clips in told(walk.teacher)
    assert [each.class_group for each in open_ones(walk)] == ["3b"]
    with pytest.raises(NotFound), acting() as session:
        clip_downloads.take_along(session, walk.teacher, walk.clip_ids[0])
    with asking() as session:
        (line,) = [each for each in ledger.read(session, walk.teacher) if each.act == "object"]
    assert (line.thing, line.thing_id) == ("cycle", walk.cycle_id)


def test_what_was_not_told_keeps_no_clip_open(officer: Asker, walk: Walk):
    with acting() as session:
        for clip in session.scalars(select(Clip)):
            clip.class_group, clip.lesson_on, clip.came_in_on = "", None, None
    assert objects(officer, "5a", TODAY) == 1


def test_its_teacher_unlocks_them_with_a_reason(walk: Walk, officer: Asker):
    objects(officer)
    for who in (walk.coach, officer, makers.person("Tom", Role.teacher)):
        with pytest.raises(NotFound), acting() as session:
            settling.lift_clips(session, who, walk.cycle_id, Reason.not_in_it)
    for wrong in (Reason.deleted, "zomaar"):
        with pytest.raises(Refused, match="objection_reason"), acting() as session:
            settling.lift_clips(session, walk.teacher, walk.cycle_id, wrong)
    with acting() as session:
        settling.lift_clips(session, walk.teacher, walk.cycle_id, Reason.not_in_it)
    assert plays(walk, walk.coach)
    assert open_ones(walk) == []
    assert Word.objection_clips not in told(walk.teacher)
    with asking() as session:
        (entry,) = objection_entries.read(session, officer)
        assert (entry.ended, entry.class_group) == (1, "")
        assert session.scalars(select(Objection)).one().reason == Reason.not_in_it


def test_its_teacher_throws_them_away_and_they_are_gone_that_night(walk: Walk, officer: Asker):
    objects(officer)
    with acting() as session:
        settling.delete_clips(session, walk.teacher, walk.cycle_id)
    assert not any(plays(walk, who) for who in (walk.teacher, walk.coach))
    retention.sweep(media_store())
    assert not [key for key in media_store().list() if key.startswith("clip/")]
    with asking() as session:
        assert session.scalars(select(Clip)).all() == []
        assert objection_entries.read(session, officer)[0].ended == 1


def test_clips_under_a_hold_are_the_officers_and_not_thrown_away(walk: Walk, officer: Asker):
    objects(officer)
    two().confirmed(*walk.clip_ids)
    assert not plays(walk, walk.teacher)
    with pytest.raises(NotFound), acting() as session:
        settling.delete_clips(session, walk.teacher, walk.cycle_id)


def test_the_teacher_hears_when_the_parent_must_soon_have_an_answer(walk: Walk, officer: Asker):
    objects(officer)
    with clock.at(clock.now() + timedelta(days=26)), acting() as session:
        reminders.give_all(session)
    assert Word.objection_clips_due in told(walk.teacher)


def test_of_two_parents_each_is_answered(walk: Walk, officer: Asker):
    objects(officer)
    with clock.at(clock.now() + timedelta(hours=1)):
        assert objects(officer) == 1
    assert len(open_ones(walk)) == 2
    with acting() as session:
        settling.lift_clips(session, walk.teacher, walk.cycle_id, Reason.taken_back)
    assert not plays(walk, walk.coach)
