"""How a coach works: what a cycle is about, and what stands with each clip."""

from dataclasses import replace

import pytest

from storage import agreements, cycles, packages
from storage.database import acting, asking
from storage.errors import Refused
from storage.records import Programme
from storage.rules.access import Asker
from storage.rules.cycle import State
from tests import makers
from tests.makers import GROWTH, STRENGTH, Walk


def choose(walk: Walk, *who: Asker) -> None:
    with acting() as session:
        for each in who:
            cycles.choose_focus(session, each, walk.cycle_id, "quality_feedback")


def start(walk: Walk) -> None:
    with acting() as session:
        cycles.start(session, walk.teacher, walk.cycle_id)


def promised(walk: Walk) -> set[str]:
    with asking() as session:
        words = agreements.read(session, walk.teacher, walk.school.pair_id).words
    return set(words["style"]) & {"focus_together", "focus_told"}


@pytest.mark.promise("focus_together")
@pytest.mark.parametrize("first", ["teacher", "coach"])
def test_a_cycle_begins_only_when_both_said_yes_to_what_it_is_about(first: str):
    walk = makers.a_walk().planned()
    assert promised(walk) == {"focus_together"}
    one: Asker = getattr(walk, first)
    for some in ((), (one,)):
        choose(walk, *some)
        with pytest.raises(Refused, match="focus_not_agreed"):
            start(walk)
    choose(walk, walk.teacher, walk.coach)
    start(walk)
    assert walk.state is State.awaiting_recording


@pytest.mark.promise("focus_told")
def test_where_the_coach_chooses_a_cycle_begins_only_once_that_was_said():
    walk = makers.a_walk().planned()
    with acting() as session:
        session.get_one(Programme, walk.school.programme_id).style = "directive"
    assert promised(walk) == {"focus_told"}
    with pytest.raises(Refused, match="focus_not_shown"):
        start(walk)
    choose(walk, walk.coach)
    start(walk)
    assert walk.state is State.awaiting_recording


def publish(walk: Walk) -> None:
    with acting() as session:
        packages.publish(session, walk.coach, walk.cycle_id)


@pytest.mark.promise("strength_first")
def test_a_coach_sends_nothing_without_a_moment_that_went_well():
    walk = makers.a_walk().released()
    walk.cut(GROWTH)
    with pytest.raises(Refused, match="no_strength"):
        publish(walk)
    walk.cut(STRENGTH, 120_000)
    publish(walk)


@pytest.mark.promise("facts_and_questions")
@pytest.mark.parametrize("left_out", ["fact", "question"])
def test_a_clip_without_a_fact_or_a_question_is_not_sent(left_out: str):
    walk = makers.a_walk().released()
    walk.cut(STRENGTH)
    walk.cut(replace(STRENGTH, **{left_out: ""}), 120_000)
    with asking() as session:
        unmet = packages.what_is_missing(session, walk.coach, walk.cycle_id)
    assert len(unmet) == 1
    with pytest.raises(Refused, match=unmet[0].key):
        publish(walk)
