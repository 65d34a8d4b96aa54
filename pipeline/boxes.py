"""Read the table of contents of an mp4 or mov file: what ffprobe does not tell.

The format is a tree of boxes (ISO/IEC 14496-12): length, four letters, contents. Only the few
that decide whether a film can be repacked as it is are read, and never the media itself. Whatever
the file claims, no more is read or walked through than the limits below.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from struct import unpack_from
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

LARGEST_INDEX = 64 * 1024 * 1024
"""Bytes; the index of a two-hour film is some ten megabytes."""
MOST_BOXES = 1_000_000
"""Side by side in the file; a two-hour film in pieces of a picture each has some 860 000."""
MOST_INSIDE = 4096
"""Boxes side by side inside another."""
MOST_EDITS = 10_000
LONGEST_S = 1e9
"""Seconds; what lasts longer is no length."""

Box = tuple[str, memoryview]
Rows = npt.NDArray[np.float64]
"""One row per entry of a table; floats, because what a damaged file multiplies knows no bounds."""
NOTHING = memoryview(b"")


@dataclass(frozen=True)
class Track:
    """What the index says about one track, in its own words turned to seconds."""

    number: int
    """The track's id; ffprobe calls it so too."""

    kind: str
    """`vide`, `soun`, or another handler."""

    constant_rate: bool
    """Every sample lasts equally long (the last one may differ)."""

    keyframe_seconds: float
    """The longest stretch without a keyframe; 0 when every sample is one."""

    hidden_ms: int
    """How much of the media an edit list keeps out of sight."""

    encrypted: bool
    lasts_ms: int = 0
    """How long what is shown of it lasts."""

    whole: bool = False
    """The file reaches to its last sample; False too when the index does not say where that is."""


@dataclass(frozen=True)
class Index:
    """The table of contents: is it there, does the file reach as far as it says, its tracks."""

    complete: bool
    missing_part: float
    """The part of the media that the file declares but does not hold, 0..1."""

    tracks: tuple[Track, ...] = ()
    names_others: bool = False
    """Part of the film lies in other files or at an address, which the index names."""

    def track(self, number: int) -> Track | None:
        """Return the track with this id."""
        return next((track for track in self.tracks if track.number == number), None)


def read_index(path: Path) -> Index:
    """Read the index of an mp4 or mov file."""
    size = path.stat().st_size
    contents: memoryview | None = None
    declared = missing = 0
    with path.open("rb") as file:
        for name, start, end in islice(top_level(file, size), MOST_BOXES):
            if name == "moov" and contents is None and end <= min(size, start + LARGEST_INDEX):
                file.seek(start)
                contents = memoryview(file.read(end - start))
            if name == "mdat":
                declared += end - start
                missing += max(0, end - size)
    if contents is None:
        return Index(complete=False, missing_part=missing / max(1, declared))
    return Index(
        True, missing / max(1, declared), tuple(_tracks(contents, size)), _names_others(contents)
    )


def top_level(file: BinaryIO, size: int) -> Iterator[tuple[str, int, int]]:
    """Walk the outermost boxes: name, where the contents begin and where they end, in bytes."""
    at = 0
    while at + 8 <= size:
        file.seek(at)
        head = file.read(16)
        length, start = unpack_from(">I", head)[0], at + 8
        if length == 1 and len(head) == 16:
            length, start = unpack_from(">Q", head, 8)[0], at + 16
        end = size if length == 0 else at + length
        if end < start:
            return
        yield head[4:8].decode("latin-1"), start, end
        at = end


def boxes_in(contents: memoryview) -> Iterator[Box]:
    """Walk the boxes side by side in the contents of another: name and contents."""
    at = 0
    for _ in range(MOST_INSIDE):
        if at + 8 > len(contents):
            return
        length = unpack_from(">I", contents, at)[0]
        if length < 8 or at + length > len(contents):
            return
        yield bytes(contents[at + 4 : at + 8]).decode("latin-1"), contents[at + 8 : at + length]
        at += length


def inside(contents: memoryview, *path: str) -> memoryview:
    """Return the contents of the first box down this path; nothing when there is none."""
    for name in path:
        contents = next((held for box, held in boxes_in(contents) if box == name), NOTHING)
    return contents


