"""An upload in progress in a folder: one growing file, whose size is the offset.

A lock on the file lets one writer in at a time, of this process or another: who comes too late
finds the file longer than it thought, and never writes into what is already counted.
"""

import fcntl
import os
from collections.abc import Iterable
from io import FileIO
from pathlib import Path

from storage.media.growing import Growing, forget, growing
from storage.media.store import (
    OffsetMoved,
    StoreMissing,
    WouldWait,
    room,
    sync_folder,
    write_whole,
)


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

    def write(self, at: int, blocks: Iterable[bytes | memoryview], *, wait: bool = True) -> int:
        """Add bytes at offset `at` and return the new offset."""
        with room(), self._open() as file:
            self._lock(file, wait)
            if at != (stands := file.seek(0, os.SEEK_END)):
                raise OffsetMoved(stands)
            for block in blocks:
                write_whole(file, block)
            return file.tell()

    def settle(self) -> None:
        """Let the disk begin with what came in, and now and then wait until it has it."""
        known = growing(self._part)
        with self._open() as file, room(), known.turn:
            if known.due():
                _sync(file, known)
            else:
                known.start(file, _length(file))

    def finish(self) -> int:
        """Make it the object under `key`; returns its size in bytes."""
        known = growing(self._part)
        with self._open() as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if not self._part.exists():  # another request finished it while we waited
                raise self._missing()
            if not (size := _length(file)):
                raise ValueError(f"nothing has arrived for {self.key}")
            with room(), known.turn:
                _sync(file, known)
            self._part.replace(self._whole)
        sync_folder(self._whole.parent)
        forget(self._part)
        return size

    def abort(self) -> None:
        """Throw away what had arrived."""
        self._part.unlink(missing_ok=True)
        forget(self._part)

    def _lock(self, file: FileIO, wait: bool) -> None:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise WouldWait(self.key) from None

    def _open(self) -> FileIO:
        try:
            return self._part.open("r+b", buffering=0)
        except FileNotFoundError:
            raise self._missing() from None

    def _missing(self) -> StoreMissing:
        return StoreMissing(f"no upload in progress: {self.key}")


def _sync(file: FileIO, known: Growing) -> None:
    try:
        known.sync(file, _length(file))
    except OSError:
        _cut_back(file, known.safe)
        raise


def _cut_back(file: FileIO, safe: int) -> None:
    """After a failed sync only what was synced before is sure to be there; the rest comes again.

    Some file systems over a network say only now that there was no room.
    """
    fcntl.flock(file, fcntl.LOCK_EX)
    os.ftruncate(file.fileno(), min(safe, _length(file)))


def _length(file: FileIO) -> int:
    return os.fstat(file.fileno()).st_size
