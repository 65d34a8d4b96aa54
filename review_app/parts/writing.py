"""A text box that saves as you type, and never loses a word.

The browser keeps what is typed until we say it is kept; the second of two people to save gets both
texts and chooses. The screen gives what is kept now and a function that keeps more:

    writing(key="note", of=f"reflection:{clip.id}", label=..., kept=Kept(text, version, at),
            save=lambda words, version: reflections.write(session, person, clip.id, words, version))

`save` runs before the screen does, so what the screen then reads is already the new text.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import streamlit as st

from config.texts import format_moment, text
from review_app.parts.component import component, texts_of, told
from storage.clock import SCHOOL_TIME, now, today
from storage.errors import ChangedMeanwhile, Refused

_BOX = component("writing")


@dataclass(frozen=True)
class Kept:
    """A text as it is kept now."""

    text: str = ""
    version: int = 0
    """Grows with every change; a draft says on which version it was based."""
    at: datetime | None = None
    """When it was last changed; None when nothing was ever written, or when nobody keeps that: then
    the box tells what was kept from here."""


def writing(
    *,
    key: str,
    of: str,
    label: str,
    kept: Kept,
    save: Callable[[str, int], object],
    hint: str = "",
    max_length: int = 4000,
    rows: int = 5,
) -> None:
    """The box for the text `of`, a name that is unique in the app (``reflection:<clip id>``).

    `save(words, version)` keeps a draft that was based on `version`. It may raise
    `ChangedMeanwhile`: both texts are then shown side by side, with `kept` as the other's; the
    choice comes back as one more `save`, based on that version. Any other `Refused` is shown as its
    sentence, and the words stay in the box. `max_length` counts characters.
    """
    memory = _memory(key, of)
    data = {
        "of": of,
        "texts": texts_of("writing"),
        "label": label,
        "hint": hint,
        "text": kept.text,
        "version": kept.version,
        "at": _moment(kept.at or memory.get("kept_at")),
        "heard": memory.get("heard", ""),
        "max_length": max_length,
        "rows": rows,
        "refused": _sentence(memory.get("refused")),
        "conflict": {"theirs": kept.text} if memory.get("conflict") else None,
    }
    triggers = {
        "draft": lambda: _keep(key, of, told(key, "draft"), save),
        "chosen": lambda: _choose(key, of, told(key, "chosen"), save),
    }
    _BOX(key=key, data=data, triggers=triggers)


def _keep(key: str, of: str, draft: dict[str, Any], save: Callable[[str, int], object]) -> None:
    memory = _memory(key, of)
    memory.update(heard=draft["at"], conflict=False, refused=None)
    try:
        save(draft["text"], draft["version"])
    except ChangedMeanwhile:
        memory["conflict"] = True
    except Refused as refusal:
        memory["refused"] = (refusal.key, dict(refusal.fields))
    else:
        memory["kept_at"] = now()


def _choose(key: str, of: str, choice: dict[str, Any], save: Callable[[str, int], object]) -> None:
    if choice["choice"] == "mine":
        _keep(key, of, {"at": "", **choice}, save)
    else:
        _memory(key, of)["conflict"] = False


def _memory(key: str, of: str) -> dict[str, Any]:
    """What this box remembers between two runs of the screen; no words."""
    memory: dict[str, Any] = st.session_state.setdefault(f"{key}.{of}", {})
    return memory


def _sentence(refused: tuple[str, dict[str, Any]] | None) -> str:
    return text(refused[0], **refused[1]) if refused else ""


def _moment(at: datetime | None) -> str:
    if at is None:
        return ""
    local = at.astimezone(SCHOOL_TIME)
    return f"{local:%H:%M}" if local.date() == today() else format_moment(at, short=True)
