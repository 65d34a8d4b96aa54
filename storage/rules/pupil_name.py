"""Taking a pupil's name out of what was written out. Pure; places are (from, to) in letters."""

import unicodedata
from collections.abc import Sequence

from storage.errors import Refused
from storage.rules.transcript import HeardWord, Place, retimed, tidy
from storage.spans import Span

PUPIL = "[leerling]"
"""What stands where a pupil's name was."""
LEAST_LETTERS = 2
"""Of a name; one letter would take half a lesson away."""
MOST_LETTERS = 80


def check_name(name: str, *, whole: bool) -> None:
    """Refuse what cannot be a name, or cannot be removed yet. `whole`: everything is written out.

    Before that it would come back with the lines that are still to come, unless we kept the name.
    """
    if not whole:
        raise Refused("refusals.name_too_early")
    letters = sum(letter.isalpha() for letter in name)
    if letters < LEAST_LETTERS or len(name) > MOST_LETTERS:
        raise Refused("refusals.not_a_name", least=LEAST_LETTERS)
    if places_of_name(PUPIL, name):
        raise Refused("refusals.name_is_pupil", pupil=PUPIL)


def places_of_name(text: str, name: str) -> list[Place]:
    """Where a name stands in a text as a whole word, in whatever case, accents or not.

    What is stuck to it stays outside: a full stop, the 's of something that is hers, and the bare
    s that Dutch writes after a name with a capital ("Tims schrift").
    """
    folded, at = _folded(text)
    wanted = _folded(tidy(name))[0]
    found: list[Place] = []
    start = folded.find(wanted) if wanted else -1
    while start >= 0:
        end = start + len(wanted)
        hers = folded[end : end + 1] == "s" and text[at[start]].isupper()
        if not _letter(folded, start - 1) and not _letter(folded, end + hers):
            found.append((at[start], _after(text, at[end - 1])))
        start = folded.find(wanted, start + 1)
    return [
        place
        for place, before in zip(found, [(0, 0), *found], strict=False)
        if place[0] >= before[1]
    ]


def without_name(text: str, name: str) -> str:
    """The text with `PUPIL` wherever the name stood."""
    for start, end in reversed(places_of_name(text, name)):
        text = text[:start] + PUPIL + text[end:]
    return text


def words_without_name(
    words: Sequence[HeardWord], text: str, name: str, span: Span
) -> tuple[HeardWord, ...]:
    """The words of a line that stands as `text` without the name: others keep times and doubts.

    They follow the text: a name may be in pieces among the words, and nothing of it may stay.
    """
    return retimed(words, without_name(text, name), span, sure=False) if words else ()


def _folded(text: str) -> tuple[str, list[int]]:
    """The text without case and accents, and for each of its letters where that one stood."""
    letters, at = [], []
    for number, letter in enumerate(text):
        for part in unicodedata.normalize("NFKD", letter).casefold():
            if not unicodedata.combining(part):
                letters.append(" " if part.isspace() else part)
                at.append(number)
    return "".join(letters), at


def _after(text: str, at: int) -> int:
    """Where the letter at `at` ends, its loose accents included."""
    end = at + 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return end


def _letter(text: str, at: int) -> bool:
    return 0 <= at < len(text) and text[at].isalnum()
