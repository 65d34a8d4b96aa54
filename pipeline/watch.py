"""Tell the owner how far the machine is, and stop as soon as nobody wants the result."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from storage import machine_work
from storage.database import acting

R = TypeVar("R")

TELL_S = 1.0
"""At most so often is progress written down and the recording's row looked at."""

Progress = Callable[[float], None]
"""Takes how far a step is, 0 to 1."""


async def watched(
    recording_id: str,
    step: str,
    work: Callable[[Progress], Coroutine[Any, Any, R]],
    meanwhile: Callable[[], Awaitable[None]] | None = None,
) -> R:
    """Do a step's work while its progress is written down, once a second.

    `meanwhile` is called as often (and once more at the end), for what shows before the end.
    NotFound when the recording was thrown away: the work is cancelled, its tools are dead.
    """
    return await followed(lambda percent: _tell(recording_id, step, percent), work, meanwhile)


async def followed(
    tell: Callable[[int], None],
    work: Callable[[Progress], Coroutine[Any, Any, R]],
    meanwhile: Callable[[], Awaitable[None]] | None = None,
) -> R:
    """As `watched`; `tell` writes the percentage down, or raises when nobody wants the work."""
    reached = 0.0

    def note(part: float) -> None:
        nonlocal reached
        reached = part

    await asyncio.to_thread(tell, 0)
    doing = asyncio.create_task(work(note))
    try:
        while not (await asyncio.wait({doing}, timeout=TELL_S))[0]:
            await asyncio.to_thread(tell, int(reached * 100))
            if meanwhile is not None:
                await meanwhile()
        result = doing.result()
        if meanwhile is not None:
            await meanwhile()
        return result
    finally:
        doing.cancel()
        await asyncio.gather(doing, return_exceptions=True)


def _tell(recording_id: str, step: str, percent: int) -> None:
    with acting() as session:
        machine_work.still_wanted(session, recording_id)
        machine_work.note_progress(session, recording_id, step, percent)
