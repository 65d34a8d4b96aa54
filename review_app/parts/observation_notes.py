"""Observation notes on the workbench: what the browser gets of them, and what it may say.

The workbench carries them along with the clips, because one component tells one thing at a time:

    workbench(..., notes=Notes(
        kept=[...], focus=cycle.focus,
        write=lambda it: observation_notes.write(session, coach, recording.id, ...),
        change=..., remove=..., restore=...,
    ))
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from config.foundations import observation_guide
from config.texts import text
from storage.observation_notes import MOST_NOTES
from storage.rules.observation_note import MOST_CHARACTERS


@dataclass(frozen=True)
class NoteOnDesk:
    """A note as it is kept now."""

    id: str
    client_id: str
    """The name the browser gave it when it was written: the same note twice is one note."""
    version: int
    at_ms: int
    text: str


@dataclass(frozen=True)
class Write:
    """The coach wrote a note. Must be idempotent on `client_id`."""

    client_id: str
    at_ms: int
    text: str


@dataclass(frozen=True)
class Reword:
    """The coach worded a note anew, based on `version`."""

    id: str
    version: int
    at_ms: int
    text: str


@dataclass(frozen=True)
class Notes:
    """The notes on the desk, and what to do with each act of the coach; each may raise Refused."""

    kept: Sequence[NoteOnDesk]
    write: Callable[[Write], object]
    change: Callable[[Reword], object]
    remove: Callable[[str], object]
    """Gets the id of the note, as does `restore`."""
    restore: Callable[[str], object]
    focus: str | None = None
    """The dimension the pair agreed to look at: its look-fors are shown before one is chosen."""


def for_browser(notes: Notes) -> dict[str, Any]:
    """What the front end needs of the notes and of the guide beside them; texts apart."""
    guide = observation_guide()
    return {
        "kept": [asdict(note) for note in notes.kept],
        "most": MOST_NOTES,
        "most_characters": MOST_CHARACTERS,
        "guide": {
            "source": text("notes.guide", name=guide.name, version=guide.version),
            "focus": notes.focus,
        },
    }


def acts(notes: Notes) -> dict[str, Callable[[dict[str, Any]], object]]:
    """What to do with what the browser says, by the name of the act."""
    return {
        "note": lambda it: notes.write(Write(it["client_id"], int(it["at_ms"]), it["text"])),
        "reword": lambda it: notes.change(
            Reword(it["id"], it["version"], int(it["at_ms"]), it["text"])
        ),
        "remove_note": lambda it: notes.remove(it["id"]),
        "restore_note": lambda it: notes.restore(it["id"]),
    }
