"""What an objection locks: a film, a film on its way in, or the clips that are left of one."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, or_, select

from storage import clock
from storage.lone_clips import LoneClips
from storage.records import Objection, Recording, Upload
from storage.rules.notice import Word
from storage.rules.objection import Filmed

Locked = Recording | Upload | LoneClips


@dataclass(frozen=True)
class Named:
    """What is locked, as the ledger and its teacher's notices name it."""

    thing: str
    id: str
    at_once: Word = Word.objection
    """What its teacher is told when it is locked."""
    due: Word = Word.objection_due
    """What she is told when the parent must soon have an answer."""


def _clips(cycle_id: str) -> Named:
    return Named("cycle", cycle_id, Word.objection_clips, Word.objection_clips_due)


# Asking


def named(locked: Locked) -> Named:
    """Return how something is named that is about to be locked."""
    if isinstance(locked, LoneClips):
        return _clips(locked.id)
    return Named("recording" if isinstance(locked, Recording) else "upload", locked.id)


def named_in(objection: Objection) -> Named:
    """Return how that is named which an objection locks, or did: it may be gone by now."""
    if objection.upload_id:
        return Named("upload", objection.upload_id)
    if objection.recording_id is None and objection.cycle_id:
        return _clips(objection.cycle_id)
    return Named("recording", objection.recording_id or objection.id)


def filmed(locked: Locked) -> Filmed:
    """Return what is known of it without looking."""
    if isinstance(locked, LoneClips):
        return Filmed(locked.owner_id, locked.came_in_on, locked.class_group, locked.lesson_on)
    came_in = locked.uploaded_at if isinstance(locked, Recording) else locked.created_at
    came_in_on = clock.day_at_school(came_in)
    return Filmed(locked.owner_id, came_in_on, locked.class_group, locked.lesson_on)


def still_open() -> Select[Objection]:
    """Objections that lock something, the oldest first."""
    return select(Objection).where(Objection.ended_at.is_(None)).order_by(Objection.created_at)


def open_to(recording_id: str) -> Select[Objection]:
    """Those that lock one film."""
    return still_open().where(Objection.recording_id == recording_id)


def open_to_clips(cycle_id: str) -> Select[Objection]:
    """Those that lock the clips of a cycle whose film is gone."""
    return still_open().where(
        Objection.cycle_id == cycle_id,
        Objection.recording_id.is_(None),
        Objection.upload_id.is_(None),
    )


def about(film: Recording | Upload) -> ColumnElement[bool]:
    """Objections to one film, also from when it was on its way in; ended ones as well."""
    return or_(Objection.recording_id == film.id, Objection.upload_id == film.id)


def open_to_any(locked: Locked) -> Select[Objection]:
    """Those that lock this, whatever it is."""
    if isinstance(locked, LoneClips):
        return open_to_clips(locked.id)
    return still_open().where(about(locked))


def open_beside(objection: Objection) -> Select[Objection]:
    """Those that lock the same thing as this one."""
    of = named_in(objection)
    return open_to_clips(of.id) if of.thing == "cycle" else open_to(of.id)
