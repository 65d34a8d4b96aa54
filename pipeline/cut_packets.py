"""The packets of one track of a film: where each lies, and when it shows."""

from dataclasses import dataclass
from functools import cached_property
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


class CannotCopy(Exception):
    """The packets of this film cannot be copied one by one; the reason is a word for the log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Packets:
    """The packets of one track in the order in which they are decoded. Times in ticks."""

    kind: str
    """`vide` or `soun`."""

    scale: int
    """Ticks per second."""

    entry: bytes
    """How they are to be decoded: the box of the sample description."""

    offsets: Numbers
    sizes: Numbers
    """Where they lie in the file, in bytes."""

    shown: Numbers
    """When each is seen or heard, on the film's clock; earlier than 0 is never."""

    lasting: Numbers
    """How long each lasts."""

    keys: Numbers
    """Which of them may be the first that is decoded."""

    ends: int
    """From when on nothing is shown any more."""

    def __len__(self) -> int:
        return len(self.sizes)

    @cached_property
    def order(self) -> Numbers:
        """The packets by order of showing."""
        return np.argsort(self.shown, kind="stable")

    def read(self, file: BinaryIO, packet: int) -> bytes:
        """Return what is in a packet; `file` is the film, opened."""
        file.seek(int(self.offsets[packet]))
        return file.read(int(self.sizes[packet]))

    def place(self, packet: int) -> tuple[int, int]:
        """Return where a packet lies in the file, and its size."""
        return int(self.offsets[packet]), int(self.sizes[packet])
