"""The cycle: every row of the table, every state, and nothing else."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from config.programme import SummaryNumbers, programme
from config.texts import LANGUAGES, catalog
from storage.errors import NotAllowed, Refused, StepAlreadyTaken
from storage.rules.action_summary import ActionFacts, SummaryFacts
from storage.rules.clip import PromptKind
from storage.rules.cycle import (
    ENDS_A_PAUSE,
    ROWS,
    RUNS_ON,
    TABLE,
    CycleFacts,
    Effect,
    Event,
    State,
    Step,
    Unusable,
    Who,
    take,
    why_not,
)
from storage.rules.package import PackageClip, PackageFacts
from storage.rules.products import Products
from storage.rules.reflection import ClipAnswer, ReflectionFacts
from storage.rules.sentences import say
from storage.rules.steps import (
    ENDED,
    OPEN,
    PUBLISHED,
    RUNNING,
    STEPS,
    UNPUBLISHED,
    step_of,
    whose_turn,
)
from storage.rules.talk import TalkFacts

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
CLIP = PackageClip(
    number=1,
    foundation="emotional_support",
    dimension="teacher_sensitivity",
    kind=PromptKind.nice_work,
    fact="12:31 je knielt naast de tafel; de groep pakt de pen weer op",
    question="Wat zag je vlak hiervoor?",
)
ACTION = ActionFacts(number=1, when="dinsdag 3e uur", what="drie tellen wachten", sign="vingers")
ALL_BUT_THE_SUMMARY = Products(
    released_recording=True,
    tied_clip=True,
    published_comments=True,
    submitted_reflection=True,
    talk_held=True,
)
EVERYTHING = CycleFacts(
    today=TODAY,
    enrolment_active=True,
    other_cycle_open=False,
    planned_on=TODAY,
    focus_by_teacher=True,
    focus_by_coach=True,
    upload_accepted=True,
    checksum_ok=True,
    attested=True,
    on_behalf=True,
    proxy_playable=True,
    sound_present=True,
    reason=Unusable.no_audio,
    pupils_checked=True,
    masks_reviewed=True,
    watched=True,
    package=PackageFacts(clips=(CLIP,)),
    reflection=ReflectionFacts(answers=(ClipAnswer(number=1, opened=True, text="Ik zag …"),)),
    talk=TalkFacts(now=NOW, held_on=TODAY, minutes=30, said_by=Who.coach,
                   said_at=NOW - timedelta(hours=49)),
    summary=SummaryFacts(discussed="Wachttijd", actions=(ACTION,), proposed_by=Who.coach,
                         comment="Liever woensdag"),
    products=ALL_BUT_THE_SUMMARY,
    holiday_block=True,
    paused_from=None,
    paused_by=Who.teacher,
    pause_until=TODAY,
    expired=True,
    dpo_agrees=True,
)
"""Facts under which every guard is met (for the one whose step it is)."""
NOTHING = CycleFacts(today=TODAY)


def remembered(state: State) -> CycleFacts:
    return replace(EVERYTHING, paused_from=state)


def keys(sentences) -> list[str]:
    return [sentence.key for sentence in sentences]


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
    (7, "coach_review", "unusable", "coach", "awaiting_recording"),
    (8, "coach_review", "publish", "coach", "awaiting_reflection"),
    (9, "awaiting_reflection", "submit_reflection", "teacher", "awaiting_talk"),
    (10, "awaiting_reflection", "skip_to_talk", "teacher", "awaiting_talk"),
    (11, "awaiting_talk", "talk_held", "teacher system", "awaiting_summary"),
    (12, "awaiting_summary", "propose", "coach", "summary_proposed"),
    (13, "summary_proposed", "ask_change", "teacher", "awaiting_summary"),
    (14, "summary_proposed", "agree", "teacher", "completed"),
    (16, "paused", "resume", "teacher system", "awaiting_talk"),
    *((10, s, "submit_reflection", "teacher", s)
      for s in ("awaiting_talk", "awaiting_summary", "summary_proposed")),
    *((15, s, "pause", "teacher coach coordinator", "paused") for s in sorted(RUNNING)),
    *((17, s, "cancel", "teacher coach", "cancelled") for s in sorted(UNPUBLISHED | {"planned"})),
    *((18, s, "close_early", "teacher coach", "partial") for s in sorted(PUBLISHED)),
    *((18, s, "expire", "system", "partial") for s in sorted(PUBLISHED)),
    *((19, s, "expire", "system", "cancelled") for s in sorted(UNPUBLISHED)),
    *((20, s, "withdraw", "teacher", "withdrawn") for s in sorted(OPEN)),
    *((21, s, "ask_purge", "teacher admin", s) for s in sorted(State)),
]


def facts_for(state: str) -> CycleFacts:
    return remembered(State.awaiting_talk) if state == "paused" else EVERYTHING


@pytest.mark.parametrize(("row", "source", "event", "who", "to"), METHOD)
def test_the_cycle_takes_every_step_of_the_method(row, source, event, who, to):
    for person in who.split():
        step = take(State(source), Event(event), Who(person), facts_for(source))
        assert step.to == to
        assert ROWS[State(source), Event(event)].number == row


def test_every_other_step_is_refused():
    allowed = {(source, event, who)
               for _, source, event, whos, _ in METHOD for who in whos.split()}
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
    facts = [EVERYTHING, replace(EVERYTHING, products=Products()),
             *(remembered(s) for s in RUNNING)]
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


# ---- guards: all that is missing, as sentences


@pytest.mark.parametrize(
    ("state", "event", "who", "missing"),
    [
        ("planned", "start", "teacher",
         ["enrolment_not_active", "other_cycle_open", "focus_not_agreed"]),
        ("planned", "start", "system",
         ["enrolment_not_active", "other_cycle_open", "focus_not_agreed", "planned_date_ahead"]),
        ("awaiting_recording", "upload_finished", "coach",
         ["not_on_behalf", "upload_not_accepted", "upload_not_whole", "not_attested"]),
        ("processing", "jobs_ok", "system", ["film_not_playable", "film_without_sound"]),
        ("processing", "unusable", "system", ["no_reason_code"]),
        ("coach_review", "unusable", "coach", ["no_reason_code"]),
        ("privacy_check", "release", "teacher",
         ["pupils_not_checked", "masks_not_reviewed", "film_not_watched"]),
        ("coach_review", "publish", "coach", ["too_few_clips"]),
        ("awaiting_reflection", "submit_reflection", "teacher", ["nothing_to_reflect_on"]),
        ("awaiting_talk", "talk_held", "teacher", ["talk_not_said"]),
        ("awaiting_summary", "propose", "coach", ["summary_without_text", "number_of_actions"]),
        ("summary_proposed", "ask_change", "teacher",
         ["summary_not_proposed", "change_without_comment"]),
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
    twice = replace(EVERYTHING, reflection=ReflectionFacts(
        answers=(ClipAnswer(number=1, opened=True, text="Ik zag …"),), submitted=True))
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


# ---- pause


def test_a_pause_remembers_the_state_and_resuming_returns_to_it():
    for state in RUNNING:
        paused = take(state, Event.pause, Who.teacher, EVERYTHING)
        assert paused == Step(State.paused, (Effect.stop_clock,), paused_from=state)
        resumed = take(State.paused, Event.resume, Who.teacher, remembered(state))
        assert resumed == Step(state, (Effect.shift_due_dates_by_pause,))


def test_who_paused_resumes():
    assert keys(why_not(State.paused, Event.resume, Who.coach,
                        remembered(State.coach_review))) == ["guards.other_paused"]


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
    possible = {event for event in Event for who in Who
                if not why_not(State.paused, event, who, EVERYTHING)}
    assert possible == {Event.withdraw, Event.ask_purge}


# ---- effects


def test_the_coach_gets_access_at_release_and_at_no_other_step():
    giving = {row.event for row in TABLE
              if not callable(row.effects) and Effect.give_coach_access in row.effects}
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
    kept = take(State.coach_review, Event.expire, Who.system,
                replace(EVERYTHING, keep_own_copy=True)).effects
    assert Effect.purge_media in gone
    assert Effect.keep_own_copy not in gone
    assert Effect.keep_own_copy in kept
    assert Effect.purge_media not in kept


def test_withdrawing_stops_access_jobs_and_reminders_at_once():
    effects = take(State.processing, Event.withdraw, Who.teacher, NOTHING).effects
    assert {Effect.end_coach_access, Effect.stop_jobs, Effect.stop_reminders,
            Effect.start_withdrawal_clock} <= set(effects)


def test_a_sensitive_incident_locks_playback_and_opens_the_purge_path():
    facts = replace(EVERYTHING, reason=Unusable.sensitive_incident)
    effects = take(State.coach_review, Event.unusable, Who.coach, facts).effects
    assert {Effect.lock_playback, Effect.open_purge_path, Effect.purge_media} <= set(effects)
    usual = take(State.coach_review, Event.unusable, Who.coach, EVERYTHING).effects
    assert Effect.lock_playback not in usual


def test_discarding_stops_the_machine():
    assert Effect.stop_jobs in take(
        State.processing, Event.discard, Who.teacher, NOTHING
    ).effects


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
    path = [State.awaiting_recording, State.processing, State.privacy_check, State.coach_review,
            State.awaiting_reflection, State.awaiting_talk, State.awaiting_summary,
            State.summary_proposed, State.completed]
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
