"""Keeping hold of every byte: lines that break, tabs that compete, disks that fill up."""

import asyncio
import resource
from collections.abc import Iterator
from contextlib import suppress

import anyio
import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from review_app import who
from review_app.routes import uploads
from storage.database import asking
from storage.media import media_store
from storage.records import Upload
from tests.makers import Walk
from tests.review_app.routes import tus
from tests.review_app.routes.conftest import application, token_of

FILM = bytes(range(256)) * 4096  # 1 MB


@pytest.mark.parametrize("at", [0, 3, 5, 10])
def test_bytes_for_another_place_are_refused_and_the_right_place_is_told(
    walk: Walk, phone: TestClient, at: int
):
    address = tus.place(phone, walk.cycle_id, 10)
    tus.send(phone, address, 0, b"1234")
    answer = tus.send(phone, address, at, b"xy")
    assert (answer.status_code, answer.headers["upload-offset"]) == (409, "4")
    assert answer.json()["key"] == "refusals.upload_elsewhere"
    assert tus.standing(phone, address) == 4


@pytest.mark.parametrize("at", ["", "-1", "9" * 400, "4.0", "vier"])
def test_a_place_that_is_no_number_is_refused(walk: Walk, phone: TestClient, at: str):
    address = tus.place(phone, walk.cycle_id, 10)
    assert tus.send(phone, address, at, b"xy").json()["key"] == "refusals.upload_unreadable"
    assert tus.standing(phone, address) == 0


def test_a_film_longer_than_was_said_is_stopped_and_makes_nothing(walk: Walk, phone: TestClient):
    address = tus.place(phone, walk.cycle_id, 10)
    answer = tus.send(phone, address, 0, b"12345678901")
    assert answer.json()["key"] == "refusals.upload_longer_than_said"
    assert tus.standing(phone, address) <= 10
    assert tus.recordings() == []


def test_only_bytes_are_taken_for_bytes(walk: Walk, phone: TestClient):
    address = tus.place(phone, walk.cycle_id, 10)
    answer = tus.send(phone, address, 0, b"1234", **{"Content-Type": "text/plain"})
    assert answer.status_code == 415
    assert tus.standing(phone, address) == 0


def test_the_last_answer_may_be_lost(walk: Walk, phone: TestClient):
    address = tus.place(phone, walk.cycle_id, 4)
    with asking() as session:
        upload = session.scalars(select(Upload)).one()
    # Everything arrived, and the server stopped before it could say so.
    media_store().incoming(uploads.uploads.original_key(upload)).write(0, [b"film"])
    assert tus.recordings() == []
    assert tus.standing(phone, address) == 4
    (recording,) = tus.recordings()
    assert tus.send(phone, address, 4, b"").status_code == 204
    assert [each.id for each in tus.recordings()] == [recording.id]


def test_a_crash_between_the_file_and_its_recording_is_mended_by_asking(
    walk: Walk, phone: TestClient
):
    address = tus.place(phone, walk.cycle_id, 4)
    with asking() as session:
        upload = session.scalars(select(Upload)).one()
    incoming = media_store().incoming(uploads.uploads.original_key(upload))
    incoming.write(0, [b"film"])
    incoming.finish()
    assert tus.standing(phone, address) == 4
    assert len(tus.recordings()) == 1


async def _patch(
    address: str, token: str, messages: list[dict[str, object]], at: int = 0
) -> list[dict[str, object]]:
    headers = [
        (b"content-type", tus.CONTENT.encode()),
        (b"upload-offset", str(at).encode()),
        (b"cookie", f"{who.cookie_name()}={token}".encode()),
    ]
    return await tus.raw(application(), "PATCH", address, headers, messages)


def test_what_arrived_before_the_line_broke_is_kept(walk: Walk, phone: TestClient):
    address = tus.place(phone, walk.cycle_id, len(FILM))
    token = token_of(walk.teacher)
    anyio.run(_patch, address, token, [tus.part(FILM[:1000]), tus.part(FILM[1000:5000]), tus.GONE])
    assert tus.standing(phone, address) == 5000
    tus.send(phone, address, 5000, FILM[5000:])
    assert tus.stored() == FILM


def test_a_second_tab_waits_while_the_first_sends_and_takes_over_when_it_is_silent(
    walk: Walk, phone: TestClient, monkeypatch: pytest.MonkeyPatch
):
    address = tus.place(phone, walk.cycle_id, 10)
    token = token_of(walk.teacher)
    answers: list[dict[str, object]] = []

    async def two_tabs() -> None:
        then_nothing = [tus.part(b"1234")]
        first = asyncio.create_task(_patch(address, token, then_nothing))
        while not uploads._senders:
            await asyncio.sleep(0.01)
        answers.extend(await _patch(address, token, [tus.part(b"1234"), tus.GONE]))
        assert not first.done()
        monkeypatch.setattr(uploads, "SILENT_AFTER", 0.0)
        whole = tus.part(b"1234567890", last=True)
        answers.extend(await _patch(address, token, [whole]))
        with suppress(asyncio.CancelledError):
            await first

    asyncio.run(two_tabs())
    busy, sentence, taken_over, _ = answers
    assert busy["status"] == 409
    assert b"refusals.upload_busy" in sentence["body"]  # type: ignore[operator] # bytes
    assert taken_over["status"] == 204
    assert tus.stored() == b"1234567890"
    assert uploads._senders == {}


@pytest.fixture
def full_disk() -> Iterator[int]:
    """No file may grow beyond 3 MB: what a full disk looks like to this process."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, hard))
    yield 3_000_000
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_when_the_disk_fills_up_what_arrived_stays(walk: Walk, phone: TestClient, full_disk: int):
    film = FILM * 5
    address = tus.place(phone, walk.cycle_id, len(film))
    answer = tus.send(phone, address, 0, film)
    assert answer.status_code == 507
    assert answer.json()["key"] == "refusals.store_full"
    assert "blijft staan" in answer.json()["sentence"]
    kept = tus.standing(phone, address)
    assert kept == full_disk
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.getrlimit(resource.RLIMIT_FSIZE)[1],) * 2)
    assert tus.send(phone, address, kept, film[kept:]).status_code == 204
    assert tus.stored() == film
