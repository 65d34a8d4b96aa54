"""What somebody watched in one sitting, as a few spans: however much is jumped about in a film."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise

from storage.spans import Span

NEAR_MS = 10_000
"""Spans this near to each other are told as one: nobody remembers a film by the second."""
MOST_SPANS = 24
"""In one sitting. With more, the nearest are told as one, so rather too much than too little."""
SAME_SITTING = timedelta(minutes=30)
"""Who watches on within this time is still at the same sitting."""
LONGEST = timedelta(hours=6)
"""A film that plays by itself all night is told now and then."""


def together(spans: Iterable[Span], near_ms: int = NEAR_MS, most: int = MOST_SPANS) -> list[Span]:
    """Return the spans in order, apart from each other, no more than `most`."""
    whole = _joined(spans, near_ms)
    while len(whole) > most:
        gaps = sorted(after.start_ms - before.end_ms for before, after in pairwise(whole))
        whole = _joined(whole, gaps[len(whole) - most - 1])
    return whole


def _joined(spans: Iterable[Span], near_ms: int) -> list[Span]:
    whole: list[Span] = []
    for span in sorted(spans):
        if whole and span.start_ms - whole[-1].end_ms <= near_ms:
            whole[-1] = Span(whole[-1].start_ms, max(whole[-1].end_ms, span.end_ms))
        else:
            whole.append(span)
    return whole


def over(begun_at: datetime, last_at: datetime, now: datetime) -> bool:
    """Whether a sitting has ended; one from the future never began (the clock was wrong)."""
    return now - last_at > SAME_SITTING or now - begun_at > LONGEST or last_at > now + SAME_SITTING
