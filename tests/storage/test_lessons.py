"""Which lesson a film is of: told before or after the upload, and found by when a parent asks."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select

from storage import (
    jobs,
    ledger,
    lessons,
    machine_work,
    notices,
    objection_entries,
    objections,
    reminders,
    retention,
    settling,
    uploads,
)
from storage import recordings as films
from storage.database import acting, asking
from storage.errors import NotFound, Refused
from storage.lessons import LessonView
from storage.media import media_store
from storage.records import Recording, Tombstone, Upload
from storage.rules.access import Asker
from storage.rules.notice import Word
from storage.rules.roles import Role
from tests import makers
from tests.conftest import Clock
from tests.storage.leaving import leaves
from tests.storage.objecting import DAY, another, begins, is_locked, objects, tells


@pytest.fixture(autouse=True)
def school_day(sqlite_database: Engine, clock: object) -> Iterator[None]:
    with jobs.collecting():
        yield


def test_class_and_day_come_in_with_the_film_and_can_be_told_later() -> None:
    walk = makers.a_walk().started()
    upload = begins(walk, " groep  5B ", DAY)
    with acting() as session:
        walk.recording_id = uploads.finish(session, walk.teacher, upload.id, 10, "0" * 64).id
    with asking() as session:
        assert lessons.look(session, walk.teacher, walk.recording_id) == LessonView("groep 5B", DAY)
        assert session.get_one(Upload, upload.id).class_group == "", "the film has it"
    tells(walk, "6A", DAY - timedelta(days=1))
    with asking() as session:
        assert lessons.classes_of(session, walk.teacher) == ["6A"]


@pytest.mark.parametrize(("group", "on"), [("x" * 41, DAY), ("5B", DAY + timedelta(days=9))])
def test_a_slip_in_class_or_day_keeps_no_film_out(group: str, on: date) -> None:
    upload = begins(makers.a_walk().started(), group, on)
    assert (upload.class_group == "") == (len(group) > 40)
    assert (upload.lesson_on is None) == (on > DAY)


@pytest.mark.parametrize(
    ("group", "on", "key"),
    [
        ("x" * 41, DAY, "class"),
        ("5B", DAY + timedelta(days=1), "day"),
        ("5B", date(1970, 1, 1), "day"),
    ],
)
def test_afterwards_a_slip_is_told(group: str, on: date, key: str) -> None:
    walk = makers.a_walk().ready()
    with pytest.raises(Refused, match=f"lesson_{key}"):
        tells(walk, group, on)


def test_nobody_else_reads_or_tells_which_lesson_it_is(officer: Asker) -> None:
    walk = makers.a_walk().released()
    other = makers.second_pair(walk.school)
    for nobody in (walk.coach, walk.school.coordinator, other.teacher, officer):
        with pytest.raises(NotFound):
            tells(walk, "5B", DAY, nobody)
        with asking() as session, pytest.raises(NotFound):
            lessons.look(session, nobody, walk.recording_id)
        with asking() as session:
            assert lessons.classes_of(session, nobody) == []


def test_class_and_day_find_the_films_of_every_teacher_and_what_is_untold(officer: Asker) -> None:
    ours = makers.a_walk().ready()
    theirs = another(ours).ready()
    other = another(ours, "Tim").ready()
    untold = another(ours, "Toos").ready()
    tells(ours, "5B", DAY)
    tells(theirs, "Klas 5b", DAY)
    tells(other, "6A", DAY)
    tells(untold, "", DAY)
    assert objects(officer) == 3
    locked = [is_locked(each.recording_id) for each in (ours, theirs, other, untold)]
    assert locked == [True, True, False, True]
    assert objects(officer, "5B", DAY - timedelta(days=40)) == 0


def test_who_taught_narrows_only_films_that_tell_nothing(officer: Asker) -> None:
    ours = makers.a_walk().ready()
    theirs = another(ours).ready()
    assert objects(officer, teacher=ours.teacher.id) == 1
    assert not is_locked(theirs.recording_id)
    assert objects(officer) == 2


def test_a_film_on_its_way_in_is_locked_from_its_last_byte(officer: Asker) -> None:
    walk = makers.a_walk().started()
    upload = begins(walk, "5B", DAY)
    assert objects(officer) == 1
    with acting() as session:
        walk.recording_id = uploads.finish(session, walk.teacher, upload.id, 10, "0" * 64).id
    assert is_locked(walk.recording_id)
    with asking() as session:
        assert [each.word for each in notices.mine(session, walk.teacher)] == [Word.objection]
        (entry,) = objection_entries.read(session, officer)
    assert (entry.films, entry.ended) == (1, 0)
    walk.ready()
    with pytest.raises(Exception, match="unless_locked"), acting() as session:
        films.release(session, walk.teacher, walk.recording_id, pupils_checked=True, waived=True)


def test_a_film_that_never_comes_ends_what_was_written_about_it(officer: Asker) -> None:
    walk = makers.a_walk().started()
    upload = begins(walk, "5B", DAY)
    objects(officer)
    with acting() as session:
        uploads.discard(session, walk.teacher, upload.id)
    with asking() as session:
        (entry,) = objection_entries.read(session, officer)
    assert entry.ended_at


def test_a_film_that_comes_later_or_is_told_later_is_locked_too(officer: Asker) -> None:
    first = makers.a_walk().ready()
    tells(first, "5B", DAY)
    objects(officer)
    late = another(first).started()
    upload = begins(late, "5b", DAY)
    with acting() as session:
        late.recording_id = uploads.finish(session, late.teacher, upload.id, 10, "0" * 64).id
    assert is_locked(late.recording_id)
    told = another(first, "Tim").ready()
    assert not is_locked(told.recording_id)
    tells(told, "5B", None)
    assert is_locked(told.recording_id), "an untold day keeps no film open"
    tells(told, "5B", DAY)
    assert is_locked(told.recording_id)
    tells(told, "6A", DAY)
    assert is_locked(told.recording_id), "another class unlocks nothing"
    with asking() as session:
        (entry,) = objection_entries.read(session, officer)
    assert entry.films == 3


def test_what_a_teacher_locks_of_her_own_tells_no_colleague_that_she_takes_part() -> None:
    walk = makers.a_walk().ready()
    with acting() as session:
        objections.enter(session, walk.teacher, walk.recording_id, "5B", DAY)
    colleague = another(walk).ready()
    tells(colleague, "5B", DAY)
    assert is_locked(walk.recording_id)
    assert not is_locked(colleague.recording_id)
    with asking() as session:
        lines = ledger.lines_about(session, colleague.teacher.id, colleague.recording_id)
    assert walk.teacher.id not in {line.actor_id for line in lines}


def test_class_and_day_go_with_the_film_and_stand_on_no_tombstone() -> None:
    walk = makers.a_walk().ready()
    tells(walk, "5B-geheim", DAY)
    with acting() as session:
        films.discard(session, walk.teacher, walk.recording_id)
    retention.purge_recording(media_store(), walk.recording_id)
    with asking() as session:
        assert session.get(Recording, walk.recording_id) is None
        stones = session.scalars(select(Tombstone)).all()
        said = [str(value) for stone in stones for value in vars(stone).values()]
    assert stones
    assert not any("5B" in each for each in said)
    refused = another(walk).uploaded()
    tells(refused, "5B", DAY)
    with acting() as session:
        machine_work.refuse(session, refused.recording_id, "refusals.film_damaged")
    with asking() as session:
        left = session.get_one(Recording, refused.recording_id)
        assert (left.class_group, left.lesson_on) == ("", None)
    with pytest.raises(Refused, match="lesson_gone"):
        tells(refused, "5B", DAY)


def test_both_are_warned_a_week_before_the_parent_must_have_an_answer(
    officer: Asker, clock: Clock
) -> None:
    walk = makers.a_walk().ready()
    tells(walk, "5B", DAY)
    objects(officer)

    def words(who: Asker) -> set[Word]:
        with acting() as session:
            reminders.give_all(session)
        with asking() as session:
            return {each.word for each in notices.mine(session, who)}

    assert words(officer) == set()
    clock.set(clock.now + timedelta(days=24))
    assert Word.objection_due in words(walk.teacher)
    assert words(officer) == {Word.answer_due}
    with acting() as session:
        settling.lift(session, walk.teacher, walk.recording_id, "not_in_it")
    with asking() as session:
        assert {each.word for each in notices.mine(session, officer)} == set()


def test_when_who_wrote_it_down_left_another_hears_that_the_parent_waits(
    officer: Asker, clock: Clock
) -> None:
    walk, admin = makers.a_walk().ready(), makers.person("Ada", Role.admin)
    tells(walk, "5B", DAY)
    objects(officer)
    leaves(walk, officer, by=admin)
    clock.set(clock.now + timedelta(days=24))
    with acting() as session:
        reminders.give_all(session)
    with asking() as session:
        assert {each.word for each in notices.mine(session, admin)} == {Word.answer_due}
