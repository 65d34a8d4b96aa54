"""The sum of a file that is still growing, kept up while it grows.

Reading eight gigabytes back after the last byte would let the sender wait for as long as sending
took. So what lies on the disk is summed behind the writer, while the next bytes are on their way.
A process that has just started knows nothing yet and reads what it missed.
"""

import hashlib
import os
import threading
from collections import OrderedDict
from pathlib import Path

BLOCK = 256 * 1024
"""Bytes read at once: what was just written is still in memory, so there is nothing to gain."""
MOST_KNOWN = 200
"""Files of which a process keeps the sum so far; the sum of one more is read anew when asked."""


class Growing:
    """The sum of the first `size` bytes of one file, and how much of it is safe on the disk."""

    def __init__(self) -> None:
        self.turn = threading.Lock()
        """Held by who syncs or sums: one at a time."""
        self.size = 0
        self.safe: int | None = None
        """Bytes known to be on the disk; None before the first sync of this process."""
        self._digest = hashlib.sha256()

    def sum_to(self, file: int, end: int) -> None:
        """Read on in an open file (its descriptor) up to `end` bytes and add them."""
        if self.size > os.fstat(file).st_size:  # another process cut it back
            self.begin_anew()
        block = bytearray(BLOCK)
        while self.size < end:
            view = memoryview(block)[: min(BLOCK, end - self.size)]
            read = os.preadv(file, [view], self.size)
            if not read:
                raise EOFError("the file is shorter than it was")
            self._digest.update(view[:read])
            self.size += read

    def begin_anew(self) -> None:
        """Forget the sum: the file was cut back."""
        self.size, self._digest = 0, hashlib.sha256()

    def sha256(self) -> str:
        """The sum of the first `size` bytes, in hex."""
        return self._digest.hexdigest()


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
