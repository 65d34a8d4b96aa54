"""What a packet is made of, and whether it can be decoded where it is put."""

from collections.abc import Iterator
from struct import unpack_from

from pipeline.boxes import boxes_in
from pipeline.cut_packets import CannotCopy
from pipeline.cut_sets import Sets

IDR, SPS, PPS = 5, 7, 8
PICTURES = (1, IDR)
SOUND_HEAD = 36
"""Bytes of a sound track's description before its boxes."""
STREAM, DECODER, AAC = 3, 4, 0x40
"""Marks in the box `esds`."""


def units(packet: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield the units of a packet: kind, where it starts and ends. CannotCopy if it is broken."""
    at = 0
    while at < len(packet):
        if at + 5 > len(packet):
            raise CannotCopy("damaged_packet")
        start, end = at + 4, at + 4 + int(unpack_from(">I", packet, at)[0])
        if not start < end <= len(packet):
            raise CannotCopy("damaged_packet")
        yield packet[start] & 31, start, end
        at = end


def is_fresh_start(packet: bytes) -> bool:
    """Say whether nothing from before this packet is needed from here on: it is an IDR picture."""
    pictures = [kind for kind, _, _ in units(packet) if kind in PICTURES]
    return bool(pictures) and all(kind == IDR for kind in pictures)


def require_known_sets(packet: bytes, sets: Sets) -> None:
    """CannotCopy when the film changes its parameter sets on the way."""
    for kind, start, end in units(packet):
        known = {SPS: sets.sequence, PPS: sets.picture}.get(kind)
        if known is not None and packet[start:end] not in known:
            raise CannotCopy("parameter_sets_change")


def require_aac(entry: bytes) -> None:
    """CannotCopy for sound other than AAC: it may need more than the packet before it."""
    boxes = boxes_in(memoryview(entry)[SOUND_HEAD:])
    told = next((bytes(found) for name, found in boxes if name == "esds"), b"")
    try:
        stream = _past_length(told, 4, STREAM) + 3
        kind = told[_past_length(told, stream, DECODER)]
    except (IndexError, ValueError) as wrong:
        raise CannotCopy("not_aac") from wrong
    if kind != AAC:
        raise CannotCopy("not_aac")


def _past_length(told: bytes, at: int, mark: int) -> int:
    """Where the contents begin of what starts at `at` with this mark and its length."""
    if told[at] != mark:
        raise ValueError
    at += 1
    while told[at] & 0x80:
        at += 1
    return at + 1
