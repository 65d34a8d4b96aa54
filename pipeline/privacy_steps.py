"""The steps of a privacy check: finding faces, making what is left, letting what was taken out go.

Each asks, before and after, whether its work is still wanted: a teacher may change her mind.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from pipeline import engine
from pipeline.errors import BadFilm, Cancelled, ToolFailed
from pipeline.face_tracks import Track
from pipeline.faces import find_faces
from pipeline.film import Film
from pipeline.mask import make_masked, track_to_json
from pipeline.mask_tool import track_from
from pipeline.privacy_check import facts_of
from pipeline.probe import probe
from pipeline.publish import at_hand, store
from pipeline.renditions import Renditions
from pipeline.watch import Progress, followed
from pipeline.workspace import require_room, workspace
from storage import erasures, jobs, overdue, privacy_work, remaking, retention, traces
from storage.database import acting, asking
from storage.errors import NotFound
from storage.holdings import Only
from storage.media import media_store
from storage.privacy_work import Order
from storage.rules.retention import Kind


@engine.step("faces")
async def find(work_id: str) -> None:
    """Find where faces are, and propose all of them."""
    with suppress(NotFound, Cancelled, BadFilm):  # nobody wants it any more, or can have it
        order = await asyncio.to_thread(_order, work_id)

        async def work(progress: Progress) -> list[Track]:
            async with at_hand(order.proxy) as proxy:
                return await find_faces(proxy, await probe(proxy), progress)

        tracks = await _following(work_id, work)
        told = [track_to_json(each) for each in tracks]
        await asyncio.to_thread(_keep_faces, work_id, told)


@engine.step("mask")
async def make(work_id: str) -> None:
    """Make what is left of a film."""
    with suppress(NotFound, Cancelled, BadFilm):
        order = await asyncio.to_thread(_order, work_id)
        tracks = [track_from(each) for each in order.tracks]
        with workspace(engine.own_name(work_id)) as folder:

            async def work(progress: Progress) -> tuple[Film, Renditions]:
                async with at_hand(order.proxy) as proxy:
                    film = await probe(proxy)
                    require_room(folder, proxy.stat().st_size)
                    return film, await make_masked(
                        proxy, film, order.masks, tracks, folder, progress
                    )

            film, made = await _following(work_id, work)
            await asyncio.to_thread(_keep_masked, work_id, order, film, made)


@engine.step("close")
async def close(work_id: str) -> None:
    """Work that is still there now did not succeed."""
    await asyncio.to_thread(_failed, work_id)


@engine.step("unmasked")
async def let_go(recording_id: str) -> None:
    """Delete what was taken out: the files, and the words in the slack of the database."""
    await asyncio.to_thread(_let_go, recording_id)


async def _following(work_id: str, work: Any) -> Any:
    def tell(percent: int) -> None:
        with acting() as session:
            privacy_work.note_progress(session, work_id, percent)

    try:
        return await followed(tell, work)
    except ToolFailed as failed:  # what the tool said may quote the film: not for the engine
        raise ToolFailed(failed.tool, failed.why) from None


def _order(work_id: str) -> Order:
    with asking() as session:
        return privacy_work.order(session, work_id)


def _keep_faces(work_id: str, tracks: Sequence[dict[str, Any]]) -> None:
    engine.require_ours()
    with acting() as session:
        privacy_work.keep_faces(session, work_id, tracks)


def _keep_masked(work_id: str, order: Order, film: Film, made: Renditions) -> None:
    _order(work_id)
    engine.require_ours()
    files = [store(order.folder, kind, path) for kind, path in made.watched().items()]
    try:
        with acting() as session:
            gone = privacy_work.keep_masked(
                session, work_id, facts_of(film, made.duration_ms), files
            )
    except NotFound:
        for file in files:
            media_store().purge(file.key)
        raise
    for key in gone:
        media_store().purge(key)


def _failed(work_id: str) -> None:
    with acting() as session:
        privacy_work.failed(session, work_id)


def _let_go(recording_id: str) -> None:
    with asking() as session:
        leaving = list(overdue.plan(session, only=Only([recording_id])))
    for each in leaving:
        if each.due.kind is Kind.unmasked_recording:
            retention.let_go(media_store(), each)
    with acting() as session:  # what was cut from it is cut anew, out of what is left
        for clip_id in remaking.waiting(session, recording_id):
            jobs.wanted(session, "cut", clip_id)
    traces.wipe()
    erasures.write_down()
