"""Words under a hold stay as they are: emptied by typing would be as gone as deleted."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, select

from storage import (
    action_summaries,
    clips,
    corrections,
    observation_notes,
    reflections,
    talks,
)
from storage.database import acting, asking
from storage.errors import Refused
from storage.records import ActionSummary, Annotation, ObservationNote, Reflection, Talk
from storage.spans import Span
from tests import makers
from tests.storage.two import two

pytestmark = pytest.mark.usefixtures("wanted", "at_now")

KEPT = "words_kept_by_hold"


def test_notes_a_summary_and_what_was_said_stay_while_they_are_held(sqlite_database: Engine):
    walk, both = makers.a_walk().talked(), two()
    with acting() as session:
        action_summaries.save(session, walk.coach, walk.cycle_id, "We keken.", [], 0)
    with asking() as session:
        held = [*session.scalars(select(Talk.id)), *session.scalars(select(ActionSummary.id))]
    both.set(*held, walk.recording_id)
    with acting() as session, pytest.raises(Refused, match=KEPT):
        talks.save_notes(session, walk.teacher, walk.cycle_id, "", 0)
    with acting() as session, pytest.raises(Refused, match=KEPT):
        action_summaries.save(session, walk.coach, walk.cycle_id, "", [], 1)
    with acting() as session, pytest.raises(Refused, match=KEPT):
        corrections.replace_name(session, walk.teacher, walk.recording_id, "Noor")
    with asking() as session:
        assert session.scalars(select(ActionSummary.discussed)).one() == "We keken."


def test_notes_and_drafts_on_a_film_stay_while_it_is_held(sqlite_database: Engine):
    walk, both = makers.a_walk().released(), two()
    clip_id = walk.cut()
    with acting() as session:
        note = observation_notes.write(session, walk.coach, walk.recording_id, 5_000, "Zag", "n")
    both.set(walk.recording_id)
    with acting() as session, pytest.raises(Refused, match=KEPT):
        observation_notes.change(session, walk.coach, note.id, note.version, 5_000, "-")
    emptied, span = replace(makers.STRENGTH, fact=""), Span(60_000, 90_000)
    with acting() as session, pytest.raises(Refused, match=KEPT):
        clips.change(session, walk.coach, clip_id, 2, span, emptied)
    with asking() as session:
        assert session.scalars(select(ObservationNote.text)).one() == "Zag"
        assert session.scalars(select(Annotation.fact)).one() == makers.STRENGTH.fact


def test_an_answer_stays_while_its_reflection_is_held(sqlite_database: Engine):
    walk, both = makers.a_walk().published(), two()
    with acting() as session:
        reflections.save(session, walk.teacher, walk.clip_ids[0], "Ik zag het.", False, 0)
    with asking() as session:
        reflection_id = session.scalars(select(Reflection.id)).one()
    both.set(reflection_id)
    with acting() as session, pytest.raises(Refused, match=KEPT):
        reflections.save(session, walk.teacher, walk.clip_ids[0], "", False, 1)
    with asking() as session:
        seen = reflections.read(session, walk.teacher, walk.cycle_id)
    assert "Ik zag het." in [answer.text for answer in seen.answers]
