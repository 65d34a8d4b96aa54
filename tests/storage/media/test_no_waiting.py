"""Writing to an upload for who has no time to wait."""

import fcntl
from pathlib import Path

import pytest

from storage.media import MediaStore, WouldWait
from storage.media.s3 import S3Store
from tests.storage.media.shelf import FILM


def test_a_folder_takes_bytes_at_once(local_store: MediaStore) -> None:
    coming = local_store.begin("rec/1/original")
    assert coming.write(0, [FILM[:1000], FILM[1000:3000]], wait=False) == 3000
    assert coming.offset() == 3000


def test_who_has_no_time_is_told_that_somebody_else_is_at_it(
    home: Path, local_store: MediaStore
) -> None:
    coming = local_store.begin("rec/1/original")
    (part,) = [each for each in home.rglob("*") if each.is_file()]
    with part.open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(WouldWait):
            coming.write(0, [FILM[:1000]], wait=False)
        assert coming.offset() == 0
    assert coming.write(0, [FILM[:1000]], wait=False) == 1000


def test_a_bucket_always_takes_its_time(s3_store: S3Store) -> None:
    coming = s3_store.begin("rec/1/original")
    with pytest.raises(WouldWait):
        coming.write(0, [FILM[:1000]], wait=False)
    assert coming.offset() == 0
