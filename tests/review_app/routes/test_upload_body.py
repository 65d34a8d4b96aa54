"""How the bytes of one request reach the store."""

import asyncio
import hashlib
import random
import time
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from review_app.routes import upload_body
from review_app.routes.upload_body import Writer
from storage.media import Incoming, MediaStore

FILM = random.Random(7).randbytes(9_000_000)


def chunks(size: int) -> Iterator[bytes]:
    """The film as a network brings it."""
    return (FILM[at : at + size] for at in range(0, len(FILM), size))


class Told:
    """An upload that notes who waited for it, and takes its time when told to."""

    def __init__(self, incoming: Incoming, slow_at: int) -> None:
        self.incoming, self.slow_at = incoming, slow_at
        self.waited: list[bool] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self.incoming, name)

    def write(self, at: int, blocks: Iterable[bytes | memoryview], *, wait: bool = True) -> int:
        """Write, and note how."""
        self.waited.append(wait)
        if len(self.waited) == self.slow_at:
            time.sleep(2 * upload_body.SLOW_S)
        return self.incoming.write(at, blocks, wait=wait)


async def send(told: Told, size: int) -> int:
    """Let the whole film come in."""
    writer = Writer(told, 0)  # type: ignore[arg-type]  # it passes on what it has not itself
    for chunk in chunks(size):
        await writer.add(chunk)
    await writer.flush()
    return writer.at


@pytest.mark.parametrize("size", [1000, 65_536, 300_001, 3_000_000])
def test_a_film_comes_in_whole_where_the_disk_is_quick(local_store: MediaStore, size: int) -> None:
    told = Told(local_store.begin("rec/1/original"), slow_at=0)
    assert asyncio.run(send(told, size)) == len(FILM)
    told.incoming.finish()
    assert local_store.blob("rec/1/original").sha256 == hashlib.sha256(FILM).hexdigest()


@pytest.mark.parametrize("size", [1000, 65_536, 300_001])
def test_once_a_write_took_long_a_thread_waits_for_the_rest(
    local_store: MediaStore, size: int
) -> None:
    told = Told(local_store.begin("rec/1/original"), slow_at=3)
    assert asyncio.run(send(told, size)) == len(FILM)
    assert told.waited[3:]
    assert all(told.waited[3:])
    told.incoming.finish()
    assert local_store.blob("rec/1/original").sha256 == hashlib.sha256(FILM).hexdigest()
