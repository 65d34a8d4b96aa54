"""The exact file of one clip, cut from the proxy."""

import asyncio
import logging
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from pathlib import Path

from sqlalchemy.orm import Session

from pipeline import engine
from pipeline.cut import Cut, cut
from pipeline.errors import BadFilm, Cancelled, ToolFailed
from pipeline.publish import at_hand
from pipeline.workspace import workspace
from storage import captions, clips, machine_work, remaking
from storage.database import acting, asking
from storage.errors import NotFound
from storage.machine_work import StoredFile
from storage.media import StoreError, media_store
from storage.records import Clip, RenditionKind
from storage.spans import Span

MEDIA_TYPE = "video/mp4"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Order:
    """What has to be cut: which span, out of what film, of what length and pace.

    As the film was made, and not as it is read back: then the pace is rounded by the length.
    """

    proxy: str
    """Where the film people watch lies."""

    span: Span
    duration_ms: int
    proxy_fps: Fraction


@engine.step("cut")
async def cut_file(clip_id: str) -> bool:
    """Cut the file of a clip; False when its span was changed meanwhile: cut again."""
    return await make_file(clip_id, engine.own_name(clip_id))


async def make_file(clip_id: str, work_name: str) -> bool:
    """Cut the file of a clip in a folder of this name, and store it; False as in `cut_file`."""
    try:
        order = await asyncio.to_thread(order_of, clip_id)
        with workspace(work_name) as folder:
            async with at_hand(order.proxy) as proxy:
                made = await cut(proxy, order, order.span, folder / "clip.mp4")
            if made.anew:
                log.warning("all of clip %s was encoded anew: %s", clip_id, made.anew)
            return await asyncio.to_thread(_publish, clip_id, order, made)
    except (NotFound, Cancelled, BadFilm):  # it still plays as a span of the proxy
        return True
    except ToolFailed as failed:
        raise ToolFailed(failed.tool, failed.why) from None


async def save_clips(recording_ids: Collection[str]) -> None:
    """Cut what is published of recordings that are about to go, where that was not done yet.

    What cannot be cut now does not keep them: when a film goes is what its owner was told.
    """
    for clip_id in await asyncio.to_thread(_without_film, recording_ids):
        try:
            await make_file(clip_id, engine.own_name(f"last-{clip_id}"))
        except (ToolFailed, StoreError) as failed:
            log.warning("clip %s loses its film: %s", clip_id, type(failed).__name__)


def _without_film(recording_ids: Collection[str]) -> list[str]:
    with asking() as session:
        return machine_work.clips_without_film(session, recording_ids)


def order_of(clip_id: str) -> Order:
    """Return what has to be cut. NotFound when the clip or its recording is gone."""
    with asking() as session:
        clip = session.get(Clip, clip_id)
        if clip is None:
            raise NotFound
        recording = machine_work.film_of(session, clip)
        if remaking.is_leaving(session, clip):
            raise NotFound  # it is asked for again once the old file is gone
        if not (recording.duration_ms and recording.fps_num and recording.fps_den):
            raise NotFound  # nothing was made of it yet, so nothing can be cut out of it
        pace = Fraction(recording.fps_num, recording.fps_den)
        return Order(
            machine_work.proxy_key(session, recording.id), clip.span, recording.duration_ms, pace
        )


def _film_of(session: Session, clip_id: str) -> str:
    """Where the film of a clip lies at this moment; something may have been taken out of it."""
    clip = session.get_one(Clip, clip_id)
    return machine_work.proxy_key(session, machine_work.film_of(session, clip).id)


def caption_clips(recording_id: str) -> None:
    """Write the captions of clips that were cut before the words were there."""
    with asking() as session:
        cut_already = machine_work.clips_with_file(session, recording_id)
    for clip_id, span in cut_already:
        caption(clip_id, span)


def caption(clip_id: str, span: Span) -> None:
    """Write what is said in a clip beside its file."""
    said = BytesIO(captions_of(clip_id, span).encode())
    media_store().put(caption_key(clip_id), said)


def caption_key(clip_id: str) -> str:
    """Return where what is said in a clip lies in the store."""
    return f"{clips.folder(clip_id)}/captions.vtt"


def captions_of(clip_id: str, span: Span) -> str:
    """Return what is said in a clip as WebVTT, on the clip's own clock."""
    with asking() as session:
        clip = session.get(Clip, clip_id)
        return captions.of_clip(session, clip.recording_id or "" if clip else "", span)


def _publish(clip_id: str, order: Order, made: Cut) -> bool:
    engine.require_ours()
    if order_of(clip_id) != order:
        return False
    blob = media_store().put_file(f"{clips.folder(clip_id)}/clip.mp4", Path(made.path))
    caption(clip_id, order.span)
    file = StoredFile(RenditionKind.proxy, blob.key, blob.size, blob.sha256, MEDIA_TYPE)
    pace = (order.proxy_fps.numerator, order.proxy_fps.denominator)
    try:
        with acting() as session:
            clip = session.get(Clip, clip_id, with_for_update=True)
            stands = clip is not None and clip.span == order.span
            if not stands or _film_of(session, clip_id) != order.proxy:
                media_store().purge(clips.folder(clip_id))  # it may show what was taken out
                return False
            machine_work.note_clip_file(session, clip_id, file, made.frames, pace)
    except NotFound:
        media_store().purge(clips.folder(clip_id))
        raise
    return True
