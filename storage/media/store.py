"""What every media store can do, what can go wrong, and which store is configured."""

import errno
import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cache
from io import FileIO
from pathlib import Path
from typing import BinaryIO, Protocol

from config.settings import settings
from storage.errors import Lesbeeld, Refused
from storage.media.lying import Lying

BLOCK = 1024 * 1024
"""Bytes per read: large enough for speed, small enough to hold for many watchers at once."""

_TYPES = {
    "mp4": "video/mp4",
    "webm": "video/webm",
    "m4a": "audio/mp4",
    "wav": "audio/wav",
    "jpg": "image/jpeg",
    "json": "application/json",
    "vtt": "text/vtt; charset=utf-8",
    "zip": "application/zip",
}

Removed = list[str]
"""What a purge removed: keys, with the version on a store that keeps versions."""

_NAME = r"[a-z0-9][a-z0-9._-]{0,99}"
_PREFIX = re.compile(rf"[a-z]{{2,20}}/[a-z0-9][a-z0-9-]{{0,63}}(/{_NAME}){{0,4}}")


class StoreError(Lesbeeld):
    """The media store could not do it; `worth_retrying` says whether a second try may help."""

    worth_retrying = True


class StoreMissing(StoreError):
    """Nothing lies under this key."""

    worth_retrying = False


class StoreFull(StoreError, Refused):
    """No room left; what had arrived stays, nothing half is left under a key."""

    def __init__(self) -> None:
        Refused.__init__(self, "refusals.store_full")


class StillThere(StoreError):
    """After a purge something was still found: the deletion is not proved."""


class WouldWait(StoreError):
    """It cannot be done at once; in a thread, who waits keeps nobody else."""


class OffsetMoved(StoreError):
    """An upload does not stand where the sender thinks; `offset` is where it does, in bytes."""

    worth_retrying = False

    def __init__(self, offset: int) -> None:
        super().__init__(f"the upload stands at {offset}")
        self.offset = offset


@dataclass(frozen=True)
class Blob:
    """Something stored: its key, its size in bytes and the sha256 (hex) of its bytes."""

    key: str
    size: int
    sha256: str


class Incoming(Protocol):
    """An upload in progress; a new object for the same key goes on where the last one stopped.

    It is not listed and has no size until `finish`. Two senders of the same upload cannot harm
    each other: a write lands at the end of what is there, or is refused with OffsetMoved.
    """

    key: str

    def offset(self) -> int:
        """How many bytes have safely arrived."""

    def write(self, at: int, blocks: Iterable[bytes | memoryview], *, wait: bool = True) -> int:
        """Add bytes at offset `at` and return the new offset.

        Without `wait` it is WouldWait, and nothing was written, where that may take long: the bytes
        go over a network, or somebody else is at this upload.

        OffsetMoved when the upload is elsewhere; StoreFull when there is no room. Whatever ends
        it (an error from `blocks` too), what had come in stays and counts: a process that dies
        takes none of it along. Against a machine that dies only `settle` helps.
        """

    def settle(self) -> None:
        """Do beforehand what `finish` would do with what came in: have it on the disk.

        Call it now and then, beside `write` in another thread if you like. StoreFull when the
        disk took back what it had promised; `offset` then says what is left.
        """

    def finish(self) -> int:
        """Make it the object under `key`, on the disk for good; returns its size in bytes.

        ValueError when empty. Nobody has read it back yet: its sum is for who works on it.
        """

    def abort(self) -> None:
        """Throw away what had arrived."""


