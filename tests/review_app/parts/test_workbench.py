"""The Python face of the workbench: acts carried out once, refusals as sentences."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from config.texts import LANGUAGES, language
from review_app.parts import workbench as part
from review_app.parts.component import ASSETS
from review_app.parts.player import words_of
from review_app.parts.workbench import Change, Cut
from storage.errors import ChangedMeanwhile, Refused
from storage.rules.clip import PromptKind
from storage.spans import Span

CUT = {"act_id": "a1", "client_id": "c1", "start_ms": 1000, "end_ms": 31_000}


def _screen() -> None:
    from review_app.parts.observation_notes import Notes
    from review_app.parts.workbench import Acts, ClipOnDesk, Desk, workbench
    from tests.review_app.parts.test_player import FILM

    workbench(
        key="bench",
        of="recording-1",
        by="coach-1",
        film=FILM,
        desk=Desk(
            clips=[ClipOnDesk("id1", "c1", 3, 1000, 31_000, fact="Ik zie rust.")],
            asked=["Sanne vroeg: “Kijk naar mijn vragen”"],
        ),
        acts=Acts(cut=print, change=print, remove=print, restore=print),
        notes=Notes([], write=print, change=print, remove=print, restore=print),
    )


@pytest.mark.skipif(not ASSETS.is_dir(), reason="the front end has not been built (make setup)")
def test_the_browser_gets_clips_foundations_prompts_and_limits() -> None:
    at = AppTest.from_function(_screen, default_timeout=60).run()
    assert not at.exception
    data = json.loads(at.get("bidi_component")[0].proto.json)
    assert [clip["version"] for clip in data["clips"]] == [3]
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
    assert data["answered"] == []
    assert data["refusal"] is None


def _say(monkeypatch: pytest.MonkeyPatch, it: dict[str, Any]) -> None:
    monkeypatch.setattr(part, "told", lambda _key, _word: it)


def _memory() -> dict[str, Any]:
    return {"answered": [], "refused": None}


def test_an_act_that_is_told_twice_is_carried_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    _say(monkeypatch, CUT)
    memory, done = _memory(), []
    for _ in range(2):
        part._answer(memory, "bench", "cut", lambda it: done.append(part._cut(it)))
    assert done == [Cut("c1", Span(1000, 31_000))]
    assert memory["answered"] == ["a1"]


def test_a_refused_act_is_answered_with_its_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise Refused("workbench.full", most=5)

    _say(monkeypatch, CUT)
    memory = _memory()
    part._answer(memory, "bench", "cut", refuse)
    refusal = part._refusal(memory["refused"])
    assert refusal is not None
    assert refusal["client_id"] == "c1"
    assert "5" in refusal["sentence"]
    assert memory["answered"] == ["a1"]


def test_the_next_act_that_succeeds_takes_the_refusal_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    memory = _memory() | {"refused": ("c1", Refused("workbench.full", most=5))}
    _say(monkeypatch, CUT)
    part._answer(memory, "bench", "cut", lambda it: part._cut(it))
    assert part._refusal(memory["refused"]) is None


def test_whoever_is_second_is_told_that_another_tab_was_first() -> None:
    refusal = part._refusal(("c1", ChangedMeanwhile("Ik zie drie vingers.")))
    assert refusal is not None
    assert refusal["changed"] is True
    other = part._refusal(("c1", Refused("workbench.full", most=5)))
    assert other is not None
    assert other["changed"] is False


def test_an_in_point_after_the_out_point_is_refused_in_words() -> None:
    with pytest.raises(Refused, match="in_after_out"):
        part._cut(CUT | {"start_ms": 40_000})


def test_a_change_names_every_field_and_the_version_it_was_based_on() -> None:
    it = CUT | {
        "id": "id1",
        "version": 4,
        "foundation": "emotional_support",
        "dimension": None,
        "prompt_kind": "nice_work",
        "fact": "Ik zie",
        "question": "Wat deed je?",
    }
    assert part._change(it) == Change(
        "id1",
        "c1",
        4,
        Span(1000, 31_000),
        "emotional_support",
        None,
        PromptKind.nice_work,
        "Ik zie",
        "Wat deed je?",
    )


def test_a_long_afternoon_of_acts_keeps_only_the_last_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    memory = _memory()
    carry_out: Callable[[dict[str, Any]], object] = part._cut
    for n in range(200):
        _say(monkeypatch, CUT | {"act_id": f"a{n}"})
        part._answer(memory, "bench", "cut", carry_out)
    assert len(memory["answered"]) == 50
    assert memory["answered"][-1] == "a199"


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
