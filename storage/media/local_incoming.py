"""An upload in progress in a folder: one growing file, whose size is the offset.

A lock on the file lets one writer in at a time, of this process or another: who comes too late
finds the file longer than it thought, and never writes into what is already counted and summed.
"""

import fcntl
import os
from collections.abc import Iterable
from io import FileIO
from pathlib import Path

from storage.media.growing import Growing, forget, growing
from storage.media.store import Blob, OffsetMoved, StoreMissing, room, sync_folder, write_whole

AT_ONCE = 256 * 1024 * 1024
"""Bytes summed in one go: a process that has just started catches up without keeping anybody."""
SYNC_EVERY = 256 * 1024 * 1024
"""Bytes after which the disk must keep what came in: a sync holds up who writes meanwhile."""


class LocalIncoming:
    """The Incoming of a folder."""

    def __init__(self, key: str, part: Path, whole: Path) -> None:
        self.key = key
        self._part = part
        self._whole = whole

    def offset(self) -> int:
        """How many bytes have safely arrived."""
        try:
            return self._part.stat().st_size
        except FileNotFoundError:
            raise self._missing() from None

    def write(self, at: int, blocks: Iterable[bytes | memoryview]) -> int:
        """Add bytes at offset `at` and return the new offset."""
        with room(), self._open() as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if at != (stands := file.seek(0, os.SEEK_END)):
                raise OffsetMoved(stands)
            for block in blocks:
                write_whole(file, block)
            return file.tell()

    def settle(self) -> None:
        """Sum what came in, and now and then have the disk keep it."""
        with self._open() as file:
            _settle(file, growing(self._part), AT_ONCE)

    def finish(self) -> Blob:
        """Make it the object under `key`."""
        known = growing(self._part)
        with self._open() as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if not self._part.exists():  # another request finished it while we waited
                raise self._missing()
            if not _length(file):
                raise ValueError(f"nothing has arrived for {self.key}")
            _settle(file, known)
            self._part.replace(self._whole)
        sync_folder(self._whole.parent)
        forget(self._part)
        return Blob(self.key, known.size, known.sha256())

    def abort(self) -> None:
        """Throw away what had arrived."""
        self._part.unlink(missing_ok=True)
        forget(self._part)

    def _open(self) -> FileIO:
        try:
            return self._part.open("r+b", buffering=0)
        except FileNotFoundError:
            raise self._missing() from None

    def _missing(self) -> StoreMissing:
        return StoreMissing(f"no upload in progress: {self.key}")


def _settle(file: FileIO, known: Growing, most: int | None = None) -> None:
    """Sync, and sum what was not summed yet: at most so many bytes of it."""
    with room(), known.turn:
        stands = _length(file)
        if most is None or stands - (known.safe or 0) >= SYNC_EVERY:
            try:
                os.fsync(file.fileno())
            except OSError:
                _cut_back(file, known.safe)
                known.begin_anew()
                raise
            known.safe = stands
        known.sum_to(file.fileno(), stands if most is None else min(stands, known.size + most))


def _cut_back(file: FileIO, safe: int | None) -> None:
    """After a failed sync only what was synced before is sure to be there; the rest comes again.

    Some file systems over a network say only now that there was no room.
    """
    fcntl.flock(file, fcntl.LOCK_EX)
    if safe is not None:
        os.ftruncate(file.fileno(), safe)


def _length(file: FileIO) -> int:
    return os.fstat(file.fileno()).st_size
