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
    for run in _runs(segment.words or _evenly(segment)):
        fullest = list(_split(run, LINES * LINE))
        letters = sum(len(word.text.strip()) + 1 for word in run)
        # As few cues as can be, and then evenly full: no last word alone on the screen.
        narrower = (
            list(_split(run, width)) for width in range(letters // len(fullest), LINES * LINE)
        )
        yield from next((cues for cues in narrower if len(cues) == len(fullest)), fullest)


def _runs(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Words without a long silence between them."""
    run: list[Word] = []
    for word in words:
        if run and word.start_ms - run[-1].end_ms >= PAUSE_MS:
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _split(run: Sequence[Word], width: int) -> Iterator[list[Word]]:
    """Fill cue after cue with at most `width` letters, two lines and seven seconds."""
    cue: list[Word] = []
    for word in run:
        if cue and not _fits([*cue, word], width):
            yield cue
            cue = []
        cue.append(word)
    yield cue


def _fits(cue: Sequence[Word], width: int) -> bool:
    letters = sum(len(word.text.strip()) + 1 for word in cue) - 1
    return (
        letters <= width
        and len(wrap(cue)) <= LINES
        and cue[-1].end_ms - cue[0].start_ms <= LONGEST_MS
    )


def wrap(words: Sequence[Word]) -> list[str]:
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
