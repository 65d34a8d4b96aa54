"""What was heard: segments and their words, and which of them a model only imagined. Pure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from storage.spans import Span

LEAST_LIKELY = -1.0
"""Mean log probability; below it the model was guessing."""

MOST_SILENCE = 0.6
MOST_REPETITION = 2.4
"""How well a text compresses; above it the model was stuck in a loop."""

LONGEST_LINE_MS = 12_000
PAUSE_MS = 1_000
"""A silence that long begins a new line, also inside a sentence."""

SENTENCE_ENDS = (".", "?", "!", "…")
SURE_OF_VOICE_MS = 100
"""How exactly we know where somebody begins or stops to speak."""

SAME_LINE_AT_MOST = 2
"""A teacher may repeat a sentence once; a third identical line in a row is the model's."""


@dataclass(frozen=True)
class Word:
    """One word, when it was said, and how sure the model is (0..1)."""

    start_ms: int
    end_ms: int
    text: str
    probability: float


@dataclass(frozen=True)
class Segment:
    """A stretch of speech, about a sentence."""

    start_ms: int
    end_ms: int
    text: str
    words: tuple[Word, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Segment":
        """Return the segment that `to_json` wrote."""
        words = tuple(Word(**word) for word in kept["words"])
        return cls(kept["start_ms"], kept["end_ms"], kept["text"], words)


@dataclass(frozen=True)
class Heard:
    """A transcript: in which language, by which model, what."""

    language: str
    model: str
    segments: tuple[Segment, ...]

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values: what a transcript file holds."""
        return asdict(self)


def joined(parts: Iterable[tuple[int, int, str, float]]) -> Iterator[Word]:
    """Make words of (start, end, text, probability); what begins without a space is no new word.

    The model gives "well-known" in two parts.
    """
    word: Word | None = None
    for start, end, text, sure in parts:
        if word is not None and not text.startswith(" "):
            said = word.text + text.strip()
            word = Word(word.start_ms, max(end, word.end_ms), said, min(sure, word.probability))
            continue
        if word is not None:
            yield word
        word = Word(start, max(start, end), text.strip(), sure)
    if word is not None:
        yield word


def settled(word: Word, in_film: Callable[[int], int], voices: Sequence[Span]) -> Word:
    """Place a word in the film, and within its own voice.

    The model gives the silence around speech to the nearest word.
    """
    start, end = in_film(word.start_ms), in_film(word.end_ms)
    near = max(voices, key=lambda voice: min(end, voice.end_ms) - max(start, voice.start_ms))
    first = max(start, min(near.start_ms - SURE_OF_VOICE_MS, end))
    last = min(end, max(near.end_ms + SURE_OF_VOICE_MS, first))
    return replace(word, start_ms=first, end_ms=last)


def lines(words: Iterable[Word]) -> Iterator[Segment]:
    """Put words together into sentences, parted at long silences too."""
    line: list[Word] = []
    for word in words:
        if line and _parted(line, word):
            yield _segment(line)
            line = []
        line.append(word)
    if line:
        yield _segment(line)


def _parted(line: Sequence[Word], word: Word) -> bool:
    return (
        line[-1].text.endswith(SENTENCE_ENDS)
        or word.start_ms - line[-1].end_ms >= PAUSE_MS
        or word.end_ms - line[0].start_ms > LONGEST_LINE_MS
    )


def _segment(line: Sequence[Word]) -> Segment:
    start = line[0].start_ms
    end = max(line[-1].end_ms, start + 1)
    return Segment(start, end, " ".join(word.text for word in line), tuple(line))


@dataclass(frozen=True)
class Guess:
    """A segment as the model gave it, with its own doubts."""

    segment: Segment
    likelihood: float
    silence: float
    repetition: float


@dataclass
class Sieve:
    """Lets through what was said and holds back what a model makes of silence and noise."""

    recent: list[str] = field(default_factory=list)

    def sift(self, guesses: Iterable[Guess]) -> Iterator[Segment]:
        """Give the segments worth showing."""
        for guess in guesses:
            said = _plain(guess.segment.text)
            if said and _believable(guess) and not self._stuck(said):
                yield guess.segment
            self.recent = [*self.recent, said][-SAME_LINE_AT_MOST:]

    def _stuck(self, said: str) -> bool:
        return self.recent == [said] * SAME_LINE_AT_MOST


def _believable(guess: Guess) -> bool:
    if guess.repetition > MOST_REPETITION:
        return False
    return not (guess.silence > MOST_SILENCE and guess.likelihood < LEAST_LIKELY)


def _plain(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())


def whole_text(segments: Sequence[Segment]) -> str:
    """Return what was said, as running text."""
    return " ".join(segment.text for segment in segments)
