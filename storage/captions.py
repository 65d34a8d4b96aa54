"""Captions from what was said, as WebVTT: of a whole lesson, or of one clip on its own clock."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from storage import transcripts
from storage.rules.transcript import HeardWord
from storage.spans import Span
from storage.transcripts import Line

LINE = 42
"""Letters on one line; longer lines run off a phone."""

LINES = 2
LONGEST_MS = 7000
PAUSE_MS = 1500
"""A silence inside a sentence that long starts a new cue."""

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


# Asking


def of_recording(session: Session, recording_id: str) -> str:
    """Return what was said in a lesson as WebVTT, corrections included; who asks is not asked."""
    return webvtt(transcripts.lines(session, recording_id))


def of_clip(session: Session, recording_id: str, span: Span) -> str:
    """Return what is said in a span of a lesson as WebVTT, on the clip's own clock."""
    heard = transcripts.lines(session, recording_id, span)
    return webvtt([own for line in heard if (own := _on_own_clock(line, span))])


def _on_own_clock(line: Line, span: Span) -> Line | None:
    """The part of a line that lies in the span, None when none of its words do."""

    def own(at_ms: int) -> int:
        return min(max(at_ms - span.start_ms, 0), span.length_ms)

    words = tuple(
        replace(word, start_ms=own(word.start_ms), end_ms=own(word.end_ms))
        for word in line.words
        if word.end_ms > span.start_ms and word.start_ms < span.end_ms
    )
    if line.words and not words:
        return None
    said = " ".join(word.text.strip() for word in words) if words else line.text
    return replace(
        line, start_ms=own(line.start_ms), end_ms=own(line.end_ms), text=said, words=words
    )


# As text


def webvtt(lines: Sequence[Line]) -> str:
    """Return the lines as WebVTT: at most two lines of 42 letters per cue, split on words."""
    cues = [cue for line in lines for cue in _cues(line)]
    blocks = ["WEBVTT"]
    for number, cue in enumerate(cues):
        following = cues[number + 1][0].start_ms if number + 1 < len(cues) else None
        blocks.append(_block(cue, following))
    return "\n\n".join(blocks) + "\n"


def _cues(line: Line) -> Iterator[list[HeardWord]]:
    """Words that belong on screen together."""
    for run in _runs(line.words or _evenly(line)):
        fullest = list(_split(run, LINES * LINE))
        letters = sum(len(word.text.strip()) + 1 for word in run)
        # As few cues as can be, and then evenly full: no last word alone on the screen.
        narrower = (
            list(_split(run, width)) for width in range(letters // len(fullest), LINES * LINE)
        )
        yield from next((cues for cues in narrower if len(cues) == len(fullest)), fullest)


def _runs(words: Sequence[HeardWord]) -> Iterator[list[HeardWord]]:
    """Words without a long silence between them."""
    run: list[HeardWord] = []
    for word in words:
        if run and word.start_ms - run[-1].end_ms >= PAUSE_MS:
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _split(run: Sequence[HeardWord], width: int) -> Iterator[list[HeardWord]]:
    """Fill cue after cue with at most `width` letters, two lines and seven seconds."""
    cue: list[HeardWord] = []
    for word in run:
        if cue and not _fits([*cue, word], width):
            yield cue
            cue = []
        cue.append(word)
    yield cue


def _fits(cue: Sequence[HeardWord], width: int) -> bool:
    letters = sum(len(word.text.strip()) + 1 for word in cue) - 1
    return (
        letters <= width
        and len(wrap(cue)) <= LINES
        and cue[-1].end_ms - cue[0].start_ms <= LONGEST_MS
    )


def wrap(words: Sequence[HeardWord]) -> list[str]:
    """Lay words out in lines of at most 42 letters; two lines become about equally long.

    A word that is longer by itself gets a line of its own.
    """
    texts = [word.text.strip() for word in words]
    lines: list[str] = []
    for text in texts:
        if lines and len(lines[-1]) + 1 + len(text) <= LINE:
            lines[-1] += f" {text}"
        else:
            lines.append(text)
    if len(lines) != LINES:
        return lines
    halves = [[" ".join(texts[:n]), " ".join(texts[n:])] for n in range(1, len(texts))]
    return min(halves, key=lambda half: max(len(line) for line in half))


def _block(cue: list[HeardWord], following: int | None) -> str:
    start, end = cue[0].start_ms, max(cue[-1].end_ms, cue[0].start_ms + 1)
    if following is not None and start < following < end:
        end = following
    lines = [line.translate(_ESCAPES) for line in wrap(cue)]
    return "\n".join([f"{_clock(start)} --> {_clock(end)}", *lines])


def _clock(ms: int) -> str:
    seconds, ms = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{ms:03}"


def _evenly(line: Line) -> list[HeardWord]:
    """A line without word times: its words share its time."""
    texts = line.text.split()
    length = line.end_ms - line.start_ms
    marks = [line.start_ms + length * n // max(1, len(texts)) for n in range(len(texts) + 1)]
    return [HeardWord(marks[n], marks[n + 1], text, 1.0) for n, text in enumerate(texts)]
