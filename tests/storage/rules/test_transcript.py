"""Written-out speech: which words may be wrong, a line put right, a name taken out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.errors import Refused
from storage.rules.transcript import (
    PUPIL,
    HeardWord,
    check_line,
    check_name,
    doubtful,
    overlap,
    places_of,
    places_of_name,
    retimed,
    tidy,
    without_name,
    words_without_name,
)
from storage.spans import Span

LINE = Span(10_000, 14_000)


def spoken(text: str, each_ms: int = 500) -> list[HeardWord]:
    return [
        HeardWord(10_000 + n * each_ms, 10_000 + (n + 1) * each_ms, f" {word}", 0.9)
        for n, word in enumerate(text.split())
    ]


def shown(words: tuple[HeardWord, ...]) -> list[tuple[int, int, str]]:
    return [(word.start_ms, word.end_ms, word.text.strip()) for word in words]


# Where words stand


def test_each_word_is_found_where_it_stands_also_the_second_time():
    assert places_of("de kat en de hond", spoken("de kat en de hond")) == [
        (0, 2), (3, 6), (7, 9), (10, 12), (13, 17),
    ]  # fmt: skip


def test_a_word_that_is_not_in_the_text_has_no_place_and_holds_nothing_up():
    words = [*spoken("goed"), HeardWord(0, 1, "  ", 0.1), *spoken("zo klas")]
    assert places_of("goed klas", words) == [(0, 4), None, None, (5, 9)]


def test_a_word_the_machine_was_unsure_of_is_doubted_and_one_on_the_line_is_not():
    words = [HeardWord(0, 1, " a", 0.2), HeardWord(1, 2, " b", 0.5), HeardWord(2, 3, " c", 0.49)]
    assert doubtful(words, 0.5) == [0, 2]


# Putting a line right


def test_words_that_were_heard_well_keep_their_times():
    heard = spoken("waarom sijn bladeren groen")
    assert shown(retimed(heard, "Waarom zijn bladeren groen?", LINE)) == [
        (10_000, 10_500, "Waarom"),
        (10_500, 11_000, "zijn"),
        (11_000, 11_500, "bladeren"),
        (11_500, 12_000, "groen?"),
    ]


def test_words_in_the_place_of_others_share_their_time_by_length():
    assert shown(retimed(spoken("dat fotosinteze is"), "dat foto synthese is", LINE)) == [
        (10_000, 10_500, "dat"),
        (10_500, 10_666, "foto"),
        (10_666, 11_000, "synthese"),
        (11_000, 11_500, "is"),
    ]


def test_a_word_that_was_missed_stands_in_the_gap_where_it_was_said():
    heard = [HeardWord(10_000, 10_500, " goed", 1), HeardWord(11_500, 12_000, " zo", 1)]
    assert shown(retimed(heard, "heel goed gedaan zo jongens", LINE)) == [
        (10_000, 10_000, "heel"),
        (10_000, 10_500, "goed"),
        (10_500, 11_500, "gedaan"),
        (11_500, 12_000, "zo"),
        (12_000, 14_000, "jongens"),
    ]


def test_a_line_without_words_shares_its_time():
    assert shown(retimed([], "ja nee", LINE)) == [
        (10_000, 11_600, "ja"), (11_600, 14_000, "nee"),
    ]  # fmt: skip


def test_a_line_where_nothing_was_said_has_no_words():
    assert retimed(spoken("ondertiteling door iemand"), "", LINE) == ()


@settings(deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_a_corrected_line_holds_the_typed_words_in_order_and_inside_its_time(
    heard: str, typed: str
):
    span = Span(10_000, 10_000 + 500 * (len(heard.split()) or 1))
    words = retimed(spoken(heard), typed, span)
    assert [word.text.strip() for word in words] == typed.split()
    marks = [mark for word in words for mark in (word.start_ms, word.end_ms)]
    assert marks == sorted(marks)
    assert all(span.start_ms <= mark <= span.end_ms for mark in marks)


def test_a_line_may_be_empty_and_a_thousand_letters_long_and_no_longer():
    check_line("")
    check_line("a" * 1000)
    with pytest.raises(Refused, match="line_too_long"):
        check_line("a" * 1001)


def test_stretches_share_what_they_have_in_common():
    assert overlap((0, 10), (5, 20)) == 5
    assert overlap((5, 20), (0, 10)) == 5
    assert overlap((0, 5), (5, 9)) == 0


def test_a_line_is_kept_on_one_line():
    assert tidy("  Goed\n zo,\t klas\0 ") == "Goed zo, klas"


# Removing a name


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
