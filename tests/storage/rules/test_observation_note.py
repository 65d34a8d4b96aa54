"""What can be an observation note."""

import pytest

from storage.errors import Refused
from storage.rules.observation_note import MOST_CHARACTERS, check_note

FILM_MS = 60_000


@pytest.mark.parametrize("at_ms", [0, 30_000, FILM_MS])
def test_every_moment_of_the_film_can_be_noted(at_ms: int):
    check_note(at_ms, "x" * MOST_CHARACTERS, FILM_MS)


@pytest.mark.parametrize(
    ("at_ms", "text", "why"),
    [
        (-1, "Rust.", "refusals.note_outside_the_film"),
        (FILM_MS + 1, "Rust.", "refusals.note_outside_the_film"),
        (0, " \n", "refusals.note_without_words"),
        (0, "x" * (MOST_CHARACTERS + 1), "refusals.too_many_words"),
    ],
)
def test_a_note_lies_in_the_film_and_has_few_words(at_ms: int, text: str, why: str):
    with pytest.raises(Refused) as refused:
        check_note(at_ms, text, FILM_MS)
    assert refused.value.key == why
