"""The Python face of the notes on the workbench."""

import re
from typing import Any

import pytest

from config.texts import LANGUAGES, language
from review_app.parts.component import ASSETS
from review_app.parts.observation_notes import (
    NoteOnDesk,
    Notes,
    Reword,
    Write,
    acts,
    for_browser,
)
from review_app.parts.player import words_of


def notes(done: list[object] | None = None) -> Notes:
    does: Any = (done if done is not None else []).append
    kept = [NoteOnDesk("id1", "c1", 2, 61_000, "Drie vingers.")]
    return Notes(kept, does, does, does, does, focus="quality_feedback")


def test_the_browser_gets_the_notes_and_the_guide_to_observe_with() -> None:
    given = for_browser(notes())
    assert given["kept"] == [
        {"id": "id1", "client_id": "c1", "version": 2, "at_ms": 61_000, "text": "Drie vingers."}
    ]
    assert given["guide"] == {
        "source": "Kijkwijzer interactie-nl, versie 1",
        "focus": "quality_feedback",
    }
    assert given["most_characters"] == 1000


def test_each_thing_the_browser_says_reaches_its_act() -> None:
    done: list[object] = []
    doing = acts(notes(done))
    about = {"act_id": "a1", "client_id": "c1", "at_ms": 61_000, "text": "Vier vingers."}
    doing["note"](about)
    doing["reword"](about | {"id": "id1", "version": 2})
    doing["remove_note"]({"id": "id1"})
    doing["restore_note"]({"id": "id1"})
    assert done == [
        Write("c1", 61_000, "Vier vingers."),
        Reword("id1", 2, 61_000, "Vier vingers."),
        "id1",
        "id1",
    ]


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_every_text_of_the_notes_that_the_browser_asks_for_exists(tongue: str) -> None:
    folder = ASSETS.parents[1] / "src" / "workbench"
    source = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.ts")))
    with language(tongue):
        known = set(words_of("notes"))
    asked = set(re.findall(r'"(notes\.[a-z_.]+)"', source))
    verbs = re.findall(r'(?:named|verb)\("([a-z_]+)"', (folder / "note_list.ts").read_text())
    assert len(asked) > 8
    assert verbs
    assert sorted((asked | {f"notes.{verb}" for verb in verbs}) - known) == []
