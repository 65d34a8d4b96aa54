"""What a decoder of pictures must know before it begins: the parameter sets in the box `avcC`.

Pictures that are encoded anew get parameter sets under a number of their own, beside those of the
film: each picture says by which it is decoded, so that both lie in one track and nothing switches.
"""

from dataclasses import dataclass, replace
from struct import pack, unpack_from

from pipeline.boxes import boxes_in
from pipeline.cut_packets import CannotCopy

PROFILES = {66: "baseline", 77: "main", 100: "high"}
"""Those that hold nothing but pictures of 8 bits, colour at half size."""

ENTRY_HEAD = 86
"""Bytes of a track's description before its boxes."""


@dataclass(frozen=True)
class Sets:
    """Profile, flags and level as they stand in the file, and the parameter sets."""

    profile: int
    flags: int
    level: int
    sequence: tuple[bytes, ...]
    picture: tuple[bytes, ...]
    rest: bytes
    """What a high profile says beside it."""

    @property
    def numbers(self) -> set[int]:
        """The numbers that are taken by sets of either kind."""
        taken = {_number(each[4:]) for each in self.sequence}
        return taken | {_number(each[1:]) for each in self.picture}

    @property
    def free_number(self) -> int:
        """A number for sets of our own. CannotCopy when all are taken."""
        free = sorted(set(range(1, 31)) - self.numbers)
        if not free:
            raise CannotCopy("too_many_parameter_sets")
        return free[0]

    def to_bytes(self) -> bytes:
        """Return them as the contents of `avcC`."""
        head = bytes((1, self.profile, self.flags, self.level, 0xFF))
        sequence = b"".join(pack(">H", len(each)) + each for each in self.sequence)
        picture = b"".join(pack(">H", len(each)) + each for each in self.picture)
        counts = bytes((0xE0 | len(self.sequence),)), bytes((len(self.picture),))
        return head + counts[0] + sequence + counts[1] + picture + self.rest

    def joined(self, other: "Sets") -> "Sets":
        """Both, for one track. CannotCopy when they share a number or differ in profile."""
        if self.numbers & other.numbers or self.profile != other.profile:
            raise CannotCopy("parameter_sets_collide")
        return replace(
            self,
            flags=self.flags & other.flags,
            level=max(self.level, other.level),
            sequence=self.sequence + other.sequence,
            picture=self.picture + other.picture,
        )


def sets_of(entry: bytes) -> Sets:
    """Read the parameter sets out of a track's description. CannotCopy for any but plain H.264."""
    if entry[4:8] != b"avc1":
        raise CannotCopy("not_h264")
    for name, contents in boxes_in(memoryview(entry)[ENTRY_HEAD:]):
        if name == "avcC":
            try:
                return _sets(contents)
            except (IndexError, ValueError) as wrong:
                raise CannotCopy("unreadable_parameter_sets") from wrong
    raise CannotCopy("unreadable_parameter_sets")


def _sets(box: memoryview) -> Sets:
    if box[1] not in PROFILES or box[4] & 3 != 3:
        raise CannotCopy("unusual_h264")
    sequence, at = _listed(box, 6, box[5] & 31)
    picture, at = _listed(box, at + 1, box[at])
    return Sets(box[1], box[2], box[3], sequence, picture, bytes(box[at:]))


def _listed(box: memoryview, at: int, count: int) -> tuple[tuple[bytes, ...], int]:
    found = []
    for _ in range(count):
        length = box[at] << 8 | box[at + 1]
        found.append(bytes(box[at + 2 : at + 2 + length]))
        at += 2 + length
    if at > len(box) or not all(found) or not found:
        raise ValueError
    return tuple(found), at


def _number(contents: bytes) -> int:
    """The number these bits begin with, in Exp-Golomb code."""
    plain = contents[:16].replace(b"\0\0\3", b"\0\0")
    bits = "".join(f"{byte:08b}" for byte in plain)
    zeros = bits.index("1")
    return int(bits[zeros : 2 * zeros + 1], 2) - 1


def with_sets(entry: bytes, sets: Sets) -> bytes:
    """Return a track's description with other parameter sets."""
    contents = sets.to_bytes()
    boxes = [
        pack(">I4s", len(each) + 8, name.encode("latin-1")) + each
        for name, found in boxes_in(memoryview(entry)[ENTRY_HEAD:])
        for each in [contents if name == "avcC" else bytes(found)]
    ]
    whole = entry[4:ENTRY_HEAD] + b"".join(boxes)
    return pack(">I", len(whole) + 4) + whole


def size_of(entry: bytes) -> tuple[int, int]:
    """Return width and height in pixels, as a track's description says."""
    width, height = unpack_from(">HH", entry, 32)
    return int(width), int(height)
