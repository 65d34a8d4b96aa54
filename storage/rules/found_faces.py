"""Which of the found faces may be one and the same: by place and time alone, never by their looks.

Somebody who turns away is lost, and found again where she was: that makes two tracks. They are
shown as one when the second begins soon after the first, near where that ended and about as large.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import hypot
from typing import Any

GAP_MS = 4000
"""So long somebody may have been out of sight."""
OVERLAP_MS = 1500
"""Tracks are padded in time: so much they may share."""
REACH = 1.5
"""So far she may have moved meanwhile, in sizes of her face."""


@dataclass(frozen=True)
class FaceGroup:
    """Tracks that follow each other in one place, and a moment at which the face is well seen."""

    numbers: tuple[int, ...]
    """The tracks, in the order of the film."""
    start_ms: int
    end_ms: int
    at_ms: int
    place: tuple[float, float, float, float]
    """Where the face is at that moment: left, top, width, height, parts of the picture."""

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "numbers": list(self.numbers),
            "start_ms": self.start_ms,
            "end_ms": self.end_ms,
            "at_ms": self.at_ms,
            "place": list(self.place),
        }


Told = Mapping[str, Any]
"""A track as it is kept: `start_ms`, `end_ms`, and `places`: [ms, left, top, width, height]."""


def groups(tracks: Sequence[Told]) -> list[FaceGroup]:
    """Return every track once, those that go on in one place together; the longest seen first."""
    follows: dict[int, int] = {}
    begun: set[int] = set()
    for _, one, other in sorted(_pairs(tracks)):
        if one not in follows and other not in begun:
            follows[one] = other
            begun.add(other)
    found = []
    for number in range(len(tracks)):
        if number in begun:
            continue
        chain = [number]
        while chain[-1] in follows:
            chain.append(follows[chain[-1]])
        found.append(_group(chain, tracks))
    return sorted(found, key=lambda each: (each.start_ms - each.end_ms, each.start_ms))


def _pairs(tracks: Sequence[Told]) -> list[tuple[float, int, int]]:
    """Which tracks can follow which, with how far they are apart in time and place."""
    order = sorted(range(len(tracks)), key=lambda number: tracks[number]["start_ms"])
    starts = [(tracks[number]["start_ms"], number) for number in order]
    pairs = []
    low = 0
    for one in sorted(order, key=lambda number: tracks[number]["end_ms"]):
        end = tracks[one]["end_ms"]
        while low < len(starts) and starts[low][0] < end - OVERLAP_MS:
            low += 1
        for start, other in starts[low:]:
            if start > end + GAP_MS:
                break
            later = tracks[one]["places"][-1][0] < tracks[other]["places"][0][0]
            apart = _apart(tracks[one]["places"][-1], tracks[other]["places"][0])
            if later and other != one and apart <= REACH:
                pairs.append((abs(start - end) / GAP_MS + apart, one, other))
    return pairs


def _apart(one: Sequence[float], other: Sequence[float]) -> float:
    """How far two places are apart in their own sizes; endless where one is twice the other."""
    _, x1, y1, wide1, high1 = one
    _, x2, y2, wide2, high2 = other
    wide, high = max(wide1, wide2), max(high1, high2)
    if not (wide and high) or min(high1, high2) < high / 2:
        return float("inf")
    across = (x1 + wide1 / 2 - x2 - wide2 / 2) / wide
    down = (y1 + high1 / 2 - y2 - high2 / 2) / high
    return hypot(across, down)


def _group(chain: Sequence[int], tracks: Sequence[Told]) -> FaceGroup:
    places = [place for number in chain for place in tracks[number]["places"]]
    at_ms, *largest = max(places, key=lambda place: place[3] * place[4])
    left, top, wide, high = largest
    return FaceGroup(
        tuple(chain),
        tracks[chain[0]]["start_ms"],
        max(tracks[number]["end_ms"] for number in chain),
        int(at_ms),
        (left, top, wide, high),
    )
