"""What comes of a recording, step by step, with the engine in this process."""

import asyncio
import json
import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from dbos import DBOS
from sqlalchemy import Engine, select

from pipeline import chores, engine, publish, schedule, speech_steps, steps
from pipeline.probe import probe
from pipeline.speech import Heard, Segment, Word
from storage import command_line, jobs, transcripts
from storage.database import acting, asking
from storage.errors import NotFound, StepAlreadyTaken
from storage.media import media_store
from storage.records import Clip, Recording, RecordingState, Rendition, RenditionKind, Transcript
from storage.rules.cycle import State
from storage.spans import Span
from tests import makers, samples

SAID = Segment(1000, 2000, "Goedemorgen.", (Word(1000, 2000, "Goedemorgen.", 0.9),))


class Deaf(Exception):
    """The stand-in for speech hears nothing, and will not later."""

    worth_retrying = False


async def stand_in(
    audio: Path,
    language: str | None,
    on_progress: Callable[[float], None],
    on_segment: Callable[[Segment], None],
) -> Heard:
    on_segment(SAID)
    return Heard(language or "nl", "stand-in", (SAID,))


@pytest.fixture
def speech(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speech_steps, "transcribe", stand_in)


@pytest.fixture
def working(sqlite_database: Engine, speech: None) -> Iterator[None]:
    with engine.running():
        yield


def bring_in(film: Path, language: str | None = None) -> str:
    place = command_line.new_place(film.suffix)
    blob = media_store().put_file(place.key, film)
    with acting() as session:
        return command_line.bring_in(session, place, blob, language).id


def recording_of(recording_id: str) -> Recording:
    with asking() as session:
        return session.get_one(Recording, recording_id)


def until(true: Callable[[], object]) -> None:
    give_up = time.monotonic() + 90
    while not true():
        assert time.monotonic() < give_up, "it did not come to that"
        time.sleep(0.05)


def until_done(recording_id: str) -> None:
    until(lambda: recording_of(recording_id).step == "done")


def test_a_film_becomes_a_recording_to_watch_with_words(working: None) -> None:
    recording_id = bring_in(samples.film("lesson.mp4", 8))
    until_done(recording_id)
    recording = recording_of(recording_id)
    assert recording.state is RecordingState.ready
    assert (recording.duration_ms, recording.fps_num, recording.language) == (8000, 25, "nl")
    assert recording.proxy_verified_at is not None
    with asking() as session:
        kinds = set(session.scalars(select(Rendition.kind)))
    not_kept = {RenditionKind.sound, RenditionKind.data_saver}  # for the model; it plays as it is
    assert kinds == set(RenditionKind) - not_kept
    heard = json.loads(b"".join(media_store().open(f"{recording.prefix}/transcript.json")))
    assert heard["segments"][0]["text"] == SAID.text
    captions = b"".join(media_store().open(f"{recording.prefix}/captions.vtt")).decode()
    assert captions.startswith("WEBVTT")
    assert SAID.text in captions


