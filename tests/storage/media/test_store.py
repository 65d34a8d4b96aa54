"""One contract, two stores: a folder, and a bucket with versioning on a real S3 server."""

import hashlib
import io
import os
import resource
import shutil
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.settings import settings
from storage.media import (
    MediaStore,
    OffsetMoved,
    StillThere,
    StoreFull,
    StoreMissing,
    media_store,
)
from storage.media.s3 import S3Store
from storage.media.s3_incoming import PART_BYTES

FILM = bytes(range(256)) * 40_000  # about 10 MB: more than one part, not a whole number of them
SHA256 = hashlib.sha256(FILM).hexdigest()


@pytest.fixture(params=["local", "s3"])
def store(request: pytest.FixtureRequest) -> MediaStore:
    return request.getfixturevalue(f"{request.param}_store")


@pytest.fixture
def bucket(s3_store: MediaStore) -> S3Store:
    assert isinstance(s3_store, S3Store)
    return s3_store


def another_process() -> MediaStore:
    """The store as a process would see it that has just started."""
    media_store.cache_clear()
    return media_store()


def blocks(film: bytes, size: int = 1_000_000) -> Iterator[bytes]:
    return (film[at : at + size] for at in range(0, len(film), size))


def read(store: MediaStore, key: str, start: int = 0, end: int | None = None) -> bytes:
    return b"".join(store.open(key, start, end))


def everything_in(store: MediaStore) -> list[str]:
    """All that lies there, hidden or not: files, or versions, markers, uploads and tails."""
    if isinstance(store, S3Store):
        every = [*store._versions(""), *store.uploads("")]
        return [key for key, _ in every] + files_in(store.tails)
    return files_in(settings().home / "media")


def files_in(folder: Path) -> list[str]:
    return [str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir()]


