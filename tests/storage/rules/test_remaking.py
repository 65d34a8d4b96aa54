"""Where a clip and a note stand once the ends of their film are taken off."""

import pytest

from storage.rules import remaking as rule
from storage.spans import Span

KEPT = Span(10_000, 60_000)


@pytest.mark.parametrize(
    ("clip", "left"),
    [
        (Span(20_000, 40_000), Span(10_000, 30_000)),
        (Span(10_000, 60_000), Span(0, 50_000)),
        (Span(9_999, 40_000), None),
        (Span(20_000, 60_001), None),
        (Span(0, 10_000), None),
        (Span(60_000, 80_000), None),
    ],
)
def test_a_clip_moves_with_its_film_or_goes_whole(clip: Span, left: Span | None) -> None:
    assert rule.moved(clip, KEPT, KEPT.length_ms) == left


def test_a_clip_ends_with_a_film_that_became_a_picture_shorter() -> None:
    assert rule.moved(Span(40_000, 60_000), KEPT, 49_960) == Span(30_000, 49_960)


def test_what_is_gone_lies_behind_the_end() -> None:
    assert rule.nowhere(Span(0, 5_000), 50_000).start_ms > 50_000


def test_a_note_stays_and_stands_at_the_nearest_moment() -> None:
    assert [rule.moment(at, KEPT) for at in (0, 10_000, 30_000, 90_000)] == [0, 0, 20_000, 50_000]
