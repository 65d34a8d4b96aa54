"""Read the table of contents of an mp4 or mov file: what ffprobe does not tell.

The format is a tree of boxes (ISO/IEC 14496-12): length, four letters, contents. Only the few
that decide whether a film can be repacked as it is are read, and never the media itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from struct import unpack_from
from typing import BinaryIO

LARGEST_INDEX = 256 * 1024 * 1024
"""Bytes; the index of a two-hour film is some ten megabytes."""

Box = tuple[str, memoryview]


@dataclass(frozen=True)
class Track:
    """What the index says about one track, in its own words turned to seconds."""

    kind: str
    """`vide`, `soun`, or another handler."""

    constant_rate: bool
    """Every sample lasts equally long (the last one may differ)."""

    keyframe_seconds: float
    """The longest stretch without a keyframe; 0 when every sample is one."""

    hidden_ms: int
    """How much of the media an edit list keeps out of sight."""

    encrypted: bool


@dataclass(frozen=True)
class Index:
    """The table of contents: is it there, does the file reach as far as it says, its tracks."""

    complete: bool
    missing_part: float
    """The part of the media that the file declares but does not hold, 0..1."""

    tracks: tuple[Track, ...] = ()

    def picture(self) -> Track | None:
        """Return the first picture track."""
        return next((track for track in self.tracks if track.kind == "vide"), None)


def read_index(path: Path) -> Index:
    """Read the index of an mp4 or mov file."""
    size = path.stat().st_size
    contents = memoryview(b"")
    declared = missing = 0
    found = False
    with path.open("rb") as file:
        for name, start, end in _top_level(file, size):
            if name == "moov" and end <= size and end - start <= LARGEST_INDEX:
                file.seek(start)
                contents, found = memoryview(file.read(end - start)), True
            if name == "mdat":
                declared += end - start
                missing += max(0, end - size)
    if not found:
        return Index(complete=False, missing_part=missing / max(1, declared))
    return Index(True, missing / max(1, declared), tuple(_tracks(contents)))


def _top_level(file: BinaryIO, size: int) -> Iterator[tuple[str, int, int]]:
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


def _boxes(contents: memoryview) -> Iterator[Box]:
    at = 0
    while at + 8 <= len(contents):
        length = unpack_from(">I", contents, at)[0]
        if length < 8 or at + length > len(contents):
            return
        yield bytes(contents[at + 4 : at + 8]).decode("latin-1"), contents[at + 8 : at + length]
        at += length


def _child(contents: memoryview, *path: str) -> memoryview:
    for name in path:
        contents = next(
            (inside for box, inside in _boxes(contents) if box == name), memoryview(b"")
        )
    return contents


def _tracks(moov: memoryview) -> Iterator[Track]:
    movie_scale = _timescale(_child(moov, "mvhd"))
    for name, track in _boxes(moov):
        media = _child(track, "mdia")
        handler = bytes(_child(media, "hdlr")[8:12]).decode("latin-1")
        if name != "trak" or not handler:
            continue
        table = _child(media, "minf", "stbl")
        runs = list(_pairs(_child(table, "stts")))
        scale = _timescale(_child(media, "mdhd"))
        ticks = sum(count * each for count, each in runs)
        hidden = _hidden_seconds(_child(track, "edts", "elst"), movie_scale, scale, ticks)
        yield Track(
            kind=handler,
            constant_rate=_is_constant(runs),
            keyframe_seconds=_longest_gap(_child(table, "stss"), runs, scale),
            hidden_ms=round(hidden * 1000),
            encrypted=bytes(_child(table, "stsd")[12:16]) in (b"encv", b"enca"),
        )


def _timescale(header: memoryview) -> int:
    offset = 20 if bytes(header[:1]) == b"\x01" else 12
    return int(unpack_from(">I", header, offset)[0]) or 1 if len(header) >= offset + 4 else 1


def _pairs(table: memoryview) -> Iterator[tuple[int, int]]:
    rows = unpack_from(">I", table, 4)[0] if len(table) >= 8 else 0
    for row in range(min(rows, (len(table) - 8) // 8)):
        yield unpack_from(">II", table, 8 + row * 8)


def _is_constant(runs: list[tuple[int, int]]) -> bool:
    """One length for all samples; a length that alternates by one tick is only rounding."""
    if not runs:
        return False
    body = runs[:-1] if len(runs) > 1 and runs[-1][0] == 1 else runs
    lengths = {each for _, each in body}
    return max(lengths) - min(lengths) <= (1 if max(lengths) >= 100 else 0)


def _longest_gap(table: memoryview, runs: list[tuple[int, int]], scale: int) -> float:
    samples = sum(count for count, _ in runs)
    if not len(table) or not samples:
        return 0.0
    rows = min(unpack_from(">I", table, 4)[0], (len(table) - 8) // 4)
    keys = list(unpack_from(f">{rows}I", table, 8))
    longest: int = max(
        (b - a for a, b in zip(keys, [*keys[1:], samples + 1], strict=True)), default=samples
    )
    ticks_each = sum(count * each for count, each in runs) / samples
    return float(longest * ticks_each / scale)


def _hidden_seconds(table: memoryview, movie_scale: int, scale: int, ticks: int) -> float:
    """How many seconds of this track no edit shows."""
    if len(table) < 8:
        return 0.0
    wide = table[0] == 1
    row, form = (20, ">Qq") if wide else (12, ">Ii")
    rows = min(unpack_from(">I", table, 4)[0], (len(table) - 8) // row)
    edits = [unpack_from(form, table, 8 + n * row) for n in range(rows)]
    shown = [length / movie_scale for length, start in edits if start >= 0]
    if len(shown) == 1 and shown[0] == 0:  # a fragmented file: "all that follows"
        return 0.0
    return max(0.0, float(ticks / scale - sum(shown)))
