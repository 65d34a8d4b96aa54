"""One coaching cycle as a table of steps, rows 1 to 21 of the method.

    planned > awaiting_recording > processing > privacy_check > coach_review
            > awaiting_reflection > awaiting_talk > awaiting_summary > summary_proposed > completed

`take` decides; an act applies: it sets the state by a guarded UPDATE and does the effects in the
same transaction.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from storage.errors import NotAllowed, StepAlreadyTaken
from storage.rules import guards
from storage.rules.guards import CycleFacts, Guard
from storage.rules.sentences import Sentence, refuse_if, say
from storage.rules.steps import (
    OPEN,
    PUBLISHED,
    RUNNING,
    STEPS,
    UNPUBLISHED,
    Effect,
    Event,
    State,
    Unusable,
    Who,
    step_of,
    whose_turn,
)

__all__ = [
    "STEPS", "CycleFacts", "Effect", "Event", "State", "Step", "Unusable", "Who",
    "step_of", "take", "whose_turn", "why_not",
]  # fmt: skip

TAKEN = say("refusals.step_already_taken")
NOT_YOURS = say("guards.not_your_step")

Effects = tuple[Effect, ...]
To = State | Callable[[CycleFacts], State] | None
E = Effect


@dataclass(frozen=True)
class Step:
    """What happens: the new state, and what the act must do with it."""

    to: State
    effects: Effects
    paused_from: State | None = None
    """The state to remember; only when `to` is paused."""


@dataclass(frozen=True)
class Row:
    """One row of the table."""

    number: int
    sources: frozenset[State]
    event: Event
    who: frozenset[Who]
    guard: Guard
    to: To
    """None: the state stays."""
    effects: Effects | Callable[[CycleFacts], Effects]


def _row(
    number: int,
    sources: State | Iterable[State],
    event: Event,
    who: str,
    guard: Guard,
    to: To,
    effects: Effects | Callable[[CycleFacts], Effects],
) -> Row:
    states = {sources} if isinstance(sources, State) else sources
    return Row(
        number, frozenset(states), event, frozenset(map(Who, who.split())), guard, to, effects
    )


def _agreed(facts: CycleFacts) -> State:
    whole = replace(facts.products, summary_agreed=True).complete
    return State.completed if whole else State.partial


def _unusable(facts: CycleFacts) -> Effects:
    effects = (E.purge_media, E.end_coach_access, E.shift_due_dates, E.tell_teacher)
    if facts.reason is Unusable.sensitive_incident:
        return (E.lock_playback, E.open_purge_path, *effects)
    return effects


def _let_go(facts: CycleFacts) -> Effects:
    media = E.keep_own_copy if facts.keep_own_copy else E.purge_media
    return (E.stop_jobs, E.end_coach_access, media, E.count_reached_step, E.start_retention_clock)


def _thrown_away(facts: CycleFacts) -> Effects:
    media = E.keep_own_copy if facts.keep_own_copy else E.purge_media
    return (E.stop_jobs, E.end_coach_access, media)


AFTER_SKIP = PUBLISHED - {State.awaiting_reflection}
_PART = (E.count_reached_step, E.start_retention_clock, E.propose_next_cycle)
_WITHDRAWN = (E.end_coach_access, E.stop_jobs, E.stop_reminders, E.start_withdrawal_clock,
              E.start_retention_clock, E.tell_coach)  # fmt: skip
_PURGE = (E.lock_playback, E.stop_jobs, E.open_purge_path)

# fmt: off
TABLE = (
    _row(1, State.planned, Event.start, "teacher coach system", guards.may_start,
         State.awaiting_recording, (E.compute_due_dates, E.show_open_actions, E.tell_teacher)),
    _row(2, State.awaiting_recording, Event.upload_finished, "teacher coach", guards.may_process,
         State.processing, (E.process_recording,)),
    _row(3, State.processing, Event.jobs_ok, "system", guards.may_check_privacy,
         State.privacy_check, (E.start_raw_clock, E.tell_teacher)),
    _row(4, State.processing, Event.unusable, "system", guards.has_reason,
         State.awaiting_recording, _unusable),
    _row(5, State.privacy_check, Event.release, "teacher", guards.may_release,
         State.coach_review, (E.give_coach_access, E.tell_coach)),
    # A teacher may also change her mind while the machine works, or while the coach chooses.
    _row(6, UNPUBLISHED - {State.awaiting_recording}, Event.discard, "teacher", guards.nothing,
         State.awaiting_recording, _thrown_away),
    _row(7, State.coach_review, Event.unusable, "coach", guards.has_reason,
         State.awaiting_recording, _unusable),
    _row(8, State.coach_review, Event.publish, "coach", guards.may_publish,
         State.awaiting_reflection, (E.freeze_package, E.tell_teacher)),
    _row(9, State.awaiting_reflection, Event.submit_reflection, "teacher",
         guards.may_submit_reflection, State.awaiting_talk, (E.show_reflection, E.tell_coach)),
    _row(10, State.awaiting_reflection, Event.skip_to_talk, "teacher", guards.nothing,
         State.awaiting_talk, (E.tell_coach,)),
    # After a skip the reflection may still come, until the end.
    _row(10, AFTER_SKIP, Event.submit_reflection, "teacher", guards.may_submit_reflection,
         None, (E.show_reflection, E.tell_coach)),
    _row(11, State.awaiting_talk, Event.talk_held, "teacher coach system",
         guards.may_confirm_talk, State.awaiting_summary, (E.start_talk_clock,)),
    _row(12, State.awaiting_summary, Event.propose, "teacher coach", guards.may_propose,
         State.summary_proposed, (E.tell_teacher, E.tell_coach)),
    _row(13, State.summary_proposed, Event.ask_change, "teacher coach", guards.may_ask_change,
         State.awaiting_summary, (E.tell_teacher, E.tell_coach)),
    _row(14, State.summary_proposed, Event.agree, "teacher coach", guards.may_agree, _agreed,
         (E.count_reached_step, E.start_retention_clock, E.propose_next_cycle)),
    _row(15, RUNNING, Event.pause, "teacher coach coordinator", guards.may_pause,
         State.paused, (E.stop_clock,)),
    _row(16, State.paused, Event.resume, "teacher coach coordinator system", guards.may_resume,
         lambda facts: facts.paused_from or State.paused, (E.shift_due_dates_by_pause,)),
    _row(17, UNPUBLISHED | {State.planned}, Event.cancel, "teacher coach", guards.nothing,
         State.cancelled, _let_go),
    _row(18, PUBLISHED, Event.close_early, "teacher coach", guards.nothing, State.partial, _PART),
    _row(18, PUBLISHED, Event.expire, "system", guards.has_expired, State.partial, _PART),
    _row(19, UNPUBLISHED, Event.expire, "system", guards.has_expired, State.cancelled, _let_go),
    _row(20, OPEN, Event.withdraw, "teacher", guards.nothing,
         State.withdrawn, _WITHDRAWN),
    _row(21, State, Event.ask_purge, "teacher admin", guards.may_open_purge, None, _PURGE),
)
# fmt: on

ROWS = {(source, row.event): row for row in TABLE for source in row.sources}
ENDS_A_PAUSE = frozenset({Event.resume, Event.cancel, Event.close_early, Event.expire})
"""A paused cycle can end as the remembered state could, without resuming first."""
RUNS_ON = frozenset({Event.upload_finished, Event.jobs_ok, Event.unusable, Event.discard})
"""Machines and privacy do not pause: under the pause the remembered state moves on."""


def take(state: State, event: Event, who: Who, facts: CycleFacts) -> Step:
    """The step that follows, for any state, event and person.

    Raises StepAlreadyTaken when the cycle is not (or no longer) at this step, NotAllowed when it
    is somebody else's, Refused with the first unmet guard (`why_not` gives all of them).
    """
    row = _row_for(state, event, facts)
    unmet = why_not(state, event, who, facts)
    if row is None or TAKEN in unmet:
        raise StepAlreadyTaken()
    if NOT_YOURS in unmet:
        raise NotAllowed(NOT_YOURS.key)
    refuse_if(unmet)
    return _step(state, row, facts)


def why_not(state: State, event: Event, who: Who, facts: CycleFacts) -> list[Sentence]:
    """Everything that stands in the way of this step; empty when it can be taken."""
    row = _row_for(state, event, facts)
    if row is None:
        return [TAKEN]
    if who not in row.who:
        return [NOT_YOURS]
    return list(row.guard(who, facts))


def _row_for(state: State, event: Event, facts: CycleFacts) -> Row | None:
    """The row of the table that counts: under a pause, for some events, of the remembered state."""
    if state is State.paused and event in RUNS_ON | ENDS_A_PAUSE:
        if facts.paused_from is None:
            return None  # nothing remembered: the cycle can only be withdrawn or purged
        if event is not Event.resume:
            state = facts.paused_from
    return ROWS.get((state, event))


def _step(state: State, row: Row, facts: CycleFacts) -> Step:
    effects = row.effects(facts) if callable(row.effects) else row.effects
    to = row.to(facts) if callable(row.to) else row.to or state
    if row.event is Event.pause:
        return Step(to, effects, paused_from=state)
    if state is State.paused and row.event in RUNS_ON:
        return Step(state, effects, paused_from=to)
    return Step(to, effects, paused_from=facts.paused_from if to is State.paused else None)
