"""The words of one coaching cycle: its states, what can happen, who does it, what follows."""

from enum import StrEnum


class State(StrEnum):
    """Where a cycle stands. Lateness is no state; it is derived from today."""

    planned = "planned"
    """It has a date in the year plan; nothing is asked of anybody yet."""
    awaiting_recording = "awaiting_recording"
    """The teacher films a lesson and uploads it."""
    processing = "processing"
    """The machine prepares the film; only its owner sees how far it is."""
    privacy_check = "privacy_check"
    """The teacher watches, and releases or discards; nobody else can open anything."""
    coach_review = "coach_review"
    """The coach chooses moments and writes; drafts are the coach's alone."""
    awaiting_reflection = "awaiting_reflection"
    """The teacher watches the published clips and answers."""
    awaiting_talk = "awaiting_talk"
    """Both prepare and hold the talk."""
    awaiting_summary = "awaiting_summary"
    """The talk was held; the summary with one or two actions is being written."""
    summary_proposed = "summary_proposed"
    """The summary waits for the other's agreement."""
    completed = "completed"
    """Ended, all six products exist."""
    partial = "partial"
    """Ended after publishing, with something missing; no failure."""
    cancelled = "cancelled"
    """Ended before publishing."""
    withdrawn = "withdrawn"
    """The teacher stopped; no reason is asked."""
    paused = "paused"
    """Nobody's turn; the cycle remembers the state it returns to."""


class Event(StrEnum):
    """What can happen to a cycle."""

    start = "start"
    upload_finished = "upload_finished"
    jobs_ok = "jobs_ok"
    unusable = "unusable"
    release = "release"
    discard = "discard"
    publish = "publish"
    submit_reflection = "submit_reflection"
    skip_to_talk = "skip_to_talk"
    talk_held = "talk_held"
    propose = "propose"
    ask_change = "ask_change"
    agree = "agree"
    pause = "pause"
    resume = "resume"
    cancel = "cancel"
    close_early = "close_early"
    expire = "expire"
    withdraw = "withdraw"
    ask_purge = "ask_purge"
    """Erasure, a parent's objection or a sensitive incident: the purge path opens (row 21)."""


class Who(StrEnum):
    """Whose hand moves the cycle."""

    teacher = "teacher"
    coach = "coach"
    coordinator = "coordinator"
    """Only for a block of holidays."""
    admin = "admin"
    """Only for the purge path, together with the data protection officer."""
    system = "system"
    """The clock, or the machine that prepares films."""


class Unusable(StrEnum):
    """Why a recording could not be used; never told as a fault."""

    no_audio = "no_audio"
    no_video = "no_video"
    too_short = "too_short"
    corrupt = "corrupt"
    wrong_file = "wrong_file"
    teacher_not_visible_or_audible = "teacher_not_visible_or_audible"
    pupil_not_permitted_not_fixable = "pupil_not_permitted_not_fixable"
    sensitive_incident = "sensitive_incident"
    """Opens the purge path at once; what happened is not stored."""


class Effect(StrEnum):
    """What an act must do in the same transaction as the step (or enqueue from it)."""

    compute_due_dates = "compute_due_dates"
    """D0 is today (local date)."""
    show_open_actions = "show_open_actions"
    """Put the open actions of the last summary in front of both."""
    process_recording = "process_recording"
    """Enqueue the machine work of the recording."""
    start_raw_clock = "start_raw_clock"
    """The proxy is verified: the original's retention clock runs."""
    shift_due_dates = "shift_due_dates"
    """One unusable recording more: every due date moves five school days."""
    shift_due_dates_by_pause = "shift_due_dates_by_pause"
    """The pause is over: every due date moves by the days it lasted."""
    stop_clock = "stop_clock"
    """Pause the due dates; retention clocks run on."""
    stop_jobs = "stop_jobs"
    """Stop running machine work of the cycle's recordings, within seconds."""
    stop_reminders = "stop_reminders"
    """No more mail about this cycle."""
    give_coach_access = "give_coach_access"
    """The coach may watch the proxy and read the transcript from now."""
    end_coach_access = "end_coach_access"
    """The coach's access ends now; running playback stops at the next range."""
    purge_media = "purge_media"
    """Delete all media of the recording, at once and within 24 hours at the latest."""
    keep_own_copy = "keep_own_copy"
    """The teacher keeps the own copy until its normal term."""
    lock_playback = "lock_playback"
    """Nobody plays anything of this cycle from now."""
    open_purge_path = "open_purge_path"
    """Blur, trim or delete is decided outside the cycle."""
    freeze_package = "freeze_package"
    """The published package is version 1 and does not change."""
    show_reflection = "show_reflection"
    """The coach sees the reflection from now."""
    start_talk_clock = "start_talk_clock"
    """The retention trigger `talk_held` fires."""
    start_retention_clock = "start_retention_clock"
    """The retention trigger `cycle_end` fires; the end date is today."""
    start_withdrawal_clock = "start_withdrawal_clock"
    """The retention trigger `consent_withdrawal` fires: seven days to export, then purge."""
    count_reached_step = "count_reached_step"
    """Keep how far the cycle came, as a number only."""
    propose_next_cycle = "propose_next_cycle"
    """Offer the next date of the year plan."""
    tell_teacher = "tell_teacher"
    tell_coach = "tell_coach"


RUNNING = frozenset(
    {
        State.awaiting_recording,
        State.processing,
        State.privacy_check,
        State.coach_review,
        State.awaiting_reflection,
        State.awaiting_talk,
        State.awaiting_summary,
        State.summary_proposed,
    }
)
"""The clock runs and it is somebody's turn."""
ENDED = frozenset({State.completed, State.partial, State.cancelled, State.withdrawn})
"""Nothing more happens but retention."""
OPEN = frozenset(State) - ENDED
"""Planned, running or paused."""
UNPUBLISHED = frozenset(
    {State.awaiting_recording, State.processing, State.privacy_check, State.coach_review}
)
"""Running, and the coach has not published yet."""
PUBLISHED = RUNNING - UNPUBLISHED
"""Running, and the teacher has the coach's package."""

STEPS = ("film", "choose", "publish", "reflect", "talk", "summary")
"""The six steps people see; text keys ``cycle.steps.<step>``."""

_STEP_OF = {
    State.awaiting_recording: 1,
    State.processing: 1,
    State.privacy_check: 1,
    State.coach_review: 2,
    State.awaiting_reflection: 4,
    State.awaiting_talk: 5,
    State.awaiting_summary: 6,
    State.summary_proposed: 6,
    State.completed: 6,
}


def step_of(state: State) -> int | None:
    """Which of the six steps is at hand, 1 to 6.

    Publishing (3) is the act that ends choosing (2), so no state waits in it. None for a cycle
    that is planned, paused (ask for the remembered state) or ended without all six.
    """
    return _STEP_OF.get(state)


def whose_turn(state: State, proposer: Who = Who.coach) -> frozenset[Who]:
    """Who is asked to do something now; `proposer` writes the summary in this programme."""
    other = Who.teacher if proposer is Who.coach else Who.coach
    turns: dict[State, tuple[Who, ...]] = {
        State.planned: (Who.teacher, Who.coach),
        State.awaiting_recording: (Who.teacher,),
        State.processing: (Who.system,),
        State.privacy_check: (Who.teacher,),
        State.coach_review: (Who.coach,),
        State.awaiting_reflection: (Who.teacher,),
        State.awaiting_talk: (Who.teacher, Who.coach),
        State.awaiting_summary: (proposer,),
        State.summary_proposed: (other,),
    }
    return frozenset(turns.get(state, ()))
