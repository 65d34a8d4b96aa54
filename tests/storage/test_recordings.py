"""A filmed lesson: whose it is, who may open what, and letting the coach look."""

import threading

import pytest
from sqlalchemy import Engine, select

from storage import (
    clock,
    enrolments,
    machine_work,
    recordings,
    today,
)
from storage.database import acting, asking
from storage.errors import NotAllowed, NotFound, Refused, StepAlreadyTaken
from storage.records import LedgerEntry, RecordingState, RenditionKind
from storage.rules.access import Asker
from storage.rules.cycle import State
from storage.rules.roles import Role
from storage.spans import Span
from tests import makers
from tests.makers import Walk
from tests.storage.doors import DOORS, answer, everybody_else

pytestmark = pytest.mark.usefixtures("wanted")


@pytest.mark.parametrize("step", ["uploaded", "ready"])
def test_before_release_nobody_else_opens_anything_by_any_door(sqlite_database: Engine, step: str):
    walk: Walk = getattr(makers.a_walk(), step)()
    for somebody in everybody_else(walk):
        for name, door in DOORS.items():
            there = answer(door, walk, somebody, walk.recording_id)
            assert there == answer(door, walk, somebody, "bestaat-niet"), (name, somebody.role)
            assert there == "NotFound refusals.not_found", (name, somebody.role)


def test_after_release_only_the_coach_of_the_pair_comes_in(sqlite_database: Engine):
    walk = makers.a_walk().released()
    for somebody in everybody_else(walk)[1:]:
        for door in DOORS.values():
            assert answer(door, walk, somebody, walk.recording_id).startswith("NotFound")
    for name in ("look", "transcript", "open proxy", "open captions", "endings"):
        assert DOORS[name](walk, walk.coach, walk.recording_id)


def test_nobody_opens_the_original_not_even_its_owner(sqlite_database: Engine):
    walk = makers.a_walk().released()
    for somebody in (walk.teacher, walk.coach):
        with acting() as session, pytest.raises(NotFound):
            recordings.open_rendition(session, somebody, walk.recording_id, RenditionKind.original)


def test_a_teacher_who_also_coaches_has_one_role_in_one_view(sqlite_database: Engine):
    walk = makers.a_walk().released()
    as_teacher = Asker(id=walk.coach.id, role=Role.teacher, holds=frozenset(Role))
    assert answer(DOORS["look"], walk, as_teacher, walk.recording_id).startswith("NotFound")


def test_the_coach_sees_no_film_of_the_cycle_before_release(sqlite_database: Engine):
    walk = makers.a_walk().ready()
    with asking() as session:
        assert today.cycle(session, walk.coach, walk.cycle_id).recording_id is None
        assert today.cycle(session, walk.teacher, walk.cycle_id).recording_id == walk.recording_id


def test_the_owner_follows_the_machine_and_nobody_else_does(sqlite_database: Engine):
    walk = makers.a_walk().uploaded()
    with acting() as session:
        machine_work.note_progress(session, walk.recording_id, "renditions", 140)
        seen = recordings.look(session, walk.teacher, walk.recording_id)
    assert (seen.state, seen.step, seen.percent) == (RecordingState.processing, "renditions", 100)


# Release


def release(walk: Walk, who: Asker | None = None, checked: bool = True, **how: bool) -> None:
    with acting() as session:
        recordings.release(
            session, who or walk.teacher, walk.recording_id, pupils_checked=checked, **how
        )


def watch(walk: Walk) -> None:
    with acting() as session:
        recordings.note_watched(session, walk.teacher, walk.recording_id, [Span(0, 5000)])


@pytest.fixture
def ready(sqlite_database: Engine) -> Walk:
    return makers.a_walk().ready().reviewed()


def test_a_film_is_released_when_it_was_watched_and_checked(database: Engine):
    walk = makers.a_walk().ready().reviewed()
    watch(walk)
    release(walk)
    assert walk.state is State.coach_review
    with asking() as session:
        assert recordings.look(session, walk.coach, walk.recording_id).released_at


def test_a_film_nobody_watched_is_not_released_unless_the_teacher_says_so(ready: Walk):
    with pytest.raises(Refused, match="film_not_watched"):
        release(ready)
    release(ready, waived=True)
    assert ready.state is State.coach_review


def test_a_film_is_not_released_before_the_pupils_check(ready: Walk):
    watch(ready)
    with pytest.raises(Refused, match="pupils_not_checked"):
        release(ready, checked=False)
    assert ready.state is State.privacy_check


def test_only_the_teacher_releases(ready: Walk):
    watch(ready)
    for somebody in everybody_else(ready):
        with pytest.raises((NotFound, NotAllowed)):
            release(ready, somebody)


def test_a_film_that_is_still_worked_on_is_not_released(sqlite_database: Engine):
    with pytest.raises(StepAlreadyTaken):
        release(makers.a_walk().uploaded(), waived=True)


def test_two_tabs_that_release_at_once_release_once(database: Engine):
    walk = makers.a_walk().ready().reviewed()
    said: list[str] = []
    together = threading.Barrier(2)

    def tab() -> None:
        together.wait(timeout=30)
        try:
            release(walk, waived=True)
            said.append("released")
        except (StepAlreadyTaken, NotAllowed) as refused:
            said.append(type(refused).__name__)

    tabs = [threading.Thread(target=tab) for _ in range(2)]
    for each in tabs:
        each.start()
    for each in tabs:
        each.join(timeout=60)
    assert sorted(said) in (["StepAlreadyTaken", "released"], ["NotAllowed", "released"])
    with asking() as session:
        lines = session.scalars(select(LedgerEntry).where(LedgerEntry.act == "release")).all()
    assert len(lines) == 1


def test_the_coach_is_out_when_the_cycle_ends(sqlite_database: Engine):
    walk = makers.a_walk().completed()
    assert answer(DOORS["look"], walk, walk.coach, walk.recording_id).startswith("NotFound")
    assert answer(DOORS["open proxy"], walk, walk.coach, walk.recording_id).startswith("NotFound")
    assert DOORS["open proxy"](walk, walk.teacher, walk.recording_id)


def test_the_coach_is_out_when_the_pair_ends(sqlite_database: Engine):
    walk = makers.a_walk().released()
    with acting() as session:
        session.get_one(enrolments.Pair, walk.school.pair_id).ended_at = clock.now()
    assert answer(DOORS["look"], walk, walk.coach, walk.recording_id).startswith("NotFound")


def test_opening_the_same_file_again_and_again_is_one_line_in_the_ledger(sqlite_database: Engine):
    walk = makers.a_walk().released()

    def opened() -> int:
        with acting() as session:
            recordings.note_opened(session, walk.coach, walk.recording_id, RenditionKind.proxy)
        with asking() as session:
            query = select(LedgerEntry).where(LedgerEntry.act == "open_proxy")
            return len(session.scalars(query).all())

    assert [opened(), opened()] == [1, 1]
    with clock.at(clock.now() + recordings.SAME_OPENING):
        assert opened() == 2
