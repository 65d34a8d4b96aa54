"""What the machine writes down about a film, and what it does with one it cannot use."""

import pytest
from sqlalchemy import Engine

from storage import (
    cycles,
    machine_work,
    recordings,
    retention,
    today,
    transcripts,
)
from storage.database import acting, asking
from storage.errors import NotFound, Refused
from storage.media import MediaStore
from storage.records import Recording, RecordingState
from storage.rules.access import Asker
from storage.rules.cycle import State
from tests import makers
from tests.makers import Walk
from tests.storage.doors import DOORS, answer

pytestmark = pytest.mark.usefixtures("wanted")


@pytest.fixture
def ready(sqlite_database: Engine) -> Walk:
    return makers.a_walk().ready()


def discard(walk: Walk, who: Asker | None = None) -> None:
    with acting() as session:
        recordings.discard(session, who or walk.teacher, walk.recording_id)


def refuse(walk: Walk) -> None:
    with acting() as session:
        machine_work.refuse(session, walk.recording_id, "refusals.film_no_sound")


def test_a_refused_film_keeps_its_reason_and_its_bytes_go(
    database: Engine, local_store: MediaStore, wanted: list[tuple[str, str]]
):
    walk = makers.a_walk().uploaded()
    refuse(walk)
    assert ("purge", walk.recording_id) in wanted
    retention.purge_recording(local_store, walk.recording_id)
    assert list(local_store.list()) == []
    assert walk.state is State.awaiting_recording
    with asking() as session:
        seen = recordings.look(session, walk.teacher, walk.recording_id)
        assert (seen.state, seen.refusal) == (RecordingState.refused, "refusals.film_no_sound")
        assert today.cycle(session, walk.teacher, walk.cycle_id).refused == seen.refusal
        assert machine_work.to_purge(session) == []
    assert answer(DOORS["look"], walk, walk.coach, walk.recording_id).startswith("NotFound")


def test_a_film_is_refused_also_when_its_cycle_was_stopped_meanwhile(
    sqlite_database: Engine, wanted: list[tuple[str, str]]
):
    walk = makers.a_walk().uploaded()
    with acting() as session:
        cycles.withdraw(session, walk.teacher, walk.cycle_id)
    refuse(walk)
    assert walk.state is State.withdrawn
    assert ("purge", walk.recording_id) in wanted


def test_after_a_refusal_another_film_may_come(sqlite_database: Engine):
    walk = makers.a_walk().uploaded()
    first = walk.recording_id
    refuse(walk)
    walk.uploaded().ready()
    assert walk.recording_id != first
    assert walk.state is State.privacy_check


def test_a_lesson_of_three_minutes_is_too_short_to_be_one(sqlite_database: Engine):
    with pytest.raises(Refused, match="film_too_short_for_lesson"):
        makers.a_walk().ready(duration_ms=3 * 60_000)


def test_what_the_machine_says_about_a_film_nobody_wants_any_more_is_not_kept(ready: Walk):
    discard(ready)
    with acting() as session:
        machine_work.note_progress(session, ready.recording_id, "captions", 5)
        with pytest.raises(NotFound):
            machine_work.watchable(session, ready.recording_id)
        with pytest.raises(NotFound):
            transcripts.keep(session, ready.recording_id, "nl", "x", makers.LINES)
        assert session.get_one(Recording, ready.recording_id).step != "captions"


def test_saying_twice_that_a_film_can_be_watched_takes_one_step(ready: Walk):
    with acting() as session:
        machine_work.watchable(session, ready.recording_id)
    assert ready.state is State.privacy_check
