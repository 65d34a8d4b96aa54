"""Bytes on their way: they stop with the leave to have them, and nothing is held meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from review_app.routes import streaming
from review_app.routes.ranges import Part
from storage.media import MediaStore
from tests.makers import BytesIO

KEY, FILM = "rec/1/proxy.mp4", bytes(range(250)) * 40


@pytest.fixture(autouse=True)
def small(local_store: MediaStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(local_store), "in_one_go", 1000)
    monkeypatch.setattr(streaming, "ASKED_AGAIN", 3000)
    local_store.put(KEY, BytesIO(FILM))


async def always() -> bool:
    return True


def sent(
    part: Part,
    may_go_on: Callable[[], Awaitable[bool]] = always,
    at_each: Callable[[bytes], object] = len,
) -> bytes:
    async def collect() -> bytes:
        found = b""
        first = await streaming.read(KEY, part.start, part.end)
        async for block in streaming.blocks(KEY, part, first, may_go_on):
            at_each(block)
            found += block
        return found

    return asyncio.run(collect())


@pytest.mark.parametrize(("start", "end"), [(0, len(FILM)), (0, 1), (999, 1001), (2500, 9999)])
def test_every_byte_arrives_once_and_in_order(start: int, end: int):
    assert sent(Part(start, end, len(FILM), True)) == FILM[start:end]


def test_leave_is_asked_again_after_so_many_bytes_and_ends_the_answer():
    asked = []

    async def twice() -> bool:
        asked.append(1)
        return len(asked) < 3

    assert sent(Part(0, len(FILM), len(FILM), False), twice) == FILM[:9000]


def test_leave_is_asked_again_when_a_player_stood_still(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(streaming, "ASKED_AGAIN_S", 0.0)

    async def never() -> bool:
        return False

    assert sent(Part(0, len(FILM), len(FILM), False), never) == FILM[:1000]


def test_a_film_that_is_thrown_away_ends_in_the_middle(local_store: MediaStore):
    assert (
        sent(Part(0, len(FILM), len(FILM), False), at_each=lambda _: local_store.purge("rec/1"))
        == FILM[:1000]
    )


def test_no_file_stays_open_while_a_viewer_waits():
    held = []

    def look(_: bytes) -> None:
        for open_file in Path("/proc/self/fd").iterdir():
            if open_file.is_symlink() and str(open_file.readlink()).endswith(KEY):
                held.append(open_file)

    if not Path("/proc/self/fd").is_dir():
        pytest.skip("This system does not tell which files are open.")
    assert sent(Part(0, len(FILM), len(FILM), False), at_each=look) == FILM
    assert held == []
