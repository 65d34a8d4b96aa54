"""Uploads in progress, in both stores, and the addresses a browser may read from."""

import errno
import io
import os
import resource
import shutil
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.settings import settings
from storage.media import (
    Blob,
    MediaStore,
    OffsetMoved,
    StoreFull,
    StoreMissing,
    growing,
    media_store,
)
from storage.media.s3 import S3Store
from storage.media.s3_incoming import PART_BYTES
from tests.storage.media.shelf import FILM, SHA256, blocks, everything_in, read


def another_process() -> MediaStore:
    """The store as a process would see it that has just started."""
    media_store.cache_clear()
    return media_store()


def test_an_upload_goes_on_in_a_new_process(store: MediaStore):
    at = store.begin("rec/1/original").write(0, blocks(FILM[:9_500_000]))
    assert at == 9_500_000
    assert list(store.list()) == []
    assert not store.exists("rec/1/original")

    again = another_process().incoming("rec/1/original")
    assert again.offset() == at
    assert again.write(at, blocks(FILM[at:])) == len(FILM)
    assert again.finish() == len(FILM)
    assert read(store, "rec/1/original") == FILM
    assert everything_in(store) == ["rec/1/original"]


def test_an_upload_in_small_pieces_arrives_whole(store: MediaStore):
    coming = store.begin("rec/1/original")
    at = 0
    for piece in blocks(FILM, 900_001):
        at = coming.write(at, [piece])
    assert coming.finish() == len(FILM)
    assert store.blob("rec/1/original").sha256 == SHA256


def test_another_machine_counts_only_the_parts_that_were_sent(bucket: S3Store):
    bucket.begin("rec/1/original").write(0, blocks(FILM, PART_BYTES))
    bucket.drop_tails("rec/1")  # this machine's disk is not the other one's
    again = bucket.incoming("rec/1/original")
    assert again.offset() == PART_BYTES
    again.write(PART_BYTES, [FILM[PART_BYTES:]])
    assert again.finish() == len(FILM)
    assert bucket.blob("rec/1/original").sha256 == SHA256


def test_what_was_settled_underway_is_the_same_in_the_end(store: MediaStore):
    coming = store.begin("rec/1/original")
    at = 0
    for piece in blocks(FILM, 3_000_000):
        at = coming.write(at, [piece])
        coming.settle()
    assert coming.finish() == len(FILM)
    assert store.blob("rec/1/original") == Blob("rec/1/original", len(FILM), SHA256)


def test_of_two_who_write_at_one_place_one_is_refused(local_store: MediaStore):
    """Two connections with different bytes: what is counted is never written over."""
    local_store.begin("rec/1/original").write(0, [b"film"])
    together, met = threading.Barrier(2), []

    def write(letter: bytes) -> None:
        coming = local_store.incoming("rec/1/original")
        together.wait(timeout=30)
        try:
            coming.write(4, [letter * 2_000_000])
        except OffsetMoved:
            met.append(letter)

    both = [threading.Thread(target=write, args=(letter,)) for letter in (b"a", b"b")]
    for each in both:
        each.start()
    for each in both:
        each.join(timeout=60)
    (lost,) = met
    won = {b"a": b"b", b"b": b"a"}[lost]
    assert local_store.incoming("rec/1/original").finish() == 2_000_004
    assert read(local_store, "rec/1/original") == b"film" + won * 2_000_000


def test_bytes_the_disk_takes_back_are_asked_for_again(
    local_store: MediaStore, monkeypatch: pytest.MonkeyPatch
):
    """A disk on the network may say only at the sync that there was no room."""
    monkeypatch.setattr(growing, "SYNC_AFTER_S", 0.0)
    coming = local_store.begin("rec/1/original")
    coming.write(0, [FILM[:4_000_000]])
    coming.settle()
    coming.write(4_000_000, [FILM[4_000_000:6_000_000]])

    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, "no room")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(StoreFull):
            coming.settle()
    assert coming.offset() == 4_000_000
    coming.write(4_000_000, [FILM[4_000_000:]])
    assert coming.finish() == len(FILM)
    assert local_store.blob("rec/1/original").sha256 == SHA256


def test_a_disk_that_never_kept_anything_is_sent_everything_again(
    local_store: MediaStore, monkeypatch: pytest.MonkeyPatch
):
    """A second sync would say yes: the system tells only once what it could not keep."""
    coming = local_store.begin("rec/1/original")
    coming.write(0, blocks(FILM))

    def full(_file: int) -> None:
        raise OSError(errno.EIO, "no disk")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="no disk"):
            coming.finish()
    again = another_process().incoming("rec/1/original")
    assert again.offset() == 0
    again.write(0, blocks(FILM))
    assert again.finish() == len(FILM)
    assert local_store.blob("rec/1/original").sha256 == SHA256


