"""The coach's workbench: watching, marking in and out, cutting clips and writing with them.

The browser shows a change at once and tells it here. Each act is carried out before the screen
runs, so the clips the screen then reads already hold it:

    workbench(
        key="workbench", of=recording.id, by=coach.id, film=film,
        desk=Desk(clips=clips.on_desk(...), ...),
        acts=Acts(
            cut=lambda it: clips.cut(session, coach, recording.id, it.span, client_id=it.client_id),
            change=..., remove=..., restore=...,
        ),
    )

An act that raises `Refused` is answered with its sentence: the clip stays on the coach's screen
with that sentence and every word that was typed.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

import streamlit as st

from config.foundations import Foundation, foundations
from config.programme import ClipLength, Level, programme
from config.texts import text
from review_app.parts import look
from review_app.parts.component import component, told
from review_app.parts.observation_notes import Notes, for_browser
from review_app.parts.observation_notes import acts as note_acts
from review_app.parts.player import Film, film_for_browser, watching, words_of
from storage.clips import MOST_DRAFTS, MOST_WORDS
from storage.errors import ChangedMeanwhile, Refused
from storage.rules.clip import PromptKind
from storage.spans import Span

_MOUNT = component("workbench")
_ADVISED_WORDS = 60
_ANSWERS_KEPT = 50


@dataclass(frozen=True)
class ClipOnDesk:
    """A draft clip as it is kept now."""

    id: str
    client_id: str
    """The name the browser gave it when it was cut: the same cut twice is one clip."""
    version: int
    start_ms: int
    end_ms: int
    foundation: str | None = None
    dimension: str | None = None
    prompt_kind: str | None = None
    fact: str = ""
    question: str = ""
    file_ready: bool = False
    """Whether its own file has been cut; it plays before that as a span of the film."""


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

    clips: Sequence[ClipOnDesk]
    asked: Sequence[str] = ()
    """What the teacher asked for and what the two look at, a sentence each."""
    peaks: str | None = None
    """Address of the waveform's JSON."""
    filmstrip: Filmstrip | None = None
    most_clips: int | None = None
    """How many clips fit in a package; the programme's number when left out. Drafts may be more."""
    level: Level | None = None
    """The level whose dimensions are offered; the programme's when left out."""


@dataclass(frozen=True)
class Cut:
    """The coach made a clip. Must be idempotent on `client_id`."""

    client_id: str
    span: Span


@dataclass(frozen=True)
class Change:
    """The coach changed a clip: all its fields as they should be, based on `version`."""

    id: str
    client_id: str
    version: int
    span: Span
    foundation: str | None
    dimension: str | None
    prompt_kind: PromptKind | None
    fact: str
    question: str


@dataclass(frozen=True)
class Remove:
    """The coach took a clip away; `restore` may bring it back."""

    id: str
    client_id: str
    version: int


@dataclass(frozen=True)
class Restore:
    """The coach wants a removed clip back."""

    id: str
    client_id: str


@dataclass(frozen=True)
class Acts:
    """What to do with each thing the coach does. Each may raise `Refused`."""

    cut: Callable[[Cut], object]
    change: Callable[[Change], object]
    remove: Callable[[Remove], object]
    restore: Callable[[Restore], object]
    watched: Callable[[tuple[Span, ...]], object] | None = None
    """The spans played since the last call, at most every 30 seconds and at each pause."""
    opened: Callable[[], object] | None = None
    rested: Callable[[], object] | None = None
    """Nothing was done for a second after an act: what else is on the page may follow now."""


def workbench(
    *, key: str, of: str, by: str, film: Film, desk: Desk, acts: Acts, notes: Notes
) -> None:
    """The workbench for the recording `of`, at which the person `by` works.

    The coach's place and words outlive any rerun, and in this tab a reload of the page.
    """
    memory = _memory(key, of)
    data = film_for_browser(film) | {
        "keep": f"{key}:{of}:{by}",
        "recording_id": of,
        "asked": list(desk.asked),
        "clips": [asdict(clip) for clip in desk.clips],
        "notes": for_browser(notes),
        "peaks": desk.peaks,
        "filmstrip": desk.filmstrip and asdict(desk.filmstrip),
        "foundations": [_foundation(one) for one in foundations(desk.level)],
        "prompt_kinds": [_prompt_kind(kind) for kind in PromptKind],
        "limits": _limits(desk.most_clips or programme().clips.most, programme().clip_length),
        "answered": list(memory["answered"]),
        "refusal": _refusal(memory["refused"]),
        "texts": words_of("player", "keys", "workbench", "notes", "transcript"),
    }
    doing: dict[str, Callable[[dict[str, Any]], object]] = note_acts(notes) | {
        "cut": lambda it: acts.cut(_cut(it)),
        "change": lambda it: acts.change(_change(it)),
        "remove": lambda it: acts.remove(Remove(it["id"], it["client_id"], it["version"])),
        "restore": lambda it: acts.restore(Restore(it["id"], it["client_id"])),
    }
    triggers = {word: partial(_answer, memory, key, word, act) for word, act in doing.items()}
    seen = watching(key, acts.watched, acts.opened)
    _MOUNT(key=key, data=data, triggers=triggers | seen | {"rested": lambda: _rest(acts)})


def _rest(acts: Acts) -> None:
    if acts.rested is not None:
        acts.rested()


def _answer(
    memory: dict[str, Any], key: str, word: str, act: Callable[[dict[str, Any]], object]
) -> None:
    """Carry out one act; an act the browser sent twice, for want of an answer, is done once."""
    it: dict[str, Any] = told(key, word)
    if it["act_id"] in memory["answered"]:
        return
    refused = None
    try:
        act(it)
    except Refused as refusal:
        refused = (it["client_id"], refusal)
    memory["refused"] = refused
    memory["answered"] = [*memory["answered"][1 - _ANSWERS_KEPT :], it["act_id"]]


def _memory(key: str, of: str) -> dict[str, Any]:
    """The names of the acts that were answered, and the last refusal, of this desk."""
    fresh: dict[str, Any] = {"answered": [], "refused": None}
    memory: dict[str, Any] = st.session_state.setdefault(f"{key}.desk.{of}", fresh)
    return memory


def _refusal(refused: tuple[str, Refused] | None) -> dict[str, Any] | None:
    """Why an act was not done. `changed`: another tab saved first; the desk has both texts then."""
    if refused is None:
        return None
    client_id, refusal = refused
    return {
        "client_id": client_id,
        "sentence": text(refusal.key, **refusal.fields),
        "changed": isinstance(refusal, ChangedMeanwhile),
    }


def _span(it: dict[str, Any]) -> Span:
    try:
        return Span(int(it["start_ms"]), int(it["end_ms"]))
    except ValueError:
        raise Refused("workbench.wrong.in_after_out") from None


def _cut(it: dict[str, Any]) -> Cut:
    return Cut(client_id=it["client_id"], span=_span(it))


def _change(it: dict[str, Any]) -> Change:
    return Change(
        id=it["id"],
        client_id=it["client_id"],
        version=it["version"],
        span=_span(it),
        foundation=it["foundation"],
        dimension=it["dimension"],
        prompt_kind=PromptKind(it["prompt_kind"]) if it["prompt_kind"] else None,
        fact=it["fact"],
        question=it["question"],
    )


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
