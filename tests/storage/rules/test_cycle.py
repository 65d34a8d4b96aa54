"""The cycle: every row of the table, every state, and nothing else."""

from dataclasses import replace
from datetime import timedelta

import pytest

from storage.errors import NotAllowed, Refused, StepAlreadyTaken
from storage.rules.cycle import (
    ENDS_A_PAUSE,
    ROWS,
    RUNS_ON,
    TABLE,
    Effect,
    Event,
    State,
    Step,
    Who,
    take,
    why_not,
)
from storage.rules.products import Products
from storage.rules.sentences import say
from storage.rules.steps import (
    ENDED,
    OPEN,
    PUBLISHED,
    RUNNING,
    UNPUBLISHED,
)
from tests.storage.rules.whole_cycle import (
    EVERYTHING,
    NOTHING,
    TODAY,
    facts_for,
    keys,
    remembered,
)

# The whole method, written out once more as it stands on paper.
METHOD = [
    # row, from, event, who, to
    (1, "planned", "start", "teacher coach system", "awaiting_recording"),
    (2, "awaiting_recording", "upload_finished", "teacher coach", "processing"),
    (3, "processing", "jobs_ok", "system", "privacy_check"),
    (4, "processing", "unusable", "system", "awaiting_recording"),
    (5, "privacy_check", "release", "teacher", "coach_review"),
    (6, "privacy_check", "discard", "teacher", "awaiting_recording"),
    (6, "processing", "discard", "teacher", "awaiting_recording"),
    (6, "coach_review", "discard", "teacher", "awaiting_recording"),
    (7, "coach_review", "unusable", "coach", "awaiting_recording"),
    (8, "coach_review", "publish", "coach", "awaiting_reflection"),
    (9, "awaiting_reflection", "submit_reflection", "teacher", "awaiting_talk"),
    (10, "awaiting_reflection", "skip_to_talk", "teacher", "awaiting_talk"),
    (11, "awaiting_talk", "talk_held", "teacher system", "awaiting_summary"),
    (12, "awaiting_summary", "propose", "coach", "summary_proposed"),
    (13, "summary_proposed", "ask_change", "teacher", "awaiting_summary"),
    (14, "summary_proposed", "agree", "teacher", "completed"),
    (16, "paused", "resume", "teacher system", "awaiting_talk"),
    *(
        (10, s, "submit_reflection", "teacher", s)
        for s in ("awaiting_talk", "awaiting_summary", "summary_proposed")
    ),
    *((15, s, "pause", "teacher coach coordinator", "paused") for s in sorted(RUNNING)),
    *((17, s, "cancel", "teacher coach", "cancelled") for s in sorted(UNPUBLISHED | {"planned"})),
    *((18, s, "close_early", "teacher coach", "partial") for s in sorted(PUBLISHED)),
    *((18, s, "expire", "system", "partial") for s in sorted(PUBLISHED)),
    *((19, s, "expire", "system", "cancelled") for s in sorted(UNPUBLISHED)),
    *((20, s, "withdraw", "teacher", "withdrawn") for s in sorted(OPEN)),
    *((21, s, "ask_purge", "teacher admin", s) for s in sorted(State)),
]


@pytest.mark.parametrize(("row", "source", "event", "who", "to"), METHOD)
def test_the_cycle_takes_every_step_of_the_method(row, source, event, who, to):
    for person in who.split():
        step = take(State(source), Event(event), Who(person), facts_for(source))
        assert step.to == to
        assert ROWS[State(source), Event(event)].number == row


def test_every_other_step_is_refused():
    allowed = {(source, event, who) for _, source, event, whos, _ in METHOD for who in whos.split()}
    refused = 0
    for state in State:
        for event in Event:
            for who in Who:
                if (state, event, who) in allowed:
                    continue
                if state is State.paused and event in ENDS_A_PAUSE | RUNS_ON:
                    continue  # the remembered state decides; tested by itself
                with pytest.raises(Refused):
                    take(state, event, who, facts_for(state))
                refused += 1
    assert refused > 1000


def test_no_row_of_the_method_is_missing():
    assert {row.number for row in TABLE} == set(range(1, 22))


def test_a_step_at_the_wrong_moment_was_already_taken():
    with pytest.raises(StepAlreadyTaken):
        take(State.awaiting_talk, Event.publish, Who.coach, EVERYTHING)