def test_bytes_for_another_place_are_refused(store: MediaStore):
    coming = store.begin("rec/1/original")
    coming.write(0, [b"film"])
    for wrong in (0, 3, 5):
        with pytest.raises(OffsetMoved) as moved:
            coming.write(wrong, [b"more"])
        assert moved.value.offset == 4


def test_what_came_in_before_the_line_broke_is_kept(store: MediaStore):
    def line() -> Iterator[bytes]:
        yield from blocks(FILM[:9_000_000])
        raise ConnectionResetError("the line broke")

    with pytest.raises(ConnectionResetError):
        store.begin("rec/1/original").write(0, line())
    again = another_process().incoming("rec/1/original")
    assert again.offset() == 9_000_000
    again.write(9_000_000, [FILM[9_000_000:]])
    assert again.finish() == len(FILM)
    assert store.blob("rec/1/original").sha256 == SHA256


def test_an_upload_waits_when_the_disk_is_full(store: MediaStore, small_disk: int):
    coming = store.begin("rec/1/original")
    with pytest.raises(StoreFull):
        coming.write(0, blocks(FILM))
    kept = coming.offset()
    assert kept == small_disk
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.getrlimit(resource.RLIMIT_FSIZE)[1],) * 2)
    coming.write(kept, [FILM[kept:]])
    assert coming.finish() == len(FILM)
    assert store.blob("rec/1/original").sha256 == SHA256


def test_an_upload_that_is_given_up_leaves_nothing(store: MediaStore):
    coming = store.begin("rec/1/original")
    coming.write(0, blocks(FILM))
    coming.abort()
    with pytest.raises(StoreMissing):
        store.incoming("rec/1/original")
    with pytest.raises(StoreMissing):
        coming.offset()
    assert everything_in(store) == []


def test_starting_again_throws_the_first_try_away(store: MediaStore):
    store.begin("rec/1/original").write(0, blocks(FILM))
    again = store.begin("rec/1/original")
    assert again.offset() == 0
    again.write(0, [b"film"])
    assert again.finish() == 4


def test_an_upload_without_a_byte_is_not_finished(store: MediaStore):
    with pytest.raises(ValueError, match="nothing has arrived"):
        store.begin("rec/1/original").finish()


def test_a_tail_nobody_came_back_for_goes_after_a_day(bucket: S3Store):
    bucket.begin("rec/1/original").write(0, [b"film"])
    (tail,) = [path for path in bucket.tails.rglob("*") if path.is_file()]
    two_days_ago = time.time() - 2 * 24 * 3600
    os.utime(tail, (two_days_ago, two_days_ago))
    bucket.begin("rec/2/original")
    assert not tail.exists()


def test_a_folder_knows_how_much_room_is_left_and_a_bucket_does_not(
    local_store: MediaStore, bucket: S3Store
):
    assert bucket.free_bytes() is None
    free = local_store.free_bytes()
    assert free is not None
    assert 0 < free < shutil.disk_usage(settings().home).total


# Addresses


def test_a_folder_has_no_addresses_for_browsers(local_store: MediaStore):
    assert local_store.url("rec/1/proxy.mp4") is None


def test_a_signed_address_gives_a_range_and_is_not_kept_by_the_browser(bucket: S3Store):
    bucket.put("rec/1/proxy.mp4", io.BytesIO(FILM))
    asked = urllib.request.Request(
        str(bucket.url("rec/1/proxy.mp4")), headers={"Range": "bytes=5-9"}
    )
    with urllib.request.urlopen(asked, timeout=30) as answer:
        assert answer.status == 206
        assert answer.read() == FILM[5:10]
        assert answer.headers["Content-Type"] == "video/mp4"
        assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_changed_address_is_refused(bucket: S3Store):
    bucket.put("rec/1/proxy.mp4", io.BytesIO(b"film"))
    bucket.put("rec/2/proxy.mp4", io.BytesIO(b"another film"))
    changed = str(bucket.url("rec/1/proxy.mp4")).replace("rec/1/", "rec/2/")
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(changed, timeout=30)
    refused.value.close()
    assert refused.value.code == 403


@pytest.mark.parametrize("url", ["media", "file://media", "s3://", "ftp://host/media"])
def test_an_address_that_is_no_store_is_refused(home: Path, url: str):
    with pytest.raises(ValueError, match="store address"):
        media_store(url)
