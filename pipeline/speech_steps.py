"""From sound to transcript and captions. Lines appear in the records while they are heard."""

import asyncio
from dataclasses import asdict
from pathlib import Path

from pipeline import engine
from pipeline.captions import write_files
from pipeline.clip_steps import caption_clips
from pipeline.publish import FILES, at_hand, drop, prefix_of, publish
from pipeline.speech import Heard, Segment
from pipeline.speech_model import model_name
from pipeline.steps import answering
from pipeline.transcribe import transcribe
from pipeline.watch import Progress, watched
from pipeline.workspace import workspace
from storage import machine_work, privacy_work, transcripts
from storage.database import acting
from storage.records import RenditionKind
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
        privacy_work.look_ahead(session, recording_id)


def _write(recording_id: str, folder: Path) -> dict[RenditionKind, Path]:
    with acting() as session:
        written = transcripts.whole(session, recording_id)
        transcripts.note_written(session, recording_id, written.version)
    return write_files(written, folder)


def _line(segment: Segment) -> Line:
    words = tuple(HeardWord(**asdict(word)) for word in segment.words)
    return Line(segment.start_ms, segment.end_ms, segment.text, words)
