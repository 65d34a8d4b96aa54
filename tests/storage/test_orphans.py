"""Bytes that no row knows, and rows whose bytes are not there: found both ways."""

import os
import time
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import Engine

from storage import clock, orphans, uploads
from storage.database import acting, asking
from storage.media import MediaStore, media_store
from storage.media.s3 import S3Store
from storage.orphans import Orphans
from storage.records import Recording
from storage.uploads import UploadOrder
from tests import makers
from tests.makers import ATTESTED
from tests.storage.kept import whole_cycle

pytestmark = pytest.mark.usefixtures("wanted")
NOBODYS = "rec/0f0f0f0f-0000-4000-8000-000000000000"


@pytest.fixture
def tomorrow() -> Iterator[None]:
    """Nothing that lies there now is young any more."""
    with clock.at(clock.now() + orphans.YOUNG + timedelta(hours=1)):
        yield


@pytest.fixture(params=["local_store", "s3_store"])
def store(request: pytest.FixtureRequest, sqlite_database: Engine) -> MediaStore:
    found: MediaStore = request.getfixturevalue(request.param)
    return found


def prefix_of(recording_id: str) -> str:
    with asking() as session:
        return session.get_one(Recording, recording_id).prefix


def test_what_rows_know_stays_and_nothing_is_told(store: MediaStore):
    whole_cycle()
    before = list(store.list())
    with clock.at(clock.now() + timedelta(days=2)):
        assert orphans.look(store) == Orphans()
    assert list(store.list()) == before


def test_bytes_without_a_row_go_once_they_are_a_day_old(store: MediaStore):
    walk = makers.a_walk().released()
    left = [
        f"{NOBODYS}/original.mp4", f"{prefix_of(walk.recording_id)}/proxy-2.mp4",
        "clip/0f0f0f0f-0000-4000-8000-000000000000/clip.mp4", "doctor/left/note.txt",
    ]  # fmt: skip
    for key in left:
        store.put(key, BytesIO(b"nobody's"))
    before = set(store.list())
    assert orphans.look(store).removed == []
    with clock.at(clock.now() + timedelta(days=2)):
        assert sorted(orphans.look(store).removed) == sorted(left)
    assert set(store.list()) == before - set(left)


def test_what_the_machine_works_on_is_left_alone(store: MediaStore):
    walk = makers.a_walk().uploaded()
    store.put(f"{prefix_of(walk.recording_id)}/proxy.mp4", BytesIO(b"no row yet"))
    with clock.at(clock.now() + timedelta(days=2)):
        assert orphans.look(store) == Orphans()


def test_a_half_upload_goes_with_its_row_and_a_living_one_stays(store: MediaStore):
    walk = makers.a_walk().started()
    with acting() as session:
        order = UploadOrder(10, ".mp4", walk.cycle_id, "", ATTESTED)
        upload = uploads.begin(session, walk.teacher, order)
    store.begin(uploads.original_key(upload)).write(0, [b"half"])
    with clock.at(clock.now() + timedelta(days=2)):
        assert orphans.look(store) == Orphans()
        with acting() as session:
            uploads.forget(session, upload)
        assert orphans.look(store).removed == [uploads.original_key(upload)]
        assert orphans.look(store) == Orphans()


def test_a_row_without_its_bytes_is_told_and_kept(store: MediaStore, tomorrow: None):
    walk = whole_cycle()
    lost = [f"{prefix_of(walk.recording_id)}/proxy.mp4", f"clip/{walk.clip_ids[0]}/clip.mp4"]
    for key in lost:
        store.purge(key)
    assert sorted(orphans.look(store).missing) == sorted(lost)
    with asking() as session:
        assert session.get(Recording, walk.recording_id)


def test_a_folder_of_a_kind_nobody_declared_is_told_and_never_removed(
    store: MediaStore, tomorrow: None
):
    store.put("other/1/portfolio.zip", BytesIO(b"of a newer version"))
    found = orphans.look(store)
    assert (found.unknown, found.removed, found.told) == (["other/1"], [], 1)
    assert list(store.list()) == ["other/1/portfolio.zip"]


def test_earlier_versions_and_delete_markers_in_a_bucket_go(
    sqlite_database: Engine, s3_store: MediaStore
):
    assert isinstance(s3_store, S3Store)
    walk = makers.a_walk().released()
    key = f"{prefix_of(walk.recording_id)}/captions.vtt"
    s3_store.put(key, BytesIO(b"with a name in it"))
    gone = f"{NOBODYS}/original.mp4"
    s3_store.put(gone, BytesIO(b"hidden"))
    s3_store.client.delete_object(Bucket=s3_store.bucket, Key=s3_store.full(gone))
    with clock.at(clock.now() + timedelta(days=2)):
        assert sorted(orphans.look(s3_store).removed) == sorted([key, gone, gone])
        assert orphans.look(s3_store) == Orphans()
    assert b"".join(s3_store.open(key)) == b"with a name in it"


def test_a_copy_that_a_crash_left_half_goes(
    sqlite_database: Engine, local_store: MediaStore, home: Path
):
    walk = makers.a_walk().released()
    half = home / "media" / prefix_of(walk.recording_id) / ".proxy.mp4~x1y2"
    half.write_bytes(b"half a copy")
    orphans.look(local_store)
    assert half.exists()
    days_ago = time.time() - 2 * 86_400
    os.utime(half, (days_ago, days_ago))
    orphans.look(local_store)
    assert not half.exists()
    assert list(media_store().list())
