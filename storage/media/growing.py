"""What this process knows of a file that is still growing: how much of it the disk has.

The sum of a film is no business of who receives it: reading eight gigabytes back would let the
sender wait for nearly as long as sending took. The machine that works on the film sums it.
"""

import os
import threading
import time
from collections import OrderedDict
from io import FileIO
from pathlib import Path

SYNC_AFTER_S = 30.0
"""Seconds of sending that are lost at most when the machine itself dies. A sync holds up who
writes meanwhile, so what counts is not how many bytes came in that time."""
MOST_KNOWN = 200
"""Growing files a process keeps this of; one more is simply synced a little later."""


class Growing:
    """How much of one file is on the disk, or on its way there."""

    def __init__(self) -> None:
        self.turn = threading.Lock()
        """Held by who syncs: one at a time."""
        self.safe = 0
        """Bytes this process knows to be on the disk: none before its first sync."""
        self._started = 0
        self._synced_at = time.monotonic()

    def due(self) -> bool:
        """Whether it is time for a sync."""
        return time.monotonic() - self._synced_at >= SYNC_AFTER_S

    def sync(self, file: FileIO, stands: int) -> None:
        """Have all of it, `stands` bytes, on the disk. OSError when it does not fit."""
        os.fsync(file.fileno())
        self.safe = self._started = stands
        self._synced_at = time.monotonic()

    def start(self, file: FileIO, stands: int) -> None:
        """Let the disk begin with what it was not told of yet, and wait for nothing.

        Linux starts writing pages it is told will not be needed; what is still on its way to the
        disk stays in memory all the same. Elsewhere the system begins when it likes.
        """
        if hasattr(os, "posix_fadvise"):
            begins = min(self._started, stands)
            os.posix_fadvise(file.fileno(), begins, stands - begins, os.POSIX_FADV_DONTNEED)
        self._started = stands


_known: OrderedDict[Path, Growing] = OrderedDict()
_guard = threading.Lock()


def growing(path: Path) -> Growing:
    """What this process knows of a growing file."""
    with _guard:
        known = _known.setdefault(path, Growing())
        _known.move_to_end(path)
        while len(_known) > MOST_KNOWN:
            _known.popitem(last=False)
        return known


def forget(path: Path) -> None:
    """The file is finished, thrown away or begun anew."""
    with _guard:
        _known.pop(path, None)
