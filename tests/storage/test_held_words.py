"""Words under a hold stay as they are: emptied by typing would be as gone as deleted."""

import pytest
from sqlalchemy import Engine, select

from storage import action_summaries, corrections, reflections, talks
from storage.database import acting, asking
from storage.errors import Refused
from storage.records import ActionSummary, Reflection, Talk
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
