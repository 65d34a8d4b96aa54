"""Written-out speech: which words may be wrong, and a line put right."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.errors import Refused
from storage.rules.transcript import (
    HeardWord,
    check_line,
    doubtful,
    overlap,
    places_of,
    retimed,
    tidy,
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
