"""Which part of a film some of its bytes show: from the index the film itself carries.

An mp4 says where each piece of its picture lies and how long it lasts. That is all that is read
here, and none of the media: enough to tell in seconds what was sent, whichever store it lies in.
"""

import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from struct import error as StructError
from struct import unpack_from

from storage.media import MediaStore, media_store
from storage.spans import Span

LARGEST_INDEX = 32 * 1024 * 1024
"""Bytes; that of a lesson of two hours is a few MB."""
STEP_MS = 500
"""Pieces nearer to each other than this are taken as one: a lesson stays a small table."""
MOST_BOXES = 4096
_PICTURE = b"vide"


class NoTimes(Exception):
    """The file has no index that can be read, so nobody can say what its bytes show."""


@dataclass(frozen=True)
class FilmTimes:
    """Where in the file each moment begins: both columns go up."""

    offsets: "array[int]"
    starts_ms: "array[int]"
    length_ms: int

    def shown(self, sent: Iterable[tuple[int, int]]) -> list[Span]:
        """Return what is shown by bytes from `start` up to `end`; nothing for an index alone."""
        found = []
        for start, end in sent:
            if end <= max(start, self.offsets[0]):
                continue
            first = max(0, bisect_right(self.offsets, start) - 1)
            after = bisect_left(self.offsets, end)
            end_ms = self.starts_ms[after] if after < len(self.offsets) else self.length_ms
            if end_ms > self.starts_ms[first]:
                found.append(Span(self.starts_ms[first], end_ms))
        return found


@lru_cache(maxsize=16)
def film_times(key: str, mark: str) -> FilmTimes:  # noqa: ARG001 the mark: other bytes, other times
    """Return the times of the film under a key. Raises NoTimes, StoreMissing."""
    store = media_store()
    try:
        return _from_index(_index(store, key))
    except (StructError, ValueError, IndexError, OverflowError, ZeroDivisionError) as wrong:
        raise NoTimes from wrong


@dataclass(frozen=True)
class _Box:
    """A box of the file, of which only what is asked for is read: most of an index is not times."""

    store: MediaStore
    key: str
    start: int
    end: int
    """Both of its contents."""

    def read(self, start: int, end: int) -> bytes:
        """Return its bytes from `start` up to `end`, as far as it has them."""
        first, last = self.start + start, min(self.start + end, self.end)
        return b"".join(self.store.open(self.key, first, last)) if first < last else b""

    def boxes(self) -> Iterator[tuple[bytes, "_Box"]]:
        """Return the boxes in it by name, up to one that does not fit."""
        at = self.start
        for _ in range(MOST_BOXES):
            head = self.read(at - self.start, at - self.start + 16)
            if len(head) < 8:
                return
            length, skip = unpack_from(">I", head)[0], 8
            if length == 1:
                length, skip = unpack_from(">Q", head, 8)[0], 16
            end = at + length if length else self.end
            if end < at + skip or end > self.end:
                return
            yield head[4:8], _Box(self.store, self.key, at + skip, end)
            at = end

    def inside(self, *path: bytes) -> "_Box":
        """Return the box at this path in it; an empty one where there is none."""
        held = self
        for name in path:
            nothing = _Box(self.store, self.key, 0, 0)
            held = next((box for found, box in held.boxes() if found == name), nothing)
        return held


def _index(store: MediaStore, key: str) -> _Box:
    """The box that holds the index; only its neighbours' heads are read."""
    moov = _Box(store, key, 0, store.size(key)).inside(b"moov")
    if not 0 < moov.end - moov.start <= LARGEST_INDEX:
        raise ValueError("there is no index")
    return moov


def _from_index(moov: _Box) -> FilmTimes:
    for name, track in moov.boxes():
        if name == b"trak" and track.inside(b"mdia", b"hdlr").read(8, 12) == _PICTURE:
            return _times(track)
    raise ValueError("there is no picture")


def _times(track: _Box) -> FilmTimes:
    header = track.inside(b"mdia", b"mdhd").read(0, 24)
    ticks = unpack_from(">I", header, 20 if header[0] == 1 else 12)[0]
    table = track.inside(b"mdia", b"minf", b"stbl")
    pace = _Pace(*_columns(table.inside(b"stts"), 2))
    near, far = table.inside(b"stco"), table.inside(b"co64")
    (places,) = _columns(near, 1) if near.end else _columns(far, 1, "Q")
    offsets, starts = array("Q"), array("Q")
    for place, sample in zip(places, _first_samples(table), strict=False):
        at_ms = pace.begins(sample) * 1000 // ticks
        if starts and (at_ms < starts[-1] + STEP_MS or place <= offsets[-1]):
            continue
        offsets.append(place)
        starts.append(at_ms)
    if not offsets:
        raise ValueError("the index is empty")
    return FilmTimes(offsets, starts, pace.moments[-1] * 1000 // ticks)


class _Pace:
    """When each sample begins, in ticks, from runs of samples that last equally long."""

    def __init__(self, counts: "array[int]", lasting: "array[int]") -> None:
        self._lasting = lasting
        self._firsts = array("Q", accumulate(counts, initial=0))
        ticks = (many * each for many, each in zip(counts, lasting, strict=True))
        self.moments = array("Q", accumulate(ticks, initial=0))

    def begins(self, sample: int) -> int:
        run = min(bisect_right(self._firsts, sample), len(self._lasting)) - 1
        return self.moments[run] + (sample - self._firsts[run]) * self._lasting[run]


def _first_samples(table: _Box) -> Iterator[int]:
    """The number of the first sample of each chunk, in order; the last run goes on."""
    firsts, many, _ = _columns(table.inside(b"stsc"), 3)
    sample, chunk = 0, 1
    for run, each in enumerate(many):
        last = run + 1 == len(many)
        while last or chunk < firsts[run + 1]:
            yield sample
            sample, chunk = sample + each, chunk + 1


def _columns(table: _Box, columns: int, kind: str = "I") -> "list[array[int]]":
    """The columns of a table that begins with how many rows it has; never more than there are."""
    head = table.read(0, 8)
    count = unpack_from(">I", head, 4)[0] if len(head) == 8 else 0
    found: array[int] = array(kind)
    wide = found.itemsize * columns
    rows = table.read(8, 8 + wide * min(count, (table.end - table.start) // wide))
    found.frombytes(rows[: len(rows) // wide * wide])
    if sys.byteorder == "little":
        found.byteswap()
    return [found[column::columns] for column in range(columns)]
