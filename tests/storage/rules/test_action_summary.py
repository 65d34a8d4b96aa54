"""The summary: what was discussed, one or two whole actions, agreed by the other."""

from dataclasses import replace

import pytest

from storage.rules.action_summary import (
    ActionFacts,
    SummaryFacts,
    proposer,
    unmet_to_answer,
    unmet_to_ask_change,
    unmet_to_propose,
    vague,
)
from storage.rules.sentences import say
from storage.rules.steps import Who

ACTION = ActionFacts(
    number=1,
    when="dinsdag, 3e uur",
    what="drie tellen wachten na een vraag",
    sign="meer dan vijf vingers",
)
SUMMARY = SummaryFacts(discussed="Wachttijd na een vraag", actions=(ACTION,))
PROPOSED = replace(SUMMARY, proposed_by=Who.coach)


@pytest.mark.parametrize("number", [1, 2])
def test_one_or_two_actions_make_a_summary(number):
    whole = replace(SUMMARY, actions=(ACTION,) * number)
    assert unmet_to_propose(whole, Who.coach) == ()


@pytest.mark.parametrize("number", [0, 3])
def test_no_action_or_three_are_refused(number):
    wrong = replace(SUMMARY, actions=(ACTION,) * number)
    assert unmet_to_propose(wrong, Who.coach) == (say("guards.number_of_actions", least=1, most=2),)


def test_an_action_says_when_what_and_how_it_is_seen():
    vague = replace(SUMMARY, actions=(ActionFacts(number=1, what="  "),))
    assert unmet_to_propose(vague, Who.coach) == (
        say("guards.action_without_when", number=1),
        say("guards.action_without_what", number=1),
        say("guards.action_without_sign", number=1),
    )


def test_the_coach_proposes_unless_the_programme_says_otherwise():
    assert proposer(SUMMARY) is Who.coach
    assert unmet_to_propose(SUMMARY, Who.teacher) == (say("guards.other_proposes"),)


def test_a_summary_says_what_was_discussed():
    silent = replace(SUMMARY, discussed=" ")
    assert unmet_to_propose(silent, Who.coach) == (say("guards.summary_without_text"),)


def test_only_the_other_agrees():
    assert unmet_to_answer(PROPOSED, Who.teacher) == ()
    assert unmet_to_answer(PROPOSED, Who.coach) == (say("guards.other_agrees"),)
    assert unmet_to_answer(SUMMARY, Who.teacher) == (say("guards.summary_not_proposed"),)


def test_who_asks_for_a_change_says_which():
    assert unmet_to_ask_change(PROPOSED, Who.teacher) == (say("guards.change_without_comment"),)
    said = replace(PROPOSED, comment="Liever in de les van woensdag")
    assert unmet_to_ask_change(said, Who.teacher) == ()


def test_an_action_in_a_few_words_is_vague_and_an_empty_one_is_not_yet() -> None:
    assert vague("werken aan vragen")
    assert not vague("na mijn vraag tellen")
    assert not vague("  ")