def _tracks(moov: memoryview, size: int) -> Iterator[Track]:
    movie_scale = timescale(inside(moov, "mvhd"))
    for name, track in boxes_in(moov):
        media = inside(track, "mdia")
        handler = bytes(inside(media, "hdlr")[8:12]).decode("latin-1")
        if name != "trak" or not handler:
            continue
        table = inside(media, "minf", "stbl")
        runs = _rows(inside(table, "stts"), 2)
        scale = timescale(inside(media, "mdhd"))
        ticks = float((runs[:, 0] * runs[:, 1]).sum())
        hidden = _hidden_seconds(inside(track, "edts", "elst"), movie_scale, scale, ticks)
        yield Track(
            number=_number(inside(track, "tkhd")),
            kind=handler,
            constant_rate=_is_constant(runs),
            keyframe_seconds=_longest_gap(inside(table, "stss"), runs, scale),
            hidden_ms=round(hidden * 1000),
            encrypted=bytes(inside(table, "stsd")[12:16]) in (b"encv", b"enca"),
            lasts_ms=round(min(max(0.0, ticks / scale - hidden), LONGEST_S) * 1000),
            whole=0 < _end(table, float(runs[:, 0].sum())) <= size,
        )


def _names_others(moov: memoryview) -> bool:
    """The film is a list of other films, or one of its tracks lies elsewhere."""
    if any(name in ("rmra", "cmov") for name, _ in boxes_in(moov)):
        return True  # `cmov`: an index nobody can look into, from before the year 2005
    return any(
        any(reference[4:])  # after its version and flags: where the media lies
        for name, track in boxes_in(moov)
        if name == "trak"
        for _, reference in boxes_in(inside(track, "mdia", "minf", "dinf", "dref")[8:])
    )


def _number(header: memoryview) -> int:
    offset = 20 if bytes(header[:1]) == b"\x01" else 12
    return int(unpack_from(">I", header, offset)[0]) if len(header) >= offset + 4 else 0


def timescale(header: memoryview) -> int:
    """Return the ticks in a second from `mvhd` or `mdhd`."""
    return _number(header) or 1  # it stands where a track's header has its id


def _rows(table: memoryview, wide: int) -> Rows:
    """The rows of a table of 32-bit numbers, `wide` in a row: no more than there really are."""
    said = unpack_from(">I", table, 4)[0] if len(table) >= 8 else 0
    rows = min(said, max(0, len(table) - 8) // (4 * wide))
    found = np.frombuffer(table, ">u4", rows * wide, 8) if rows else np.zeros(0)
    return found.reshape(rows, wide).astype(np.float64)


def _end(table: memoryview, samples: float) -> float:
    """Where in the file a track ends, in bytes; 0 where its tables do not agree on that."""
    wide = _rows(inside(table, "co64"), 2)
    begin = wide @ (2.0**32, 1.0) if len(wide) else _rows(inside(table, "stco"), 1)[:, 0]
    pieces, sizes = _rows(inside(table, "stsc"), 3), inside(table, "stsz")
    if not len(begin) or not len(pieces) or len(sizes) < 12:
        return 0.0
    each, many = unpack_from(">II", sizes, 4)
    last = int(pieces[-1, 1])  # samples in the last piece
    if many != samples or not 0 < last <= many:
        return 0.0
    own = _rows(sizes[4:], 1)[:, 0]
    if not each and len(own) != many:
        return 0.0
    return float(max(begin.max(), begin[-1] + (each * last or own[-last:].sum())))


def _is_constant(runs: Rows) -> bool:
    """One length for all samples; a length that alternates by one tick is only rounding."""
    if not len(runs):
        return False
    lengths = runs[:-1, 1] if len(runs) > 1 and runs[-1, 0] == 1 else runs[:, 1]
    return bool(lengths.max() - lengths.min() <= (1 if lengths.max() >= 100 else 0))


def _longest_gap(table: memoryview, runs: Rows, scale: int) -> float:
    samples = runs[:, 0].sum()
    if not len(table) or not samples:
        return 0.0
    keys = np.append(_rows(table, 1)[:, 0], samples + 1)
    longest = max(0.0, np.diff(keys).max()) if len(keys) > 1 else samples
    return float(longest * (runs[:, 0] * runs[:, 1]).sum() / samples / scale)


def _hidden_seconds(table: memoryview, movie_scale: int, scale: int, ticks: float) -> float:
    """How many seconds of this track no edit shows."""
    if len(table) < 8:
        return 0.0
    wide = table[0] == 1
    row, form = (20, ">Qq") if wide else (12, ">Ii")
    rows = min(unpack_from(">I", table, 4)[0], (len(table) - 8) // row, MOST_EDITS)
    edits = [unpack_from(form, table, 8 + n * row) for n in range(rows)]
    shown = [length / movie_scale for length, start in edits if start >= 0]
    if len(shown) == 1 and shown[0] == 0:  # a fragmented file: "all that follows"
        return 0.0
    return max(0.0, float(ticks / scale - sum(shown)))
