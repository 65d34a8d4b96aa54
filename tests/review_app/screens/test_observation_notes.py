"""Notes on the workbench: the coach's own, kept one act at a time."""

import pytest

from review_app.parts import acts as doing
from review_app.parts.observation_notes import Reword, Write
from review_app.screens.observation_notes import on_desk
from storage import observation_notes
from storage.database import acting, asking
from storage.observation_notes import NoteView
from tests.makers import Walk, a_walk
from tests.review_app.stage import Stage, parts


def kept(walk: Walk) -> list[NoteView]:
    with asking() as session:
        return observation_notes.read(session, walk.coach, walk.recording_id)


def test_the_coach_has_the_notes_on_the_desk_and_the_focus_of_the_pair(stage: Stage) -> None:
    walk = a_walk().released()
    with acting() as session:
        observation_notes.write(session, walk.coach, walk.recording_id, 61_000, "Rust.", "one")
    given = next(
        each["notes"]
        for each in parts(stage(walk.coach, "workbench", id=walk.recording_id))
        if "notes" in each
    )
    assert [(note["at_ms"], note["text"]) for note in given["kept"]] == [(61_000, "Rust.")]
    assert given["guide"]["focus"] == "quality_feedback"


def test_the_acts_of_the_desk_reach_the_notes(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = a_walk().released()
    stage(walk.coach, "workbench", id=walk.recording_id)
    monkeypatch.setattr(doing.frame, "speak", lambda: None)
    notes = on_desk(walk.recording_id, [], None)
    notes.write(Write("one", 61_000, "Drie vingers."))
    (made,) = kept(walk)
    notes.write(Write("one", 61_000, "Drie vingers."))
    notes.change(Reword(made.id, made.version, 62_000, "Vier vingers."))
    (changed,) = kept(walk)
    assert (changed.id, changed.at_ms, changed.text) == (made.id, 62_000, "Vier vingers.")
    notes.remove(made.id)
    assert kept(walk) == []
    notes.restore(made.id)
    assert kept(walk) == [changed]
