"""From faces seen in single pictures to tracks through the film: pure, and where, never who.

A place is a part of the picture (0..1 from left and top), so that it holds for every rendition.
Two sightings become one track because they lie close together in time and place; what a face looks
like plays no part in it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import hypot

from config.media import FaceTracks

MOST_STEPS = 2
"""For so many pictures a face is expected to go on as it moved before."""


@dataclass(frozen=True)
class Box:
    """A place in the picture: left, top, width and height, each a part of the whole (0..1)."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> tuple[float, float]:
        """The point in the middle."""
        return self.x + self.width / 2, self.y + self.height / 2

    def grown(self, by: float) -> "Box":
        """The same place with so much of its size more on every side, within the picture."""
        left, top = max(0.0, self.x - by * self.width), max(0.0, self.y - by * self.height)
        right = min(1.0, self.x + (1 + by) * self.width)
        bottom = min(1.0, self.y + (1 + by) * self.height)
        return Box(left, top, max(0.0, right - left), max(0.0, bottom - top))

    def towards(self, other: "Box", part: float) -> "Box":
        """The place on the way to another; 0 is here and 1 is there."""
        return Box(
            self.x + (other.x - self.x) * part,
            self.y + (other.y - self.y) * part,
            self.width + (other.width - self.width) * part,
            self.height + (other.height - self.height) * part,
        )

    def covers(self, other: "Box") -> float:
        """Which part of another place lies in this one, 0..1."""
        wide = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        high = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        size = other.width * other.height
        return max(0.0, wide) * max(0.0, high) / size if size else 0.0


@dataclass(frozen=True)
class Seen:
    """A face in one picture, and how sure the detector was (0..1)."""

    at_ms: int
    box: Box
    likelihood: float


@dataclass(frozen=True)
class Track:
    """One face for as long as it was followed; padded in time, the places are as they were seen."""

    start_ms: int
    end_ms: int
    places: tuple[tuple[int, Box], ...]
    """At which millisecond it was where; in between it moves in a straight line."""

    def at(self, ms: int) -> Box | None:
        """Where the face is at a moment; before the first and after the last place it stays."""
        if not self.start_ms <= ms < self.end_ms:
            return None
        before = self.places[0]
        for place in self.places:
            if place[0] > ms:
                length = place[0] - before[0]
                return (
                    before[1].towards(place[1], (ms - before[0]) / length) if length else place[1]
                )
            before = place
        return before[1]


@dataclass
class _Followed:
    """A track while it grows."""

    seen: list[Seen] = field(default_factory=list)

    @property
    def last(self) -> Seen:
        return self.seen[-1]

    def expected(self, ms: int) -> Box:
        """Where it will be if it goes on as before; who was not seen for longer sits still."""
        if len(self.seen) < 2:
            return self.last.box
        one, two = self.seen[-2:]
        part = (ms - two.at_ms) / (two.at_ms - one.at_ms)
        if part > MOST_STEPS:
            return two.box
        (x1, y1), (x2, y2) = one.box.middle, two.box.middle
        box = two.box
        return Box(box.x + (x2 - x1) * part, box.y + (y2 - y1) * part, box.width, box.height)


def follow(pictures: Iterable[Sequence[Seen]], length_ms: int, wish: FaceTracks) -> list[Track]:
    """Link what was seen in one picture after another into tracks, padded in time.

    A face the detector is not so sure of counts only where one was before: so a head that turns
    away stays one track, and a pattern on the wall does not become a face.
    """
    ended: list[_Followed] = []
    open_: list[_Followed] = []
    for seen in pictures:
        if not seen:
            continue
        now = seen[0].at_ms
        ended += [each for each in open_ if now - each.last.at_ms > wish.gap_ms]
        open_ = [each for each in open_ if now - each.last.at_ms <= wish.gap_ms]
        left = _go_on(open_, seen, wish)
        open_ += [_Followed([each]) for each in left if each.likelihood >= wish.begins]
    found = [_padded(each.seen, length_ms, wish) for each in ended + open_]
    return sorted(found, key=lambda track: (track.start_ms, track.places[0][1].x))


def _go_on(open_: list[_Followed], seen: Sequence[Seen], wish: FaceTracks) -> list[Seen]:
    """Give each track the sighting nearest to where it should be; returns what nobody took."""
    pairs = sorted(
        (apart, number, place)
        for number, track in enumerate(open_)
        for place, each in enumerate(seen)
        if (apart := _apart(track.expected(each.at_ms), each.box)) <= wish.reach
    )
    taken: set[int] = set()
    moved: set[int] = set()
    for _, number, place in pairs:
        if number not in moved and place not in taken:
            open_[number].seen.append(seen[place])
            moved.add(number)
            taken.add(place)
    return [each for place, each in enumerate(seen) if place not in taken]


def _apart(one: Box, other: Box) -> float:
    """How far two places are apart, in their own sizes; endless where one is twice the other."""
    larger = max(one.height, other.height)
    if not larger or min(one.height, other.height) < larger / 2:
        return float("inf")
    (x1, y1), (x2, y2) = one.middle, other.middle
    return hypot((x1 - x2) / max(one.width, other.width), (y1 - y2) / larger)


def _padded(seen: Sequence[Seen], length_ms: int, wish: FaceTracks) -> Track:
    start = max(0, seen[0].at_ms - wish.pad_ms)
    end = min(max(length_ms, seen[-1].at_ms + 1), seen[-1].at_ms + wish.pad_ms)
    return Track(start, end, _fewer(seen, wish.slack))


def _fewer(seen: Sequence[Seen], slack: float) -> tuple[tuple[int, Box], ...]:
    """The places that are needed: what lies on the straight line between two others is left out."""
    kept = [seen[0]]
    between: list[Seen] = []
    for each in seen[1:]:
        if between and not _straight(kept[-1], each, between, slack):
            kept.append(between[-1])
            between = []
        between.append(each)
    kept += between[-1:]
    return tuple((each.at_ms, each.box) for each in kept)


def _straight(start: Seen, end: Seen, between: Sequence[Seen], slack: float) -> bool:
    for each in between:
        part = (each.at_ms - start.at_ms) / (end.at_ms - start.at_ms)
        on_line = start.box.towards(end.box, part)
        most_wide, most_high = slack * each.box.width, slack * each.box.height
        if (
            abs(on_line.x - each.box.x) > most_wide
            or abs(on_line.y - each.box.y) > most_high
            or abs(on_line.width - each.box.width) > most_wide
            or abs(on_line.height - each.box.height) > most_high
        ):
            return False
    return len(between) < MOST_BETWEEN


MOST_BETWEEN = 60
"""A place is kept at least so often: finding out what is straight stays cheap."""
