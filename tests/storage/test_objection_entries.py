"""A parent objects before the film is there: it is remembered, and what comes is locked."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from storage import jobs, ledger, notices, objection_entries, reminders, retention, settling
from storage.database import acting, asking
from storage.errors import NotAllowed, NotFound, Refused
from storage.media import media_store
from storage.objection_entries import EntryView
from storage.records import Objection, ObjectionEntry, Tombstone
from storage.rules.access import Asker
from storage.rules.notice import Word
from storage.rules.roles import Role
from tests import makers
from tests.conftest import Clock
from tests.makers import Walk
from tests.storage.objecting import DAY, another, begins, comes_in, is_locked, objects, tells


@pytest.fixture(autouse=True)
def school_day(sqlite_database: Engine, clock: object) -> Iterator[None]:
    with jobs.collecting():
        yield


@pytest.fixture
def walk() -> Walk:
    return makers.a_walk().started()


def entries(who: Asker) -> list[EntryView]:
    with asking() as session:
        return objection_entries.read(session, who)


def told(who: Asker) -> list[Word]:
    with asking() as session:
        return [each.word for each in notices.mine(session, who)]


def test_what_no_film_is_there_of_is_remembered_with_the_day_to_answer(
    walk: Walk, officer: Asker
) -> None:
    assert objects(officer) == 0
    assert objects(officer) == 0, "a finger that slipped"
    (entry,) = entries(officer)
    assert (entry.class_group, entry.lesson_on, entry.films) == ("5B", DAY, 0)
    assert entry.answer_by == DAY.replace(month=12)
    assert entry.looked_for_until == DAY + timedelta(days=60)
    assert entry.ended_at is None


def test_a_film_of_that_lesson_is_locked_from_its_first_byte_and_both_hear(
    walk: Walk, officer: Asker
) -> None:
    objects(officer)
    upload = begins(walk, "klas 5 b", DAY)
    with asking() as session:
        (lock,) = session.scalars(select(Objection).where(Objection.upload_id == upload.id))
    assert lock.entered_by == officer.id
    assert told(officer) == [Word.objection_found]
    comes_in(walk, "klas 5 b", DAY)
    assert is_locked(walk.recording_id)
    assert told(walk.teacher) == [Word.objection]
    (entry,) = entries(officer)
    assert entry.ended < entry.films, "one of them, on its way in twice, waits for its teacher"


def test_a_film_whose_class_is_told_later_is_locked_then(walk: Walk, officer: Asker) -> None:
    objects(officer)
    comes_in(walk)
    assert not is_locked(walk.recording_id)
    tells(walk, "5B", DAY)
    assert is_locked(walk.recording_id)
    assert told(officer) == [Word.objection_found]


def test_a_film_that_says_nothing_is_not_shared_before_it_does(walk: Walk, officer: Asker) -> None:
    objects(officer)
    with pytest.raises(Refused, match="lesson_first"):
        walk.released()
    tells(walk, "6A", DAY)
    walk.released()
    assert not is_locked(walk.recording_id)


def test_a_film_of_another_class_or_day_stays_open(walk: Walk, officer: Asker) -> None:
    objects(officer)
    comes_in(walk, "6A", DAY)
    second = another(walk).started()
    comes_in(second, "5B", DAY - timedelta(days=1))
    assert not is_locked(walk.recording_id)
    assert not is_locked(second.recording_id)
    assert told(officer) == []


def test_what_its_teacher_settled_is_not_locked_by_the_same_entry_again(
    walk: Walk, officer: Asker
) -> None:
    objects(officer)
    comes_in(walk, "5B", DAY)
    with acting() as session:
        settling.lift(session, walk.teacher, walk.recording_id, "not_in_it")
    tells(walk, "5b", DAY)
    assert not is_locked(walk.recording_id)
    late = another(walk).started()
    comes_in(late, "5B", DAY)
    assert is_locked(late.recording_id), "it is looked out for until its day"


def test_who_wrote_it_down_is_warned_that_the_parent_waits_though_no_film_came(
    walk: Walk, officer: Asker, clock: Clock
) -> None:
    objects(officer)
    clock.set(clock.now + timedelta(days=24))
    with acting() as session:
        reminders.give_all(session)
    assert told(officer) == [Word.answer_due]
    comes_in(walk, "5B", DAY)
    (entry,) = entries(officer)
    assert entry.answer_by == DAY.replace(month=12)


def test_a_film_that_comes_after_the_answer_gives_the_parent_a_month_again(
    walk: Walk, officer: Asker, clock: Clock
) -> None:
    objects(officer)
    clock.set(clock.now + timedelta(days=40))
    comes_in(walk, "5B", DAY)
    (entry,) = entries(officer)
    assert entry.answer_by > DAY + timedelta(days=60)


def test_with_nothing_found_it_ends_by_itself_and_goes_for_good(
    walk: Walk, officer: Asker, clock: Clock
) -> None:
    objects(officer, "5B-geheim")
    clock.set(clock.now + timedelta(days=60, seconds=1))
    comes_in(walk, "5B-geheim", DAY)
    assert not is_locked(walk.recording_id)
    assert entries(officer) == []
    retention.sweep(media_store())
    with asking() as session:
        assert session.scalars(select(ObjectionEntry)).all() == []
        stones = session.scalars(select(Tombstone).where(Tombstone.kind == "objection_entry")).all()
    (stone,) = stones
    assert "geheim" not in str(vars(stone))


def test_it_can_be_ended_before_and_what_is_locked_stays_locked(walk: Walk, officer: Asker) -> None:
    objects(officer)
    comes_in(walk, "5B", DAY)
    (entry,) = entries(officer)
    for nobody in (walk.coach, walk.teacher, walk.school.coordinator):
        with pytest.raises(NotAllowed), acting() as session:
            objection_entries.stop(session, nobody, entry.id)
    with acting() as session:
        objection_entries.stop(session, makers.person("Ada", Role.admin), entry.id)
    with pytest.raises(NotFound), acting() as session:
        objection_entries.stop(session, officer, entry.id)
    assert is_locked(walk.recording_id)
    (entry,) = entries(officer)
    assert entry.looked_for_until is None
    retention.sweep(media_store())
    with asking() as session:
        assert session.scalars(select(ObjectionEntry)).all() == []
        acts = [line.act for line in ledger.read(session, officer)]
    assert {"remember_objection", "stop_objection"} <= set(acts)


def test_after_a_restore_that_knows_no_words_it_counts_for_any_class_of_its_day(
    walk: Walk, officer: Asker
) -> None:
    objects(officer)
    with acting() as session:
        session.scalars(select(ObjectionEntry)).one().class_group = ""
    comes_in(walk, "6A", DAY)
    second = another(walk).started()
    comes_in(second, "6A", DAY - timedelta(days=1))
    assert is_locked(walk.recording_id)
    assert not is_locked(second.recording_id)
