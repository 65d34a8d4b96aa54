"""Observation notes on the workbench: what the browser gets beside the notes themselves."""

from typing import Any

from config.foundations import observation_guide
from config.texts import text
from storage.observation_notes import MOST_NOTES
from storage.rules.observation_note import MOST_CHARACTERS


def notes_for_browser(focus: str | None) -> dict[str, Any]:
    """What the front end needs to take notes, and of the guide beside them; texts apart.

    `focus` is the dimension the pair looks at: its look-fors are shown before one is chosen.
    """
    guide = observation_guide()
    return {
        "most": MOST_NOTES,
        "most_characters": MOST_CHARACTERS,
        "guide": {
            "source": text("notes.guide", name=guide.name, version=guide.version),
            "focus": focus,
        },
    }
