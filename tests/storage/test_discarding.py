"""Throwing a film away: in any state, at once, and wholly."""

import pytest
from sqlalchemy import Engine, select

from storage import (
    clips,
    cycles,
    recordings,
    retention,
    transcripts,
)
from storage.database import acting, asking
from storage.errors import NotAllowed, NotFound, StepAlreadyTaken
from storage.media import MediaStore, media_store
from storage.records import Recording, Tombstone
from storage.rules.access import Asker
from storage.rules.cycle import State
from storage.rules.steps import Unusable
from tests import makers
from tests.makers import Walk
from tests.storage.doors import DOORS, answer, everybody_else

pytestmark = pytest.mark.usefixtures("wanted")


@pytest.fixture
def ready(sqlite_database: Engine) -> Walk:
    return makers.a_walk().ready()


def discard(walk: Walk, who: Asker | None = None) -> None:
    with acting() as session:
        recordings.discard(session, who or walk.teacher, walk.recording_id)


@pytest.mark.parametrize(
    ("step", "after"),
    [
        ("uploaded", State.awaiting_recording),
        ("ready", State.awaiting_recording),
        ("released", State.awaiting_recording),
        ("published", State.awaiting_reflection),
        ("completed", State.completed),
    ],
)
def test_a_film_is_thrown_away_in_any_state_and_nothing_of_it_stays(
    sqlite_database: Engine,
    local_store: MediaStore,
    wanted: list[tuple[str, str]],
    step: str,
    after: State,
):
    walk: Walk = getattr(makers.a_walk(), step)()
    with asking() as session:
        prefix = session.get_one(Recording, walk.recording_id).prefix
    discard(walk)
    assert walk.state is after
    assert ("stop ingest", walk.recording_id) in wanted
    assert ("purge", walk.recording_id) in wanted
    for somebody in (walk.teacher, walk.coach):
        for name in ("look", "transcript", "open proxy", "endings"):
            assert answer(DOORS[name], walk, somebody, walk.recording_id).startswith("NotFound")
    retention.purge_recording(local_store, walk.recording_id)
    assert list(local_store.list(prefix)) == []
    with asking() as session:
        assert session.get(Recording, walk.recording_id) is None
        stones = session.scalars(select(Tombstone)).all()
    assert [(stone.thing_id, stone.trigger) for stone in stones] == [(walk.recording_id, "discard")]


def test_a_draft_clip_goes_with_the_film_it_was_cut_from(
    sqlite_database: Engine, local_store: MediaStore
):
    walk = makers.a_walk().released()
    clip_id = walk.cut()
    local_store.put(f"clip/{clip_id}/clip.mp4", makers.BytesIO(b"clip"))
    discard(walk)
    retention.purge_recording(local_store, walk.recording_id)
    assert list(local_store.list()) == []
    with asking() as session:
        assert session.get(clips.Clip, clip_id) is None


def test_throwing_away_twice_is_throwing_away_once(ready: Walk):
    discard(ready)
    with pytest.raises(StepAlreadyTaken):
        discard(ready)


def test_only_the_owner_throws_away(ready: Walk):
    for somebody in everybody_else(ready):
        with pytest.raises((NotFound, NotAllowed)):
            discard(ready, somebody)
    assert ready.state is State.privacy_check


def test_a_purge_never_touches_a_film_that_is_wanted(ready: Walk):
    before = list(media_store().list())
    retention.purge_recording(media_store(), ready.recording_id)
    assert list(media_store().list()) == before


def test_published_clips_stay_when_the_film_is_thrown_away(
    sqlite_database: Engine, local_store: MediaStore
):
    walk = makers.a_walk().published()
    for clip_id in walk.clip_ids:
        local_store.put(f"clip/{clip_id}/clip.mp4", makers.BytesIO(b"clip"))
    discard(walk)
    retention.purge_recording(local_store, walk.recording_id)
    assert len(list(local_store.list())) == len(walk.clip_ids)
    with asking() as session:
        for clip_id in walk.clip_ids:
            assert clips.look(session, walk.teacher, clip_id).recording_id is None


def test_a_film_the_coach_cannot_use_goes_with_the_drafts_on_it(
    sqlite_database: Engine, local_store: MediaStore
):
    walk = makers.a_walk().released()
    clip_id = walk.cut()
    with acting() as session:
        recordings.report_unusable(session, walk.coach, walk.recording_id, Unusable.wrong_file)
    assert walk.state is State.awaiting_recording
    retention.purge_recording(local_store, walk.recording_id)
    assert list(local_store.list()) == []
    with asking() as session:
        assert session.get(clips.Clip, clip_id) is None
        assert transcripts.read(session, walk.teacher, walk.recording_id).lines == []
        assert recordings.look(session, walk.teacher, walk.recording_id).refusal


def test_after_stopping_the_teacher_can_still_throw_the_film_away(ready: Walk):
    with acting() as session:
        cycles.withdraw(session, ready.teacher, ready.cycle_id)
    discard(ready)
    assert ready.state is State.withdrawn


def test_a_teacher_who_takes_back_a_shared_film_can_send_another(
    sqlite_database: Engine, wanted: list[tuple[str, str]]
):
    walk = makers.a_walk().planned().started().uploaded().ready().released()
    discard(walk)
    assert walk.uploaded().state is State.processing
    assert ("ingest", walk.recording_id) in wanted