def test_a_step_of_the_other_is_not_yours():
    with pytest.raises(NotAllowed) as refused:
        take(State.privacy_check, Event.release, Who.coach, EVERYTHING)
    assert refused.value.key == "guards.not_your_step"
    assert keys(why_not(State.privacy_check, Event.release, Who.coach, EVERYTHING)) == [
        "guards.not_your_step"
    ]


def test_nothing_happens_to_a_cycle_that_has_ended_but_the_purge_path():
    for state in ENDED:
        events = {event for source, event in ROWS if source is state}
        assert events == {Event.ask_purge}


def test_every_state_can_be_reached_from_planned():
    reached = {State.planned}
    facts = [
        EVERYTHING,
        replace(EVERYTHING, products=Products()),
        *(remembered(s) for s in RUNNING),
    ]
    while True:
        new = set(reached)
        for state in reached:
            for event in Event:
                for who in Who:
                    for given in facts:
                        if not why_not(state, event, who, given):
                            new.add(take(state, event, who, given).to)
        if new == reached:
            break
        reached = new
    assert reached == set(State)


@pytest.mark.parametrize("state", sorted(OPEN))
def test_every_open_state_can_end(state):
    assert take(state, Event.withdraw, Who.teacher, NOTHING).to is State.withdrawn


@pytest.mark.parametrize("state", sorted(RUNNING))
def test_the_clock_can_end_every_running_cycle(state):
    assert take(state, Event.expire, Who.system, EVERYTHING).to in ENDED


@pytest.mark.parametrize("state", sorted(RUNNING))
def test_the_clock_can_end_a_pause_that_lasts_too_long(state):
    assert take(State.paused, Event.expire, Who.system, remembered(state)).to in ENDED


# ---- pause


def test_a_pause_remembers_the_state_and_resuming_returns_to_it():
    for state in RUNNING:
        paused = take(state, Event.pause, Who.teacher, EVERYTHING)
        assert paused == Step(State.paused, (Effect.stop_clock,), paused_from=state)
        resumed = take(State.paused, Event.resume, Who.teacher, remembered(state))
        assert resumed == Step(state, (Effect.shift_due_dates_by_pause,))


def test_who_paused_resumes():
    assert keys(why_not(State.paused, Event.resume, Who.coach, remembered(State.coach_review))) == [
        "guards.other_paused"
    ]


def test_a_pause_ends_by_itself_on_its_date_and_not_before():
    paused = remembered(State.coach_review)
    assert not why_not(State.paused, Event.resume, Who.system, paused)
    for until in (TODAY + timedelta(days=1), None):
        waiting = replace(paused, pause_until=until)
        assert keys(why_not(State.paused, Event.resume, Who.system, waiting)) == [
            "guards.pause_not_over"
        ]


def test_a_paused_cycle_ends_as_the_remembered_state_could():
    early, late = remembered(State.coach_review), remembered(State.awaiting_talk)
    assert take(State.paused, Event.cancel, Who.coach, early).to is State.cancelled
    assert take(State.paused, Event.close_early, Who.coach, late).to is State.partial
    assert why_not(State.paused, Event.cancel, Who.coach, late) == [
        say("refusals.step_already_taken")
    ]


def test_machines_and_privacy_do_not_pause():
    done = take(State.paused, Event.jobs_ok, Who.system, remembered(State.processing))
    assert (done.to, done.paused_from) == (State.paused, State.privacy_check)
    gone = take(State.paused, Event.discard, Who.teacher, remembered(State.privacy_check))
    assert (gone.to, gone.paused_from) == (State.paused, State.awaiting_recording)
    assert Effect.purge_media in gone.effects


def test_a_purge_leaves_a_paused_cycle_paused_where_it_was():
    step = take(State.paused, Event.ask_purge, Who.teacher, remembered(State.coach_review))
    assert (step.to, step.paused_from) == (State.paused, State.coach_review)


def test_a_paused_cycle_that_forgot_where_it_was_can_only_be_withdrawn_or_purged():
    possible = {
        event for event in Event for who in Who if not why_not(State.paused, event, who, EVERYTHING)
    }
    assert possible == {Event.withdraw, Event.ask_purge}
