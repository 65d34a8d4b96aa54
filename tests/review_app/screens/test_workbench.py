"""The workbench: what the coach has on the desk, what is missing, and sending it."""

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from review_app.parts import acts as doing
from review_app.screens import publishing, workbench
from storage import observation_notes, packages, recordings
from storage.clips import Words
from storage.database import acting, asking
from storage.errors import ChangedMeanwhile
from storage.media import media_store
from storage.records import Recording
from tests import makers
from tests.makers import a_walk
from tests.review_app.stage import Stage, parts, said

PUBLISH = "publishing.publish"


def desk(screen: AppTest) -> dict:
    return next(each for each in parts(screen) if "desk" in each)


def box(screen: AppTest) -> dict:
    return next(each for each in parts(screen) if each.get("of", "").startswith("package:"))


def test_the_coach_has_film_words_and_own_drafts_on_the_desk(stage: Stage) -> None:
    walk = a_walk().released()
    walk.cut()
    screen = stage(walk.coach, "workbench", id=walk.recording_id)
    given = desk(screen)
    assert given["src"] == f"/recordings/{walk.recording_id}/proxy.mp4"
    assert [clip["id"] for clip in given["desk"]["clips"]] == walk.clip_ids
    assert given["lines"] == f"/recordings/{walk.recording_id}/lines.json"
    assert given["captions"][0]["src"].endswith("/captions.vtt")
    assert given["saver"] == f"/recordings/{walk.recording_id}/data-saver.mp4"
    assert given["captions"][0]["label"] == "Engels"


def test_what_the_teacher_asked_stands_beside_the_film(stage: Stage) -> None:
    walk = a_walk().released()
    assert desk(stage(walk.coach, "workbench", id=walk.recording_id))["asked"] == [
        "Tessa vroeg: “Kijk naar mijn vragen”",
        "Jullie kijken deze keer naar Kwaliteit van feedback.",
    ]


def test_what_the_teacher_asked_still_stands_there_once_the_clips_are_sent(stage: Stage) -> None:
    walk = a_walk().published()
    shown = said(stage(walk.coach, "workbench", id=walk.recording_id))
    assert "“Kijk naar mijn vragen”" in shown
    assert "Kwaliteit van feedback" in shown


def test_the_film_keeps_its_address_and_its_key_from_run_to_run(stage: Stage) -> None:
    walk = a_walk().released()
    screen = stage(walk.coach, "workbench", id=walk.recording_id)
    before = desk(screen)
    walk.cut()
    screen.run()
    assert [desk(screen)[same] for same in ("src", "keep")] == [before["src"], before["keep"]]
    assert len(desk(screen)["desk"]["clips"]) == 1


def test_everything_missing_is_said_and_nothing_can_be_sent(stage: Stage) -> None:
    walk = a_walk().released()
    walk.cut(Words("emotional_support", "teacher_sensitivity", None, "Ik zie rust.", ""))
    screen = stage(walk.coach, "workbench", id=walk.recording_id)
    (lines,) = [each["checks"] for each in parts(screen) if "checks" in each]
    missing = [line["says"] for line in lines if not line["met"]]
    assert missing == [
        "Fragment 1 mist nog: soort denkvraag, vraag",
        "Kies minstens één fragment van iets dat mooi gaat.",
    ]
    assert screen.button(key=PUBLISH).disabled


