"""The captions of a clip: on the clip's own clock, also when the words came after the cut."""

import pytest
from sqlalchemy import Engine

from pipeline import clip_steps
from storage import clips, jobs, machine_work, transcripts
from storage.database import acting
from storage.machine_work import StoredFile
from storage.media import media_store
from storage.records import RenditionKind
from storage.spans import Span
from storage.transcripts import HeardWord, Line
from tests import makers

SAID = Line(
    61_000,
    64_000,
    " Why did the fox come back?",
    (
        HeardWord(61_000, 62_000, " Why did the fox", 0.9),
        HeardWord(62_000, 64_000, " come back?", 1),
    ),
)


@pytest.fixture
def walk(sqlite_database: Engine):
    with jobs.collecting():
        yield makers.a_walk().planned().started().uploaded().ready().released()


def captions_of(clip_id: str) -> str:
    return b"".join(media_store().open(f"{clips.folder(clip_id)}/captions.vtt")).decode()


def hear(walk: makers.Walk, *lines: Line) -> None:
    with acting() as session:
        transcripts.keep(session, walk.recording_id, "en", "stand-in", lines)


def test_captions_start_at_the_clips_own_zero(walk: makers.Walk):
    hear(walk, SAID)
    clip_id = walk.cut(start_ms=60_000)
    clip_steps.caption(clip_id, Span(60_000, 90_000))
    told = captions_of(clip_id)
    assert "00:00:01.000 --> " in told
    assert "Why did the fox come back?" in told


def test_words_beside_the_clip_stay_out_of_it(walk: makers.Walk):
    hear(walk, SAID)
    clip_id = walk.cut(start_ms=62_000)
    clip_steps.caption(clip_id, Span(62_000, 92_000))
    assert "come back?" in captions_of(clip_id)
    assert "fox" not in captions_of(clip_id)


def test_a_clip_that_was_cut_before_the_words_came_gets_them(walk: makers.Walk):
    hear(walk)
    clip_id = walk.cut(start_ms=60_000)
    clip_steps.caption(clip_id, Span(60_000, 90_000))
    assert "fox" not in captions_of(clip_id)
    file = StoredFile(RenditionKind.proxy, f"clip/{clip_id}/clip.mp4", 1, "0" * 64, "video/mp4")
    with acting() as session:
        machine_work.note_clip_file(session, clip_id, file, 750, (25, 1))
    hear(walk, SAID)
    clip_steps.caption_clips(walk.recording_id)
    assert "fox" in captions_of(clip_id)