class MediaStore(Protocol):
    """A place for media. Keys are `rec/<id>/name`; any other form is a ValueError."""

    in_one_go: int
    """Bytes worth reading at a time for who waits: more where each reading is a journey."""

    def put(self, key: str, source: BinaryIO) -> Blob:
        """Store a stream whole or not at all; replaces what lay there."""

    def put_file(self, key: str, path: Path) -> Blob:
        """Store a copy of a file, whole or not at all."""

    def open(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from `start` up to but not including `end` (None: to the last).

        StoreMissing at once, not at the first block. A range past the end is cut short.
        """

    def size(self, key: str) -> int:
        """Size in bytes, or StoreMissing."""

    def exists(self, key: str) -> bool:
        """Whether something lies under this key."""

    def blob(self, key: str) -> Blob:
        """Read everything under `key` and say what it is; for proving a copy, or a finish."""

    def local(self, key: str) -> AbstractContextManager[Path]:
        """A path for a tool to read: the file itself, or a copy that is gone afterwards."""

    def url(self, key: str, seconds: int = 300) -> str | None:
        """A signed address the browser may read from, or None: then serve it yourself."""

    def free_bytes(self) -> int | None:
        """Room left for media, in bytes; None where the store does not say."""

    def encrypts(self) -> bool | None:
        """Whether the store itself encrypts what lies here; None when that cannot be seen."""

    def list(self, prefix: str = "") -> Iterator[str]:
        """Keys under a prefix, in order; everything for ""."""

    def purge(self, prefix: str) -> Removed:
        """Remove everything under a prefix (or one key): versions and broken uploads too.

        Returns what was removed, for the tombstone. Looks again afterwards and raises StillThere
        when anything is left.
        """

    def lying(self) -> Iterator[Lying]:
        """Everything that lies there, a folder's things beside each other; more than `list`."""

    def remove(self, lying: Lying) -> None:
        """Remove one thing that lies there; gone already is fine."""

    def begin(self, key: str) -> Incoming:
        """Start an upload; an earlier unfinished one for this key is thrown away."""

    def incoming(self, key: str) -> Incoming:
        """The unfinished upload for this key, or StoreMissing."""


@cache
def media_store(url: str | None = None) -> MediaStore:
    """The store at `file:///folder` or `s3://bucket/prefix`; without a url, the configured one."""
    # Imported here, so that a school with a local folder never loads the S3 client.
    address = url or settings().media_store
    scheme, _, place = address.partition("://")
    if scheme == "file" and place.startswith("/"):
        from storage.media.local import LocalStore

        return LocalStore(Path(place))
    bucket, _, prefix = place.partition("/")
    if scheme == "s3" and bucket:
        from storage.media.s3 import S3Store

        return S3Store(
            bucket, prefix.strip("/"), settings().s3_endpoint or None, settings().home.resolve()
        )
    raise ValueError("a store address is file:///folder or s3://bucket/prefix")


def check_key(key: str) -> str:
    """Return a key that is well formed and names one object; ValueError otherwise."""
    if key.count("/") < 2:
        raise ValueError(f"not a media key: {key!r}")
    return check_prefix(key)


def check_prefix(prefix: str) -> str:
    """Return a prefix that reaches at least one whole thing (`rec/<id>`); ValueError otherwise."""
    if not _PREFIX.fullmatch(prefix):
        raise ValueError(f"not a media key: {prefix!r}")
    return prefix


def check_range(start: int, end: int | None) -> None:
    """ValueError for a range that runs backwards or starts before the first byte."""
    if start < 0 or (end is not None and end < start):
        raise ValueError(f"not a range: {start} to {end}")


def covers(prefix: str, key: str) -> bool:
    """Whether `key` is `prefix` or lies under it."""
    return not prefix or key == prefix or key.startswith(prefix + "/")


@contextmanager
def room() -> Iterator[None]:
    """Turn a full disk, quota or file limit into StoreFull."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise StoreFull from error
        raise


class Summing:
    """A stream that is summed while it is read; no seek, so it is read once and in order."""

    def __init__(self, source: BinaryIO) -> None:
        self.size = 0
        self._digest = hashlib.sha256()
        self._source = source

    def read(self, n: int = -1) -> bytes:
        """Read on; n as for any binary stream."""
        block = self._source.read(n)
        self._digest.update(block)
        self.size += len(block)
        return block

    def blob(self, key: str) -> Blob:
        """What has been read so far, under this key."""
        return Blob(key, self.size, self._digest.hexdigest())


def summed(key: str, blocks: Iterable[bytes]) -> Blob:
    """The Blob of a stream of blocks."""
    digest, size = hashlib.sha256(), 0
    for block in blocks:
        digest.update(block)
        size += len(block)
    return Blob(key, size, digest.hexdigest())


def media_type(key: str) -> str:
    """The type a browser is told, from the key's ending."""
    return _TYPES.get(key.rpartition(".")[2], "application/octet-stream")


def write_whole(file: FileIO, block: bytes | memoryview) -> None:
    """Write all of a block to an unbuffered file, which may take it in pieces."""
    rest = memoryview(block)
    while rest:
        rest = rest[file.write(rest) :]


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