def test_more_to_think_about_than_went_well_asks_for_a_word_to_the_teacher(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = a_walk().released()
    for start, words in enumerate((makers.STRENGTH, makers.GROWTH, makers.GROWTH)):
        walk.cut(words, 60_000 * (start + 1))
    screen = stage(walk.coach, "workbench", id=walk.recording_id)
    assert screen.button(key=PUBLISH).disabled
    with acting() as session:
        packages.save_note(session, walk.coach, walk.cycle_id, "Je vroeg hier zelf naar.", 0)
    screen.run()
    assert not screen.button(key=PUBLISH).disabled
    again = stage(walk.coach, "workbench", id=walk.recording_id)
    assert box(again)["text"] == "Je vroeg hier zelf naar."

    def at_once(pressed: bool, **given: Any) -> None:
        if pressed:
            doing.attempt(given["act"])

    monkeypatch.setattr(publishing, "ask_first", at_once)
    again.button(key=PUBLISH).click().run()
    with asking() as session:
        read = packages.read(session, walk.teacher, walk.cycle_id)
    assert read.note == "Je vroeg hier zelf naar."


def test_what_the_coach_types_to_the_teacher_is_kept(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = a_walk().released()
    given = {}
    monkeypatch.setattr(publishing, "writing", lambda **drawn: given.update(drawn))
    stage(walk.coach, "workbench", id=walk.recording_id)
    given["save"]("Fijne les.", 0)
    with pytest.raises(ChangedMeanwhile):
        given["save"]("Uit een ander tabblad.", 0)
    with asking() as session:
        assert packages.draft_note(session, walk.coach, walk.cycle_id)[0] == "Fijne les."


def test_a_clip_without_words_is_a_clip(stage: Stage) -> None:
    walk = a_walk().released()
    assert "Nog geen fragmenten" in said(stage(walk.coach, "workbench", id=walk.recording_id))
    walk.cut(Words())
    assert "Nog geen fragmenten" not in said(stage(walk.coach, "workbench", id=walk.recording_id))


def test_after_sending_the_coach_reads_what_the_teacher_has(stage: Stage) -> None:
    walk = a_walk().published()
    shown = said(stage(walk.coach, "workbench", id=walk.recording_id))
    assert "Dit heeft Tessa van je" in shown
    assert "Achterin kijken twee leerlingen naar buiten" in shown
    assert "Verstuur naar" not in shown


@pytest.mark.parametrize("before", ["_bench", "_publishing"])
def test_a_film_thrown_away_before_a_part_runs_again_leaves_nothing_of_it_on_the_screen(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, before: str
) -> None:
    walk = a_walk().released()
    walk.cut()
    draw = getattr(workbench, before)

    def too_late(*given: object) -> None:
        with acting() as session:
            recordings.discard(session, walk.teacher, walk.recording_id)
        draw(*given)

    monkeypatch.setattr(workbench, before, too_late)
    screen = stage(walk.coach, "workbench", id=walk.recording_id)
    shown = said(screen)
    assert shown.count("Dit is er niet (meer)") == 1
    assert "Kijk naar mijn vragen" not in shown
    assert "Mooi gedaan" not in shown
    assert parts(screen) == []


@pytest.mark.parametrize("of", ["teacher", "coordinator"])
def test_nobody_but_the_coach_has_a_workbench(stage: Stage, of: str) -> None:
    walk = a_walk().released()
    walk.cut()
    screen = stage(getattr(walk.school, of), "workbench", id=walk.recording_id)
    assert parts(screen) == []
    assert "niet van jou" in said(screen)


def test_before_release_the_coach_finds_nothing(stage: Stage) -> None:
    walk = a_walk().ready()
    assert "niet van jou" in said(stage(walk.coach, "workbench", id=walk.recording_id))


def test_the_coach_has_the_notes_on_the_desk_and_the_focus_of_the_pair(stage: Stage) -> None:
    walk = a_walk().released()
    with acting() as session:
        observation_notes.write(session, walk.coach, walk.recording_id, 61_000, "Rust.", "one")
    given = desk(stage(walk.coach, "workbench", id=walk.recording_id))
    assert [(note["at_ms"], note["text"]) for note in given["desk"]["notes"]] == [(61_000, "Rust.")]
    assert given["notes"]["guide"]["focus"] == "quality_feedback"


def test_a_filmstrip_without_a_plan_that_can_be_read_is_left_out(stage: Stage) -> None:
    walk = a_walk().released()
    assert desk(stage(walk.coach, "workbench", id=walk.recording_id))["filmstrip"] is None


def test_stills_lie_under_the_timeline(stage: Stage) -> None:
    walk = a_walk().released()
    plan = {"step_ms": 1000, "columns": 10, "width": 160, "height": 90, "count": 40}
    with asking() as session:
        prefix = session.get_one(Recording, walk.recording_id).prefix
    store, name = media_store(), f"{prefix}/filmstrip.json"
    store.purge(name)
    store.put(name, makers.BytesIO(json.dumps(plan).encode()))
    given = desk(stage(walk.coach, "workbench", id=walk.recording_id))["filmstrip"]
    assert given == plan | {"src": f"/recordings/{walk.recording_id}/filmstrip.jpg"}


def test_english_says_the_same(stage: Stage) -> None:
    walk = a_walk().released()
    screen = stage(walk.coach, "workbench", "en", id=walk.recording_id)
    assert desk(screen)["asked"][0] == "Tessa asked: “Kijk naar mijn vragen”"
    assert screen.button(key=PUBLISH).label == "Send to Tessa"
