"""How a parent's objection ends: its teacher says why the film may open, or throws it away."""

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from storage import clock, held, ledger, notices, objections, recordings
from storage.errors import NotFound
from storage.records import Clip, Objection
from storage.rules import objection as rule
from storage.rules.access import Asker
from storage.rules.notice import Word
from storage.rules.objection import Reason
from storage.rules.sentences import refuse_if

# Acting


def lift(
    session: Session, asker: Asker, recording_id: str, reason: str, *, which: str = ""
) -> None:
    """End an objection with why that may be; its teacher's alone.

    `which`: by id; else the oldest. The film opens with the last one.
    """
    objection = _mine(session, asker, recording_id, which)
    refuse_if(rule.why_not_lifted(reason))
    _end(session, asker, objection, Reason(reason))


def delete_all(session: Session, asker: Asker, recording_id: str) -> None:
    """Throw the film away with every clip that was made of it. Refused when a hold keeps it."""
    objection = _mine(session, asker, recording_id)
    for clip in session.scalars(select(Clip).where(_clips_of(objection))).all():
        held.refuse_if_kept(session, clip.id)
        clip.removed_at = clip.removed_at or clock.now()
    recordings.discard(session, asker, recording_id)
    for each in session.scalars(objections.open_to(recording_id)).all():
        _end(session, asker, each, Reason.deleted)


def _clips_of(objection: Objection) -> ColumnElement[bool]:
    of_the_film = Clip.recording_id == objection.recording_id
    if objection.cycle_id is None:
        return of_the_film
    return or_(of_the_film, Clip.cycle_id == objection.cycle_id)


def _mine(session: Session, asker: Asker, recording_id: str, which: str = "") -> Objection:
    objections.own(session, asker, recording_id)
    asked = objections.open_to(recording_id).limit(1)
    found = session.scalar(
        (asked.where(Objection.id == which) if which else asked).with_for_update()
    )
    if not found:
        raise NotFound()
    return found


def _end(session: Session, asker: Asker, objection: Objection, reason: Reason) -> None:
    """Note that an objection is settled; what named the class goes with it."""
    objection.ended_at, objection.reason, objection.class_group = clock.now(), reason, ""
    thing_id = objection.recording_id or objection.id
    ledger.write(session, asker.id, f"objection_{reason}", "recording", thing_id, asker.id)
    session.flush()
    if session.scalar(objections.open_to(thing_id).limit(1)) is None:
        notices.take_back(session, thing_id, Word.objection, Word.objection_due)
    entry_id = objection.entry_id or objection.id
    if (
        session.scalar(objections.still_open().where(Objection.entry_id == entry_id).limit(1))
        is None
    ):
        notices.take_back(session, entry_id, Word.answer_due)
