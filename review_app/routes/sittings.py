"""Who was sent which bytes of a film: gathered while they leave, noted every few seconds.

In memory in between, because a film is thousands of blocks and many viewers must cost nothing: a
few numbers for each person and film. What is lost when the process is killed is the last seconds;
that the film was opened at all stands in the ledger before its first byte.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from review_app.routes.streaming import by_a_reader
from storage import sittings
from storage.database import acting
from storage.film_times import NoTimes, film_times
from storage.media import StoreError
from storage.rules.access import Asker

log = logging.getLogger(__name__)

NOTED_EVERY_S = 10.0
MOST_PIECES = 64
"""Of one film for one person at a time; with more, neighbours are taken as one."""

Pieces = list[tuple[int, int]]
"""Bytes from and up to."""


@dataclass(frozen=True)
class Showing:
    """One person in one view, and one file of a film."""

    asker: Asker
    thing: str
    """`recording` or `clip`."""
    thing_id: str
    key: str
    mark: str


_sent: dict[Showing, Pieces] = {}
_noting: "asyncio.Task[None] | None" = None


def sending(showing: Showing) -> Callable[[int, int], None]:
    """Return what must be told of each piece that has left, on the loop that sends it."""

    def left(start: int, end: int) -> None:
        pieces = _sent.setdefault(showing, [])
        if pieces and pieces[-1][0] <= start <= pieces[-1][1]:
            pieces[-1] = (pieces[-1][0], max(pieces[-1][1], end))
        else:
            pieces.append((start, end))
            if len(pieces) > MOST_PIECES:
                pieces[:] = fewer(pieces, MOST_PIECES // 2)
        _keep_noting()

    return left


def fewer(pieces: Pieces, most: int) -> Pieces:
    """Return pieces in order, apart from each other, the nearest taken as one until `most`."""
    whole: Pieces = []
    for start, end in sorted(pieces):
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(whole[-1][1], end))
        else:
            whole.append((start, end))
    while len(whole) > most:
        gaps = [after[0] - before[1] for before, after in pairwise(whole)]
        at = gaps.index(min(gaps))
        whole[at : at + 2] = [(whole[at][0], whole[at + 1][1])]
    return whole


def note(batch: Mapping[Showing, Pieces]) -> dict[Showing, Pieces]:
    """Write what was sent in each one's sitting; returns what could not be written now."""
    left = {}
    for showing, pieces in batch.items():
        try:
            _note(showing, pieces)
        except NoTimes:  # not a film of ours: that it was opened is told already
            continue
        except Exception as error:  # whatever is wrong with the database may be over in a while
            log.warning("a sitting of %s waits: %s", showing.thing_id, type(error).__name__)
            left[showing] = pieces
    return left


def _note(showing: Showing, pieces: Pieces) -> None:
    try:
        spans = film_times(showing.key, showing.mark).shown(fewer(pieces, MOST_PIECES))
    except StoreError as gone:
        if gone.worth_retrying:
            raise
        return
    of_clip = showing.thing == "clip"
    add = sittings.note_of_clip if of_clip else sittings.note_of_recording
    if spans:
        with acting() as session:
            add(session, showing.asker, sittings.SENT, showing.thing_id, spans)


def _keep_noting() -> None:
    global _noting
    loop = asyncio.get_running_loop()
    if _noting is None or _noting.done() or _noting.get_loop() is not loop:
        _noting = loop.create_task(_note_now_and_then())


async def _note_now_and_then() -> None:
    """Note what was sent until nothing is left to note; also when the server stops."""
    while _sent:
        try:
            await asyncio.sleep(NOTED_EVERY_S)
            _put_back(await by_a_reader(note, _taken()))
        except asyncio.CancelledError:
            note(_taken())
            raise


def _taken() -> dict[Showing, Pieces]:
    batch = dict(_sent)
    _sent.clear()
    return batch


def _put_back(batch: Mapping[Showing, Pieces]) -> None:
    for showing, pieces in batch.items():
        _sent[showing] = fewer([*pieces, *_sent.get(showing, [])], MOST_PIECES)
