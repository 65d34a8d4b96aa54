"""From sound to transcript and captions. Lines appear in the records while they are heard."""

import asyncio
import json
from dataclasses import asdict
from pathlib import Path

from pipeline import engine
from pipeline.captions import webvtt
from pipeline.clip_steps import caption_clips
from pipeline.publish import FILES, at_hand, drop, prefix_of, publish
from pipeline.speech import Heard, Segment, Word
from pipeline.speech_model import model_name
from pipeline.steps import answering
from pipeline.transcribe import transcribe
from pipeline.watch import Progress, watched
from pipeline.workspace import workspace
from storage import machine_work, transcripts
from storage.database import acting, asking
from storage.errors import NotFound
from storage.records import RenditionKind, Transcript
from storage.transcripts import HeardWord, Line


@engine.step("transcript")
@answering
async def hear(recording_id: str) -> bool:
    """Write down what was said, in the language asked for or else the one that is heard."""
    language = await asyncio.to_thread(_begin, recording_id)
    prefix = await asyncio.to_thread(prefix_of, recording_id)
    fresh: list[Segment] = []
    kept = 0

    async def work(progress: Progress) -> Heard:
        async with at_hand(f"{prefix}/{FILES[RenditionKind.sound][0]}") as sound:
            return await transcribe(sound, language, progress, fresh.append)

    async def show() -> None:
        nonlocal kept
        now, fresh[:] = list(fresh), []
        await asyncio.to_thread(_add, recording_id, kept, now)
        kept += len(now)

    heard = await watched(recording_id, "transcript", work, show)
    await asyncio.to_thread(_keep, recording_id, heard)
    return True


@engine.step("captions")
@answering
async def caption(recording_id: str) -> bool:
    """Make captions and the transcript's file of what was written down."""

    async def work(_: Progress) -> None:
        with workspace(engine.own_name(recording_id)) as folder:
            made = await asyncio.to_thread(_write, recording_id, folder)
            await asyncio.to_thread(publish, recording_id, made)

    await watched(recording_id, "captions", work)
    return True


@engine.step("finish")
@answering
async def finish(recording_id: str) -> bool:
    """Call the recording done; the sound for the speech model has served its purpose."""
    await asyncio.to_thread(drop, recording_id, RenditionKind.sound)
    await asyncio.to_thread(caption_clips, recording_id)
    await asyncio.to_thread(_done, recording_id)
    return True


def _begin(recording_id: str) -> str | None:
    with acting() as session:
        language = machine_work.still_wanted(session, recording_id).language
        transcripts.begin(session, recording_id, language or "", model_name())
    return language


def _add(recording_id: str, position: int, heard: list[Segment]) -> None:
    engine.require_ours()
    if heard:
        with acting() as session:
            transcripts.add(session, recording_id, position, [_line(each) for each in heard])


def _keep(recording_id: str, heard: Heard) -> None:
    engine.require_ours()
    lines = [_line(each) for each in heard.segments]
    with acting() as session:
        transcripts.keep(session, recording_id, heard.language, heard.model, lines)


def _done(recording_id: str) -> None:
    with acting() as session:
        machine_work.done(session, recording_id)


def _write(recording_id: str, folder: Path) -> dict[RenditionKind, Path]:
    with asking() as session:
        found = session.query(Transcript).filter_by(recording_id=recording_id).one_or_none()
        if found is None:
            raise NotFound
        segments = tuple(_segment(line) for line in transcripts.lines(session, recording_id))
        heard = Heard(found.language, found.model, segments)
    files = {
        RenditionKind.captions: webvtt(segments),
        RenditionKind.transcript: json.dumps(heard.to_json(), ensure_ascii=False),
    }
    for kind, content in files.items():
        (folder / FILES[kind][0]).write_text(content, encoding="utf-8")
    return {kind: folder / FILES[kind][0] for kind in files}


def _line(segment: Segment) -> Line:
    words = tuple(HeardWord(**asdict(word)) for word in segment.words)
    return Line(segment.start_ms, segment.end_ms, segment.text, words)


def _segment(line: Line) -> Segment:
    words = tuple(Word(**asdict(word)) for word in line.words)
    return Segment(line.start_ms, line.end_ms, line.text, words)
