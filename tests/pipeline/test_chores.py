"""What runs by itself: published clips are cut before their film goes, sittings become lines."""

import asyncio
import logging
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import Engine, select

from pipeline import chores
from storage import clips, clock, jobs, recordings, sittings
from storage.database import acting, asking
from storage.media import media_store
from storage.records import Clip, LedgerEntry, Recording
from storage.spans import Span
from tests import makers, samples
from tests.makers import GROWTH, Walk

AFTER_ITS_CYCLE = timedelta(days=15)
"""The standard preset lets a whole lesson go two weeks after its cycle."""


@pytest.fixture
def walk(sqlite_database: Engine) -> Iterator[Walk]:
    """A finished cycle of which no clip was ever cut, with a real film in the store."""
    with jobs.collecting():
        made = makers.a_walk().planned().started().uploaded().ready().released()
        film = samples.film("lesson.mp4", seconds=35, extra="-g 50")
        media_store().put(f"{prefix_of(made)}/proxy.mp4", BytesIO(film.read_bytes()))
        made.cut(start_ms=1000)
        made.cut(GROWTH, 3000)
        yield made.published()


def prefix_of(walk: Walk) -> str:
    with asking() as session:
        return session.get_one(Recording, walk.recording_id).prefix


def files_of(walk: Walk) -> dict[str, bool]:
    with asking() as session:
        keys = {each: session.get_one(Clip, each).file_key for each in walk.clip_ids}
    return {each: bool(key) and media_store().exists(key) for each, key in keys.items()}


def test_the_nightly_sweep_first_cuts_the_published_clips_of_a_film_that_goes(walk: Walk) -> None:
    walk.reflected().talked().proposed().completed()
    folder = prefix_of(walk)
    with clock.at(clock.now() + AFTER_ITS_CYCLE):
        asyncio.run(chores.sweep())
    assert list(media_store().list(folder)) == []
    assert files_of(walk) == dict.fromkeys(walk.clip_ids, True)
    with media_store().local(f"{clips.folder(walk.clip_ids[0])}/clip.mp4") as clip:
        assert samples.picture_numbers(clip)[0] == 25
    with asking() as session:
        assert session.get(Recording, walk.recording_id) is None


def test_a_film_thrown_away_after_publishing_leaves_its_clips_with_files(walk: Walk) -> None:
    folder = prefix_of(walk)
    with acting() as session:
        recordings.discard(session, walk.teacher, walk.recording_id)
    asyncio.run(chores.purge(walk.recording_id))
    assert list(media_store().list(folder)) == []
    assert files_of(walk) == dict.fromkeys(walk.clip_ids, True)


def test_a_film_that_cannot_be_cut_still_goes_on_its_day_and_the_log_says_what_is_lost(
    walk: Walk, caplog: pytest.LogCaptureFixture
) -> None:
    media_store().put(f"{prefix_of(walk)}/proxy.mp4", BytesIO(b"no film at all"))
    walk.reflected().talked().proposed().completed()
    with clock.at(clock.now() + AFTER_ITS_CYCLE), caplog.at_level(logging.WARNING):
        asyncio.run(chores.sweep())
    with asking() as session:
        assert session.get(Recording, walk.recording_id) is None
    assert files_of(walk) == dict.fromkeys(walk.clip_ids, False)
    said = {line for line in caplog.messages if "loses" in line}
    assert said == {f"clip {each} loses its film: ToolFailed" for each in walk.clip_ids}


def test_a_sitting_that_is_over_becomes_lines_of_the_ledger_by_itself(walk: Walk):
    with clock.at(clock.now() - timedelta(hours=1)), acting() as session:
        part = [Span(0, 4000)]
        sittings.note_of_recording(session, walk.coach, sittings.SENT, walk.recording_id, part)
    chores.mend()
    with asking() as session:
        line = session.scalars(select(LedgerEntry).where(LedgerEntry.act == sittings.SENT)).one()
    assert (line.actor_id, line.start_ms, line.end_ms) == (walk.coach.id, 0, 4000)
