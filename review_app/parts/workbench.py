"""The coach's workbench: watching, marking in and out, cutting clips and writing with them.

The browser shows a change at once and tells it to `routes/desk.py`, so that the screen need not be
drawn anew for it. An act that is refused is answered with its sentence: the clip stays on the
coach's screen with that sentence and every word that was typed.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from config.foundations import Foundation, foundations
from config.programme import ClipLength, Level, programme
from config.texts import text
from review_app.desk import OnDesk
from review_app.parts import look
from review_app.parts.component import component
from review_app.parts.observation_notes import notes_for_browser
from review_app.parts.player import Film, film_for_browser, watching, words_of
from storage.clips import MOST_DRAFTS, MOST_WORDS
from storage.rules.clip import PromptKind
from storage.spans import Span

_MOUNT = component("workbench")
_ADVISED_WORDS = 60


@dataclass(frozen=True)
class Filmstrip:
    """Stills in one picture: still n lies at column n % columns, row n // columns."""

    src: str
    step_ms: int
    columns: int
    width: int
    height: int
    count: int


@dataclass(frozen=True)
class Desk:
    """What lies on the desk besides the film."""

    lying: OnDesk
    asked: Sequence[str] = ()
    """What the teacher asked for and what the two look at, a sentence each."""
    focus: str | None = None
    """The dimension the two agreed to look at."""
    peaks: str | None = None
    """Address of the waveform's JSON."""
    filmstrip: Filmstrip | None = None
    most_clips: int | None = None
    """How many clips fit in a package; the programme's number when left out. Drafts may be more."""
    level: Level | None = None
    """The level whose dimensions are offered; the programme's when left out."""


@dataclass(frozen=True)
class Hears:
    """What the desk says besides what it asks to be done; each makes the screen run again."""

    watched: Callable[[tuple[Span, ...]], object] | None = None
    """The spans played since the last call, at most every 30 seconds and at each pause."""
    opened: Callable[[], object] | None = None
    rested: Callable[[], None] | None = None
    """Nothing was done for a second after an act: what else is on the page may follow now."""


def workbench(*, key: str, of: str, by: str, film: Film, desk: Desk, hears: Hears) -> None:
    """The workbench for the recording `of`, at which the person `by` works.

    The coach's place and words outlive any rerun, and in this tab a reload of the page.
    """
    data = film_for_browser(film) | {
        "keep": f"{key}:{of}:{by}",
        "recording_id": of,
        "asked": list(desk.asked),
        "desk": desk.lying.for_browser(),
        "acts": f"/recordings/{of}/desk",
        "notes": notes_for_browser(desk.focus),
        "peaks": desk.peaks,
        "filmstrip": desk.filmstrip and asdict(desk.filmstrip),
        "foundations": [_foundation(one) for one in foundations(desk.level)],
        "prompt_kinds": [_prompt_kind(kind) for kind in PromptKind],
        "limits": _limits(desk.most_clips or programme().clips.most, programme().clip_length),
        "texts": words_of("player", "keys", "workbench", "notes", "transcript"),
    }
    triggers = watching(key, hears.watched, hears.opened) | {"rested": hears.rested}
    _MOUNT(key=key, data=data, triggers=triggers)


def _foundation(foundation: Foundation) -> dict[str, Any]:
    return {
        "key": foundation.key,
        "name": text(f"foundations.{foundation.key}"),
        "dimensions": [
            {
                "key": one.key,
                "name": text(f"dimensions.{one.key}.name"),
                "see": text(f"dimensions.{one.key}.see"),
            }
            for one in foundation.dimensions
        ],
    }


def _prompt_kind(kind: PromptKind) -> dict[str, str]:
    named = f"prompt_kinds.{kind}"
    return {
        "key": kind,
        "name": text(f"{named}.name"),
        "help": text(f"{named}.help"),
        "icon": look.KIND_ICONS[kind],
    }


def _limits(most_clips: int, length: ClipLength) -> dict[str, int]:
    return {
        "min_ms": length.least_ms,
        "max_ms": length.most_ms,
        "advice_min_ms": length.advised_least_ms,
        "advice_max_ms": length.advised_most_ms,
        "clips_max": most_clips,
        "drafts_max": MOST_DRAFTS,
        "advice_words": _ADVISED_WORDS,
        "text_max": MOST_WORDS,
    }
