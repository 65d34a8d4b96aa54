"""A parent's objection: each film it may be about is locked, and its teacher deals with it.

Of a lesson whose film is gone its published clips are locked.

Entered by class and day, by admin or officer, who see no film; or by the teacher for a film of
hers. Until all objections to a film ended only she plays it, and nobody its clips.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from storage import (
    access,
    clock,
    departed,
    export_packages,
    held,
    ledger,
    lone_clips,
    notices,
    objected,
    objection_entries,
)
from storage.database import one_at_a_time
from storage.errors import NotFound, Refused
from storage.objected import Locked
from storage.records import Objection, ObjectionEntry, Recording, RecordingState, Upload
from storage.records.base import new_id
from storage.rules import objection as rule
from storage.rules.access import Act, Asker, Thing
from storage.rules.lesson import tidy
from storage.rules.notice import Word
from storage.rules.objection import About, Reason
from storage.rules.roles import Role
from storage.rules.sentences import refuse_if

_GONE = (RecordingState.discarded, RecordingState.refused)


@dataclass(frozen=True)
class ObjectionView:
    """An objection to one film, as its teacher sees it."""

    id: str
    class_group: str
    lesson_on: date
    created_at: datetime
    answer_by: date
    """The last day to answer the parent."""


# Asking


def of_recording(session: Session, asker: Asker, recording_id: str) -> list[ObjectionView]:
    """Return the open objections to an own film, the oldest first. Raises NotFound."""
    recording = own(session, asker, recording_id)
    return [_view(each) for each in session.scalars(objected.open_to(recording.id))]


def of_clips(session: Session, asker: Asker, cycle_id: str) -> list[ObjectionView]:
    """Return the open objections to own clips whose film is gone. Raises NotFound."""
    lone_clips.own(session, asker, cycle_id)
    return [_view(each) for each in session.scalars(objected.open_to_clips(cycle_id))]


def own(session: Session, asker: Asker, recording_id: str) -> Recording:
    """Return an own film whose objections are hers to deal with. Raises NotFound."""
    recording = session.get(Recording, recording_id)
    if not recording:
        raise NotFound()
    locks = held.locks(session, recording.id)
    thing = Thing(owner_id=recording.owner_id, held=locks.held)
    access.require_sight(asker, Act.HANDLE_OBJECTION, thing)
    return recording


def _view(objection: Objection) -> ObjectionView:
    return ObjectionView(
        id=objection.id,
        class_group=objection.class_group,
        lesson_on=objection.lesson_on,
        created_at=objection.created_at,
        answer_by=answer_by(objection),
    )


def answer_by(objection: Objection) -> date:
    """The last day to answer the parent."""
    return rule.answer_by(clock.day_at_school(objection.created_at))


# Acting


def enter_for(session: Session, asker: Asker, about: About) -> int:
    """Lock every film an objection may be about; returns how many.

    Who enters it sees none of them: each teacher knows whether hers shows that child. A number is
    told only with the lock, so that nobody looks around with it. What comes in of that class and
    day later is locked too, for a while (`objection_entries`).
    """
    access.require(asker, Act.ENTER_OBJECTION, Thing())
    refuse_if(rule.why_not_entered(about.class_group, about.lesson_on, clock.today()))
    one_at_a_time(session, "objections")
    found = _that_may_be(session, about)
    _enter(session, asker, found, about, objection_entries.keep(session, asker.id, about))
    return len(found)


def enter(
    session: Session, asker: Asker, recording_id: str, class_group: str, lesson_on: date
) -> None:
    """Lock a film of one's own."""
    recording = own(session, asker, recording_id)
    if recording.state in _GONE:
        raise NotFound()
    refuse_if(rule.why_not_entered(class_group, lesson_on, clock.today()))
    one_at_a_time(session, "objections")
    about = About(class_group, lesson_on, recording.owner_id)
    _enter(session, asker, [recording], about, new_id())


def follow(session: Session, film: Recording | Upload, upload_id: str | None = None) -> None:
    """Lock a film that came in, or whose class or day was told, if an open objection may be of it.

    `upload_id`: it was on its way in under this id, and what was written about that is about it.
    """
    one_at_a_time(session, "objections")
    if upload_id and _came_in(session, upload_id, film.id):
        notices.give(session, film.owner_id, Word.objection, film.id, clock.now())
    if not (film.lesson_on or film.class_group):
        return
    has = set(session.scalars(select(Objection.entry_id).where(objected.about(film))))
    for entry_id, entry in _known(session, film).items():
        about = About(entry.class_group, entry.lesson_on, film.owner_id)
        if entry_id not in has and about.may_be(objected.filmed(film)):
            _lock(session, entry.entered_by, film, about, entry_id, _since(entry))
            _tell_who_wrote(session, entry, entry_id, film)


