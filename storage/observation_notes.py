"""Observation notes: what the coach jots down while watching; facts, apart from the comments."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from storage import access, clock, held, ledger
from storage.database import one_at_a_time
from storage.errors import ChangedMeanwhile, NotFound, Refused
from storage.records import ObservationNote, Recording
from storage.rules.access import Act, Asker, Thing
from storage.rules.observation_note import check_note

MOST_NOTES = 300
"""Notes on one recording: one every ten seconds of a long lesson."""


@dataclass(frozen=True)
class NoteView:
    """A note, safe to keep outside a transaction."""

    id: str
    client_id: str
    recording_id: str
    at_ms: int
    text: str
    version: int
    created_at: datetime


# Asking


def read(session: Session, asker: Asker, recording_id: str) -> list[NoteView]:
    """Return the asker's own notes on a recording, in the order of the film. Raises NotFound."""
    recording = _recording(session, recording_id)
    access.require_sight(asker, Act.READ_OBSERVATION_NOTES, _thing(session, recording, asker.id))
    query = (
        select(ObservationNote)
        .where(
            ObservationNote.recording_id == recording_id,
            ObservationNote.coach_id == asker.id,
            ObservationNote.removed_at.is_(None),
        )
        .order_by(ObservationNote.at_ms, ObservationNote.created_at, ObservationNote.id)
    )
    return [_view(note) for note in session.scalars(query)]


# Acting


def write(
    session: Session, asker: Asker, recording_id: str, at_ms: int, text: str, client_id: str
) -> NoteView:
    """Write a fact at a moment of a released recording.

    Sending the same `client_id` again changes nothing. Raises Refused for a moment outside the
    film and for a text that is empty or too long.
    """
    recording = _recording(session, recording_id)
    thing = _thing(session, recording, asker.id)
    access.require_sight(asker, Act.WATCH_RECORDING, thing)
    access.require(asker, Act.WRITE_OBSERVATION_NOTE, thing)
    client_id = client_id[:64]
    one_at_a_time(session, f"note:{recording_id}")  # the same note may come in twice at once
    again = session.scalar(
        select(ObservationNote).where(
            ObservationNote.recording_id == recording_id, ObservationNote.client_id == client_id
        )
    )
    if again:
        if again.coach_id != asker.id:
            raise NotFound()
        return _view(again)
    check_note(at_ms, text, recording.duration_ms or 0)
    if _how_many(session, recording_id, asker.id) >= MOST_NOTES:
        raise Refused("refusals.too_many_notes", most=MOST_NOTES)
    note = ObservationNote(
        recording_id=recording_id,
        coach_id=asker.id,
        client_id=client_id,
        at_ms=at_ms,
        text=text.strip(),
        created_at=clock.now(),
    )
    session.add(note)
    session.flush()
    # About the film: who may read the film's lines learns that there was a note, never which.
    ledger.write(session, asker.id, "note", "recording", recording_id, recording.owner_id)
    return _view(note)


def change(
    session: Session, asker: Asker, note_id: str, version: int, at_ms: int, text: str
) -> NoteView:
    """Write a note anew.

    Raises ChangedMeanwhile with the kept text when another tab saved after `version` was read.
    """
    note, recording = _own(session, asker, note_id)
    held.refuse_change_if_kept(session, note_id)
    check_note(at_ms, text, recording.duration_ms or 0)
    claimed = session.execute(
        update(ObservationNote)
        .where(ObservationNote.id == note_id, ObservationNote.version == version)
        .values(version=version + 1, at_ms=at_ms, text=text.strip())
        .execution_options(synchronize_session=False)
    )
    session.refresh(note)
    if claimed.rowcount != 1:  # type: ignore[attr-defined]
        raise ChangedMeanwhile(theirs=note.text)
    return _view(note)


def remove(session: Session, asker: Asker, note_id: str) -> None:
    """Take a note away; it can be put back until the nightly sweep."""
    note, _ = _own(session, asker, note_id)
    note.removed_at = clock.now()


def restore(session: Session, asker: Asker, note_id: str) -> NoteView:
    """Put a removed note back."""
    note, recording = _own(session, asker, note_id)
    if note.removed_at and _how_many(session, recording.id, asker.id) >= MOST_NOTES:
        raise Refused("refusals.too_many_notes", most=MOST_NOTES)
    note.removed_at = None
    return _view(note)


def _own(session: Session, asker: Asker, note_id: str) -> tuple[ObservationNote, Recording]:
    note = session.get(ObservationNote, note_id)
    if not note:
        raise NotFound()
    recording = _recording(session, note.recording_id)
    thing = _thing(session, recording, note.coach_id)
    access.require_sight(asker, Act.READ_OBSERVATION_NOTES, thing)
    access.require(asker, Act.CHANGE_OBSERVATION_NOTE, thing)
    return note, recording


def _thing(session: Session, recording: Recording, author_id: str) -> Thing:
    return replace(access.recording_thing(session, recording), author_id=author_id)


def _how_many(session: Session, recording_id: str, coach_id: str) -> int:
    query = select(func.count()).where(
        ObservationNote.recording_id == recording_id,
        ObservationNote.coach_id == coach_id,
        ObservationNote.removed_at.is_(None),
    )
    return session.scalar(query) or 0


def _recording(session: Session, recording_id: str) -> Recording:
    recording = session.get(Recording, recording_id)
    if not recording:
        raise NotFound()
    return recording


def _view(note: ObservationNote) -> NoteView:
    return NoteView(
        id=note.id,
        client_id=note.client_id,
        recording_id=note.recording_id,
        at_ms=note.at_ms,
        text=note.text,
        version=note.version,
        created_at=note.created_at,
    )
