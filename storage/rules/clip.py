"""A clip: a moment of a lesson, the foundation it touches and the question it raises."""

from enum import StrEnum

from config.programme import ClipLength, programme
from storage.rules.sentences import Sentence, refuse_if, say
from storage.spans import Span


class FoundationKey(StrEnum):
    """The three foundations of a good lesson."""

    emotional_support = "emotional_support"
    classroom_organisation = "classroom_organisation"
    instructional_support = "instructional_support"


class PromptKind(StrEnum):
    """What a clip asks of the teacher."""

    nice_work = "nice_work"
    """A moment that worked: a strength."""
    consider_this = "consider_this"
    """A moment with another option: room to grow."""
    making_the_link = "making_the_link"
    """A moment tied to a dimension, a goal or an example."""


def span_of(
    start_ms: int, end_ms: int, recording_ms: int, limits: ClipLength | None = None
) -> Span:
    """The span between an in and an out point. Refused when it cannot be a clip; points are
    never swapped or moved silently."""
    if start_ms < 0:
        raise say("refusals.clip_before_the_film").refusal()
    if end_ms <= start_ms:
        raise say("refusals.clip_ends_before_it_starts").refusal()
    span = Span(start_ms, end_ms)
    check_span(span, recording_ms, limits)
    return span


def check_span(span: Span, recording_ms: int, limits: ClipLength | None = None) -> None:
    """Refuse a span that reaches beyond the film, or is too short or too long for a clip."""
    limits = limits or programme().clip_length
    unmet = []
    if span.end_ms > recording_ms:
        unmet.append(say("refusals.clip_beyond_the_film"))
    if span.length_ms < limits.least_ms:
        unmet.append(say("refusals.clip_too_short", seconds=limits.least_ms // 1000))
    if span.length_ms > limits.most_ms:
        unmet.append(say("refusals.clip_too_long", minutes=limits.most_ms // 60_000))
    refuse_if(unmet)


def soft_hints(span: Span, limits: ClipLength | None = None) -> tuple[Sentence, ...]:
    """Advice on the length; the coach may do otherwise."""
    limits = limits or programme().clip_length
    if span.length_ms < limits.advised_least_ms:
        return (say("hints.clip_short", seconds=limits.advised_least_ms // 1000),)
    if span.length_ms > limits.advised_most_ms:
        return (say("hints.clip_long", seconds=limits.advised_most_ms // 1000),)
    return ()