def refuse_untold(session: Session, film: Recording) -> None:
    """Raise Refused for a film that says neither class nor day while a parent may speak of it.

    Nobody but its teacher sees it yet, so it waits for her to say, and is locked then or goes on.
    """
    if film.class_group or film.lesson_on:
        return
    seen = objected.filmed(film)
    for entry in _known(session, film).values():
        if About(entry.class_group, entry.lesson_on, film.owner_id).may_be(seen):
            raise Refused("refusals.lesson_first")


def _known(session: Session, film: Recording | Upload) -> dict[str, ObjectionEntry | Objection]:
    """What may be about this film by its entry: what is looked out for, and what locks others.

    What a teacher wrote down about her own film names her in nobody else's ledger.
    """
    known: dict[str, ObjectionEntry | Objection] = {}
    for entry in objection_entries.still(session):
        known[entry.id] = entry
    for each in session.scalars(objected.still_open()):
        if not each.entered_by == each.owner_id != film.owner_id:
            known.setdefault(each.entry_id or each.id, each)
    return known


def _since(entry: ObjectionEntry | Objection) -> datetime:
    """From when the parent waits: has that answer been given, for a month from now."""
    late = rule.answer_by(clock.day_at_school(entry.created_at)) < clock.today()
    return clock.now() if late else entry.created_at


def _tell_who_wrote(
    session: Session, entry: ObjectionEntry | Objection, entry_id: str, film: Recording | Upload
) -> None:
    if entry.entered_by == film.owner_id:
        return
    for who in departed.instead(session, {entry.entered_by}, (Role.admin, Role.dpo)):
        notices.give(session, who, Word.objection_found, entry_id, clock.now())


def _came_in(session: Session, upload_id: str, recording_id: str) -> bool:
    moved = session.execute(
        update(Objection)
        .where(Objection.upload_id == upload_id)
        .values(recording_id=recording_id, upload_id=None)
    )
    return bool(moved.rowcount)  # type: ignore[attr-defined]


def _that_may_be(session: Session, about: About) -> list[Locked]:
    """Films that are there, films on their way in, and the clips of films that are gone."""
    films: list[Locked] = []
    films += session.scalars(select(Recording).where(Recording.state.not_in(_GONE)))
    films += session.scalars(select(Upload).where(Upload.recording_id.is_(None)))
    films += lone_clips.everywhere(session)
    return [film for film in films if about.may_be(objected.filmed(film))]


def _enter(
    session: Session, asker: Asker, films: Sequence[Locked], about: About, entry_id: str
) -> None:
    for film in films:
        if not _slipped(session, asker, film, about):
            _lock(session, asker.id, film, about, entry_id, clock.now())


def _slipped(session: Session, asker: Asker, film: Locked, about: About) -> bool:
    """Whether this was entered a moment ago. A second parent of that class is another objection."""
    same = objected.open_to_any(film).where(
        Objection.entered_by == asker.id,
        Objection.class_group == tidy(about.class_group),
        Objection.lesson_on == about.lesson_on,
        Objection.created_at > clock.now() - rule.SAME_ENTRY,
    )
    return session.scalar(same.limit(1)) is not None


def _lock(
    session: Session,
    by: str,
    film: Locked,
    about: About,
    entry_id: str,
    since: datetime,
) -> None:
    of = objected.named(film)
    session.add(
        Objection(
            owner_id=film.owner_id, recording_id=of.id if of.thing == "recording" else None,
            upload_id=of.id if of.thing == "upload" else None, cycle_id=film.cycle_id,
            class_group=tidy(about.class_group), lesson_on=about.lesson_on, entered_by=by,
            entry_id=entry_id, created_at=since,
        )
    )  # fmt: skip
    ledger.write(session, by, "object", of.thing, of.id, film.owner_id)
    if by != film.owner_id and of.thing != "upload":
        notices.take_back(session, of.id, of.at_once, of.due)
        notices.give(session, film.owner_id, of.at_once, of.id, clock.now())
    export_packages.take_away_all(session, film.owner_id)
    session.flush()


def forget_upload(session: Session, upload_id: str) -> None:
    """A film that was on its way in does not come: nothing is left to object to."""
    session.execute(
        update(Objection)
        .where(Objection.upload_id == upload_id, Objection.ended_at.is_(None))
        .values(ended_at=clock.now(), reason=Reason.deleted, class_group="", upload_id=None)
    )


def forget(session: Session, before: datetime) -> int:
    """Delete objections that ended before `before`; returns how many."""
    gone = session.execute(delete(Objection).where(Objection.ended_at < before))
    return int(gone.rowcount)  # type: ignore[attr-defined]
