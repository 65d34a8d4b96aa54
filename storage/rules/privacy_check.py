"""What a teacher takes out of her film before anyone else sees it: ends, sound, places, faces.

All moments are milliseconds of the film as it came in; `Kept` says which of it stays.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from storage.errors import Refused
from storage.rules.transcript import HeardWord
from storage.spans import Span

LEAST_MS = 1000
"""What is left of a film must last so long."""
MOST_MUTED = 100
MOST_ZONES = 20
EDGE_MS = 120
"""So much around a span is silent as well: a name begins before one hears it."""


@dataclass(frozen=True)
class Zone:
    """A part of the picture that nobody may see: each number 0..1."""

    x: float
    y: float
    width: float
    height: float
    span: Span | None = None
    """When; None: in the whole film."""

    def to_json(self) -> list[float]:
        """Return it as plain numbers."""
        when = [self.span.start_ms, self.span.end_ms] if self.span else []
        return [self.x, self.y, self.width, self.height, *when]

    @classmethod
    def from_json(cls, told: Sequence[float]) -> "Zone":
        """Return what `to_json` wrote."""
        x, y, width, height, *when = told
        return cls(x, y, width, height, Span(int(when[0]), int(when[1])) if when else None)


@dataclass(frozen=True)
class Masks:
    """What is taken out of one film."""

    kept: Span
    """What stays of it; the ends outside it go."""
    muted: tuple[Span, ...] = ()
    zones: tuple[Zone, ...] = ()
    blur_faces: bool = False
    left: frozenset[int] = frozenset()
    """The found faces, by number, that stay as they are: the teacher's own."""

    @property
    def silent(self) -> tuple[Span, ...]:
        """What is made silent: the muted spans with a little around them, joined."""
        return joined(
            Span(max(0, each.start_ms - EDGE_MS), each.end_ms + EDGE_MS) for each in self.muted
        )

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "kept": [self.kept.start_ms, self.kept.end_ms],
            "muted": [[each.start_ms, each.end_ms] for each in self.muted],
            "zones": [each.to_json() for each in self.zones],
            "blur_faces": self.blur_faces,
            "left": sorted(self.left),
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Masks":
        """Return what `to_json` wrote."""
        return cls(
            Span(*told["kept"]),
            tuple(Span(*each) for each in told["muted"]),
            tuple(Zone.from_json(each) for each in told["zones"]),
            bool(told["blur_faces"]),
            frozenset(told["left"]),
        )


def nothing(length_ms: int) -> Masks:
    """Return the masks of a film from which nothing is taken out."""
    return Masks(Span(0, length_ms))


def check(masks: Masks, length_ms: int) -> None:
    """Raise Refused for masks that make no sense for a film of this length."""
    if masks.kept.end_ms > length_ms or masks.kept.length_ms < min(LEAST_MS, length_ms):
        raise Refused("privacy_check.too_little_left", seconds=LEAST_MS // 1000)
    shown = [zone.span for zone in masks.zones if zone.span]
    if any(each.end_ms > length_ms for each in (*masks.muted, *shown)):
        raise Refused("privacy_check.beyond_the_end")
    if len(masks.muted) > MOST_MUTED or len(masks.zones) > MOST_ZONES:
        raise Refused("privacy_check.too_many", muted=MOST_MUTED, zones=MOST_ZONES)
    if not all(_in_picture(zone) for zone in masks.zones):
        raise Refused("privacy_check.no_such_zone")


def _in_picture(zone: Zone) -> bool:
    beyond = 1.000001  # what a browser adds up is not exact
    return (
        zone.x >= 0
        and zone.y >= 0
        and zone.width > 0
        and zone.height > 0
        and zone.x + zone.width <= beyond
        and zone.y + zone.height <= beyond
    )


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans in order, those that touch as one."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda each: each.start_ms):
        if found and span.start_ms <= found[-1].end_ms:
            found[-1] = Span(found[-1].start_ms, max(found[-1].end_ms, span.end_ms))
        else:
            found.append(span)
    return tuple(found)


def words_left(words: Sequence[HeardWord], masks: Masks) -> tuple[HeardWord, ...]:
    """Return the words that are still to be heard, on the clock of the film that is left."""
    gone = masks.silent
    begin, length = masks.kept.start_ms, masks.kept.length_ms
    return tuple(
        replace(
            word,
            start_ms=max(0, word.start_ms - begin),
            end_ms=min(length, word.end_ms - begin),
        )
        for word in words
        if word.end_ms > begin
        and word.start_ms < masks.kept.end_ms
        and not any(word.start_ms < span.end_ms and word.end_ms > span.start_ms for span in gone)
    )
