"""Films that go into a bucket: in parts, past this machine's disk, and on after it is lost."""

import random
import shutil

import pytest
from starlette.testclient import TestClient

from storage.media import MediaStore, media_store
from storage.media.s3 import S3Store
from storage.media.s3_incoming import PART_BYTES
from tests import makers
from tests.conftest import forget
from tests.makers import Walk
from tests.review_app.routes import tus
from tests.review_app.routes.conftest import Browser
from tests.storage.media.shelf import everything_in

FILM = random.Random(3).randbytes(3 * PART_BYTES + 1_234_567)
PIECE = 5_000_000


@pytest.fixture
def bucket(s3_store: MediaStore) -> S3Store:
    assert isinstance(s3_store, S3Store)
    return s3_store


@pytest.fixture
def walk(bucket: S3Store, browser: Browser) -> Walk:
    return makers.a_walk().started()


def spooled(bucket: S3Store) -> int:
    """Bytes of films on this machine's own disk."""
    return sum(path.stat().st_size for path in bucket.tails.rglob("*") if path.is_file())


def send_on(phone: TestClient, address: str, until: int, bucket: S3Store) -> None:
    while (at := tus.standing(phone, address)) < until:
        answer = tus.send(phone, address, at, FILM[at : min(at + PIECE, until)])
        assert answer.status_code == 204, answer.text
        assert spooled(bucket) < PART_BYTES


def test_a_film_goes_on_after_the_server_and_everything_on_its_disk_are_lost(
    walk: Walk, phone: TestClient, bucket: S3Store, browser: Browser
):
    address = tus.place(phone, walk.cycle_id, len(FILM))
    send_on(phone, address, 2 * PART_BYTES + 3_000_000, bucket)
    assert spooled(bucket) == 3_000_000
    shutil.rmtree(bucket.tails)
    forget()
    another = browser(walk.teacher)
    assert tus.standing(another, address) == 2 * PART_BYTES
    send_on(another, address, len(FILM), bucket)
    assert tus.stored() == FILM
    assert len(tus.recordings()) == 1
    (only,) = everything_in(bucket)
    assert only == next(media_store().list())


def test_a_film_goes_on_where_it_stopped_when_only_the_server_died(
    walk: Walk, phone: TestClient, bucket: S3Store, browser: Browser
):
    address = tus.place(phone, walk.cycle_id, len(FILM))
    send_on(phone, address, PART_BYTES + 3_000_000, bucket)
    forget()
    another = browser(walk.teacher)
    assert tus.standing(another, address) == PART_BYTES + 3_000_000
    send_on(another, address, len(FILM), bucket)
    assert tus.stored() == FILM
