"""Captions from a transcript, as WebVTT. Pure."""

from collections.abc import Iterator, Sequence

from pipeline.speech import Segment, Word

LINE = 42
"""Letters on one line; longer lines run off a phone."""

LINES = 2
LONGEST_MS = 7000
PAUSE_MS = 1500
"""A silence inside a sentence that long starts a new cue."""

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def webvtt(segments: Sequence[Segment]) -> str:
    """Return the transcript as WebVTT: at most two lines of 42 letters per cue, split on words."""
    cues = [cue for segment in segments for cue in _cues(segment)]
    blocks = ["WEBVTT"]
    for number, cue in enumerate(cues):
        following = cues[number + 1][0].start_ms if number + 1 < len(cues) else None
        blocks.append(_block(cue, following))
    return "\n\n".join(blocks) + "\n"


def _cues(segment: Segment) -> Iterator[list[Word]]:
    """Words that belong on screen together."""
    cue: list[Word] = []
    for word in segment.words or _evenly(segment):
        if cue and not _fits(cue, word):
            yield cue
            cue = []
        cue.append(word)
    if cue:
        yield cue


def _fits(cue: list[Word], word: Word) -> bool:
    return (
        word.end_ms - cue[0].start_ms <= LONGEST_MS
        and word.start_ms - cue[-1].end_ms < PAUSE_MS
        and len(wrap([*cue, word])) <= LINES
    )


def wrap(words: Sequence[Word]) -> list[str]:
    """Lay words out in lines of at most 42 letters; a longer word gets a line of its own."""
    lines: list[str] = []
    for word in words:
        text = word.text.strip()
        if lines and len(lines[-1]) + 1 + len(text) <= LINE:
            lines[-1] += f" {text}"
        else:
            lines.append(text)
    return lines


def _block(cue: list[Word], following: int | None) -> str:
    start, end = cue[0].start_ms, max(cue[-1].end_ms, cue[0].start_ms + 1)
    if following is not None and start < following < end:
        end = following
    lines = [line.translate(_ESCAPES) for line in wrap(cue)]
    return "\n".join([f"{_clock(start)} --> {_clock(end)}", *lines])


def _clock(ms: int) -> str:
    seconds, ms = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{ms:03}"


def _evenly(segment: Segment) -> list[Word]:
    """A segment without word times: its words share its time."""
    texts = segment.text.split()
    length = segment.end_ms - segment.start_ms
    marks = [segment.start_ms + length * n // max(1, len(texts)) for n in range(len(texts) + 1)]
    return [Word(marks[n], marks[n + 1], text, 1.0) for n, text in enumerate(texts)]
