"""A parent's objection: the film is locked at once, and its teacher deals with it.

Entered by the teacher for a film of hers, by admin or officer for a teacher and a day: they see no
film. Until it ends only the teacher plays the film, and nobody its clips.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, delete, or_, select
from sqlalchemy.orm import Session

from storage import access, clock, export_packages, held, ledger, notices, recordings
from storage.database import one_at_a_time
from storage.errors import NotFound, Refused
from storage.records import Clip, Objection, Person, Recording, RecordingState
from storage.rules import objection as rule
from storage.rules.access import Act, Asker, Thing
from storage.rules.notice import Word
from storage.rules.objection import Reason
from storage.rules.sentences import refuse_if

_GONE = (RecordingState.discarded, RecordingState.refused)


@dataclass(frozen=True)
class ObjectionView:
    """An objection as those who may know of it see it; no film is in it."""

    id: str
    teacher: str
    class_group: str
    lesson_on: date
    created_at: datetime
    ended_at: datetime | None
    reason: Reason | None


# Asking


def read(session: Session, asker: Asker) -> list[ObjectionView]:
    """Return every objection, for those who enter them for the school; open ones first."""
    access.require_sight(asker, Act.READ_OBJECTIONS, Thing())
    rows = session.execute(
        select(Objection, Person.name)
        .join(Person, Person.id == Objection.owner_id)
        .order_by(Objection.ended_at.is_not(None), Objection.created_at.desc())
    )
    return [_view(objection, name) for objection, name in rows]


def of_recording(session: Session, asker: Asker, recording_id: str) -> ObjectionView | None:
    """Return the open objection to an own film; None when there is none. Raises NotFound."""
    recording = session.get(Recording, recording_id)
    if not recording:
        raise NotFound()
    access.require_sight(asker, Act.HANDLE_OBJECTION, _hers(session, recording))
    found = session.scalar(_open().where(Objection.recording_id == recording_id).limit(1))
    return _view(found, "") if found else None


def _hers(session: Session, recording: Recording) -> Thing:
    locks = held.locks(session, recording.id)
    return Thing(owner_id=recording.owner_id, held=locks.held)


def _open() -> Select[Objection]:
    return select(Objection).where(Objection.ended_at.is_(None))


def _view(objection: Objection, teacher: str) -> ObjectionView:
    return ObjectionView(
        id=objection.id,
        teacher=teacher,
        class_group=objection.class_group,
        lesson_on=objection.lesson_on,
        created_at=objection.created_at,
        ended_at=objection.ended_at,
        reason=Reason(objection.reason) if objection.reason else None,
    )


# Acting


def enter_for(
    session: Session, asker: Asker, teacher_id: str, class_group: str, lesson_on: date
) -> int:
    """Lock every film of a teacher that may be of a lesson on that day; returns how many.

    Who enters it sees none of them: its teacher knows which one shows that class. Raises Refused
    when there is none.
    """
    access.require(asker, Act.ENTER_OBJECTION, Thing())
    found = session.scalars(
        select(Recording).where(Recording.owner_id == teacher_id, Recording.state.not_in(_GONE))
    ).all()
    films = [
        film for film in found if rule.may_be_of(lesson_on, clock.day_at_school(film.uploaded_at))
    ]
    if not films:
        raise Refused("refusals.objection_nothing")
    return _enter(session, asker, films, class_group, lesson_on)


def enter(
    session: Session, asker: Asker, recording_id: str, class_group: str, lesson_on: date
) -> None:
    """Lock a film of one's own."""
    recording = session.get(Recording, recording_id)
    if not recording or recording.state in _GONE:
        raise NotFound()
    access.require_sight(asker, Act.HANDLE_OBJECTION, _hers(session, recording))
    _enter(session, asker, [recording], class_group, lesson_on)


def _enter(
    session: Session,
    asker: Asker,
    films: Iterable[Recording],
    class_group: str,
    lesson_on: date,
) -> int:
    refuse_if(rule.why_not_entered(class_group, lesson_on, clock.today()))
    one_at_a_time(session, "objections")
    entered = 0
    for film in films:
        if session.scalar(_open().where(Objection.recording_id == film.id).limit(1)):
            continue  # it is locked already
        session.add(
            Objection(
                owner_id=film.owner_id, recording_id=film.id, cycle_id=film.cycle_id,
                class_group=class_group.strip(), lesson_on=lesson_on, entered_by=asker.id,
                created_at=clock.now(),
            )
        )  # fmt: skip
        ledger.write(session, asker.id, "object", "recording", film.id, film.owner_id)
        if asker.id != film.owner_id:
            notices.give(session, film.owner_id, Word.objection, film.id, clock.now())
        export_packages.take_away_all(session, film.owner_id)
        entered += 1
    session.flush()
    return entered


def lift(session: Session, asker: Asker, recording_id: str, reason: str) -> None:
    """Open a film again, with why that may be; its teacher's alone."""
    objection = _mine(session, asker, recording_id)
    refuse_if(rule.why_not_lifted(reason))
    _end(session, asker, objection, Reason(reason))


def delete_all(session: Session, asker: Asker, recording_id: str) -> None:
    """Throw the film away with every clip that was made of it. Refused when a hold keeps it."""
    objection = _mine(session, asker, recording_id)
    for clip in session.scalars(select(Clip).where(_clips_of(objection))).all():
        held.refuse_if_kept(session, clip.id)
        clip.removed_at = clip.removed_at or clock.now()
    recordings.discard(session, asker, recording_id)
    _end(session, asker, objection, Reason.deleted)


def _clips_of(objection: Objection) -> ColumnElement[bool]:
    of_the_film = Clip.recording_id == objection.recording_id
    if objection.cycle_id is None:
        return of_the_film
    return or_(of_the_film, Clip.cycle_id == objection.cycle_id)


def _mine(session: Session, asker: Asker, recording_id: str) -> Objection:
    recording = session.get(Recording, recording_id)
    if not recording:
        raise NotFound()
    access.require_sight(asker, Act.HANDLE_OBJECTION, _hers(session, recording))
    found = session.scalar(_open().where(Objection.recording_id == recording_id).with_for_update())
    if not found:
        raise NotFound()
    return found


def _end(session: Session, asker: Asker, objection: Objection, reason: Reason) -> None:
    objection.ended_at, objection.reason, objection.class_group = clock.now(), reason, ""
    thing_id = objection.recording_id or objection.id
    ledger.write(session, asker.id, f"objection_{reason}", "recording", thing_id, asker.id)


def forget(session: Session, before: datetime) -> int:
    """Delete objections that ended before `before`; returns how many."""
    gone = session.execute(delete(Objection).where(Objection.ended_at < before))
    return int(gone.rowcount)  # type: ignore[attr-defined]
