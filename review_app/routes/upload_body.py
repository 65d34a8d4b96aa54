"""The bytes of one request on their way to the store, in bounded memory.

While one block is written, by a thread, the next one comes in; and behind the writer another
thread has the disk keep what was written and sums it. So network, disk and sum work at once, and
the last byte has little left to wait for.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress

import anyio
import anyio.to_thread
from starlette.requests import ClientDisconnect, Request

from storage.errors import Refused
from storage.media import Incoming, StoreError

log = logging.getLogger(__name__)

BLOCK = 512 * 1024
"""Bytes worth waking a thread for; few enough to be near at hand for it still."""
MOST_HELD = 4 * 1024 * 1024
"""Bytes that wait to be written at most: the memory an upload takes."""
SETTLE = 16 * 1024 * 1024
"""Bytes after which the disk is asked to keep what was written."""

_settling: dict[str, asyncio.Task[None]] = {}
"""By upload: what keeps its bytes now. It goes on while the next request comes in."""


class Writer:
    """Writes to one upload from offset `at` on, behind what comes in.

    Neither side waits for the other at every block: on a busy machine waking up costs more than
    writing. What has come in queues; a thread writes until the queue is empty.
    """

    def __init__(self, incoming: Incoming, at: int) -> None:
        self.at = at
        """Where the upload stands: what was written, and no more."""
        self._incoming = incoming
        self._came = self._safe = at
        self._queue: deque[bytes] = deque()
        self._working: asyncio.Task[None] | None = None

    async def add(self, chunk: bytes) -> None:
        """Take these bytes too. Raises what writing the bytes before them met."""
        self._queue.append(chunk)
        self._came += len(chunk)
        if self._came - self.at >= MOST_HELD:
            await self.rest()
        if self._came - self.at >= BLOCK and (not self._working or self._working.done()):
            await self.rest()
            self._working = asyncio.create_task(self._work())

    async def flush(self) -> None:
        """Write all that was added. Raises what that met."""
        while self._queue:
            await self.rest()
            self._working = asyncio.create_task(self._work())
        await self.rest()

    async def rest(self) -> None:
        """Wait for the thread that writes now; also when the request is cancelled."""
        if self._working:
            with anyio.CancelScope(shield=True):
                working, self._working = self._working, None
                await working

    async def _work(self) -> None:
        await anyio.to_thread.run_sync(self._write_all)
        if self.at - self._safe >= SETTLE and self._incoming.key not in _settling:
            self._safe = self.at
            _settling[self._incoming.key] = asyncio.create_task(_settle(self._incoming))

    def _write_all(self) -> None:
        self.at = self._incoming.write(self.at, self._queued())

    def _queued(self) -> Iterator[bytes]:
        while self._queue:
            yield self._queue.popleft()


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
    try:
        with suppress(ClientDisconnect):  # the phone lost its connection: it comes back
            async for chunk in request.stream():
                heard()
                most -= len(chunk)
                if most < 0:
                    raise Refused("refusals.upload_longer_than_said")
                await writer.add(chunk)
        await writer.flush()
    finally:
        await writer.rest()
    return writer.at
