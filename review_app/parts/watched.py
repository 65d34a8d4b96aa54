"""A film as a line for each person with what they were sent of it (``frontend/src/watched.ts``)."""

from collections.abc import Sequence
from dataclasses import dataclass

from config.texts import format_clock_ms, text
from review_app.parts.component import component
from review_app.parts.plain import straight
from storage.rules.sitting import together
from storage.spans import Span

_MOUNT = component("watched")
_MOST_PARTS = 6
_MOST_DRAWN = 200


@dataclass(frozen=True)
class Row:
    """What one person was sent, and what the player says was played; in any order."""

    name: str
    """As people wrote it."""
    sent: Sequence[Span]
    played: Sequence[Span]


def watched(*, key: str, length_ms: int, rows: Sequence[Row]) -> None:
    """Draw a line for each person, as long as the film; `length_ms` must be more than 0."""
    marks = (0, length_ms // 2, length_ms)
    data = {
        "title": text("ledger.drawing"),
        "length_ms": length_ms,
        "ticks": [{"at_ms": at, "word": format_clock_ms(at)} for at in marks],
        "rows": [_row(row, length_ms) for row in rows],
    }
    _MOUNT(key=key, data=data, triggers={})


def in_words(spans: Sequence[Span]) -> str:
    """Name the parts, in order, each second once: "0:00 tot 1:30, 2:00 tot 2:30"."""
    whole = _apart(spans)
    told = [
        text("ledger.part", start=format_clock_ms(one.start_ms), end=format_clock_ms(one.end_ms))
        for one in whole[:_MOST_PARTS]
    ]
    return ", ".join([*told, "…"] if len(whole) > _MOST_PARTS else told)


def _apart(spans: Sequence[Span]) -> list[Span]:
    return together(spans, near_ms=0, most=_MOST_DRAWN)


def _row(row: Row, length_ms: int) -> dict[str, object]:
    sent, played = _apart(row.sent), _apart(row.played)
    name = straight(row.name)
    much_ms = min(length_ms, sum(one.length_ms for one in sent))
    said = [text("ledger.row_sent", name=name, parts=in_words(sent))] if sent else []
    if played:
        said.append(text("ledger.row_played", name=name, parts=in_words(played)))
    return {
        "name": name,
        "much": text("ledger.much", much=format_clock_ms(much_ms)) if sent else "",
        "says": " ".join(said),
        "sent": [[one.start_ms, one.end_ms] for one in sent],
        "played": [[one.start_ms, one.end_ms] for one in played],
    }
