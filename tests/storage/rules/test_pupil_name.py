"""A pupil's name taken out of what was written out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.errors import Refused
from storage.rules.pupil_name import (
    PUPIL,
    check_name,
    places_of_name,
    without_name,
    words_without_name,
)
from storage.rules.transcript import HeardWord
from storage.spans import Span
from tests.storage.rules.test_transcript import LINE, shown, spoken


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("S", "not_a_name"),
        ("12 3", "not_a_name"),
        ("x" * 81, "not_a_name"),
        ("Leerling", "name_is_pupil"),
    ],
)
def test_what_is_no_name_cannot_be_removed(name: str, why: str):
    with pytest.raises(Refused, match=why):
        check_name(name, whole=True)


def test_a_name_of_two_letters_can_go_once_everything_is_written_out():
    check_name("Bo", whole=True)
    with pytest.raises(Refused, match="name_too_early"):
        check_name("Bo", whole=False)


@pytest.mark.parametrize(
    ("said", "name", "left"),
    [
        ("Goed zo, Sanne.", "Sanne", "Goed zo, [leerling]."),
        ("SANNE! sanne?", "Sanne", "[leerling]! [leerling]?"),
        ("Dat is Sanne's boek", "sanne", "Dat is [leerling]'s boek"),
        ("Dat is Tims schrift", "Tim", "Dat is [leerling]s schrift"),
        ("Zoë en Zoe\u0308, en Zoe", "Zoe", "[leerling] en [leerling], en [leerling]"),
        ("Kom maar, Jan Willem.", "jan willem", "Kom maar, [leerling]."),
        ("(Ali)", "Ali", "([leerling])"),
        ("Straße", "strasse", "[leerling]"),
    ],
)
def test_a_name_goes_wherever_it_stands_as_a_word(said: str, name: str, left: str):
    assert without_name(said, name) == left


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Jansen is iemand anders", "Jan"),
        ("banaan", "aan"),
        ("mijn tims", "Tim"),
        ("niemand", "Sanne"),
        ("wat dan ook", "   "),
        ("Sanne3 is een spel", "Sanne"),
    ],
)
def test_what_only_looks_like_the_name_stays(said: str, name: str):
    assert without_name(said, name) == said


def left(heard: list[HeardWord], text: str, name: str) -> list[tuple[int, int, str]]:
    return shown(words_without_name(heard, text, name, LINE))


def test_the_words_lose_the_name_and_keep_their_times_and_what_was_stuck_to_it():
    said = "Dank je, Sanne, mooi Sanne's werk"
    assert left(spoken(said), said, "Sanne") == [
        (10_000, 10_500, "Dank"),
        (10_500, 11_000, "je,"),
        (11_000, 11_500, f"{PUPIL},"),
        (11_500, 12_000, "mooi"),
        (12_000, 12_500, f"{PUPIL}'s"),
        (12_500, 13_000, "werk"),
    ]


def test_a_name_of_two_words_becomes_one_word_as_long_as_both():
    said = "kom Jan Willem, nu kom"
    assert left(spoken(said), said, "Jan Willem") == [
        (10_000, 10_500, "kom"),
        (10_500, 11_500, f"{PUPIL},"),
        (11_500, 12_000, "nu"),
        (12_000, 12_500, "kom"),
    ]


def test_a_name_in_pieces_among_the_words_goes_with_its_pieces():
    heard = [
        HeardWord(10_000, 10_400, "kom", 0.9),
        HeardWord(10_400, 10_600, "San", 0.2),
        HeardWord(10_600, 10_900, "ne", 0.3),
    ]
    assert left(heard, "kom Sanne", "sanne") == [(10_000, 10_400, "kom"), (10_400, 10_900, PUPIL)]


def test_words_beside_a_name_stay_as_doubtful_as_they_were():
    heard = [HeardWord(10_000, 10_500, "kon", 0.3), HeardWord(10_500, 11_000, "Ali", 0.2)]
    kept, pupil = words_without_name(heard, "kon Ali", "Ali", LINE)
    assert (kept.probability, pupil.probability) == (0.3, 1.0)


def test_a_line_without_words_gets_none():
    assert words_without_name([], "kom Ali", "Ali", LINE) == ()


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["Sanne", "sanne.", "Zoë", "en", "Sannes", "ok", "Jan", "Willem,"]))
)
def test_after_taking_a_name_out_it_is_nowhere_any_more(said: list[str]):
    text = " ".join(said)
    for name in ("Sanne", "zoe", "Jan Willem"):
        words = words_without_name(spoken(text), text, name, Span(10_000, 20_000))
        assert places_of_name(without_name(text, name), name) == []
        told = " ".join(word.text.strip() for word in words)
        assert told == without_name(text, name)
