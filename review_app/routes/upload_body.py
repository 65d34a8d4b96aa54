"""The bytes of one request on their way to the store, in bounded memory.

While one block is written, by a thread, the next one comes in; and behind the writer another
thread has the disk keep what was written and sums it. So network, disk and sum work at once, and
the last byte has little left to wait for.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import anyio
import anyio.to_thread
from starlette.requests import ClientDisconnect, Request

from storage.errors import Refused
from storage.media import Incoming, StoreError

log = logging.getLogger(__name__)

BLOCK = 2 * 1024 * 1024
"""Bytes gathered before they are written: two of these is the memory an upload takes."""
SETTLE = 16 * 1024 * 1024
"""Bytes after which the disk is asked to keep what was written."""

_settling: dict[str, asyncio.Task[None]] = {}
"""By upload: what keeps its bytes now. It goes on while the next request comes in."""


@dataclass
class Writer:
    """Writes to one upload from offset `at` on, one block behind what comes in."""

    incoming: Incoming
    at: int
    _writing: asyncio.Task[None] | None = None
    _loose: int = 0
    """Bytes written since the disk was last asked to keep them."""

    async def add(self, block: list[bytes]) -> None:
        """Write these bytes too. Raises what writing the block before them met."""
        await self.rest()
        self._writing = asyncio.create_task(self._write(block))

    async def rest(self) -> None:
        """Wait until everything that was added is written; also when the request is cancelled."""
        if self._writing:
            with anyio.CancelScope(shield=True):
                writing, self._writing = self._writing, None
                await writing

    async def _write(self, block: list[bytes]) -> None:
        before = self.at
        self.at = await anyio.to_thread.run_sync(self.incoming.write, before, block)
        self._loose += self.at - before
        if self._loose >= SETTLE and self.incoming.key not in _settling:
            self._loose = 0
            _settling[self.incoming.key] = asyncio.create_task(_settle(self.incoming))


async def _settle(incoming: Incoming) -> None:
    """Have the disk keep what was written; the sender is asked again for what it could not."""
    try:
        await anyio.to_thread.run_sync(incoming.settle)
    except (OSError, StoreError) as error:
        log.warning("%s was not kept whole: %s", incoming.key, type(error).__name__)
    finally:
        del _settling[incoming.key]


async def receive(
    request: Request, incoming: Incoming, at: int, most: int, heard: Callable[[], None]
) -> int:
    """Write what comes in at offset `at`; what arrived before a break counts.

    Args:
        most: the bytes there is room for; the film would otherwise be longer than was said.
        heard: is called whenever bytes came in.
    """
    writer = Writer(incoming, at)
    gathered: list[bytes] = []
    size = 0
    try:
        with suppress(ClientDisconnect):  # the phone lost its connection: it comes back
            async for chunk in request.stream():
                heard()
                most -= len(chunk)
                if most < 0:
                    raise Refused("refusals.upload_longer_than_said")
                gathered.append(chunk)
                size += len(chunk)
                if size >= BLOCK:
                    await writer.add(gathered)
                    gathered, size = [], 0
        await writer.add(gathered)
    finally:
        await writer.rest()
    return writer.at
