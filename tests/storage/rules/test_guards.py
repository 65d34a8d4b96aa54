"""Guards: everything that is missing is said at once, as sentences."""

from dataclasses import replace
from datetime import timedelta

import pytest

from config.programme import SummaryNumbers
from storage.errors import Refused, StepAlreadyTaken
from storage.rules.cycle import (
    CycleFacts,
    Effect,
    Event,
    State,
    Step,
    Who,
    take,
    why_not,
)
from storage.rules.reflection import ClipAnswer, ReflectionFacts
from storage.rules.sentences import say
from tests.storage.rules.whole_cycle import (
    ALL_BUT_THE_SUMMARY,
    EVERYTHING,
    NOTHING,
    TODAY,
    keys,
)


@pytest.mark.parametrize(
    ("state", "event", "who", "missing"),
    [
        (
            "planned",
            "start",
            "teacher",
            ["enrolment_not_active", "other_cycle_open", "focus_not_agreed"],
        ),
        (
            "planned",
            "start",
            "system",
            ["enrolment_not_active", "other_cycle_open", "focus_not_agreed", "planned_date_ahead"],
        ),
        (
            "awaiting_recording",
            "upload_finished",
            "coach",
            ["not_on_behalf", "upload_not_accepted", "upload_not_whole", "not_attested"],
        ),
        ("processing", "jobs_ok", "system", ["film_not_playable", "film_without_sound"]),
        ("processing", "unusable", "system", ["no_reason_code"]),
        ("coach_review", "unusable", "coach", ["no_reason_code"]),
        (
            "privacy_check",
            "release",
            "teacher",
            ["pupils_not_checked", "masks_not_reviewed", "film_not_watched"],
        ),
        ("coach_review", "publish", "coach", ["too_few_clips"]),
        ("awaiting_reflection", "submit_reflection", "teacher", ["nothing_to_reflect_on"]),
        ("awaiting_talk", "talk_held", "teacher", ["talk_not_said"]),
        ("awaiting_summary", "propose", "coach", ["summary_without_text", "number_of_actions"]),
        (
            "summary_proposed",
            "ask_change",
            "teacher",
            ["summary_not_proposed", "change_without_comment"],
        ),
        ("summary_proposed", "agree", "teacher", ["summary_not_proposed"]),
        ("coach_review", "pause", "coordinator", ["only_for_holidays"]),
        ("coach_review", "expire", "system", ["not_expired"]),
        ("awaiting_talk", "expire", "system", ["not_expired"]),
        ("completed", "ask_purge", "admin", ["dpo_must_agree"]),
    ],
)
def test_a_guard_names_everything_that_is_missing(state, event, who, missing):
    unmet = why_not(State(state), Event(event), Who(who), NOTHING)
    assert keys(unmet) == [f"guards.{key}" for key in missing]
    with pytest.raises(Refused) as refused:
        take(State(state), Event(event), Who(who), NOTHING)
    assert refused.value.key == unmet[0].key


def test_a_directive_coach_shows_the_focus_and_need_not_ask():
    shown = replace(EVERYTHING, directive=True, focus_by_teacher=False)
    assert take(State.planned, Event.start, Who.coach, shown).to is State.awaiting_recording
    hidden = replace(shown, focus_by_coach=False)
    assert keys(why_not(State.planned, Event.start, Who.coach, hidden)) == [
        "guards.focus_not_shown"
    ]


def test_the_clock_does_not_start_a_cycle_before_its_date():
    early = replace(EVERYTHING, planned_on=TODAY + timedelta(days=1))
    assert keys(why_not(State.planned, Event.start, Who.system, early)) == [
        "guards.planned_date_ahead"
    ]
    assert not why_not(State.planned, Event.start, Who.teacher, early)


def test_after_two_redos_another_form_is_chosen():
    upload = (State.awaiting_recording, Event.upload_finished, Who.teacher)
    assert not why_not(*upload, replace(EVERYTHING, redos=2))
    assert why_not(*upload, replace(EVERYTHING, redos=3)) == [say("guards.no_more_redos", most=2)]


def test_a_failed_transcript_does_not_hold_up_the_privacy_check():
    names = CycleFacts.__dataclass_fields__
    assert not [name for name in names if "transcript" in name]


def test_nobody_is_asked_why_they_are_absent():
    assert not why_not(State.coach_review, Event.pause, Who.teacher, NOTHING)
    assert not why_not(State.coach_review, Event.withdraw, Who.teacher, NOTHING)


def test_reflecting_twice_was_already_done():
    twice = replace(
        EVERYTHING,
        reflection=ReflectionFacts(
            answers=(ClipAnswer(number=1, opened=True, text="Ik zag …"),), submitted=True
        ),
    )
    with pytest.raises(StepAlreadyTaken):
        take(State.awaiting_talk, Event.submit_reflection, Who.teacher, twice)


def test_after_a_skip_the_reflection_may_still_come():
    step = take(State.awaiting_summary, Event.submit_reflection, Who.teacher, EVERYTHING)
    assert step == Step(State.awaiting_summary, (Effect.show_reflection, Effect.tell_coach))


def test_one_product_missing_makes_the_cycle_partly_done():
    for product in ALL_BUT_THE_SUMMARY.__dataclass_fields__:
        without = replace(EVERYTHING, products=replace(ALL_BUT_THE_SUMMARY, **{product: False}))
        expected = State.completed if product == "summary_agreed" else State.partial
        assert take(State.summary_proposed, Event.agree, Who.teacher, without).to is expected


def test_products_tell_what_is_missing():
    assert ALL_BUT_THE_SUMMARY.missing == ("summary_agreed",)
    assert not ALL_BUT_THE_SUMMARY.complete
    assert replace(ALL_BUT_THE_SUMMARY, summary_agreed=True).complete


def test_the_teacher_may_write_the_summary_where_the_programme_says_so():
    numbers = SummaryNumbers(least_actions=1, most_actions=2, proposer="teacher")
    given = replace(EVERYTHING, summary=replace(EVERYTHING.summary, numbers=numbers))
    assert keys(why_not(State.awaiting_summary, Event.propose, Who.coach, given)) == [
        "guards.other_proposes"
    ]
    assert take(State.awaiting_summary, Event.propose, Who.teacher, given)
    mine = replace(given, summary=replace(given.summary, proposed_by=Who.teacher))
    assert take(State.summary_proposed, Event.agree, Who.coach, mine).to is State.completed
