"""Bytes of the store on their way to a browser, for as long as that browser may have them.

Nothing is held for a viewer but the block on its way: whoever stalls costs a connection, and no
open file, no thread and a few blocks of memory.
"""

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import TypeVar

import anyio.lowlevel
import anyio.to_thread
from starlette.responses import StreamingResponse
from starlette.types import Send

from review_app.routes.ranges import Part
from storage.media import StoreMissing, media_store

SLICE = 64 * 1024
"""Bytes handed to the connection at a time: it keeps three copies of what it cannot send yet."""
ASKED_AGAIN = 4 * 1024 * 1024
"""Bytes of one answer after which leave is asked again: a few seconds of a lesson."""
ASKED_AGAIN_S = 5.0
"""Seconds after which it is asked again: a player that stood still may go on much later."""
READERS = 8
"""Threads for all viewers together: many viewers, or a slow store, take none that people sign in
or upload with, and every thread costs memory of its own."""

Given = TypeVar("Given")
_readers: anyio.lowlevel.RunVar[anyio.CapacityLimiter] = anyio.lowlevel.RunVar("readers")


class Stream(StreamingResponse):
    """An answer that promises its length; cut short it is left unfinished, never rounded off.

    The server then drops the connection, so that no browser takes a part for the whole.
    """

    def __init__(
        self,
        content: AsyncIterator[bytes],
        status_code: int,
        headers: Mapping[str, str],
        media_type: str,
        start: int = 0,
        left: Callable[[int, int], None] | None = None,
    ) -> None:
        """`left` hears of each slice that has left, counted in the file, where `start` begins."""
        super().__init__(content, status_code, headers, media_type)
        self._at, self._left = start, left

    async def stream_response(self, send: Send) -> None:
        """Send all of it, or break off."""
        await send(
            {
                "type": "http.response.start",
                "status": self.status_code,
                "headers": self.raw_headers,
            }
        )
        left = int(self.headers["content-length"])
        if not left:
            await send({"type": "http.response.body", "body": b""})
        async for block in self.body_iterator:
            for at in range(0, len(block), SLICE):
                body = block[at : at + SLICE]
                left -= len(body)
                await send({"type": "http.response.body", "body": body, "more_body": left > 0})
                self._gone(len(body))

    def _gone(self, size: int) -> None:
        if self._left is not None:
            self._left(self._at, self._at + size)
        self._at += size


async def blocks(
    key: str, part: Part, first: bytes, may_go_on: Callable[[], Awaitable[bool]]
) -> AsyncIterator[bytes]:
    """The bytes of `part`, `first` being its beginning; ends early when that may not go on.

    `may_go_on` is asked after every `ASKED_AGAIN` bytes and whenever `ASKED_AGAIN_S` have passed.
    """
    block, at = first, part.start
    asked_at, asked = part.start, time.monotonic()
    while block:
        yield block
        at += len(block)
        if at >= part.end:
            return
        if at - asked_at >= ASKED_AGAIN or time.monotonic() - asked >= ASKED_AGAIN_S:
            if not await may_go_on():
                return
            asked_at, asked = at, time.monotonic()
        try:
            block = await read(key, at, part.end)
        except StoreMissing:  # thrown away meanwhile
            return


async def read(key: str, start: int, end: int) -> bytes:
    """What is read in one go from `start`."""
    return await by_a_reader(read_here, key, start, end)


def read_here(key: str, start: int, end: int) -> bytes:
    """As `read`, for who already works in a thread."""
    store = media_store()
    return b"".join(store.open(key, start, min(start + store.in_one_go, end)))


async def by_a_reader(work: Callable[..., Given], *given: object) -> Given:
    """Do work that waits (database, disk, bucket) in one of the few threads there are for it."""
    return await anyio.to_thread.run_sync(work, *given, limiter=_few())


def _few() -> anyio.CapacityLimiter:
    try:
        return _readers.get()
    except LookupError:
        limiter = anyio.CapacityLimiter(READERS)
        _readers.set(limiter)
        return limiter
