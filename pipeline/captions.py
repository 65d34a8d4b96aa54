"""The stored words of a recording, written anew after people put them right or removed a name."""

import asyncio
import json
from pathlib import Path

from pipeline import engine
from pipeline.clip_steps import caption, caption_key
from pipeline.publish import FILES, drop, prefix_of, publish
from pipeline.workspace import workspace
from storage import machine_work, transcripts
from storage.captions import webvtt
from storage.database import acting, asking
from storage.errors import NotFound
from storage.media import media_store
from storage.records import RenditionKind
from storage.transcripts import Written


@engine.step("rewrite")
async def rewrite(recording_id: str) -> bool:
    """Write the files of the words anew; False when people changed more meanwhile."""
    try:
        return await asyncio.to_thread(_rewrite, recording_id)
    except NotFound:  # the recording went, and its files with it
        return True


def _rewrite(recording_id: str) -> bool:
    prefix = prefix_of(recording_id)
    with asking() as session:
        written = transcripts.whole(session, recording_id)
        cut_already = machine_work.clips_with_file(session, recording_id)
        to_cut = machine_work.clips_without_file(session, recording_id)
    # Purged first: a store that keeps versions would keep a name with them.
    with workspace(engine.own_name(recording_id)) as folder:
        made = write_files(written, folder)
        for kind in made:
            media_store().purge(f"{prefix}/{FILES[kind][0]}")
        publish(recording_id, made)
    # One that is moved, removed or just being cut may have words in the store without its file.
    there = [each for each in to_cut if media_store().exists(caption_key(each[0]))]
    for clip_id, span in [*cut_already, *there]:
        media_store().purge(caption_key(clip_id))
        caption(clip_id, span)
    try:
        with acting() as session:
            return transcripts.note_written(session, recording_id, written.version)
    except NotFound:  # the words came to their end meanwhile: what was just stored goes after them
        for kind in made:
            drop(recording_id, kind)
        raise


def write_files(written: Written, folder: Path) -> dict[RenditionKind, Path]:
    """Write captions and transcript in a folder; returns where each lies."""
    files = {
        RenditionKind.captions: webvtt(written.lines),
        RenditionKind.transcript: json.dumps(written.to_json(), ensure_ascii=False),
    }
    for kind, content in files.items():
        (folder / FILES[kind][0]).write_text(content, encoding="utf-8")
    return {kind: folder / FILES[kind][0] for kind in files}
