"""An upload in progress on an S3 store.

It is a multipart upload. S3 wants parts of at least 5 MiB, so the tail that is still too small
for one lies in `<home>/incoming` on this machine: never more than one part. Another machine counts
the parts only, and the sender repeats that tail.

Every part begins at a whole number of parts, so whoever sends it sends the same bytes: two
connections that believe they are alone cannot shift each other's.
"""

import fcntl
import hashlib
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from storage.media.store import OffsetMoved, StoreError, WouldWait, room, write_whole

if TYPE_CHECKING:
    from storage.media.s3 import S3Store

PART_BYTES = 8 * 1024 * 1024
"""Size of every part but the last; S3's least is 5 MiB and its most 10,000 parts (here 80 GB)."""


STALE_TAIL_S = 24 * 3600
"""A tail nobody came back for is removed after this; its parts are the purge's business."""


@dataclass(frozen=True)
class Part:
    """One part of a multipart upload: its number from 1, bytes, and the server's mark (ETag)."""

    number: int
    size: int
    mark: str


class S3Incoming:
    """A multipart upload: its offset is the sum of its parts and the tail on this machine."""

    def __init__(self, store: "S3Store", key: str, upload: str) -> None:
        self.key = key
        self._store = store
        self._upload = upload
        self._reached: tuple[int, int, int] | None = None

    def offset(self) -> int:
        """How many bytes have safely arrived."""
        return self._stands()[-1]

    def write(self, at: int, blocks: Iterable[bytes | memoryview], *, wait: bool = True) -> int:
        """Add bytes at offset `at` and return the new offset."""
        if not wait:  # each part goes over a network
            raise WouldWait(self.key)
        # Asked once: a store far away would otherwise be asked for its parts with every block.
        number, begins, stands = self._reached or self._stands()
        if at != stands:
            raise OffsetMoved(stands)
        self._reached = None  # until all of it is in
        with room():
            for block in blocks:
                rest = memoryview(block)
                while rest:
                    grown = self._grow(number, stands - begins, rest)
                    rest = rest[grown - (stands - begins) :]
                    stands = begins + grown
                    if grown >= PART_BYTES:
                        self._send(number)
                        number, begins = number + 1, stands
        self._reached = number, begins, stands
        return stands

    def settle(self) -> None:
        """Have the tail on the disk; what was sent is in the store's care."""
        number, *_ = self._reached or self._stands()
        with room():
            try:
                with self._tail(number).open("r+b") as tail:
                    os.fsync(tail.fileno())
            except FileNotFoundError:
                return  # it was just sent

    def finish(self) -> int:
        """Make it the object under `key`; returns its size in bytes."""
        number, _, stands = self._stands()
        if not stands:
            raise ValueError(f"nothing has arrived for {self.key}")
        if _length(self._tail(number)):
            self._send(number)
        self._store.complete(self.key, self._upload)
        self._store.drop_tails(self.key)
        if self._store.size(self.key) != stands:
            raise StoreError(f"{self.key} did not arrive whole")
        return stands

    def abort(self) -> None:
        """Throw away what had arrived."""
        self._store.abort(self.key, self._upload)
        self._store.drop_tails(self.key)

    def _stands(self) -> tuple[int, int, int]:
        """The number of the part that is growing, where it begins, and the offset in bytes."""
        parts = self._store.parts(self.key, self._upload)
        number = parts[-1].number + 1 if parts else 1
        begins = sum(each.size for each in parts)
        return number, begins, begins + _length(self._tail(number))

    def _grow(self, number: int, had: int, block: memoryview) -> int:
        """Let the tail, `had` bytes long, grow to a whole part at most; returns its length now."""
        tail = self._tail(number)
        tail.parent.mkdir(parents=True, exist_ok=True)
        with tail.open("ab", buffering=0) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if file.tell() != had:  # another connection of the same upload was here
                raise OffsetMoved(self.offset())
            write_whole(file, block[: max(PART_BYTES - had, 0)])
            return file.tell()

    def _send(self, number: int) -> None:
        tail = self._tail(number)
        try:
            self._store.send(self.key, self._upload, number, tail)
            tail.unlink()
        except FileNotFoundError:  # another connection of the same upload sent it just now
            raise OffsetMoved(self.offset()) from None

    def _tail(self, number: int) -> Path:
        # The upload's id in the name: a tail of an earlier try must not count for this one.
        mark = hashlib.sha256(self._upload.encode()).hexdigest()[:16]
        return self._store.tails / f"{self.key}~{mark}~{number}"


def drop_stale_tails(tails: Path) -> None:
    """Remove the tails in a folder that nobody came back for."""
    for tail in tails.rglob("*~*"):
        if tail.stat().st_mtime < time.time() - STALE_TAIL_S:
            tail.unlink(missing_ok=True)


def _length(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
