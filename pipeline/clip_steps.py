"""The exact file of one clip, cut from the proxy."""

import asyncio
from dataclasses import dataclass, replace
from fractions import Fraction
from io import BytesIO
from pathlib import Path

from pipeline import engine
from pipeline.captions import webvtt
from pipeline.cut import Cut, cut
from pipeline.errors import BadFilm, Cancelled, ToolFailed
from pipeline.film import Film
from pipeline.probe import probe
from pipeline.publish import at_hand
from pipeline.speech import Segment, Word
from pipeline.workspace import workspace
from storage import clips, machine_work, transcripts
from storage.database import acting, asking
from storage.errors import NotFound
from storage.machine_work import StoredFile
from storage.media import media_store
from storage.records import Clip, Recording, RenditionKind
from storage.spans import Span

MEDIA_TYPE = "video/mp4"


@dataclass(frozen=True)
class Order:
    """What has to be cut: which span, out of what, at which pace."""

    prefix: str
    span: Span
    fps: Fraction


@engine.step("cut")
async def cut_file(clip_id: str) -> bool:
    """Cut the file of a clip; False when its span was changed meanwhile: cut again."""
    try:
        order = await asyncio.to_thread(order_of, clip_id)
        with workspace(engine.own_name(clip_id)) as folder:
            async with at_hand(f"{order.prefix}/proxy.mp4") as proxy:
                film = _as_made(await probe(proxy), order.fps)
                made = await cut(proxy, film, order.span, folder / "clip.mp4")
            return await asyncio.to_thread(_publish, clip_id, order, made)
    except (NotFound, Cancelled, BadFilm):  # it still plays as a span of the proxy
        return True
    except ToolFailed as failed:
        raise ToolFailed(failed.tool, failed.why) from None


def order_of(clip_id: str) -> Order:
    """Return what has to be cut. NotFound when the clip or its recording is gone."""
    with asking() as session:
        clip = session.get(Clip, clip_id)
        if clip is None or clip.removed_at is not None or clip.recording_id is None:
            raise NotFound
        recording = machine_work.still_wanted(session, clip.recording_id)
        return Order(recording.prefix, clip.span, _pace(recording))


def _pace(recording: Recording) -> Fraction:
    if recording.fps_num is None or recording.fps_den is None:
        raise NotFound  # nothing was made of it yet, so nothing can be cut out of it
    return Fraction(recording.fps_num, recording.fps_den)


def _as_made(proxy: Film, fps: Fraction) -> Film:
    """The proxy at the pace it was made with; read back, that is rounded by its length."""
    return replace(proxy, fps=fps, nominal_fps=fps, constant_rate=True, browser_playable=True)


def caption_clips(recording_id: str) -> None:
    """Write the captions of clips that were cut before the words were there."""
    with asking() as session:
        cut_already = machine_work.clips_with_file(session, recording_id)
    for clip_id, span in cut_already:
        caption(clip_id, span)


def caption(clip_id: str, span: Span) -> None:
    """Write what is said in a clip beside its file."""
    said = BytesIO(captions_of(clip_id, span).encode())
    media_store().put(f"{clips.folder(clip_id)}/captions.vtt", said)


def captions_of(clip_id: str, span: Span) -> str:
    """Return what is said in a clip as WebVTT, on the clip's own clock."""
    with asking() as session:
        clip = session.get(Clip, clip_id)
        heard = transcripts.lines(session, clip.recording_id or "", span) if clip else []
    return webvtt([_on_own_clock(line, span) for line in heard])


def _on_own_clock(line: transcripts.Line, span: Span) -> Segment:
    def own(at_ms: int) -> int:
        return min(max(at_ms - span.start_ms, 0), span.length_ms)

    words = tuple(
        Word(own(word.start_ms), own(word.end_ms), word.text, word.probability)
        for word in line.words
        if word.end_ms > span.start_ms and word.start_ms < span.end_ms
    )
    said = "".join(word.text for word in words).strip() if words else line.text
    return Segment(own(line.start_ms), own(line.end_ms), said, words)


def _publish(clip_id: str, order: Order, made: Cut) -> bool:
    engine.require_ours()
    if order_of(clip_id).span != order.span:
        return False
    blob = media_store().put_file(f"{clips.folder(clip_id)}/clip.mp4", Path(made.path))
    caption(clip_id, order.span)
    file = StoredFile(RenditionKind.proxy, blob.key, blob.size, blob.sha256, MEDIA_TYPE)
    pace = (order.fps.numerator, order.fps.denominator)
    try:
        with acting() as session:
            clip = session.get(Clip, clip_id)
            if clip is None or clip.span != order.span:
                return False
            machine_work.note_clip_file(session, clip_id, file, made.frames, pace)
    except NotFound:
        media_store().purge(clips.folder(clip_id))
        raise
    return True
