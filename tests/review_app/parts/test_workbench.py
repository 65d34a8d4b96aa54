"""The Python face of the workbench: what the browser gets to work with."""

import json
import re

import pytest
from streamlit.testing.v1 import AppTest

from config.texts import LANGUAGES, language
from review_app.parts.component import ASSETS
from review_app.parts.player import words_of


def _screen() -> None:
    from review_app.desk import ClipOnDesk, Look, OnDesk
    from review_app.parts.workbench import Desk, Hears, workbench
    from tests.review_app.parts.test_player import FILM

    clip = ClipOnDesk("id1", "c1", 3, 1000, 31_000, fact="Ik zie rust.")
    workbench(
        key="bench",
        of="recording-1",
        by="coach-1",
        film=FILM,
        desk=Desk(OnDesk(Look("a", 1), (clip,)), asked=["Sanne vroeg: “Kijk naar mijn vragen”"]),
        hears=Hears(),
    )


@pytest.mark.skipif(not ASSETS.is_dir(), reason="the front end has not been built (make setup)")
def test_the_browser_gets_clips_foundations_prompts_and_limits() -> None:
    at = AppTest.from_function(_screen, default_timeout=60).run()
    assert not at.exception
    data = json.loads(at.get("bidi_component")[0].proto.json)
    assert [clip["version"] for clip in data["desk"]["clips"]] == [3]
    assert data["acts"] == "/recordings/recording-1/desk"
    assert [one["key"] for one in data["foundations"]] == [
        "emotional_support",
        "classroom_organisation",
        "instructional_support",
    ]
    assert all(one["dimensions"] for one in data["foundations"])
    assert [one["key"] for one in data["prompt_kinds"]] == [
        "nice_work",
        "consider_this",
        "making_the_link",
    ]
    assert [one["icon"] for one in data["prompt_kinds"]] == ["star", "sms", "link"]
    assert data["asked"] == ["Sanne vroeg: “Kijk naar mijn vragen”"]
    assert data["limits"]["max_ms"] == 300_000


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_every_text_that_the_browser_asks_for_exists(tongue: str) -> None:
    source = "".join(
        path.read_text(encoding="utf-8")
        for folder in ("player", "workbench")
        for path in sorted((ASSETS.parents[1] / "src" / folder).glob("*.ts"))
    )
    with language(tongue):
        known = words_of("player", "keys", "workbench")
    asked = set(keys_in(source))
    assert len(asked) > 50
    assert sorted(asked - set(known)) == []


def keys_in(source: str) -> list[str]:
    """Every whole text key that stands in the TypeScript source."""
    return re.findall(r'"((?:player|keys|workbench)\.[a-z_.]+)"', source)
