"""What was heard: segments and their words, and which of them a model only imagined. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

LEAST_LIKELY = -1.0
"""Mean log probability; below it the model was guessing."""

MOST_SILENCE = 0.6
MOST_REPETITION = 2.4
"""How well a text compresses; above it the model was stuck in a loop."""

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
