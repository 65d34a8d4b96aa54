"""Where somebody speaks, and in which pieces the model is given it. Pure.

Pauses between sentences stay in, but for the middle of long ones: speech from which they were cut
is understood worse, and a full piece better than a short one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from config.media import Chunks, Voice
from storage.spans import Span

PACES = 64
"""How many chunks the usual pace is taken from."""

BEAT_MS = 32
"""The voice detector says how likely speech is once in 512 samples of 16 kHz."""


@dataclass(frozen=True)
class Chunk:
    """What the model is given at once: stretches of sound, one after another, with their voices."""

    stretches: tuple[Span, ...]
    voices: tuple[Span, ...]

    @property
    def length_ms(self) -> int:
        """How long it takes to hear."""
        return sum(stretch.length_ms for stretch in self.stretches)

    @property
    def speech_ms(self) -> int:
        """How long somebody speaks in it."""
        return sum(voice.length_ms for voice in self.voices)

    def in_film(self, ms: int) -> int:
        """Return when in the film a moment of this piece is."""
        for stretch in self.stretches:
            if ms <= stretch.length_ms:
                break
            ms -= stretch.length_ms
        return min(stretch.start_ms + ms, stretch.end_ms)


def voices(likely: Iterable[float], wish: Voice, longest_ms: int) -> Iterator[Span]:
    """Turn the likelihood of speech, beat by beat, into stretches in which somebody speaks.

    A pause shorter than `pause_ms` belongs to the speech; speech that lasts longer than
    `longest_ms` is cut where it is least likely.
    """
    heard: list[float] = []
    quiet = end = 0
    for end, likelihood in enumerate(likely, start=1):
        if not heard and likelihood < wish.begins:
            continue
        heard.append(likelihood)
        quiet = quiet + 1 if likelihood < wish.ends else 0
        if quiet * BEAT_MS >= wish.pause_ms:
            yield _span(end - len(heard), end - quiet)
            heard, quiet = [], 0
        elif len(heard) * BEAT_MS >= longest_ms:
            kept = _weakest(heard)
            yield _span(end - len(heard), end - len(heard) + kept)
            heard = heard[kept:]
    if len(heard) > quiet:
        yield _span(end - len(heard), end - quiet)


def _span(first: int, end: int) -> Span:
    return Span(first * BEAT_MS, end * BEAT_MS)


def _weakest(heard: Sequence[float]) -> int:
    half = len(heard) // 2
    return min(range(half, len(heard) - len(heard) // 8), key=heard.__getitem__)


def chunks(speech: Iterable[Span], wish: Chunks, end_ms: int) -> Iterator[Chunk]:
    """Put neighbouring voices together, up to `longest_ms`, parted at the longest pause.

    No sound is in two chunks, and none goes past `end_ms`, where the sound ends.
    """
    before = 0
    together: list[Span] = []
    for voice in speech:
        while together and _length([*together, voice], wish) > wish.longest_ms:
            kept = _parting([*together, voice], wish)
            chunk = _chunk(together[:kept], before, [*together, voice][kept].start_ms, wish)
            before, together = together[kept - 1].end_ms, together[kept:]
            yield chunk
        together.append(voice)
    if together:
        yield _chunk(together, before, 2 * end_ms - together[-1].end_ms, wish)


def _pauses(row: Sequence[Span]) -> list[int]:
    return [after.start_ms - before.end_ms for before, after in pairwise(row)]


def _length(row: Sequence[Span], wish: Chunks) -> int:
    """How long these voices take with their pauses, the long ones shortened."""
    kept = (pause if pause <= wish.apart_ms else 2 * wish.edge_ms for pause in _pauses(row))
    return sum(voice.length_ms for voice in row) + sum(kept)


def _parting(row: Sequence[Span], wish: Chunks) -> int:
    """How many voices of the row, all but its last at most, make one chunk."""
    pauses, half = _pauses(row), wish.longest_ms // 2
    may = [n for n in range(1, len(row)) if _length(row[:n], wish) >= half] or [len(row) - 1]
    return max(may, key=lambda n: (pauses[n - 1], n))


def _chunk(together: Sequence[Span], before_ms: int, after_ms: int, wish: Chunks) -> Chunk:
    """Give the voices their edges: at most half of the quiet up to the neighbours."""
    first, last = together[0].start_ms, together[-1].end_ms
    lead = min(wish.edge_ms, (first - before_ms) // 2) if before_ms else wish.edge_ms
    start = max(0, first - lead)
    stretches = []
    for before, after in pairwise(together):
        if after.start_ms - before.end_ms > wish.apart_ms:
            stretches.append(Span(start, before.end_ms + wish.edge_ms))
            start = after.start_ms - wish.edge_ms
    end = last + max(0, min(wish.edge_ms, (after_ms - last) // 2))
    return Chunk((*stretches, Span(start, end)), tuple(together))


def halves(chunk: Chunk) -> tuple[Chunk, ...]:
    """Part a chunk at its longest pause, so that it can be heard again; or not, in one voice."""
    row = chunk.voices
    if len(row) == 1:
        return (chunk,)
    pauses = _pauses(row)
    kept = pauses.index(max(pauses)) + 1
    middle = (row[kept - 1].end_ms + row[kept].start_ms) // 2
    left = (Span(s.start_ms, min(s.end_ms, middle)) for s in chunk.stretches if s.start_ms < middle)
    right = (Span(max(s.start_ms, middle), s.end_ms) for s in chunk.stretches if s.end_ms > middle)
    return Chunk(tuple(left), row[:kept]), Chunk(tuple(right), row[kept:])


@dataclass
class Usual:
    """How many letters a millisecond of speech usually gives in this film."""

    paces: list[float] = field(default_factory=list)

    def note(self, paces: Iterable[float]) -> None:
        """Take these into account."""
        self.paces = [*self.paces, *paces][-PACES:]

    @property
    def pace(self) -> float:
        """The middle one of late."""
        return median(self.paces) if self.paces else 0.0
