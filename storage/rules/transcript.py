"""What may be done with written-out speech: doubting words, putting a line right.

Pure: words in, words out. Places in a text are (from, to) in letters, `to` not included.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from storage.errors import Refused
from storage.spans import Span

MOST_OF_A_LINE = 1000
"""Letters; the longest line a model writes is a quarter of that."""

Place = tuple[int, int]


@dataclass(frozen=True)
class HeardWord:
    """One word with its times in milliseconds and how sure the machine was (0-1)."""

    start_ms: int
    end_ms: int
    text: str
    probability: float


# Where words stand, and which of them may have been said otherwise


def places_of(text: str, words: Sequence[HeardWord]) -> list[Place | None]:
    """Where each word stands in the text of its line, None for one that cannot be found."""
    found: list[Place | None] = []
    at = 0
    for word in words:
        plain = word.text.strip()
        start = text.find(plain, at) if plain else -1
        found.append((start, start + len(plain)) if start >= 0 else None)
        at = start + len(plain) if start >= 0 else at
    return found


def doubtful(words: Sequence[HeardWord], below: float) -> list[int]:
    """Which words the machine was less sure of than `below`, by their number in the line.

    `below` is declared in media.yaml. On a Dutch lesson of 8:34 with known words (27 % of them
    heard wrong) half of the words below 0.5 were wrong, one in nine words was marked and 37 % of
    all wrong ones; a higher mark finds more and is right less often (0.6: one in six marked, 53 %
    found; 0.8: one in three, 81 %), a lower one is right less often too (0.3: 36 %). Of a clear
    English lesson 3 % is marked.
    """
    return [number for number, word in enumerate(words) if word.probability < below]


# Putting a line right


def tidy(text: str) -> str:
    """The text of a line as it is kept: single spaces, nothing a store cannot hold."""
    kept = text.encode("utf-8", "ignore").decode("utf-8")
    return " ".join(kept.replace("\0", " ").split())


def check_line(text: str) -> None:
    """Refuse what is no line any more. An empty one says that nothing was said here."""
    if len(text) > MOST_OF_A_LINE:
        raise Refused("refusals.line_too_long", most=MOST_OF_A_LINE)


def overlap(one: Place, other: Place) -> int:
    """How much two stretches have in common, in the measure they are in."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def retimed(
    words: Sequence[HeardWord], text: str, span: Span, *, sure: bool = True
) -> tuple[HeardWord, ...]:
    """The words of a changed line with times: heard ones keep theirs, others share what is left.

    A person is `sure` of the line she typed, so no word of it is doubted any more.
    """
    typed = text.split()
    heard = [_bare(word.text) for word in words]
    turns = SequenceMatcher(None, heard, [_bare(word) for word in typed], autojunk=False)
    made: list[HeardWord] = []
    for turn, i1, i2, j1, j2 in turns.get_opcodes():
        if turn == "equal":
            made += [
                HeardWord(was.start_ms, was.end_ms, f" {now}", 1.0 if sure else was.probability)
                for was, now in zip(words[i1:i2], typed[j1:j2], strict=True)
            ]
            continue
        start = words[i1].start_ms if i1 < i2 else words[i1 - 1].end_ms if i1 else span.start_ms
        end = words[i2 - 1].end_ms if i1 < i2 else _next_start(words, i2, span)
        made += _sharing(typed[j1:j2], start, max(start, end))
    return tuple(made)


def _next_start(words: Sequence[HeardWord], number: int, span: Span) -> int:
    return words[number].start_ms if number < len(words) else span.end_ms


def _sharing(typed: Sequence[str], start: int, end: int) -> Iterator[HeardWord]:
    """Words that share a time by their length."""
    letters = sum(map(len, typed))
    said = 0
    for word in typed:
        begins = start + (end - start) * said // letters
        said += len(word)
        yield HeardWord(begins, start + (end - start) * said // letters, f" {word}", 1.0)


def _bare(word: str) -> str:
    return "".join(letter for letter in word.casefold() if letter.isalnum())
