"""Stopping: with a film, a cycle or the whole programme. The teacher's alone, and no reason.

From that moment only she sees any of it; a week later the sweep lets it go. What is under a hold
stays until that ends. Counts and proofs of deletion stay, without names.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from config.retention import after_withdrawal
from storage import (
    access,
    clock,
    cycle_facts,
    cycles,
    export_packages,
    jobs,
    ledger,
    notices,
    privacy_review,
    share_ends,
)
from storage.access import Around
from storage.errors import NotFound, StepAlreadyTaken
from storage.records import (
    Clip,
    Cycle,
    Enrolment,
    PackageDraft,
    Pair,
    Programme,
    Recording,
    RecordingState,
)
from storage.rules.access import Act, Asker, Thing
from storage.rules.notice import Word
from storage.rules.steps import ENDED, UNPUBLISHED, Event, State, Who


@dataclass(frozen=True)
class StopView:
    """A cycle that a teacher can stop with, or stopped with."""

    cycle_id: str
    programme_id: str
    number: int
    ended: bool
    goes_at: datetime | None
    """When all of it goes; None while she takes part."""


@dataclass(frozen=True)
class PlaceView:
    """A programme that a teacher takes part in."""

    programme_id: str
    name: str
    summaries: int
    """How many agreed summaries there are to keep or to let go."""


def window() -> timedelta:
    """Return how long who stopped can still take things along."""
    return timedelta(days=after_withdrawal())


# Asking


def mine(session: Session, asker: Asker) -> list[StopView]:
    """Return the asker's own cycles that began, or that she stopped with and are not gone yet."""
    access.require_sight(asker, Act.WITHDRAW, Thing(owner_id=asker.id))
    rows = session.execute(
        select(Cycle, Pair.programme_id)
        .join(Pair, Pair.id == Cycle.pair_id)
        .where(Pair.teacher_id == asker.id)
        .order_by(Pair.created_at, Cycle.number)
    )
    found = []
    for cycle, programme_id in rows:
        goes_at = cycle.withdrawn_at + window() if cycle.withdrawn_at else None
        gone = goes_at is not None and goes_at <= clock.now()
        if not gone and cycle.state is not State.cancelled and (cycle.started_on or goes_at):
            ended = cycle.state in ENDED
            found.append(StopView(cycle.id, programme_id, cycle.number, ended, goes_at))
    return found


def places(session: Session, asker: Asker) -> list[PlaceView]:
    """Return the programmes the asker takes part in now, as a teacher."""
    access.require_sight(asker, Act.WITHDRAW, Thing(owner_id=asker.id))
    rows = session.execute(
        select(Programme, Enrolment.id)
        .join(Enrolment, Enrolment.programme_id == Programme.id)
        .where(Enrolment.teacher_id == asker.id, Enrolment.ended_at.is_(None))
    ).all()
    return [
        PlaceView(programme.id, programme.name, _agreed(session, enrolment_id))
        for programme, enrolment_id in rows
    ]


def _agreed(session: Session, enrolment_id: str) -> int:
    cycles_of = select(Cycle.id).join(Pair, Pair.id == Cycle.pair_id)
    done = cycles_of.where(
        Pair.enrolment_id == enrolment_id,
        Cycle.state == State.completed,
        Cycle.withdrawn_at.is_(None),
    )
    return len(session.scalars(done).all())


# Acting


def from_recording(session: Session, asker: Asker, recording_id: str) -> None:
    """Stop with one film. Before the clips are sent the cycle waits for another one.

    After that clips, words and reflection are all made of this film: then it is the cycle.
    """
    recording = session.get(Recording, recording_id, with_for_update=True)
    if not recording or recording.state is RecordingState.discarded:
        raise NotFound()
    access.require(asker, Act.WITHDRAW, access.recording_thing(session, recording))
    if recording.withdrawn_at or recording.state is RecordingState.refused:
        raise StepAlreadyTaken()
    cycle = session.get(Cycle, recording.cycle_id) if recording.cycle_id else None
    if cycle and cycle.withdrawn_at:
        raise StepAlreadyTaken()
    at = cycle and (cycle.paused_from or cycle.state)
    if cycle and at not in UNPUBLISHED:
        from_cycle(session, asker, cycle.id)
    elif cycle:
        facts = replace(cycle_facts.facts_of(session, cycle), keep_own_copy=True)
        cycles.take_step(session, cycle, Event.discard, Who.teacher, facts)
        session.execute(delete(PackageDraft).where(PackageDraft.cycle_id == cycle.id))
        if recording.released_at:
            _tell_coach(session, access.around(session, cycle.id), Word.film_withdrawn)
    recording.withdrawn_at = clock.now()
    export_packages.take_away_coaches(session, asker.id)
    _stop_cuts(session, Clip.recording_id == recording_id)
    jobs.unwanted(session, "ingest", recording_id)
    privacy_review.forget(session, recording_id)
    ledger.write(session, asker.id, "withdraw", "recording", recording_id, asker.id)


