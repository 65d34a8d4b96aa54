"""The steps of a recording's way through the machine: ids in, files in the store, one word out.

A step that is done is never done again. One that was interrupted starts over, so each publishes
what it made in one go. A step that answers no says that nothing is left to do: the recording was
thrown away, or refused with its reason.
"""

import asyncio
import functools
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from pipeline import engine
from pipeline.errors import Cancelled, ToolFailed
from pipeline.film import Film
from pipeline.probe import probe
from pipeline.publish import at_hand, publish
from pipeline.sums import keep_sum
from pipeline.transcode import make_renditions, room_for
from pipeline.watch import Progress, watched
from pipeline.workspace import require_room, workspace
from storage import machine_work
from storage.database import acting, asking
from storage.errors import NotFound, Refused, StepAlreadyTaken
from storage.machine_work import FilmFacts
from storage.records import RenditionKind

R = TypeVar("R")

GIVEN_UP = "refusals.could_not_process"


def answering(
    work: Callable[..., Awaitable[R]],
) -> Callable[..., Awaitable[R | None]]:
    """Let a step answer None where there is nothing left to do, and tell why in the records."""

    @functools.wraps(work)
    async def step(recording_id: str, *more: Any) -> R | None:
        try:
            return await work(recording_id, *more)
        except (NotFound, Cancelled):
            return None
        except StepAlreadyTaken:  # says something of the cycle, and nothing of the film
            raise
        except Refused as no:  # a bad film, or one that the programme does not take
            await asyncio.to_thread(refuse, recording_id, no.key)
            return None
        except ToolFailed as failed:  # what the tool said may quote the film: not for the engine
            raise ToolFailed(failed.tool, failed.why) from None

    return step


@engine.step("probe")
@answering
async def look(recording_id: str) -> dict[str, Any]:
    """Find out what film it is, and return that."""

    async def work(_: Progress) -> Film:
        async with at_hand(await asyncio.to_thread(original_key, recording_id)) as path:
            film = await probe(path)
            await keep_sum(recording_id, path)
            return film

    film = await watched(recording_id, "probe", work)
    await asyncio.to_thread(_note_film, recording_id, film, film.duration_ms)
    return film.to_json()


@engine.step("renditions")
@answering
async def make(recording_id: str, found: dict[str, Any]) -> bool:
    """Make what people watch from one decode; the owner can look at it from here on."""
    film = Film.from_json(found)

    async def work(progress: Progress) -> None:
        key = await asyncio.to_thread(original_key, recording_id)
        with workspace(engine.own_name(recording_id)) as folder:
            async with at_hand(key) as path:
                require_room(folder, room_for(path, film))
                made = await make_renditions(path, film, folder, progress)
            files = made.watched() | {RenditionKind.sound: made.audio}
            await asyncio.to_thread(publish, recording_id, files)
        await asyncio.to_thread(_note_film, recording_id, film, made.duration_ms)
        await asyncio.to_thread(_open, recording_id)

    await watched(recording_id, "renditions", work)
    return True


@engine.step("give_up")
async def give_up(recording_id: str) -> None:
    """Refuse a recording that no try could make anything of."""
    await asyncio.to_thread(refuse, recording_id, GIVEN_UP)


def refuse(recording_id: str, key: str) -> None:
    """Refuse a recording with its reason, a text key."""
    with acting() as session:
        machine_work.refuse(session, recording_id, key)


def original_key(recording_id: str) -> str:
    """Return where the film lies as it was uploaded. NotFound when nobody wants it any more."""
    with asking() as session:
        recording = machine_work.still_wanted(session, recording_id)
        return f"{recording.prefix}/original{recording.ending}"


def _note_film(recording_id: str, film: Film, duration_ms: int) -> None:
    """Keep what the film is, as people see it: upright, at the pace of the proxy."""
    width, height = film.shown_size
    pace = film.proxy_fps
    facts = FilmFacts(duration_ms, width, height, pace.numerator, pace.denominator)
    with acting() as session:
        machine_work.note_film(session, recording_id, facts)


def _open(recording_id: str) -> None:
    with acting() as session:
        machine_work.watchable(session, recording_id)
