"""The bytes of one request on their way to the store, in bounded memory.

While one block is written, by a thread, the next one comes in; and behind the writer another
thread has the disk keep what was written and sums it. So network, disk and sum work at once, and
the last byte has little left to wait for.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import anyio
import anyio.to_thread
from starlette.requests import ClientDisconnect, Request

from storage.errors import Refused
from storage.media import Incoming

BLOCK = 1024 * 1024
"""Bytes gathered before they are written: two of these is the memory an upload takes."""
SETTLE = 8 * 1024 * 1024
"""Bytes after which the disk is asked to keep what was written."""


@dataclass
class Writer:
    """Writes to one upload from offset `at` on, one block behind what comes in."""

    incoming: Incoming
    at: int
    _writing: asyncio.Task[None] | None = None
    _settling: asyncio.Task[None] | None = None
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

    async def end(self) -> None:
        """Wait for all that goes on, also when the request is cancelled."""
        try:
            await self.rest()
        finally:
            if self._settling:
                with anyio.CancelScope(shield=True):
                    await self._settling

    async def _write(self, block: list[bytes]) -> None:
        before = self.at
        self.at = await anyio.to_thread.run_sync(self.incoming.write, before, block)
        self._loose += self.at - before
        if self._loose >= SETTLE and (not self._settling or self._settling.done()):
            if self._settling:
                self._settling.result()
            self._loose = 0
            self._settling = asyncio.create_task(self._settle())

    async def _settle(self) -> None:
        await anyio.to_thread.run_sync(self.incoming.settle)


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
        await writer.end()
    return writer.at
