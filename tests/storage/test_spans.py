"""Spans: media time in whole milliseconds, the end after the start."""

import pytest

from storage.spans import Span


def test_a_span_knows_its_length():
    assert Span(751_000, 785_400).length_ms == 34_400


@pytest.mark.parametrize(("start", "end"), [(10, 10), (10, 9), (-1, 10)])
def test_a_span_starts_in_the_film_and_ends_after_it_starts(start, end):
    with pytest.raises(ValueError, match="span"):
        Span(start, end)


def test_spans_stand_in_the_order_of_the_film():
    assert sorted([Span(5, 9), Span(1, 9), Span(1, 3)]) == [Span(1, 3), Span(1, 9), Span(5, 9)]
