"""To and from the store: what a step needs, and what it made, while that is still wanted."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from pipeline import engine
from storage import machine_work
from storage.database import acting, asking
from storage.errors import NotFound
from storage.machine_work import StoredFile
from storage.media import media_store
from storage.records import RenditionKind

FILES = {
    RenditionKind.proxy: ("proxy.mp4", "video/mp4"),
    RenditionKind.data_saver: ("data-saver.mp4", "video/mp4"),
    RenditionKind.poster: ("poster.jpg", "image/jpeg"),
    RenditionKind.filmstrip: ("filmstrip.jpg", "image/jpeg"),
    RenditionKind.filmstrip_plan: ("filmstrip.json", "application/json"),
    RenditionKind.peaks: ("peaks.json", "application/json"),
    RenditionKind.sound: ("sound.wav", "audio/wav"),
    RenditionKind.transcript: ("transcript.json", "application/json"),
    RenditionKind.captions: ("captions.vtt", "text/vtt"),
}
"""Name in the store and media type of what is made of a recording."""


@asynccontextmanager
async def at_hand(key: str) -> AsyncIterator[Path]:
    """A path for a tool to read; fetched first where the store is elsewhere."""
    place = media_store().local(key)
    path = await asyncio.to_thread(place.__enter__)
    try:
        yield path
    finally:
        await asyncio.shield(asyncio.to_thread(place.__exit__, None, None, None))


def prefix_of(recording_id: str) -> str:
    """Return where the files of a recording lie. NotFound when nobody wants it any more."""
    with asking() as session:
        return machine_work.still_wanted(session, recording_id).prefix


def publish(recording_id: str, made: dict[RenditionKind, Path]) -> None:
    """Store these files and note them, all or none. NotFound when the recording went meanwhile.

    Asked before and after: between the two somebody may throw the recording away, and what was
    stored in that moment would never be purged.
    """
    prefix = prefix_of(recording_id)
    engine.require_ours()
    stored = [store(prefix, kind, path) for kind, path in made.items()]
    try:
        with acting() as session:
            for file in stored:
                machine_work.add_file(session, recording_id, file)
    except NotFound:
        for file in stored:
            media_store().purge(file.key)
        raise


def store(prefix: str, kind: RenditionKind, path: Path) -> StoredFile:
    """Put one file in the store, under its own name in this folder; nothing is noted of it."""
    name, media_type = FILES[kind]
    blob = media_store().put_file(f"{prefix}/{name}", path)
    return StoredFile(kind, blob.key, blob.size, blob.sha256, media_type)


def drop(recording_id: str, kind: RenditionKind) -> None:
    """Remove a file that is of no more use: first from the records, then from the store."""
    with acting() as session:
        key = machine_work.drop_file(session, recording_id, kind)
    if key is not None:
        media_store().purge(key)
