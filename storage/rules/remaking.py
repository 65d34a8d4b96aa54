"""What becomes of the moments of a film when its ends are taken off."""

from storage.spans import Span


def moved(span: Span, kept: Span, length_ms: int) -> Span | None:
    """Return a clip's span on the clock of what is left; None when part of it is gone.

    A clip is what its coach wrote about: half of one would say something else.
    """
    if span.start_ms < kept.start_ms or span.end_ms > kept.end_ms:
        return None
    start = span.start_ms - kept.start_ms
    return Span(start, min(start + span.length_ms, max(length_ms, start + 1)))


def nowhere(span: Span, length_ms: int) -> Span:
    """Return a span behind the end of the film: what is gone cannot be put back."""
    return Span(length_ms + 1, length_ms + 1 + span.length_ms)


def moment(at_ms: int, kept: Span) -> int:
    """Return a moment on the clock of what is left; one outside it is put at the nearest end."""
    return min(max(at_ms - kept.start_ms, 0), kept.length_ms)