def test_a_film_is_there_to_watch_and_its_first_lines_to_read_while_the_rest_is_heard(
    working: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard_all = threading.Event()
    later = replace(SAID, start_ms=5000, end_ms=6000, text="Pak je schrift.")

    async def slowly(
        audio: Path,
        language: str | None,
        on_progress: Callable[[float], None],
        on_segment: Callable[[Segment], None],
    ) -> Heard:
        on_segment(SAID)
        await asyncio.to_thread(heard_all.wait, 90)
        on_segment(later)
        return Heard(language or "nl", "stand-in", (SAID, later))

    monkeypatch.setattr(speech_steps, "transcribe", slowly)
    recording_id = bring_in(samples.film("lesson.mp4", 8))
    try:
        until(lambda: read(recording_id) == [SAID.text])
        recording = recording_of(recording_id)
        assert (recording.state, recording.step) == (RecordingState.ready, "transcript")
        for name in ("proxy.mp4", "poster.jpg", "filmstrip.jpg", "peaks.json"):
            assert media_store().size(f"{recording.prefix}/{name}") > 0
    finally:
        heard_all.set()
    until_done(recording_id)
    assert read(recording_id) == [SAID.text, later.text]


def read(recording_id: str) -> list[str]:
    with asking() as session:
        return [line.text for line in transcripts.lines(session, recording_id)]


def test_a_film_that_is_made_anew_can_be_watched_over_a_slow_connection_too(working: None) -> None:
    recording_id = bring_in(samples.film("lesson.avi", 8, extra="-c:v mpeg4 -s 1280x720"))
    until_done(recording_id)
    recording = recording_of(recording_id)
    with media_store().local(f"{recording.prefix}/data-saver.mp4") as path:
        lighter = asyncio.run(probe(path))
    assert lighter.browser_playable
    assert lighter.shown_size == (640, 360)
    assert lighter.keyframe_seconds == pytest.approx(2, abs=0.05)
    with asking() as session:
        kept = session.scalars(select(Rendition).where(Rendition.kind == RenditionKind.data_saver))
        assert [each.size for each in kept] == [
            media_store().size(f"{recording.prefix}/data-saver.mp4")
        ]


def test_a_recording_can_be_watched_although_nothing_could_be_heard(
    working: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def deaf(*_: object) -> Heard:
        raise Deaf

    monkeypatch.setattr(speech_steps, "transcribe", deaf)
    recording_id = bring_in(samples.film("lesson.mp4", 8))
    until_done(recording_id)
    assert recording_of(recording_id).state is RecordingState.ready
    with asking() as session:
        kinds = set(session.scalars(select(Rendition.kind)))
    assert RenditionKind.proxy in kinds
    assert RenditionKind.captions not in kinds


def test_the_file_of_a_clip_holds_what_was_chosen_last(working: None) -> None:
    recording_id = bring_in(samples.film("lesson.mp4", 8))
    until_done(recording_id)
    with acting() as session:
        film = command_line.recording(session, recording_id)
        clip_id = command_line.cut(session, film, Span(1000, 3000)).id
    with acting() as session:
        clip = session.get_one(Clip, clip_id)
        clip.start_ms, clip.end_ms, clip.file_key = 4000, 5000, None
        jobs.wanted(session, "cut", clip_id)
    until(lambda: file_of(clip_id))
    until(lambda: jobs.fate("cut", clip_id) is jobs.Fate.done)
    with media_store().local(file_of(clip_id) or "") as path:
        assert samples.picture_numbers(path) == list(range(100, 125))
    with acting() as session:  # as if changed while the engine still called the last cut running
        clip = session.get_one(Clip, clip_id)
        clip.start_ms, clip.end_ms, clip.file_key = 2000, 3000, None
    chores.mend()
    until(lambda: file_of(clip_id))
    with media_store().local(file_of(clip_id) or "") as path:
        assert samples.picture_numbers(path) == list(range(50, 75))


def file_of(clip_id: str) -> str | None:
    with asking() as session:
        return session.get_one(Clip, clip_id).file_key


def test_a_film_shorter_than_the_lesson_that_was_agreed_is_refused_at_once_and_says_so(
    working: None, caplog: pytest.LogCaptureFixture
) -> None:
    walk = makers.a_walk().uploaded(samples.film("lesson.mp4", 8).read_bytes())
    until(lambda: recording_of(walk.recording_id).state is RecordingState.refused)
    assert recording_of(walk.recording_id).refusal == "refusals.film_too_short_for_lesson"
    assert walk.state is State.awaiting_recording
    until(lambda: jobs.fate("ingest", walk.recording_id) in (jobs.Fate.done, None))
    assert "given up" not in caplog.text
    assert "probe" not in caplog.text, "it was not tried again"


def test_a_cycle_that_moved_on_is_no_reason_to_call_a_film_bad(
    sqlite_database: Engine,
) -> None:
    with jobs.collecting():
        recording_id = bring_in(samples.film("lesson.mp4", 8))

    @steps.answering
    async def step(_: str) -> None:
        raise StepAlreadyTaken

    with pytest.raises(StepAlreadyTaken):
        asyncio.run(step(recording_id))
    assert recording_of(recording_id).state is RecordingState.processing


def test_what_was_thrown_away_while_it_was_stored_does_not_stay_in_the_store(
    sqlite_database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with jobs.collecting():
        recording_id = bring_in(samples.film("lesson.mp4", 8))
    poster = tmp_path / "poster.jpg"
    poster.write_bytes(b"a picture")
    store = publish.store

    def meanwhile(prefix: str, kind: RenditionKind, path: Path) -> object:
        stored = store(prefix, kind, path)
        with acting() as session:
            session.get_one(Recording, recording_id).state = RecordingState.discarded
        return stored

    monkeypatch.setattr(publish, "store", meanwhile)
    with pytest.raises(NotFound):
        publish.publish(recording_id, {RenditionKind.poster: poster})
    assert [key.rpartition("/")[2] for key in media_store().list()] == ["original.mp4"]


def test_work_that_a_crash_lost_is_asked_for_again(sqlite_database: Engine) -> None:
    with jobs.collecting():
        recording_id = bring_in(samples.film("lesson.mp4", 8))
    assert jobs.fate("ingest", recording_id) is None
    chores.mend()
    assert jobs.fate("ingest", recording_id) is jobs.Fate.waiting
    chores.mend()
    assert recording_of(recording_id).state is RecordingState.processing


def test_work_that_ended_without_an_answer_becomes_a_refusal_with_a_reason(
    sqlite_database: Engine,
) -> None:
    recording_id = bring_in(samples.film("lesson.mp4", 8))
    jobs.cancel("ingest", recording_id)
    chores.mend()
    assert recording_of(recording_id).refusal == "refusals.could_not_process"


def test_a_transcript_that_ended_without_an_answer_leaves_the_recording_as_it_is(
    working: None,
) -> None:
    recording_id = bring_in(samples.film("lesson.mp4", 8))
    until(lambda: jobs.fate("transcribe", recording_id) is jobs.Fate.done)
    with acting() as session:
        session.get_one(Recording, recording_id).step = "transcript"
    chores.mend()
    recording = recording_of(recording_id)
    assert (recording.step, recording.state) == ("done", RecordingState.ready)
    with asking() as session:
        assert session.scalars(select(Transcript)).one().language == "nl"


def test_what_starts_by_itself_is_what_the_code_declares(
    sqlite_database: Engine, speech: None, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        with engine.running(schedule.SCHEDULES):
            assert names() == {"sweep", "reconcile", "tidy"}
        with engine.running(schedule.SCHEDULES[:1]):
            assert names() == {"sweep"}
        with engine.running():
            assert names() == {"sweep"}, "a helper at the command line changes nothing"


def names() -> set[str]:
    return {each["schedule_name"] for each in DBOS.list_schedules()}


def test_the_engine_forgets_only_what_ended_long_ago(sqlite_database: Engine) -> None:
    for thing in ("ended", "waiting"):
        jobs.enqueue("cut", thing)
    jobs.cancel("cut", "ended")
    assert engine.tidy(timedelta(days=7)) == 0
    assert engine.tidy(timedelta(seconds=-5)) == 1
    assert jobs.fate("cut", "ended") is None
    assert jobs.fate("cut", "waiting") is jobs.Fate.waiting
