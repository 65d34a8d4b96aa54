"""Steps: what follows from each, whose turn it is, and the words for it."""

from dataclasses import replace

import pytest

from config.programme import programme
from config.texts import LANGUAGES, catalog
from storage.rules.cycle import (
    TABLE,
    Effect,
    Event,
    State,
    Unusable,
    Who,
    take,
    why_not,
)
from storage.rules.products import Products
from storage.rules.steps import (
    ENDED,
    OPEN,
    RUNNING,
    STEPS,
    step_of,
    whose_turn,
)
from tests.storage.rules.whole_cycle import (
    EVERYTHING,
    NOTHING,
    facts_for,
)

# ---- effects


def test_the_coach_gets_access_at_release_and_at_no_other_step():
    giving = {
        row.event
        for row in TABLE
        if not callable(row.effects) and Effect.give_coach_access in row.effects
    }
    assert giving == {Event.release}


def test_every_end_starts_the_retention_clock():
    for state in State:
        for event in Event:
            for who in Who:
                facts = facts_for(state)
                if state in OPEN and not why_not(state, event, who, facts):
                    step = take(state, event, who, facts)
                    started = Effect.start_retention_clock in step.effects
                    assert started == (step.to in ENDED), (state, event)


def test_media_go_when_a_cycle_ends_before_publishing_unless_the_teacher_keeps_the_own_copy():
    gone = take(State.coach_review, Event.cancel, Who.teacher, EVERYTHING).effects
    kept = take(
        State.coach_review, Event.expire, Who.system, replace(EVERYTHING, keep_own_copy=True)
    ).effects
    assert Effect.purge_media in gone
    assert Effect.keep_own_copy not in gone
    assert Effect.keep_own_copy in kept
    assert Effect.purge_media not in kept


def test_withdrawing_stops_access_jobs_and_reminders_at_once():
    effects = take(State.processing, Event.withdraw, Who.teacher, NOTHING).effects
    assert {
        Effect.end_coach_access,
        Effect.stop_jobs,
        Effect.stop_reminders,
        Effect.start_withdrawal_clock,
    } <= set(effects)


def test_a_sensitive_incident_locks_playback_and_opens_the_purge_path():
    facts = replace(EVERYTHING, reason=Unusable.sensitive_incident)
    effects = take(State.coach_review, Event.unusable, Who.coach, facts).effects
    assert {Effect.lock_playback, Effect.open_purge_path, Effect.purge_media} <= set(effects)
    usual = take(State.coach_review, Event.unusable, Who.coach, EVERYTHING).effects
    assert Effect.lock_playback not in usual


def test_discarding_stops_the_machine():
    assert Effect.stop_jobs in take(State.processing, Event.discard, Who.teacher, NOTHING).effects


# ---- whose turn, which step


def test_the_turn_goes_round_the_pair():
    assert whose_turn(State.coach_review) == {Who.coach}
    assert whose_turn(State.awaiting_summary) == {Who.coach}
    assert whose_turn(State.summary_proposed) == {Who.teacher}
    assert whose_turn(State.awaiting_summary, Who.teacher) == {Who.teacher}
    assert whose_turn(State.summary_proposed, Who.teacher) == {Who.coach}


def test_it_is_nobodys_turn_in_a_pause_or_after_the_end():
    assert not [state for state in (*ENDED, State.paused) if whose_turn(state)]
    assert all(whose_turn(state) for state in RUNNING | {State.planned})


def test_steps_go_up_along_the_cycle():
    path = [
        State.awaiting_recording,
        State.processing,
        State.privacy_check,
        State.coach_review,
        State.awaiting_reflection,
        State.awaiting_talk,
        State.awaiting_summary,
        State.summary_proposed,
        State.completed,
    ]
    numbers = [step_of(state) for state in path]
    assert numbers == sorted(numbers)
    assert (numbers[0], numbers[-1], len(STEPS)) == (1, 6, 6)
    assert step_of(State.planned) is step_of(State.paused) is step_of(State.partial) is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_states_steps_products_and_reasons_have_words(lang):
    wanted = [f"cycle.states.{s}" for s in State] + [f"cycle.steps.{s}" for s in STEPS]
    wanted += [f"cycle.products.{p}" for p in Products.__dataclass_fields__]
    wanted += [f"cycle.unusable.{reason}" for reason in Unusable]
    assert not set(wanted) - catalog(lang).keys


def test_the_numbers_of_the_method_are_the_declared_defaults():
    assert programme().recording.redos == 2
