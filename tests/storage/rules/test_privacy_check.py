"""What is taken out of a film, decided without one."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.errors import Refused
from storage.rules.privacy_check import (
    EDGE_MS,
    MOST_MUTED,
    MOST_ZONES,
    Masks,
    Zone,
    check,
    joined,
    nothing,
    words_left,
)
from storage.rules.transcript import HeardWord
from storage.spans import Span

LENGTH_MS = 60_000
WHOLE = nothing(LENGTH_MS)


def word(start_ms: int, text: str) -> HeardWord:
    return HeardWord(start_ms, start_ms + 400, text, 0.9)


SAID = [word(1000, " Goed"), word(2000, " gedaan"), word(30_000, " Sanne"), word(50_000, " dag")]


def texts(masks: Masks) -> list[str]:
    return [each.text.strip() for each in words_left(SAID, masks)]


def test_nothing_taken_out_leaves_everything_as_it_was():
    check(WHOLE, LENGTH_MS)
    assert words_left(SAID, WHOLE) == tuple(SAID)


def test_a_muted_name_is_gone_from_the_words_too():
    masks = replace(WHOLE, muted=(Span(29_900, 30_500),))
    assert texts(masks) == ["Goed", "gedaan", "dag"]


def test_what_is_said_in_the_ends_that_go_is_gone_and_the_rest_is_on_the_new_clock():
    masks = replace(WHOLE, kept=Span(1500, 40_000))
    left = words_left(SAID, masks)
    assert [(each.start_ms, each.text.strip()) for each in left] == [
        (500, "gedaan"),
        (28_500, "Sanne"),
    ]


def test_a_little_around_a_muted_span_is_silent_too_and_never_before_the_film():
    assert replace(WHOLE, muted=(Span(50, 900),)).silent == (Span(0, 900 + EDGE_MS),)


def test_muted_spans_that_touch_become_one():
    spans = [Span(500, 900), Span(100, 500), Span(2000, 3000), Span(200, 300)]
    assert joined(spans) == (Span(100, 900), Span(2000, 3000))


@pytest.mark.parametrize(
    ("wish", "key"),
    [
        (lambda m: replace(m, kept=Span(0, LENGTH_MS + 1)), "too_little_left"),
        (lambda m: replace(m, kept=Span(500, 1400)), "too_little_left"),
        (lambda m: replace(m, muted=(Span(10, LENGTH_MS + 1),)), "beyond_the_end"),
        (lambda m: replace(m, muted=(Span(1, 2),) * (MOST_MUTED + 1)), "too_many"),
        (lambda m: replace(m, zones=(Zone(0, 0, 1, 1),) * (MOST_ZONES + 1)), "too_many"),
        (lambda m: replace(m, zones=(Zone(0.5, 0, 0.6, 1),)), "no_such_zone"),
        (lambda m: replace(m, zones=(Zone(0.5, 0, 0, 1),)), "no_such_zone"),
        (lambda m: replace(m, zones=(Zone(0, -0.1, 0.5, 1),)), "no_such_zone"),
        (lambda m: replace(m, zones=(Zone(0, 0, float("nan"), 1),)), "no_such_zone"),
    ],
)
def test_what_makes_no_sense_is_refused(wish: Callable[[Masks], Masks], key: str):
    with pytest.raises(Refused) as no:
        check(wish(WHOLE), LENGTH_MS)
    assert no.value.key == f"privacy_check.{key}"


def test_a_film_of_less_than_a_second_may_stay_as_it_is():
    check(nothing(700), 700)


@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(1, 500)), max_size=20))
def test_no_word_that_is_left_touches_what_is_silent(spans: list[tuple[int, int]]):
    masks = replace(WHOLE, muted=tuple(Span(start, start + length) for start, length in spans))
    said = [word(ms, "woord") for ms in range(0, 8000, 250)]
    for left in words_left(said, masks):
        assert not any(
            left.start_ms < silent.end_ms and left.end_ms > silent.start_ms
            for silent in masks.silent
        )


def test_masks_come_back_as_they_were_written():
    masks = Masks(
        Span(1500, 40_000),
        (Span(2000, 3000),),
        (Zone(0.1, 0.2, 0.3, 0.4),),
        True,
        frozenset({2, 5}),
    )
    assert Masks.from_json(json.loads(json.dumps(masks.to_json()))) == masks
