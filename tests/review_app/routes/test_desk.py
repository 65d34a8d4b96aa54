"""The coach's acts at the desk: each once, each answered with the desk as it then is."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from storage import clips, observation_notes, packages
from storage.clips import ClipView
from storage.database import acting, asking
from storage.observation_notes import NoteView
from tests import makers
from tests.makers import Walk
from tests.review_app.routes.conftest import Browser

CUT = {"act": "cut", "act_id": "a1", "client_id": "c1", "start_ms": 10_000, "end_ms": 40_000}
NOTE = {"act": "note", "act_id": "n1", "client_id": "n", "at_ms": 61_000, "text": "Drie vingers."}
WORDS = {
    "foundation": "emotional_support", "dimension": "teacher_sensitivity",
    "prompt_kind": "nice_work", "fact": "Ik zie rust.", "question": "Wat deed je?",
}  # fmt: skip


@pytest.fixture
def walk(browser: Browser) -> Walk:
    return makers.a_walk().released()


@pytest.fixture
def coach(walk: Walk, browser: Browser) -> TestClient:
    return browser(walk.coach)


@pytest.fixture
def at(walk: Walk) -> str:
    return f"/recordings/{walk.recording_id}/desk"


def drafts(walk: Walk) -> list[ClipView]:
    with asking() as session:
        return clips.drafts(session, walk.coach, walk.recording_id)


def notes(walk: Walk) -> list[NoteView]:
    with asking() as session:
        return observation_notes.read(session, walk.coach, walk.recording_id)


def change(clip: dict[str, Any], act_id: str = "a2", **other: Any) -> dict[str, Any]:
    """The browser's word for a change of this clip."""
    marks = {name: clip[name] for name in ("id", "client_id", "version", "start_ms", "end_ms")}
    return {"act": "change", "act_id": act_id} | marks | WORDS | other


def test_a_cut_is_answered_with_the_clip_on_the_desk(walk: Walk, coach: TestClient, at: str):
    told = coach.post(at, json=CUT).json()
    assert (told["answered"], told["refusal"]) == ("a1", None)
    (clip,) = told["clips"]
    assert (clip["client_id"], clip["start_ms"], clip["end_ms"]) == ("c1", 10_000, 40_000)
    assert [clip.id for clip in drafts(walk)] == [told["clips"][0]["id"]]


def test_an_act_that_is_told_twice_is_carried_out_once(walk: Walk, coach: TestClient, at: str):
    clip = coach.post(at, json=CUT).json()["clips"][0]
    for _ in range(2):
        told = coach.post(at, json=change(clip)).json()
        assert told["refusal"] is None
    assert told["clips"][0]["version"] == clip["version"] + 1
    assert [clip.words.fact for clip in drafts(walk)] == ["Ik zie rust."]


def test_a_clip_is_changed_taken_away_and_put_back(walk: Walk, coach: TestClient, at: str):
    clip = coach.post(at, json=CUT).json()["clips"][0]
    coach.post(at, json=change(clip, end_ms=41_000))
    (kept,) = drafts(walk)
    assert (kept.span.end_ms, kept.words.prompt_kind) == (41_000, "nice_work")
    about = {"id": clip["id"], "client_id": "c1"}
    assert coach.post(at, json={"act": "remove", "act_id": "a3"} | about).json()["clips"] == []
    told = coach.post(at, json={"act": "restore", "act_id": "a4"} | about).json()
    assert [each["id"] for each in told["clips"]] == [clip["id"]]


def test_a_note_is_written_worded_anew_taken_away_and_put_back(
    walk: Walk, coach: TestClient, at: str
):
    note = coach.post(at, json=NOTE).json()["notes"][0]
    assert (note["at_ms"], note["text"]) == (61_000, "Drie vingers.")
    about = {"id": note["id"], "client_id": "n"}
    anew = {"act": "reword", "act_id": "n2", "version": 1, "at_ms": 62_000, "text": "Vier vingers."}
    coach.post(at, json=anew | about)
    assert [(note.at_ms, note.text) for note in notes(walk)] == [(62_000, "Vier vingers.")]
    assert coach.post(at, json={"act": "remove_note", "act_id": "n3"} | about).json()["notes"] == []
    told = coach.post(at, json={"act": "restore_note", "act_id": "n4"} | about).json()
    assert [each["text"] for each in told["notes"]] == ["Vier vingers."]


def test_a_refusal_is_told_beside_the_desk(coach: TestClient, at: str):
    told = coach.post(at, json=CUT | {"end_ms": 10_500}).json()
    assert told["refusal"]["client_id"] == "c1"
    assert told["refusal"]["sentence"].endswith(".")
    assert told["refusal"]["changed"] is False
    assert told["answered"] == "a1"
    assert told["clips"] == []


