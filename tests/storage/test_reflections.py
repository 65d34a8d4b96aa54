"""The reflection: the teacher's alone until she sends it, and sent once."""

import pytest
from sqlalchemy import Engine, func, select

from storage import cycles, reflections, talks
from storage.database import acting, asking
from storage.errors import ChangedMeanwhile, NotFound, Refused, StepAlreadyTaken
from storage.records import Answer
from storage.rules.cycle import State
from tests import makers
from tests.makers import Walk

pytestmark = pytest.mark.usefixtures("wanted")


@pytest.fixture
def walk(sqlite_database: Engine) -> Walk:
    return makers.a_walk().published()


def save(walk: Walk, text: str, version: int = 0, discuss: bool = False, clip: int = 0) -> int:
    with acting() as session:
        clip_id = walk.clip_ids[clip]
        return reflections.save(session, walk.teacher, clip_id, text, discuss, version).version


def open_all(walk: Walk) -> None:
    with acting() as session:
        for clip_id in walk.clip_ids:
            reflections.open_clip(session, walk.teacher, clip_id)


def submit(walk: Walk) -> None:
    with acting() as session:
        reflections.submit(session, walk.teacher, walk.cycle_id)


def read(walk: Walk, coach: bool = False) -> reflections.ReflectionView:
    with asking() as session:
        return reflections.read(session, walk.coach if coach else walk.teacher, walk.cycle_id)


def test_what_is_typed_stays_and_the_coach_sees_nothing_of_it(walk: Walk):
    save(walk, "Ik schrok ervan.")
    assert read(walk).answers[0].text == "Ik schrok ervan."
    with pytest.raises(NotFound):
        read(walk, coach=True)
    open_all(walk)
    save(walk, "", discuss=True, clip=1)
    submit(walk)
    assert read(walk, coach=True).answers[0].text == "Ik schrok ervan."


def test_nobody_else_writes_or_reads_a_reflection(walk: Walk):
    other = makers.second_pair(walk.school)
    with acting() as session:
        for somebody in (walk.coach, other.teacher, other.coach, walk.school.coordinator):
            with pytest.raises(NotFound):
                reflections.save(session, somebody, walk.clip_ids[0], "van mij", False, 0)
            with pytest.raises(NotFound):
                reflections.open_clip(session, somebody, walk.clip_ids[0])
            with pytest.raises(NotFound):
                reflections.read(session, somebody, walk.cycle_id)


def test_a_reflection_is_sent_when_every_clip_was_opened_and_answered(walk: Walk):
    with pytest.raises(Refused, match="clip_not_opened"):
        submit(walk)
    open_all(walk)
    save(walk, "Ik zag het ook.")
    with pytest.raises(Refused, match="clip_not_answered"):
        submit(walk)
    save(walk, "   ", discuss=True, clip=1)
    submit(walk)
    assert walk.state is State.awaiting_talk


def test_reflecting_twice_changes_nothing(database: Engine):
    walk = makers.a_walk().reflected()
    before = read(walk)
    with pytest.raises(StepAlreadyTaken):
        submit(walk)
    with pytest.raises(StepAlreadyTaken):
        save(walk, "Toch anders.", before.answers[0].version)
    assert read(walk) == before


def test_two_tabs_keep_both_texts(database: Engine):
    walk = makers.a_walk().published()
    version = save(walk, "uit het eerste tabblad")
    with pytest.raises(ChangedMeanwhile) as refused:
        save(walk, "uit het tweede tabblad", version=0)
    assert refused.value.theirs == "uit het eerste tabblad"
    assert read(walk).answers[0].text == "uit het eerste tabblad"
    save(walk, "allebei", version)
    assert read(walk).answers[0].text == "allebei"


def test_a_text_that_is_too_long_leaves_what_was_there(walk: Walk):
    version = save(walk, "kort")
    with pytest.raises(Refused, match="too_many_words"):
        save(walk, "x" * (reflections.MOST_CHARACTERS + 1), version)
    assert read(walk).answers[0].text == "kort"


def test_who_skips_to_the_talk_may_still_reflect_later(walk: Walk):
    with acting() as session:
        reflections.skip_to_talk(session, walk.teacher, walk.cycle_id)
    assert walk.state is State.awaiting_talk
    walk.talked()
    open_all(walk)
    for clip in range(len(walk.clip_ids)):
        save(walk, "Later geschreven.", clip=clip)
    submit(walk)
    assert walk.state is not State.awaiting_talk
    assert read(walk, coach=True).submitted_at


def test_a_cycle_without_a_reflection_ends_as_partly_done(walk: Walk):
    with acting() as session:
        reflections.skip_to_talk(session, walk.teacher, walk.cycle_id)
    with acting() as session:
        talks.say_held(session, walk.coach, walk.cycle_id, makers.clock.today(), 25)
        talks.confirm_held(session, walk.teacher, walk.cycle_id)
    propose(walk)
    assert walk.state is State.partial


def propose(walk: Walk) -> None:
    action = makers.PlannedAction("dinsdag", "wachten", "vingers")
    with acting() as session:
        makers.action_summaries.save(session, walk.coach, walk.cycle_id, "Wachttijd", [action], 0)
        makers.action_summaries.propose(session, walk.coach, walk.cycle_id)
        makers.action_summaries.agree(session, walk.teacher, walk.cycle_id)


def test_a_draft_is_not_written_on_when_the_cycle_was_stopped(walk: Walk):
    version = save(walk, "half")
    with acting() as session:
        cycles.withdraw(session, walk.teacher, walk.cycle_id)
    with pytest.raises(Refused):
        save(walk, "heel", version)
    with asking() as session:
        assert session.scalar(select(func.count()).select_from(Answer)) == 1
