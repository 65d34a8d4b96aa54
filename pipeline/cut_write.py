"""Write an mp4 file out of packets that lie in other files: first the index, then the media.

Every track starts at zero by itself, so no edit list has anything to hide. Sound that begins a
little after the picture waits by an empty edit, which stands for no media at all.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, pairwise
from pathlib import Path
from struct import pack

from pipeline.cut_packets import CannotCopy

TURN_S = Fraction(1, 2)
"""Sound and picture take turns in the file: so much of one, then so much of the other."""
LARGEST = 2**31 - 1
"""Ticks and bytes; beyond it the short form of the boxes does not reach."""
UPRIGHT = pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
NO_LANGUAGE = 0x55C4
SIGNED = 1 << 24
"""Version 1 of `ctts`: a picture may show earlier than its turn to be decoded."""
START = b"isom\0\0\2\0isomiso4avc1mp41"


@dataclass(frozen=True)
class Packet:
    """One packet: where it lies, when it shows and how long, in ticks from the start."""

    file: Path
    offset: int
    size: int
    shown: int
    lasting: int
    key: bool = True


@dataclass(frozen=True)
class Strip:
    """A track to be written: its packets in the order in which they are decoded."""

    kind: str
    """`vide` or `soun`."""

    scale: int
    entry: bytes
    packets: Sequence[Packet]
    wait: Fraction = Fraction(0)
    """Seconds before it begins."""

    size: tuple[int, int] = (0, 0)
    look: Callable[[bytes], None] | None = None
    """Gets each packet on its way; what it raises ends the writing."""

    @property
    def begins(self) -> list[int]:
        """When each is decoded: at the moments at which they show, in order."""
        return sorted(packet.shown for packet in self.packets)

    @property
    def ticks(self) -> int:
        """How long it lasts."""
        return max(packet.shown + packet.lasting for packet in self.packets)

    def turns(self) -> list[list[Packet]]:
        """Its packets in runs of a moment's length."""
        paired = zip(self.begins, self.packets, strict=True)
        runs = groupby(paired, key=lambda pair: Fraction(pair[0], self.scale) // TURN_S)
        return [[packet for _, packet in run] for _, run in runs]


def write_film(path: Path, strips: Sequence[Strip]) -> None:
    """Write these tracks. CannotCopy when they do not fit in such a file."""
    turns = [strip.turns() for strip in strips]
    start = box(b"ftyp", START)
    begin = len(start + _moov(strips, turns, [[0] * len(each) for each in turns])) + 8
    places, taken, end = _laid_out(turns, begin)
    if max(end, *(strip.ticks for strip in strips)) > LARGEST:
        raise CannotCopy("too_large")
    with path.open("xb") as out:
        out.write(start + _moov(strips, turns, places) + pack(">I4s", end - begin + 8, b"mdat"))
        for contents in _contents(strips, taken):
            out.write(contents)


def _laid_out(
    turns: list[list[list[Packet]]], at: int
) -> tuple[list[list[int]], list[tuple[int, list[Packet]]], int]:
    """Where each run of each track lies, the runs in that order with their track, and the end."""
    places: list[list[int]] = [[] for _ in turns]
    taken = []
    for turn in range(max(len(each) for each in turns)):
        for track, runs in enumerate(turns):
            if turn < len(runs):
                places[track].append(at)
                taken.append((track, runs[turn]))
                at += sum(packet.size for packet in runs[turn])
    return places, taken, at


def _contents(
    strips: Sequence[Strip], taken: Iterable[tuple[int, list[Packet]]]
) -> Iterable[bytes]:
    with ExitStack() as opened:
        every = {packet.file for strip in strips for packet in strip.packets}
        files = {path: opened.enter_context(path.open("rb")) for path in every}
        for track, packets in taken:
            for packet in packets:
                files[packet.file].seek(packet.offset)
                contents = files[packet.file].read(packet.size)
                if len(contents) != packet.size:
                    raise CannotCopy("damaged_packet")
                if look := strips[track].look:
                    look(contents)
                yield contents


def box(name: bytes, *parts: bytes) -> bytes:
    """Return a box of the format."""
    contents = b"".join(parts)
    return pack(">I4s", len(contents) + 8, name) + contents


def _table(name: bytes, rows: Sequence[Sequence[int]], version: int = 0) -> bytes:
    """A box that is a number of rows and the rows."""
    columns = len(rows[0])
    numbers = [number & 0xFFFFFFFF for row in rows for number in row]
    body = pack(f">{len(numbers)}I", *numbers)
    return box(name, pack(">II", version, len(numbers) // columns), body)


def _runs(values: Iterable[int]) -> list[tuple[int, int]]:
    return [(len(list(run)), value) for value, run in groupby(values)]


def _moov(
    strips: Sequence[Strip], turns: list[list[list[Packet]]], places: list[list[int]]
) -> bytes:
    scale = strips[-1].scale  # sound's, where there is any: what waits does so to the sample
    lasts = [round((strip.wait + Fraction(strip.ticks, strip.scale)) * scale) for strip in strips]
    head = pack(">5I", 0, 0, 0, scale, max(lasts)) + pack(">IH10x", 0x10000, 0x100)
    movie = box(b"mvhd", head, UPRIGHT, bytes(24), pack(">I", len(strips) + 1))
    tracks = [
        _trak(number, strip, lasts[number - 1], scale, turns[number - 1], places[number - 1])
        for number, strip in enumerate(strips, 1)
    ]
    return box(b"moov", movie, *tracks)


def _trak(
    number: int, strip: Strip, lasts: int, scale: int, turns: list[list[Packet]], places: list[int]
) -> bytes:
    heard = strip.kind == "soun"
    width, height = (side << 16 for side in strip.size)
    head = pack(">6I8x4H", 3, 0, 0, number, 0, lasts, 0, int(heard), 0x100 * heard, 0)
    waits = round(strip.wait * scale)
    edits = [(waits, -1, 0x10000)] if waits else []
    edit = box(b"edts", _table(b"elst", [*edits, (lasts - waits, 0, 0x10000)]))
    told = pack(">5I2H", 0, 0, 0, strip.scale, strip.ticks, NO_LANGUAGE, 0)
    kind = pack(">II4s12xx", 0, 0, strip.kind.encode("ascii"))
    meant = box(b"smhd", bytes(8)) if heard else box(b"vmhd", pack(">I8x", 1))
    place = box(b"dinf", box(b"dref", pack(">II", 0, 1), box(b"url ", pack(">I", 1))))
    tables = box(b"stbl", *_tables(strip, turns, places))
    media = box(b"mdia", box(b"mdhd", told), box(b"hdlr", kind), box(b"minf", meant, place, tables))
    return box(
        b"trak",
        box(b"tkhd", head, UPRIGHT, pack(">2I", width, height)),
        edit if heard else b"",
        media,
    )


def _tables(strip: Strip, turns: list[list[Packet]], places: list[int]) -> Iterable[bytes]:
    begins = strip.begins
    late = [packet.shown - begin for packet, begin in zip(strip.packets, begins, strict=True)]
    yield box(b"stsd", pack(">II", 0, 1), strip.entry)
    ends = [*begins[1:], strip.ticks]
    yield _table(b"stts", _runs(b - a for a, b in zip(begins, ends, strict=True)))
    if any(late):
        yield _table(b"ctts", _runs(late), SIGNED)
    keys = [(number,) for number, packet in enumerate(strip.packets, 1) if packet.key]
    if len(keys) < len(begins):
        yield _table(b"stss", keys)
    counts = [len(turn) for turn in turns]
    changes = [at for at, (was, now) in enumerate(pairwise([0, *counts])) if was != now]
    yield _table(b"stsc", [(at + 1, counts[at], 1) for at in changes])
    sizes = [packet.size for packet in strip.packets]
    yield box(b"stsz", pack(f">3I{len(sizes)}I", 0, 0, len(sizes), *sizes))
    yield _table(b"stco", [(place,) for place in places])
