"""One clip as a file of its own: exactly the chosen pictures and their sound, and nothing else."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Protocol

from pipeline.cut_anew import encode_span
from pipeline.cut_copy import copy_span
from pipeline.cut_packets import CannotCopy
from pipeline.cut_plan import Frames
from pipeline.errors import BadFilm
from storage.spans import Span


class Paced(Protocol):
    """A film of which it is known how long it lasts and how fast its pictures follow."""

    @property
    def duration_ms(self) -> int:
        """Length in ms."""

    @property
    def proxy_fps(self) -> Fraction:
        """Pictures per second of the proxy."""


@dataclass(frozen=True)
class Cut:
    """A clip's file, and the span it really holds: whole pictures."""

    path: Path
    start_ms: int
    end_ms: int
    frames: int
    anew: str = ""
    """Why all of it was encoded anew; empty when only its edges were, if that."""


def plan_frames(film: Paced, span: Span) -> Frames:
    """Return the pictures of a span: from the one nearest its start up to the one at its end.

    Milliseconds are coarser than pictures, so each edge goes to the nearest picture's start. A
    span shorter than a picture still gets one. BadFilm when it lies outside the film.
    """
    last = round(film.duration_ms * film.proxy_fps / 1000)
    first = round(span.start_ms * film.proxy_fps / 1000)
    end = min(last, max(first + 1, round(span.end_ms * film.proxy_fps / 1000)))
    if end <= first:
        raise BadFilm("refusals.span_outside_film")
    return Frames(first, end, film.proxy_fps)


async def cut(proxy: Path, film: Paced, span: Span, out: Path) -> Cut:
    """Cut a span out of a proxy into `out`, which appears whole or not at all.

    Packets are copied and only the edges encoded anew; a film that forbids it, or gives less than
    it promised, is encoded anew from the first picture to the last.
    """
    frames = plan_frames(film, span)
    partial = out.with_name(f".{out.name}.partial")
    partial.unlink(missing_ok=True)
    try:
        made, anew = await copy_span(proxy, frames, partial), ""
    except CannotCopy as cannot:
        made, anew = await encode_span(proxy, frames, partial), cannot.reason
    partial.replace(out)
    held = Frames(frames.first, frames.first + made, frames.fps)
    return Cut(out, held.start_ms, held.end_ms, made, anew)
