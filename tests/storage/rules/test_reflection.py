"""Reflecting: every clip watched and answered, once."""

import pytest

from storage.errors import StepAlreadyTaken
from storage.rules.reflection import (
    ClipAnswer,
    ReflectionFacts,
    is_editable,
    refuse_second,
    unmet,
)
from storage.rules.sentences import say


def test_a_reflection_may_be_submitted_when_every_clip_was_watched_and_answered():
    answers = (
        ClipAnswer(number=1, opened=True, text="Ik zag dat hij aarzelde."),
        ClipAnswer(number=2, opened=True, rather_discuss=True),
    )
    assert unmet(ReflectionFacts(answers=answers)) == ()


def test_every_clip_that_waits_is_named():
    answers = (ClipAnswer(number=1, opened=True, text=" "), ClipAnswer(number=2, text="Ja"))
    assert unmet(ReflectionFacts(answers=answers)) == (
        say("guards.clip_not_answered", number=1),
        say("guards.clip_not_opened", number=2),
    )


def test_without_clips_there_is_nothing_to_reflect_on():
    assert unmet(ReflectionFacts()) == (say("guards.nothing_to_reflect_on"),)


def test_reflecting_twice_is_refused_and_once_is_not():
    refuse_second(ReflectionFacts(submitted=False))
    with pytest.raises(StepAlreadyTaken):
        refuse_second(ReflectionFacts(submitted=True))


def test_answers_may_be_typed_until_they_are_submitted_or_the_cycle_ends():
    assert is_editable(ReflectionFacts(), cycle_open=True)
    assert not is_editable(ReflectionFacts(submitted=True), cycle_open=True)
    assert not is_editable(ReflectionFacts(), cycle_open=False)
