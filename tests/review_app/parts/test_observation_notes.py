"""The Python face of the notes on the workbench."""

import re

import pytest

from config.texts import LANGUAGES, language
from review_app.parts.component import ASSETS
from review_app.parts.observation_notes import notes_for_browser
from review_app.parts.player import words_of


def test_the_browser_gets_the_guide_to_observe_with_and_how_much_a_note_may_hold() -> None:
    given = notes_for_browser("quality_feedback")
    assert given["guide"] == {
        "source": "Kijkwijzer interactie-nl, versie 1",
        "focus": "quality_feedback",
    }
    assert given["most_characters"] == 1000
    assert given["most"] == 300


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
