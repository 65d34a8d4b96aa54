"""Which packets of a film a clip takes as they are, and which pictures at its edges are made anew.

Pictures are decoded in another order than they are shown. After so many packets of the film the
pictures so far may be exactly its first so many pictures: there it can be cut without leaving one
out or taking one too many. Copying begins at such a place, with a picture that needs no other, and
ends at such a place; what the span has before and after is decoded and encoded anew.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

import numpy as np
from numpy.typing import NDArray

from pipeline.cut_packets import CannotCopy, Numbers, Packets

LEAST_KEPT = 0.4
"""The part of the pictures that must be copied; below it nothing is won."""
FARTHEST_S = 20
"""Seconds of film that may be decoded for one edge."""

Fresh = Callable[[int], bool]
"""Says of a packet whether nothing from before it is needed from there on."""


@dataclass(frozen=True)
class Frames:
    """Pictures `first` up to but not including `end`, at `fps` pictures per second."""

    first: int
    end: int
    fps: Fraction

    @property
    def count(self) -> int:
        """How many pictures."""
        return self.end - self.first

    @property
    def start_ms(self) -> int:
        """When the first picture appears."""
        return round(self.first / self.fps * 1000)

    @property
    def end_ms(self) -> int:
        """When the last picture goes away."""
        return round(self.end / self.fps * 1000)


@dataclass(frozen=True)
class Edge:
    """Pictures made anew, `first` up to `end` by order of showing, and the packets that takes."""

    first: int
    end: int
    packets: range = range(0)

    def __len__(self) -> int:
        return self.end - self.first


@dataclass(frozen=True)
class Seams:
    """A clip: pictures made anew, packets `first` up to `end` as they are, pictures made anew."""

    head: Edge
    first: int
    end: int
    tail: Edge

    @property
    def pictures(self) -> slice:
        """The pictures of the clip by order of showing."""
        return slice(self.head.first, self.tail.end)


def plan_seams(packets: Packets, frames: Frames, fresh: Fresh) -> Seams:
    """Choose the seams. CannotCopy when too little can be copied, or the pace is uneven."""
    order = packets.order
    low, high = _pictures(packets, packets.shown[order], frames)
    whole = _whole(order)

    def starts(among: Iterable[int]) -> int | None:
        places = (int(key) for key in among)
        return next((at for at in places if whole[at] and order[at] == at and fresh(at)), None)

    keys = packets.keys
    first = starts(keys[(keys >= low) & (keys < high)])
    if first is None:
        raise CannotCopy("no_keyframe_inside")
    end = int(np.flatnonzero(whole[: high + 1])[-1])
    if end - first < LEAST_KEPT * (high - low):
        raise CannotCopy("little_to_copy")
    head, tail = Edge(low, first), Edge(end, high)
    if len(head):
        head = _from(head, starts(keys[keys <= low][::-1]), first)
    if len(tail):
        needed = int(order[end:high].max()) + 1
        tail = _from(tail, starts(keys[(keys >= first) & (keys < end)][::-1]), needed)
    farthest = FARTHEST_S * frames.fps
    if max(len(head.packets), len(tail.packets)) > farthest:
        raise CannotCopy("keyframes_far_apart")
    return Seams(head, first, end, tail)


def _from(edge: Edge, start: int | None, end: int) -> Edge:
    """The edge, decoded from packet `start` up to `end`."""
    if start is None:
        raise CannotCopy("no_keyframe_before")
    return Edge(edge.first, edge.end, range(start, end))


def _pictures(packets: Packets, times: Numbers, frames: Frames) -> tuple[int, int]:
    """The chosen pictures by order of showing. CannotCopy unless there is one at each moment.

    At the film's end there may be fewer: its sound can last longer than its pictures.
    """
    each = Fraction(packets.scale) / frames.fps
    edges = [ceil((number - Fraction(1, 2)) * each) for number in (frames.first, frames.end)]
    there = int(np.searchsorted(times, ceil(packets.ends - each / 2)))
    low, high = (min(there, int(at)) for at in np.searchsorted(times, edges))
    due = (frames.first + np.arange(high - low)) * float(each)
    fewer = high - low < frames.count and high < there
    if high <= low or fewer or np.abs(times[low:high] - due).max() > each / 2:
        raise CannotCopy("uneven_pace")
    return low, high


def _whole(order: Numbers) -> NDArray[np.bool_]:
    """Whether the first so many packets are exactly the first so many pictures; for 0 and up."""
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    reached = np.maximum.accumulate(rank) == np.arange(len(order))
    return np.concatenate([[True], reached])
