"""The stored words follow what people changed, and a name that was removed is nowhere any more."""

import time
from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from sqlalchemy import Engine

from pipeline import captions, chores, engine, workflows
from storage import clips, corrections, jobs, machine_work, transcripts
from storage.clips import Words
from storage.database import acting, asking
from storage.machine_work import StoredFile
from storage.media import MediaStore, media_store
from storage.records import Clip, Recording, RenditionKind, Transcript
from storage.spans import Span
from storage.transcripts import HeardWord, Line
from tests import makers
from tests.makers import Walk

__all__ = ["workflows"]  # importing it tells the engine what it can do

SAID = (
    Line(61_000, 63_000, "Goed zo, Sanne.", (HeardWord(61_000, 63_000, "Sanne.", 0.9),)),
    Line(65_000, 66_000, "Pak je boek."),
)


@pytest.fixture
def walk(sqlite_database: Engine) -> Walk:
    """A shared lesson with a clip, whose stored words hold the name."""
    with jobs.collecting():
        walk = makers.a_walk().released()
        walk.cut(start_ms=60_000)
        [clip_id] = walk.clip_ids
        with acting() as session:
            transcripts.keep(session, walk.recording_id, "nl", "m", SAID)
            file = StoredFile(
                RenditionKind.proxy, f"{clips.folder(clip_id)}/clip.mp4", 1, "0" * 64, "video/mp4"
            )
            machine_work.note_clip_file(session, clip_id, file, 750, (25, 1))
        with asking() as session:
            prefix = session.get_one(Recording, walk.recording_id).prefix
        for key in (f"{prefix}/transcript.json", f"{prefix}/captions.vtt", captions_key(clip_id)):
            media_store().put(key, BytesIO(b"WEBVTT of Sanne"))
    return walk


def captions_key(clip_id: str) -> str:
    return f"{clips.folder(clip_id)}/captions.vtt"


@pytest.fixture
def working(walk: Walk) -> Iterator[None]:
    with engine.running():
        yield


def stored() -> dict[str, str]:
    """What lies in the store as text, by key."""
    keys = [key for key in media_store().list() if key.endswith((".vtt", ".json"))]
    return {key: b"".join(media_store().open(key)).decode() for key in keys}


def up_to_date() -> bool:
    with asking() as session:
        return transcripts.behind(session) == []


def until(true: Callable[[], bool]) -> None:
    give_up = time.monotonic() + 90
    while not true():
        assert time.monotonic() < give_up, "it did not come to that"
        time.sleep(0.05)


def forget(walk: Walk) -> None:
    with acting() as session:
        corrections.replace_name(session, walk.teacher, walk.recording_id, "Sanne")


def test_a_removed_name_is_in_no_stored_file_of_lesson_or_clip(working: None, walk: Walk) -> None:
    forget(walk)
    until(up_to_date)
    told = stored()
    assert "Sanne" not in str(told)
    assert sum("[leerling]" in text for text in told.values()) == 3


def test_a_removed_name_is_in_no_words_of_a_clip_that_was_removed_and_can_come_back(
    working: None, walk: Walk
) -> None:
    [clip_id] = walk.clip_ids
    with acting() as session:
        clips.remove(session, walk.coach, clip_id)
    forget(walk)
    until(up_to_date)
    assert "Sanne" not in str(stored())
    with acting() as session:
        clips.restore(session, walk.coach, clip_id)
    assert "[leerling]" in stored()[captions_key(clip_id)]


def test_a_removed_name_is_in_no_words_of_a_clip_that_was_moved_and_removed_before_its_cut(
    walk: Walk,
) -> None:
    [clip_id] = walk.clip_ids
    with jobs.collecting(), acting() as session:
        version = session.get_one(Clip, clip_id).version
        clips.change(session, walk.coach, clip_id, version, Span(62_000, 80_000), Words())
        clips.remove(session, walk.coach, clip_id)
    with engine.running():
        forget(walk)
        until(up_to_date)
    assert "Sanne" not in str(stored())


def test_words_changed_while_they_were_written_are_written_again(
    working: None, walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = captions.write_files
    meanwhile = iter([True])

    def slow(written: transcripts.Written, folder: object) -> object:
        if next(meanwhile, False):
            line = written.lines[1]
            with acting() as session:
                corrections.correct(session, walk.teacher, line.id, "Pak je pen.", line.version)
        return write(written, folder)  # type: ignore[arg-type] # passed on as it came

    monkeypatch.setattr(captions, "write_files", slow)
    forget(walk)
    until(up_to_date)
    assert sum("Pak je pen." in text for text in stored().values()) == 3


def test_a_crash_before_the_work_was_asked_for_is_mended(working: None, walk: Walk) -> None:
    with jobs.collecting():
        forget(walk)
    assert not up_to_date()
    chores.mend()
    until(up_to_date)
    assert "Sanne" not in str(stored())


def test_no_version_that_a_store_keeps_holds_the_name(
    s3_store: MediaStore, sqlite_database: Engine, walk: Walk
) -> None:
    with engine.running():
        forget(walk)
        until(up_to_date)
    told = stored()
    assert "Sanne" not in str(told)
    assert [len(s3_store.purge(key)) for key in told] == [1] * len(told), "one version of each"


def test_words_that_came_to_their_end_meanwhile_are_not_stored_anew(
    working: None, walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = captions.write_files

    def too_late(written: transcripts.Written, folder: object) -> object:
        with acting() as session:
            session.delete(session.query(Transcript).one())
        return write(written, folder)  # type: ignore[arg-type] # passed on as it came

    monkeypatch.setattr(captions, "write_files", too_late)
    forget(walk)
    until(lambda: jobs.fate("captions", walk.recording_id) is jobs.Fate.done)
    words = ("transcript.json", "captions.vtt")
    assert not [key for key in stored() if key.startswith("rec/") and key.endswith(words)]
