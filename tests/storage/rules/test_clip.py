"""A clip: a span that lies in the film and is neither too short nor too long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.foundations import foundations
from config.programme import ClipLength
from storage.errors import Refused
from storage.rules.clip import FoundationKey, check_span, soft_hints, span_of
from storage.rules.sentences import say
from storage.spans import Span

LESSON_MS = 45 * 60_000


@pytest.mark.parametrize(
    ("start_ms", "end_ms", "key"),
    [
        (60_000, 30_000, "clip_ends_before_it_starts"),
        (60_000, 60_000, "clip_ends_before_it_starts"),
        (-1, 30_000, "clip_before_the_film"),
        (LESSON_MS - 10_000, LESSON_MS + 1, "clip_beyond_the_film"),
        (60_000, 60_999, "clip_too_short"),
        (0, 300_001, "clip_too_long"),
    ],
)
def test_points_that_make_no_clip_are_refused_with_their_reason(start_ms, end_ms, key):
    with pytest.raises(Refused) as refused:
        span_of(start_ms, end_ms, LESSON_MS)
    assert refused.value.key == f"refusals.{key}"


def test_a_clip_of_exactly_five_minutes_up_to_the_last_frame_is_fine():
    assert span_of(LESSON_MS - 300_000, LESSON_MS, LESSON_MS) == Span(2_400_000, 2_700_000)


def test_a_clip_of_exactly_one_second_from_the_first_frame_is_fine():
    assert span_of(0, 1000, LESSON_MS) == Span(0, 1000)


def test_the_refusal_names_the_limit():
    with pytest.raises(Refused) as refused:
        check_span(Span(0, 400_000), LESSON_MS)
    assert refused.value.fields == {"minutes": 5}


def test_a_programme_may_set_its_own_limits():
    short = ClipLength(least_ms=5000, advised_least_ms=5000, advised_most_ms=8000, most_ms=10_000)
    check_span(Span(0, 10_000), LESSON_MS, short)
    with pytest.raises(Refused):
        check_span(Span(0, 10_001), LESSON_MS, short)
    assert soft_hints(Span(0, 9000), short) == (say("hints.clip_long", seconds=8),)


def test_advice_is_given_for_a_very_short_and_a_long_clip_only():
    assert soft_hints(Span(0, 19_999)) == (say("hints.clip_short", seconds=20),)
    assert soft_hints(Span(0, 20_000)) == soft_hints(Span(0, 150_000)) == ()
    assert soft_hints(Span(0, 150_001)) == (say("hints.clip_long", seconds=150),)


@given(st.integers(-1000, 500_000), st.integers(-1000, 500_000), st.integers(0, 500_000))
def test_exactly_the_spans_that_lie_in_the_film_and_are_long_enough_are_made(
    start_ms, end_ms, recording_ms
):
    fits = start_ms >= 0 and 1000 <= end_ms - start_ms <= 300_000 and end_ms <= recording_ms
    if fits:
        assert span_of(start_ms, end_ms, recording_ms) == Span(start_ms, end_ms)
    else:
        with pytest.raises(Refused):
            span_of(start_ms, end_ms, recording_ms)


def test_the_foundations_of_the_rules_are_the_declared_ones():
    assert [each.key for each in foundations()] == list(FoundationKey)
