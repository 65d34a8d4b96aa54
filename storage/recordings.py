"""A filmed lesson: what its owner may do with it, and who may open which file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from storage import (
    access,
    clock,
    cycle_facts,
    cycles,
    export_packages,
    held,
    jobs,
    ledger,
    objections,
    privacy_review,
    sittings,
    taken_out,
)
from storage.errors import NotFound, Refused, StepAlreadyTaken
from storage.records import Cycle, Recording, RecordingState, Rendition, RenditionKind
from storage.rules.access import Act, Asker, Thing
from storage.rules.steps import UNPUBLISHED, Event, Unusable, Who
from storage.spans import Span

SAME_OPENING = timedelta(minutes=30)
"""A player asks for range after range: that is one opening, not hundreds."""


@dataclass(frozen=True)
class RecordingView:
    """A recording as a person looks at it, safe to keep outside a transaction."""

    id: str
    owner_id: str
    cycle_id: str | None
    state: RecordingState
    step: str
    percent: int
    refusal: str | None
    intention: str
    language: str | None
    duration_ms: int | None
    fps: tuple[int, int] | None
    """Frames per second as numerator and denominator."""
    uploaded_at: datetime
    watched_at: datetime | None
    released_at: datetime | None
    withdrawn_at: datetime | None
    files: frozenset[RenditionKind]
    """Which files there are to open."""


# Asking


def look(session: Session, asker: Asker, recording_id: str) -> RecordingView:
    """Return one recording. Raises NotFound for anybody who may not watch it now."""
    recording = _get(session, recording_id)
    if recording.state is RecordingState.discarded:
        raise NotFound()
    thing = _thing(session, recording)
    if access.deals_with(session, asker, recording):
        return view(recording)
    access.refuse_if_locked(session, asker, thing, recording_id)
    access.require_sight(asker, _sight(asker, recording), thing)
    return view(recording)


def mine(session: Session, asker: Asker) -> list[RecordingView]:
    """Return a teacher's own recordings, newest first; thrown-away ones are not shown."""
    access.require_sight(asker, Act.SEE_PROGRESS, Thing(owner_id=asker.id))
    query = (
        select(Recording)
        .where(Recording.owner_id == asker.id, Recording.state != RecordingState.discarded)
        .options(selectinload(Recording.renditions))
        .order_by(Recording.uploaded_at.desc())
    )
    return [view(recording) for recording in session.scalars(query)]


def of_cycle(session: Session, cycle_id: str) -> Recording | None:
    """Return the recording a cycle works with: the newest that was not refused or discarded."""
    return session.scalar(
        select(Recording)
        .where(
            Recording.cycle_id == cycle_id,
            Recording.withdrawn_at.is_(None),
            Recording.state.not_in([RecordingState.refused, RecordingState.discarded]),
        )
        .order_by(Recording.uploaded_at.desc())
        .limit(1)
    )


def opening_told(session: Session, asker: Asker, recording_id: str, kind: RenditionKind) -> bool:
    """Whether this opening of a file already stands in the ledger."""
    since = clock.now() - SAME_OPENING
    return ledger.told_since(session, asker.id, f"open_{kind}", recording_id, since)


def view(recording: Recording) -> RecordingView:
    """Turn a recording (with its renditions loaded) into what screens show."""
    fps = (recording.fps_num, recording.fps_den)
    return RecordingView(
        id=recording.id,
        owner_id=recording.owner_id,
        cycle_id=recording.cycle_id,
        state=recording.state,
        step=recording.step,
        percent=recording.percent,
        refusal=recording.refusal,
        intention=recording.intention,
        language=recording.language,
        duration_ms=recording.duration_ms,
        fps=(fps[0], fps[1]) if fps[0] and fps[1] else None,
        uploaded_at=recording.uploaded_at,
        watched_at=recording.watched_at,
        released_at=recording.released_at,
        withdrawn_at=recording.withdrawn_at,
        files=frozenset(rendition.kind for rendition in recording.renditions),
    )


# Acting


def open_rendition(
    session: Session, asker: Asker, recording_id: str, kind: RenditionKind
) -> Rendition:
    """Give leave to open one file. Raises NotFound; the ledger is the caller's second step.

    Asked again at every range request, so that taking access away stops a player at once.
    """
    recording = _get(session, recording_id)
    if kind is RenditionKind.original or recording.state is RecordingState.discarded:
        raise NotFound()
    act = Act.READ_TRANSCRIPT if kind in _WORDS else Act.WATCH_RECORDING
    if not access.deals_with(session, asker, recording):
        access.require_sight(asker, act, _thing(session, recording))
    for rendition in recording.renditions:
        if rendition.kind is kind:
            return rendition
    raise NotFound()


def note_opened(session: Session, asker: Asker, recording_id: str, kind: RenditionKind) -> None:
    """Write in the ledger that a file was opened, in the transaction that gave leave.

    Called at every range; what follows within `SAME_OPENING` is the same opening.
    """
    if opening_told(session, asker, recording_id, kind):
        return
    owner_id = _get(session, recording_id).owner_id
    act = f"open_{kind}"
    ledger.write(session, asker.id, act, "recording", recording_id, owner_id, role=asker.role)