def from_cycle(
    session: Session, asker: Asker, cycle_id: str, *, keep_summary: bool = False
) -> None:
    """Stop with one cycle, whether it runs or has ended. An ended one stays counted as it was."""
    about = access.around(session, cycle_id)
    access.require(asker, Act.WITHDRAW, access.cycle_thing(about))
    _stop(session, asker, about, keep_summary=keep_summary)
    export_packages.take_away_coaches(session, about.pair.teacher_id)
    _tell_coach(session, about)
    _tell_teacher(session, asker, cycle_id, about.cycle.number)


def from_programme(
    session: Session, asker: Asker, programme_id: str, *, keep_summaries: bool
) -> None:
    """Stop with a whole programme: every cycle, the pair and the place in it."""
    access.require_sight(asker, Act.WITHDRAW, Thing(owner_id=asker.id))
    enrolment = session.scalar(
        select(Enrolment)
        .where(
            Enrolment.programme_id == programme_id,
            Enrolment.teacher_id == asker.id,
            Enrolment.ended_at.is_(None),
        )
        .with_for_update()
    )
    if not enrolment:
        raise NotFound()
    pairs = session.scalars(select(Pair).where(Pair.enrolment_id == enrolment.id)).all()
    ids = select(Cycle.id).where(
        Cycle.pair_id.in_([pair.id for pair in pairs]), Cycle.withdrawn_at.is_(None)
    )
    for cycle_id in session.scalars(ids).all():
        _stop(session, asker, access.around(session, cycle_id), keep_summary=keep_summaries)
    export_packages.take_away_coaches(session, asker.id)
    now = clock.now()
    for pair in pairs:
        if pair.ended_at is None:
            pair.ended_at = now
            notices.give(session, pair.coach_id, Word.coach_stopped_all, pair.id, now)
    enrolment.ended_at = now
    _tell_teacher(session, asker, enrolment.id, None)
    ledger.write(session, asker.id, "withdraw", "programme", programme_id, asker.id)


def _stop(session: Session, asker: Asker, about: Around, *, keep_summary: bool) -> None:
    cycle = about.cycle
    if cycle.withdrawn_at:
        raise StepAlreadyTaken()
    share_ends.of_cycle(session, asker.id, cycle.id)
    if cycle.state not in ENDED:
        cycles.withdraw(session, asker, cycle.id)
    else:
        kept = keep_summary and cycle.state is State.completed
        _once(session, cycle, kept=kept)
        ledger.write(session, asker.id, "withdraw", "cycle", cycle.id, about.pair.teacher_id)
    stop_work(session, cycle.id)


def stop_work(session: Session, cycle_id: str) -> None:
    """Let the machine go on with nothing of a cycle that its teacher stopped with."""
    films = select(Recording.id).where(Recording.cycle_id == cycle_id)
    for recording_id in session.scalars(films).all():
        jobs.unwanted(session, "ingest", recording_id)
        privacy_review.forget(session, recording_id)
    _stop_cuts(session, Clip.cycle_id == cycle_id)


def _once(session: Session, cycle: Cycle, *, kept: bool) -> None:
    """Of two windows that stop at once, one does."""
    done = session.execute(
        update(Cycle)
        .where(Cycle.id == cycle.id, Cycle.withdrawn_at.is_(None))
        .values(withdrawn_at=clock.now(), summary_kept=kept)
        .execution_options(synchronize_session=False)
    )
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise StepAlreadyTaken()
    session.refresh(cycle)


def _stop_cuts(session: Session, of: object) -> None:
    waiting: Sequence[str] = session.scalars(
        select(Clip.id).where(of, Clip.file_key.is_(None))  # type: ignore[arg-type] # a comparison of columns
    ).all()
    for clip_id in waiting:
        jobs.unwanted(session, "cut", clip_id)


def _tell_coach(session: Session, about: Around, word: Word = Word.coach_stopped) -> None:
    """That it was stopped, and nothing more; who never had a part in it hears nothing."""
    if about.pair.ended_at is None and about.cycle.started_on:
        notices.give(
            session, about.pair.coach_id, word, about.cycle.id, clock.now(), None,
            about.cycle.number,
        )  # fmt: skip


def _tell_teacher(session: Session, asker: Asker, thing_id: str, number: int | None) -> None:
    notices.give(session, asker.id, Word.stopped, thing_id, clock.now() + window(), None, number)