@pytest.fixture
def small_disk() -> Iterator[int]:
    """No file may grow beyond 3 MB: what a full disk looks like, for real, to this process."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, hard))
    yield 3_000_000
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


# Putting and reading


def test_what_is_put_comes_back_whole(store: MediaStore):
    blob = store.put("rec/1/original", io.BytesIO(FILM))
    assert (blob.key, blob.size, blob.sha256) == ("rec/1/original", len(FILM), SHA256)
    assert store.size("rec/1/original") == len(FILM)
    assert store.blob("rec/1/original") == blob
    assert read(store, "rec/1/original") == FILM


def test_a_file_is_copied_and_stays_where_it_was(store: MediaStore, tmp_path: Path):
    file = tmp_path / "lesson.mp4"
    file.write_bytes(FILM)
    assert store.put_file("rec/1/proxy.mp4", file).sha256 == SHA256
    assert file.read_bytes() == FILM


def test_an_empty_object_is_an_object(store: MediaStore):
    assert store.put("rec/1/captions.nl.vtt", io.BytesIO(b"")).size == 0
    assert store.exists("rec/1/captions.nl.vtt")
    assert read(store, "rec/1/captions.nl.vtt") == b""


@pytest.mark.parametrize(
    ("start", "end"),
    [(0, 1), (5, 10), (9_000_000, None), (0, 10**9), (7, 7), (10**9, None), (8_388_600, 8_388_620)],
)
def test_a_range_is_those_bytes_and_no_others(store: MediaStore, start: int, end: int | None):
    store.put("rec/1/proxy.mp4", io.BytesIO(FILM))
    assert read(store, "rec/1/proxy.mp4", start, end) == FILM[start:end]


@pytest.mark.parametrize(("start", "end"), [(-1, 5), (5, 4)])
def test_a_range_that_runs_backwards_is_refused(store: MediaStore, start: int, end: int):
    store.put("rec/1/proxy.mp4", io.BytesIO(b"film"))
    with pytest.raises(ValueError, match="not a range"):
        store.open("rec/1/proxy.mp4", start, end)


def test_a_watcher_may_stop_halfway(store: MediaStore):
    store.put("rec/1/proxy.mp4", io.BytesIO(FILM))
    watching = store.open("rec/1/proxy.mp4")
    assert next(iter(watching)) == FILM[: 1024 * 1024]


def test_what_is_not_there_is_missing_at_once(store: MediaStore):
    assert not store.exists("rec/1/original")
    for look in (store.size, store.open, store.blob, store.incoming):
        with pytest.raises(StoreMissing):
            look("rec/1/original")
    with pytest.raises(StoreMissing), store.local("rec/1/original"):
        pass


def test_a_tool_reads_a_path_and_the_store_keeps_its_own(store: MediaStore):
    store.put("rec/1/proxy.mp4", io.BytesIO(FILM))
    with store.local("rec/1/proxy.mp4") as path:
        assert path.suffix == ".mp4"
        assert path.read_bytes() == FILM
    assert read(store, "rec/1/proxy.mp4") == FILM
    assert files_in(settings().home / "work") == []


BAD_KEYS = [
    "",
    "rec",
    "rec/1",
    "rec/1/",
    "/rec/1/original",
    "rec//original",
    "rec/1/../2/original",
    "rec/../../etc/passwd",
    "rec/1/.hidden",
    "rec/1/original\n",
    "rec/1/Les van Aisha.mp4",
    "rec/1/proxy~part",
    "rec\\1\\original",
    "rec/1/" + "a" * 101,
]


@pytest.mark.parametrize("key", BAD_KEYS)
def test_a_key_of_another_form_is_refused_by_every_door(store: MediaStore, key: str):
    doors = (store.size, store.open, store.exists, store.url, store.begin, store.incoming)
    for door in (*doors, lambda key: store.put(key, io.BytesIO(b"film"))):
        with pytest.raises(ValueError, match="not a media key"):
            door(key)


@pytest.mark.parametrize("prefix", ["", "rec", "rec/", "rec/1/", "../rec/1", "rec/*"])
def test_no_purge_can_take_more_than_one_thing(store: MediaStore, prefix: str):
    store.put("rec/1/original", io.BytesIO(b"film"))
    with pytest.raises(ValueError, match="not a media key"):
        store.purge(prefix)
    assert store.exists("rec/1/original")


# Whole or not at all


class BrokenLine(io.BytesIO):
    """A stream that breaks after 9 MB."""

    def read(self, n: int | None = -1) -> bytes:
        if self.tell() >= 9_000_000:
            raise ConnectionResetError("the line broke")
        return super().read(min(n, 9_000_000 - self.tell()) if n and n > 0 else n)


def test_a_broken_put_leaves_nothing(store: MediaStore):
    with pytest.raises(ConnectionResetError):
        store.put("rec/1/original", BrokenLine(FILM))
    assert everything_in(store) == []


def test_a_broken_put_leaves_what_was_there(store: MediaStore):
    store.put("rec/1/original", io.BytesIO(b"the first film"))
    with pytest.raises(ConnectionResetError):
        store.put("rec/1/original", BrokenLine(FILM))
    assert read(store, "rec/1/original") == b"the first film"


def test_while_something_is_being_put_nobody_sees_half_of_it(store: MediaStore):
    seen: list[bool] = []

    class Watched(io.BytesIO):
        def read(self, n: int | None = -1) -> bytes:
            seen.append(store.exists("rec/1/original") or list(store.list()) != [])
            return super().read(n)

    store.put("rec/1/original", Watched(FILM))
    assert seen
    assert not any(seen)


def test_a_second_put_replaces_the_first(store: MediaStore):
    store.put("rec/1/proxy.mp4", io.BytesIO(FILM))
    store.put("rec/1/proxy.mp4", io.BytesIO(b"shorter"))
    assert read(store, "rec/1/proxy.mp4") == b"shorter"


def test_a_full_disk_leaves_nothing_half(local_store: MediaStore, small_disk: int):
    with pytest.raises(StoreFull) as refused:
        local_store.put("rec/1/original", io.BytesIO(FILM))
    assert refused.value.key == "refusals.store_full"
    assert everything_in(local_store) == []


def test_a_full_disk_leaves_no_half_copy_for_a_tool(bucket: S3Store, small_disk: int):
    bucket.put("rec/1/original", io.BytesIO(FILM))
    with pytest.raises(StoreFull), bucket.local("rec/1/original"):
        pass
    assert files_in(settings().home / "work") == []


# Listing and purging


def test_a_prefix_covers_whole_steps_of_a_key(store: MediaStore):
    for key in ("rec/1/original", "rec/1/clips/a.mp4", "rec/10/original", "talk/1/notes"):
        store.put(key, io.BytesIO(b"film"))
    assert list(store.list("rec/1")) == ["rec/1/clips/a.mp4", "rec/1/original"]
    assert len(list(store.list())) == 4
    store.purge("rec/1")
    assert list(store.list()) == ["rec/10/original", "talk/1/notes"]


def test_a_purge_says_what_it_removed(store: MediaStore):
    store.put("rec/1/original", io.BytesIO(b"film"))
    store.put("rec/1/proxy.mp4", io.BytesIO(b"film"))
    removed = {line.partition("@")[0] for line in store.purge("rec/1")}
    assert removed == {"rec/1/original", "rec/1/proxy.mp4"}
    assert store.purge("rec/1") == []


def test_one_object_can_be_purged_and_its_neighbours_stay(store: MediaStore):
    store.put("rec/1/proxy", io.BytesIO(b"film"))
    store.put("rec/1/proxy.mp4", io.BytesIO(b"film"))
    store.begin("rec/1/proxy.webm").write(0, [b"film"])
    store.purge("rec/1/proxy")
    assert list(store.list()) == ["rec/1/proxy.mp4"]
    assert store.incoming("rec/1/proxy.webm").offset() == 4


def test_a_purge_takes_unfinished_uploads_along(store: MediaStore):
    store.begin("rec/1/original").write(0, blocks(FILM))
    store.begin("rec/2/original").write(0, [b"film"])
    assert store.purge("rec/1")
    assert store.incoming("rec/2/original").offset() == 4
    store.purge("rec/2")
    assert everything_in(store) == []


def test_a_purge_takes_every_version_and_marker(bucket: S3Store):
    for film in (b"one", b"two", b"three"):
        bucket.put("rec/1/original", io.BytesIO(film))
    bucket.client.delete_object(Bucket=bucket.bucket, Key=bucket.full("rec/1/original"))
    assert not bucket.exists("rec/1/original")
    assert len(bucket.purge("rec/1")) == 4
    assert everything_in(bucket) == []


def test_a_purge_that_leaves_something_says_so(bucket: S3Store, monkeypatch: pytest.MonkeyPatch):
    bucket.put("rec/1/original", io.BytesIO(b"film"))
    monkeypatch.setattr(bucket, "_delete", list)
    with pytest.raises(StillThere):
        bucket.purge("rec/1")


def test_a_purge_leaves_no_empty_folders(local_store: MediaStore):
    local_store.put("rec/1/clips/a.mp4", io.BytesIO(b"film"))
    local_store.purge("rec/1")
    assert list((settings().home / "media" / "rec").iterdir()) == []


def test_a_link_does_not_lead_out_of_the_store(local_store: MediaStore, tmp_path: Path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "original").write_bytes(b"not ours")
    local_store.put("rec/1/original", io.BytesIO(b"film"))
    media = settings().home / "media"
    (media / "rec" / "2").symlink_to(outside)
    (media / "rec" / "1" / "proxy.mp4").symlink_to(outside / "original")
    for key in ("rec/2/original", "rec/1/proxy.mp4"):
        with pytest.raises(ValueError, match="leads out"):
            local_store.open(key)
    with pytest.raises(ValueError, match="leads out"):
        local_store.put("rec/2/original", io.BytesIO(b"film"))
    with pytest.raises(ValueError, match="leads out"):
        local_store.purge("rec/2")
    local_store.purge("rec/1")
    assert (outside / "original").read_bytes() == b"not ours"


def test_only_the_account_of_the_server_may_read_a_film(local_store: MediaStore):
    local_store.put("rec/1/original", io.BytesIO(b"film"))
    coming = local_store.begin("rec/2/original")
    coming.write(0, [b"film"])
    coming.finish()
    for number in "12":
        mode = (settings().home / "media" / "rec" / number / "original").stat().st_mode
        assert mode & 0o077 == 0


# Uploads in progress


def test_an_upload_goes_on_in_a_new_process(store: MediaStore):
    at = store.begin("rec/1/original").write(0, blocks(FILM[:9_500_000]))
    assert at == 9_500_000
    assert list(store.list()) == []
    assert not store.exists("rec/1/original")

    again = another_process().incoming("rec/1/original")
    assert again.offset() == at
    assert again.write(at, blocks(FILM[at:])) == len(FILM)
    assert again.finish().sha256 == SHA256
    assert read(store, "rec/1/original") == FILM
    assert everything_in(store) == ["rec/1/original"]


def test_an_upload_in_small_pieces_arrives_whole(store: MediaStore):
    coming = store.begin("rec/1/original")
    at = 0
    for piece in blocks(FILM, 900_001):
        at = coming.write(at, [piece])
    assert coming.finish().sha256 == SHA256


def test_another_machine_counts_only_the_parts_that_were_sent(bucket: S3Store):
    bucket.begin("rec/1/original").write(0, blocks(FILM, PART_BYTES))
    bucket.drop_tails("rec/1")  # this machine's disk is not the other one's
    again = bucket.incoming("rec/1/original")
    assert again.offset() == PART_BYTES
    again.write(PART_BYTES, [FILM[PART_BYTES:]])
    assert again.finish().sha256 == SHA256


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
    assert again.finish().sha256 == SHA256


def test_an_upload_waits_when_the_disk_is_full(store: MediaStore, small_disk: int):
    coming = store.begin("rec/1/original")
    with pytest.raises(StoreFull):
        coming.write(0, blocks(FILM))
    kept = coming.offset()
    assert kept == small_disk
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.getrlimit(resource.RLIMIT_FSIZE)[1],) * 2)
    coming.write(kept, [FILM[kept:]])
    assert coming.finish().sha256 == SHA256


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
    assert again.finish().size == 4


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
