"""A parent objects: locked at once for everybody but the teacher, who deals with it."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select

from storage import (
    clips,
    clock,
    exports,
    holds,
    jobs,
    ledger,
    notices,
    objection_entries,
    objections,
    packages,
    recordings,
    reflections,
    retention,
    settling,
    transcripts,
)
from storage.database import acting, asking
from storage.errors import NotAllowed, NotFound, Refused
from storage.media import media_store
from storage.records import Clip, Objection, Recording, RecordingState, RenditionKind
from storage.rules.access import Asker
from storage.rules.hold import Reason as HoldReason
from storage.rules.notice import Word
from storage.rules.objection import About, Reason
from storage.rules.roles import Role
from tests import makers
from tests.conftest import Clock
from tests.makers import Walk

TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def school_day(sqlite_database: Engine, clock: object) -> Iterator[None]:
    with jobs.collecting():
        yield


def objects(walk: Walk, who: Asker, on: date = TODAY, group: str = "3b") -> int:
    with acting() as session:
        return objections.enter_for(session, who, About(group, on, walk.teacher.id))


def lifts(walk: Walk, reason: str = Reason.not_in_it, who: Asker | None = None) -> None:
    with acting() as session:
        settling.lift(session, who or walk.teacher, walk.recording_id, reason)


def plays(walk: Walk, who: Asker) -> bool:
    try:
        with asking() as session:
            recordings.open_rendition(session, who, walk.recording_id, RenditionKind.proxy)
    except NotFound:
        return False
    return True


def plays_clip(walk: Walk, who: Asker) -> bool:
    try:
        with asking() as session:
            clips.look(session, who, walk.clip_ids[0])
    except NotFound:
        return False
    return True


def test_the_film_is_locked_for_all_but_its_teacher_until_it_is_lifted(officer: Asker) -> None:
    walk = makers.a_walk().published()
    assert plays(walk, walk.coach)
    assert plays_clip(walk, walk.coach)
    assert objects(walk, officer) == 1
    assert not plays(walk, walk.coach)
    assert not plays(walk, officer)
    assert not plays_clip(walk, walk.coach)
    assert not plays_clip(walk, walk.teacher)
    assert plays(walk, walk.teacher), "she deals with it"
    with asking() as session:
        with pytest.raises(Refused, match="locked_by_objection"):
            recordings.look(session, walk.coach, walk.recording_id)
        with pytest.raises(NotFound):
            transcripts.read(session, walk.coach, walk.recording_id)
        hers = transcripts.read(session, walk.teacher, walk.recording_id)
        assert hers.lines, "she silences a name where she reads it"
        assert not hers.may_correct
        own = exports.gather(session, walk.teacher)
    assert own.files == {}
    assert own.told["cycles"][0]["recordings"][0]["locked"]
    lifts(walk)
    assert plays(walk, walk.coach)
    assert plays_clip(walk, walk.coach)


def test_the_workbench_says_no_while_it_is_locked(officer: Asker) -> None:
    walk = makers.a_walk().released()
    walk.cut()
    walk.cut(makers.GROWTH, 120_000)
    objects(walk, officer)
    with asking() as session, pytest.raises(Refused):
        clips.drafts(session, walk.coach, walk.recording_id)
    with pytest.raises(NotAllowed), acting() as session:
        packages.publish(session, walk.coach, walk.cycle_id)
    lifts(walk)
    with acting() as session:
        packages.publish(session, walk.coach, walk.cycle_id)


def test_an_unreleased_film_is_not_released_before_it_is_dealt_with(officer: Asker) -> None:
    walk = makers.a_walk().ready()
    objects(walk, officer)
    with pytest.raises(NotAllowed), acting() as session:
        recordings.release(
            session, walk.teacher, walk.recording_id, pupils_checked=True, waived=True
        )


def test_a_day_finds_what_came_in_then_and_two_weeks_after(officer: Asker) -> None:
    walk = makers.a_walk().published()
    for on in (TODAY - timedelta(days=15), TODAY - timedelta(days=40)):
        assert objects(walk, officer, on) == 0
    assert objects(walk, officer, TODAY - timedelta(days=14)) == 1


def test_she_locks_a_film_of_her_own() -> None:
    walk = makers.a_walk().published()
    with acting() as session:
        objections.enter(session, walk.teacher, walk.recording_id, "3b", TODAY)
    assert not plays(walk, walk.coach)
    with asking() as session:
        assert notices.mine(session, walk.teacher) == []
        found = objections.of_recording(session, walk.teacher, walk.recording_id)
    assert [each.class_group for each in found] == ["3b"]


def test_deleting_takes_the_film_at_once_and_its_clips_with_the_next_sweep(officer: Asker) -> None:
    walk = makers.a_walk().published()
    objects(walk, officer)
    with acting() as session:
        settling.delete_all(session, walk.teacher, walk.recording_id)
    for who in (walk.teacher, walk.coach):
        assert not plays(walk, who)
        assert not plays_clip(walk, who)
        with asking() as session:
            assert packages.read(session, who, walk.cycle_id).clips == ()
    with asking() as session:
        answers = reflections.read(session, walk.teacher, walk.cycle_id).answers
    assert answers == (), "she is not asked about what is gone"
    with asking() as session:
        assert session.get_one(Recording, walk.recording_id).state is RecordingState.discarded
    retention.purge_recording(media_store(), walk.recording_id)
    retention.sweep(media_store())
    with asking() as session:
        assert session.scalars(select(Clip)).all() == []
        objection = session.scalars(select(Objection)).one()
    assert (objection.reason, objection.class_group) == (Reason.deleted, "")


def test_two_parents_object_and_the_film_opens_with_the_second_answer(
    officer: Asker, clock: Clock
) -> None:
    walk = makers.a_walk().published()
    objects(walk, officer)
    assert objects(walk, officer) == 1, "pressed twice: it is locked, once"
    clock.set(clock.now + timedelta(minutes=2))
    assert objects(walk, officer) == 1
    with asking() as session:
        first, second = objections.of_recording(session, walk.teacher, walk.recording_id)
    assert first.answer_by == date(2026, 12, 24)
    lifts(walk)
    assert not plays(walk, walk.coach)
    assert not plays_clip(walk, walk.coach)
    with pytest.raises(NotFound), acting() as session:
        settling.lift(session, walk.teacher, walk.recording_id, "not_in_it", which=first.id)
    with acting() as session:
        settling.lift(session, walk.teacher, walk.recording_id, "not_in_it", which=second.id)
    assert plays(walk, walk.coach)


def test_raised_again_it_locks_again_and_she_is_told_again(officer: Asker, clock: Clock) -> None:
    walk = makers.a_walk().published()
    objects(walk, officer)
    lifts(walk)
    with asking() as session:
        assert notices.mine(session, walk.teacher) == []
    clock.set(clock.now + timedelta(days=1))
    objects(walk, officer)
    assert not plays(walk, walk.coach)
    with asking() as session:
        assert [each.word for each in notices.mine(session, walk.teacher)] == [Word.objection]
        found = objection_entries.read(session, officer)
    assert [entry.ended_at is None for entry in found] == [True, False]


def test_each_step_stands_in_the_ledger_of_the_teacher_and_she_is_told(officer: Asker) -> None:
    walk = makers.a_walk().published()
    objects(walk, officer)
    with asking() as session:
        (notice,) = notices.mine(session, walk.teacher)
    assert (notice.word, notice.thing_id) == (Word.objection, walk.recording_id)
    lifts(walk, Reason.taken_back)
    with asking() as session:
        acts = [line.act for line in ledger.read(session, walk.teacher, walk.recording_id)]
    assert acts[:2] == ["objection_taken_back", "object"]


def test_who_enters_it_sees_which_stand_and_no_film(officer: Asker) -> None:
    walk = makers.a_walk().published()
    admin = makers.person("Ada", Role.admin)
    objects(walk, admin)
    for who in (officer, admin):
        with asking() as session:
            (found,) = objection_entries.read(session, who)
        assert (found.class_group, found.films, found.ended, found.ended_at) == ("3b", 1, 0, None)
        with pytest.raises(NotFound):
            lifts(walk, who=who)


def test_nobody_else_enters_reads_lifts_or_deletes(officer: Asker) -> None:
    walk = makers.a_walk().published()
    other = makers.second_pair(walk.school)
    for nobody in (walk.coach, walk.school.coordinator, other.teacher, walk.teacher):
        with pytest.raises(NotAllowed):
            objects(walk, nobody)
        with asking() as session, pytest.raises(NotFound):
            objection_entries.read(session, nobody)
    objects(walk, officer)
    for nobody in (walk.coach, walk.school.coordinator, other.teacher, officer):
        for act in (
            lambda session, who: settling.lift(session, who, walk.recording_id, "not_in_it"),
            lambda session, who: settling.delete_all(session, who, walk.recording_id),
            lambda session, who: objections.enter(session, who, walk.recording_id, "3b", TODAY),
            lambda session, who: objections.of_recording(session, who, walk.recording_id),
        ):
            with pytest.raises(NotFound), acting() as session:
                act(session, nobody)
    assert not plays(walk, walk.coach)


@pytest.mark.parametrize(
    ("group", "on", "key"),
    [("", TODAY, "class"), ("x" * 41, TODAY, "class"), ("3b", TODAY + timedelta(days=1), "day")],
)
def test_what_is_not_said_well_is_refused_and_locks_nothing(group: str, on: date, key: str) -> None:
    walk = makers.a_walk().published()
    with pytest.raises(Refused, match=f"objection_{key}"), acting() as session:
        objections.enter(session, walk.teacher, walk.recording_id, group, on)
    assert plays(walk, walk.coach)


@pytest.mark.parametrize("reason", ["", "deleted", "because"])
def test_a_reason_that_is_not_on_the_list_lifts_nothing(officer: Asker, reason: str) -> None:
    walk = makers.a_walk().published()
    objects(walk, officer)
    with pytest.raises(Refused, match="objection_reason"):
        lifts(walk, reason)
    with pytest.raises(NotFound):
        lifts(makers.Walk(walk.school, recording_id="nothing"))


def test_what_is_held_is_kept_and_the_officer_alone_opens_it(officer: Asker) -> None:
    walk = makers.a_walk().published()
    leader = makers.person("Lia", Role.school_leader)
    objects(walk, officer)
    with acting() as session:
        hold_id = holds.set_on(
            session, officer, [walk.recording_id], HoldReason.complaint, not_for_judging=True
        )
    with acting() as session:
        holds.confirm(session, leader, hold_id)
    assert not plays(walk, walk.teacher)
    for act in (lifts, lambda walk: _delete(walk)):
        with pytest.raises(Refused):
            act(walk)


def _delete(walk: Walk) -> None:
    with acting() as session:
        settling.delete_all(session, walk.teacher, walk.recording_id)


def test_what_ended_long_ago_is_forgotten(officer: Asker) -> None:
    walk = makers.a_walk().published()
    objects(walk, officer)
    lifts(walk)
    with acting() as session:
        assert objections.forget(session, clock.now()) == 0
        assert objections.forget(session, clock.now() + timedelta(seconds=1)) == 1
