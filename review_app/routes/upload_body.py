"""The bytes of one request on their way to the store, in bounded memory.

What comes in is written as it comes where that takes no time: a folder of this machine takes a
quarter of a MiB into memory sooner than a thread wakes up. Where it does take time (a bucket, a
disk that is full of work) the rest of the request is gathered and handed in large pieces to one
thread, that writes them while the next come in. Behind both another thread has the disk begin, so
that the last byte has little left to wait for. Nobody reads the film back here: the machine that
works on it sums it.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue

import anyio
import anyio.to_thread
from starlette.requests import ClientDisconnect, Request

from storage.errors import Refused
from storage.media import Incoming, StoreError, StoreMissing, WouldWait

log = logging.getLogger(__name__)

PIECE = 1024 * 1024
"""Bytes worth handing over; few enough to be near at hand for the thread still."""
WRITE = 256 * 1024
"""Bytes in one write: more at once takes larger pages, which a busy machine has to look for."""
PIECES = 4
"""Pieces one sender has at most: the memory an upload takes."""
GATHER_S = 0.2
"""Seconds after which what a slow line brought is written too: what a killed server loses."""
SLOW_S = 0.02
"""Seconds after which a write took long: nobody else is served meanwhile."""
STAYS_S = 0.05
"""Seconds a thread waits for the next piece; who sends slowly holds none."""
SETTLE = 32 * 1024 * 1024
"""Bytes after which the disk is asked to keep what was written."""

_settling: dict[str, asyncio.Task[None]] = {}
"""By upload: what keeps its bytes now. It goes on while the next request comes in."""


class Writer:
    """Writes to one upload from offset `at` on, behind what comes in."""

    def __init__(self, incoming: Incoming, at: int) -> None:
        self.at = at
        """Where the upload stands: what was written, and no more."""
        self._incoming = incoming
        self._settled = at
        self._at_once = True
        """Whether writing took no time so far, in this request."""
        self._loose: list[bytes] = []
        self._size = 0
        """Bytes of all that is loose."""
        # Copied into pieces that are used again and again. To keep what the network gave would
        # cost more: new memory for every block, far from the processor.
        self._piece: memoryview | None = None
        self._filled = 0
        self._empty: list[memoryview] = []
        self._made = 0
        self._full: SimpleQueue[memoryview | None] = SimpleQueue()
        """None: no more for now."""
        self._loop = asyncio.get_running_loop()
        self._gave_at = self._loop.time()
        self._room = asyncio.Event()
        self._waits = False
        self._working: asyncio.Task[None] | None = None

    async def add(self, chunk: bytes) -> None:
        """Take these bytes too. Raises what writing the bytes before them met."""
        self._loose.append(chunk)
        self._size += len(chunk)
        if self._size >= WRITE or self._loop.time() - self._gave_at >= GATHER_S:
            await self._write_loose()

    async def _write_loose(self) -> None:
        if self._at_once:
            self._write_now()
        for chunk in self._loose:
            await self._gather(chunk)
        self._loose.clear()
        self._size = 0

    def _write_now(self) -> None:
        """Write what is loose, unless that takes long: then it stays loose, as what follows."""
        began = self._loop.time()
        try:
            self.at = self._incoming.write(self.at, self._loose, wait=False)
        except WouldWait:
            self._at_once = False
            return
        self._loose.clear()
        self._gave_at = self._loop.time()
        self._at_once = self._gave_at - began < SLOW_S
        if self._is_settling_due():
            _settle_soon(self._incoming)

    async def _gather(self, chunk: bytes) -> None:
        rest = memoryview(chunk)
        while rest:
            if self._piece is None:
                self._piece = await self._empty_piece()
            end = min(self._filled + len(rest), PIECE)
            fits = end - self._filled
            self._piece[self._filled : end] = rest[:fits]
            self._filled, rest = end, rest[fits:]
            if end == PIECE:
                await self._give()
        if self._loop.time() - self._gave_at >= GATHER_S:
            await self._give()

    async def flush(self) -> None:
        """Write all that was added. Raises what that met."""
        await self._write_loose()
        await self._give()
        await self.rest()

    async def rest(self) -> None:
        """Wait for the thread that writes now; also when the request is cancelled."""
        if self._working:
            with anyio.CancelScope(shield=True):
                working, self._working = self._working, None
                if not working.done():
                    self._full.put(None)
                await working

    async def _give(self) -> None:
        if self._piece is None:
            return
        if self._working and self._working.done():
            await self.rest()
        self._full.put(self._piece[: self._filled])
        self._piece, self._filled, self._gave_at = None, 0, self._loop.time()
        if not self._working:
            self._working = asyncio.create_task(self._work())

    async def _empty_piece(self) -> memoryview:
        if not self._empty and self._made < PIECES:
            self._made += 1
            return memoryview(bytearray(PIECE))
        self._waits = True
        while not self._empty:
            await self._room.wait()
            self._room.clear()
            if self._working and self._working.done():
                await self.rest()
        self._waits = False
        return self._empty.pop()

    async def _work(self) -> None:
        try:
            # A piece may come in just when the thread leaves.
            while not self._full.empty():
                await anyio.to_thread.run_sync(self._write_all)
        finally:
            self._room.set()

    def _write_all(self) -> None:
        """Write piece after piece until none comes for a while (in a thread)."""
        with suppress(Empty):
            while piece := self._full.get(timeout=STAYS_S):
                slices = (piece[at : at + WRITE] for at in range(0, len(piece), WRITE))
                self.at = self._incoming.write(self.at, slices)
                self._empty.append(memoryview(piece.obj))
                if self._waits:
                    self._loop.call_soon_threadsafe(self._room.set)
                if self._is_settling_due():
                    self._loop.call_soon_threadsafe(_settle_soon, self._incoming)

    def _is_settling_due(self) -> bool:
        """Whether enough was written for the disk to begin with; asked once for each time."""
        due = self.at - self._settled >= SETTLE
        if due:
            self._settled = self.at
        return due


def _settle_soon(incoming: Incoming) -> None:
    if incoming.key not in _settling:
        _settling[incoming.key] = asyncio.create_task(_settle(incoming))


async def _settle(incoming: Incoming) -> None:
    """Have the disk keep what was written; the sender is asked again for what it could not."""
    try:
        with suppress(StoreMissing):  # finished or thrown away meanwhile
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
