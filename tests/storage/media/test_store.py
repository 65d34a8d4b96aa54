"""One contract, two stores: a folder, and a bucket with versioning on a real S3 server."""

import io
from pathlib import Path

import pytest

from config.settings import settings
from storage.media import MediaStore, StillThere, StoreFull, StoreMissing
from storage.media.s3 import S3Store
from tests.storage.media.shelf import FILM, SHA256, blocks, everything_in, files_in, read

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