def note_watched(session: Session, asker: Asker, recording_id: str, spans: Sequence[Span]) -> None:
    """Note which parts a player says it played; remember that the owner has looked herself."""
    recording = _get(session, recording_id)
    if not access.deals_with(session, asker, recording):
        access.require_sight(asker, Act.WATCH_RECORDING, _thing(session, recording))
    longest = (recording.duration_ms or 0) + _TAIL_MS
    inside = [each for each in spans if each.end_ms <= longest]
    sittings.note_of_recording(session, asker, sittings.PLAYED, recording_id, inside)
    if asker.id == recording.owner_id and not recording.watched_at and spans:
        recording.watched_at = clock.now()


def release(
    session: Session, asker: Asker, recording_id: str, *, pupils_checked: bool, waived: bool = False
) -> None:
    """Let the coach of the pair look. The owner's alone; `waived`: without watching it first.

    Who agreed with what was made of it in the privacy check has seen that: she is not asked again.
    What she took out in the privacy check is gone for good from here on.
    """
    recording = _get(session, recording_id)
    access.require(asker, Act.RELEASE_RECORDING, _thing(session, recording))
    objections.refuse_untold(session, recording)
    cycle = _cycle_of(session, recording)
    seen = recording.watched_at or privacy_review.saw_the_result(session, recording_id)
    facts = replace(
        cycle_facts.facts_of(session, cycle),
        pupils_checked=pupils_checked,
        masks_reviewed=privacy_review.reviewed(session, recording_id),
        watched=waived or bool(seen),
    )
    cycles.take_step(session, cycle, Event.release, Who.teacher, facts)
    taken_out.take_effect(session, recording)
    _change_state(session, recording, RecordingState.ready, RecordingState.released)
    recording.released_at = clock.now()
    ledger.write(session, asker.id, "release", "recording", recording.id, recording.owner_id)


def discard(session: Session, asker: Asker, recording_id: str) -> None:
    """Throw an own recording away, in any state. Running work stops, the bytes go at once."""
    recording = _get(session, recording_id)
    access.require(asker, Act.DISCARD_RECORDING, _thing(session, recording))
    if recording.state is RecordingState.discarded:
        raise StepAlreadyTaken()
    held.refuse_if_kept(session, recording_id)
    was = recording.state
    _change_state(session, recording, was, RecordingState.discarded)
    if recording.cycle_id and was is not RecordingState.refused and not recording.withdrawn_at:
        cycle = session.get_one(Cycle, recording.cycle_id)
        # Once published, the cycle goes on with the clips, which have files of their own.
        if (cycle.paused_from or cycle.state) in UNPUBLISHED:
            cycles.take_step(session, cycle, Event.discard, Who.teacher)
    ledger.write(session, asker.id, "discard", "recording", recording.id, recording.owner_id)
    jobs.unwanted(session, "ingest", recording.id)
    privacy_review.forget(session, recording.id)
    export_packages.take_away_all(session, recording.owner_id)
    jobs.wanted(session, "purge", recording.id)


def report_unusable(session: Session, asker: Asker, recording_id: str, reason: Unusable) -> None:
    """Say that a released film cannot be used: its bytes go, and the cycle waits for another."""
    recording = _get(session, recording_id)
    thing = _thing(session, recording)
    access.require_sight(asker, Act.WATCH_RECORDING, thing)
    access.require(asker, Act.REPORT_UNUSABLE, thing)
    held.refuse_if_kept(session, recording_id)
    cycle = _cycle_of(session, recording)
    _change_state(session, recording, RecordingState.released, RecordingState.refused)
    recording.class_group, recording.lesson_on = "", None
    # What happened in a sensitive incident is kept nowhere.
    hidden = reason is Unusable.sensitive_incident
    recording.refusal = f"cycle.unusable.{'sentence' if hidden else reason}"
    facts = replace(cycle_facts.facts_of(session, cycle), reason=reason)
    cycles.take_step(session, cycle, Event.unusable, Who.coach, facts)
    export_packages.take_away_all(session, recording.owner_id)
    ledger.write(
        session, asker.id, "report_unusable", "recording", recording.id, recording.owner_id
    )


_TAIL_MS = 60_000
"""A player may believe that a film lasts a little longer; not that it lasts for ever."""
_WORDS = frozenset({RenditionKind.captions, RenditionKind.transcript})


def _sight(asker: Asker, recording: Recording) -> Act:
    if asker.id == recording.owner_id and recording.state in (
        RecordingState.processing,
        RecordingState.refused,
    ):
        return Act.SEE_PROGRESS
    return Act.WATCH_RECORDING


def _get(session: Session, recording_id: str) -> Recording:
    recording = session.scalar(
        select(Recording)
        .where(Recording.id == recording_id)
        .options(selectinload(Recording.renditions))
    )
    if not recording:
        raise NotFound()
    return recording


def _cycle_of(session: Session, recording: Recording) -> Cycle:
    if not recording.cycle_id:
        raise Refused("refusals.recording_without_cycle")
    return session.get_one(Cycle, recording.cycle_id)


def _thing(session: Session, recording: Recording) -> Thing:
    return access.recording_thing(session, recording)


def _change_state(
    session: Session, recording: Recording, was: RecordingState, to: RecordingState
) -> None:
    moved = session.execute(
        update(Recording)
        .where(Recording.id == recording.id, Recording.state == was)
        .values(state=to)
        .execution_options(synchronize_session=False)
    )
    if moved.rowcount != 1:  # type: ignore[attr-defined]
        raise StepAlreadyTaken()
    session.refresh(recording, ["state"])