def test_an_in_point_after_the_out_point_is_refused_in_words(coach: TestClient, at: str):
    told = coach.post(at, json=CUT | {"start_ms": 50_000}).json()
    assert told["refusal"]["sentence"].startswith("Het begin ligt na het einde")


def test_whoever_is_second_is_told_that_another_tab_was_first(
    walk: Walk, coach: TestClient, at: str
):
    clip = coach.post(at, json=CUT).json()["clips"][0]
    coach.post(at, json=change(clip))
    told = coach.post(at, json=change(clip, "b1", fact="Uit het andere tabblad.")).json()
    assert told["refusal"]["changed"] is True
    assert [clip.words.fact for clip in drafts(walk)] == ["Ik zie rust."]
    assert told["clips"][0]["fact"] == "Ik zie rust."


def test_a_later_look_has_a_higher_number(coach: TestClient, at: str):
    first, second = (coach.post(at, json=CUT).json()["look"] for _ in range(2))
    assert first["process"] == second["process"]
    assert first["number"] < second["number"]


@pytest.mark.parametrize("of", ["teacher", "coordinator"])
def test_nobody_but_the_coach_finds_a_desk(walk: Walk, browser: Browser, at: str, of: str):
    answer = browser(getattr(walk.school, of)).post(at, json=CUT)
    assert answer.status_code == 404
    assert drafts(walk) == []


def test_a_clip_of_another_pair_is_not_found_nor_touched(walk: Walk, coach: TestClient, at: str):
    other = Walk(makers.second_pair(walk.school)).released()
    other.cut()
    told = coach.post(
        at, json={"act": "remove", "act_id": "a", "client_id": "c", "id": other.clip_ids[0]}
    )
    assert "niet van jou" in told.json()["refusal"]["sentence"]
    assert len(drafts(other)) == 1


@pytest.mark.parametrize("state", ["ready", "published"])
def test_before_release_and_after_sending_there_is_no_desk(browser: Browser, state: str):
    walk = getattr(makers.a_walk(), state)()
    answer = browser(walk.coach).post(f"/recordings/{walk.recording_id}/desk", json=CUT)
    assert answer.status_code == 404


def test_once_the_clips_are_sent_an_act_from_an_old_page_changes_nothing(
    walk: Walk, coach: TestClient, at: str
):
    clip = coach.post(at, json=CUT).json()["clips"][0]
    coach.post(at, json=change(clip))
    with acting() as session:
        packages.publish(session, walk.coach, walk.cycle_id)
    answer = coach.post(at, json=change(clip | {"version": 2}, "late", fact="Te laat."))
    assert answer.status_code == 404
    with asking() as session:
        assert clips.look(session, walk.teacher, clip["id"]).words.fact == "Ik zie rust."


def test_whoever_signed_out_meanwhile_hears_so(walk: Walk, coach: TestClient, at: str):
    coach.cookies.clear()
    assert coach.post(at, json=CUT).status_code == 401
    assert drafts(walk) == []


def test_another_site_cannot_act(walk: Walk, coach: TestClient, at: str):
    answer = coach.post(at, json=CUT, headers={"origin": "https://elders.test"})
    assert answer.status_code == 404
    assert drafts(walk) == []


def test_more_than_a_person_types_is_refused(coach: TestClient, at: str):
    answer = coach.post(at, json=NOTE | {"text": "a" * 70_000})
    assert answer.status_code == 409
    assert "4000" in answer.json()["sentence"]


@pytest.mark.parametrize("name", ["act", "act_id", "client_id"])
def test_names_are_short_words(coach: TestClient, at: str, name: str):
    for odd in ("a" * 65, 1, None):
        assert coach.post(at, json=CUT | {name: odd}).status_code == 404


_ODD = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.integers())


@settings(max_examples=60, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(st.data())
def test_whatever_is_told_is_answered_with_a_sentence_or_not_found(
    walk: Walk, coach: TestClient, at: str, data: st.DataObject
):
    sound = data.draw(st.sampled_from([CUT, NOTE, change(CUT | {"id": "x", "version": 1})]))
    odd = data.draw(st.dictionaries(st.sampled_from([*sound, "version", "id"]), _ODD))
    answer = coach.post(at, json=_plain(sound | odd))
    assert answer.status_code in (200, 404)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"[" * 50_000, b'{"act": "\\ud800"}', b"\xff"])
def test_what_is_no_act_is_not_found(coach: TestClient, at: str, body: bytes):
    assert coach.post(at, content=body).status_code == 404


def _plain(told: dict[str, Any]) -> dict[str, Any]:
    """JSON knows no NaN and no infinity."""
    bad = [name for name, it in told.items() if isinstance(it, float) and it - it != 0]
    return {name: it for name, it in told.items() if name not in bad}
