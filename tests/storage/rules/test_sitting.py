"""What is told of a sitting: a few spans, however much is jumped about."""

import random
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from storage.rules.sitting import LONGEST, MOST_SPANS, NEAR_MS, SAME_SITTING, over, together
from storage.spans import Span

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SPANS = some.lists(
    some.builds(lambda start, lasts: Span(start, start + lasts), some.integers(0, 9_000_000),
                some.integers(1, 600_000)),
    max_size=80,
)  # fmt: skip


def test_spans_near_each_other_are_told_as_one():
    spans = [Span(30_000, 40_000), Span(0, 10_000), Span(5_000, 20_000), Span(70_000, 80_000)]
    assert together(spans) == [Span(0, 40_000), Span(70_000, 80_000)]


def test_spans_further_apart_stay_apart():
    spans = [Span(0, 1), Span(2 + NEAR_MS, 3 + NEAR_MS)]
    assert together(spans) == spans


def test_with_too_many_the_nearest_are_told_as_one():
    spans = [Span(0, 1), Span(50_000, 50_001), Span(70_000, 70_001), Span(200_000, 200_001)]
    assert together(spans, most=3) == [spans[0], Span(50_000, 70_001), spans[3]]


@given(SPANS)
def test_nothing_that_was_watched_is_left_out_and_there_are_never_too_many(spans: list[Span]):
    told = together(spans)
    assert len(told) <= MOST_SPANS
    assert told == sorted(told)
    for span in spans:
        assert any(one.start_ms <= span.start_ms and span.end_ms <= one.end_ms for one in told)


@given(SPANS, some.integers(0, 80))
def test_what_is_told_in_two_goes_reaches_as_far(spans: list[Span], first: int):
    at_once, in_two = together(spans), together([*together(spans[:first]), *spans[first:]])
    assert [one.start_ms for one in at_once[:1]] == [one.start_ms for one in in_two[:1]]
    assert [one.end_ms for one in at_once[-1:]] == [one.end_ms for one in in_two[-1:]]


def test_a_whole_lesson_of_jumps_stays_small():
    chance = random.Random(1)
    told: list[Span] = []
    for _ in range(5_000):
        start = chance.randrange(7_200_000)
        told = together([*told, Span(start, start + 2_000)])
    assert len(told) <= MOST_SPANS


def test_a_sitting_ends_with_half_an_hour_of_quiet_or_a_very_long_time():
    minute = timedelta(minutes=1)
    assert not over(NOW, NOW, NOW + SAME_SITTING)
    assert over(NOW, NOW, NOW + SAME_SITTING + minute)
    assert not over(NOW - LONGEST, NOW, NOW)
    assert over(NOW - LONGEST - minute, NOW, NOW)


def test_a_sitting_from_the_future_is_over():
    assert over(NOW, NOW + timedelta(days=365), NOW)
    assert not over(NOW + timedelta(seconds=1), NOW + timedelta(seconds=1), NOW)
