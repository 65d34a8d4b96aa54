"""What a coach wrote, for taking along: her own words, without a film and without a name."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from storage import access, held
from storage.held import Locks
from storage.records import (
    Annotation,
    Clip,
    Cycle,
    Departure,
    ObservationNote,
    Package,
    Pair,
    Recording,
)

# Asking


def of_coach(session: Session, coach_id: str) -> list[dict[str, Any]]:
    """Return the words of a coach, cycle by cycle: of pairs that are hers, or were until she left.

    What a teacher stopped with, and what is locked, is left out.
    """
    left = session.get(Departure, coach_id)
    until_now = [Pair.ended_at.is_(None), *([Pair.ended_at == left.left_at] if left else [])]
    rows = session.execute(
        select(Pair.id, Cycle)
        .join(Cycle, Cycle.pair_id == Pair.id)
        .where(Pair.coach_id == coach_id, or_(*until_now), Cycle.withdrawn_at.is_(None))
        .order_by(Pair.created_at, Pair.id, Cycle.number)
    ).all()
    pairs = list(dict.fromkeys(row[0] for row in rows))
    told = []
    for pair_id, cycle in rows:
        clips = list(_clips(session, coach_id, cycle.id))
        notes = list(_notes(session, coach_id, cycle.id))
        words = list(_words(session, coach_id, cycle.id))
        if clips or notes or words:
            number = pairs.index(pair_id) + 1
            told.append(
                {"id": cycle.id, "pair": number, "cycle": cycle.number, "clips": clips,
                 "notes": notes, "to_teacher": words}
            )  # fmt: skip
    return told


def _clips(session: Session, coach_id: str, cycle_id: str) -> Iterator[dict[str, Any]]:
    found: Sequence[Clip] = session.scalars(
        select(Clip)
        .join(Annotation, Annotation.clip_id == Clip.id)
        .where(Clip.cycle_id == cycle_id, Clip.coach_id == coach_id, Clip.removed_at.is_(None))
        .options(selectinload(Clip.annotation))
        .order_by(Clip.package_id.is_(None), Clip.position, Clip.start_ms)
    ).all()
    for clip in found:
        if _locked(session, clip.id, clip.recording_id, cycle_id):
            continue
        yield {
            "start_ms": clip.start_ms,
            "end_ms": clip.end_ms,
            "sent": clip.package_id is not None,
            "foundation": clip.annotation.foundation,
            "dimension": clip.annotation.dimension,
            "prompt_kind": clip.annotation.prompt_kind,
            "fact": clip.annotation.fact,
            "question": clip.annotation.question,
        }


def _notes(session: Session, coach_id: str, cycle_id: str) -> Iterator[dict[str, Any]]:
    found = session.scalars(
        select(ObservationNote)
        .join(Recording, Recording.id == ObservationNote.recording_id)
        .where(ObservationNote.coach_id == coach_id, ObservationNote.removed_at.is_(None))
        .where(Recording.cycle_id == cycle_id, Recording.withdrawn_at.is_(None))
        .order_by(ObservationNote.at_ms)
    ).all()
    for note in found:
        if not _locked(session, note.recording_id, note.recording_id, cycle_id):
            yield {"at_ms": note.at_ms, "text": note.text}


def _words(session: Session, coach_id: str, cycle_id: str) -> Iterator[str]:
    said = select(Package.note).where(
        Package.cycle_id == cycle_id, Package.published_by == coach_id, Package.note != ""
    )
    yield from session.scalars(said)


def _locked(session: Session, thing_id: str, recording_id: str | None, cycle_id: str) -> bool:
    locks = held.locks(session, thing_id) != Locks()
    return locks or access.objected(session, recording_id, cycle_id)
