"""How a parent's objection ends: its teacher takes the child out, says why the film may open as it
is, or throws it away."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from storage import (
    access,
    clock,
    held,
    ledger,
    lone_clips,
    notices,
    objected,
    objections,
    privacy_review,
    privacy_work,
    recordings,
    remaking,
    taken_out,
)
from storage.database import one_at_a_time
from storage.errors import NotFound, Refused
from storage.records import Clip, Objection, PrivacyCheck, Recording, RecordingState
from storage.remaking import Remade
from storage.rules import objection as rule
from storage.rules.access import Asker
from storage.rules.notice import Word
from storage.rules.objection import Reason
from storage.rules.sentences import refuse_if

# Asking


def before(session: Session, asker: Asker, recording_id: str) -> Remade:
    """Return what settling would do to the clips that are published, on what she agreed with."""
    recording = objections.own(session, asker, recording_id)
    masks = privacy_work.masks_of(session.get(PrivacyCheck, recording_id), recording)
    return remaking.foretold(session, recording, masks)


# Acting


def settle(session: Session, asker: Asker, recording_id: str, which: Collection[str]) -> Remade:
    """Put what she agreed with in the place of the film, and end these objections with it.

    All at once: whoever is stopped halfway leaves everything locked. One that came in while she
    looked still locks it. Refused before she agreed with what the film becomes, when nothing was
    taken out, and when a hold keeps the film or a clip of it.
    """
    one_at_a_time(session, "objections")
    recording = objections.own(session, asker, recording_id)
    found = session.scalars(objected.open_to(recording_id).with_for_update()).all()
    ending = [each for each in found if each.id in which]
    if not ending:
        raise NotFound()
    if not privacy_review.look(session, asker, recording_id).takes_out:
        raise Refused("privacy_check.nothing_asked")
    remade = taken_out.take_effect(session, recording)
    for each in ending:
        _end(session, asker.id, each, Reason.made_unseen)
        # The moment at which the film became so: a restore looks whether the film it has is so.
        each.ended_at = recording.masked_at or each.ended_at
    return remade


def lift(
    session: Session, asker: Asker, recording_id: str, reason: str, *, which: str = ""
) -> None:
    """End an objection with why that may be; its teacher's alone.

    `which`: by id; else the oldest. The film opens with the last one.
    """
    objection = _mine(session, asker, recording_id, which)
    refuse_if(rule.why_not_lifted(reason))
    _end(session, asker.id, objection, Reason(reason))
    recording = session.get_one(Recording, recording_id)
    if recording.state is RecordingState.released and not access.objected(session, recording_id):
        taken_out.drop(session, recording)


def delete_all(session: Session, asker: Asker, recording_id: str) -> None:
    """Throw the film away with every clip that was made of it. Refused when a hold keeps it."""
    objection = _mine(session, asker, recording_id)
    for clip in session.scalars(select(Clip).where(_clips_of(objection))).all():
        held.refuse_if_kept(session, clip.id)
        clip.removed_at = clip.removed_at or clock.now()
    recordings.discard(session, asker, recording_id)
    for each in session.scalars(objected.open_to(recording_id)).all():
        _end(session, asker.id, each, Reason.deleted)


def lift_clips(
    session: Session, asker: Asker, cycle_id: str, reason: str, *, which: str = ""
) -> None:
    """The same as `lift`, for the clips of a film that is gone."""
    objection = _of_clips(session, asker, cycle_id, which)
    refuse_if(rule.why_not_lifted(reason))
    _end(session, asker.id, objection, Reason(reason))


def delete_clips(session: Session, asker: Asker, cycle_id: str) -> None:
    """Throw away every clip that is left of a film. Refused when a hold keeps one."""
    _of_clips(session, asker, cycle_id)
    for clip in lone_clips.own(session, asker, cycle_id):
        held.refuse_if_kept(session, clip.id)
        clip.removed_at = clock.now()
    for each in session.scalars(objected.open_to_clips(cycle_id)).all():
        _end(session, asker.id, each, Reason.deleted)


def _of_clips(session: Session, asker: Asker, cycle_id: str, which: str = "") -> Objection:
    lone_clips.own(session, asker, cycle_id)
    return _first(session, objected.open_to_clips(cycle_id), which)


def _clips_of(objection: Objection) -> ColumnElement[bool]:
    of_the_film = Clip.recording_id == objection.recording_id
    if objection.cycle_id is None:
        return of_the_film
    return or_(of_the_film, Clip.cycle_id == objection.cycle_id)


def film_goes(session: Session, recording_id: str) -> None:
    """A film goes at the end of its term while a parent still waits: what was cut from it goes too.

    Nobody could settle it any more, and clips would stay locked for good. What a hold keeps is
    there for the officer, goes when that ends, and opens for nobody else in between.
    """
    for objection in session.scalars(objected.open_to(recording_id)).all():
        for clip in session.scalars(select(Clip).where(_clips_of(objection))).all():
            clip.removed_at = clip.removed_at or clock.now()
        _end(session, ledger.MACHINE, objection, Reason.deleted)


def _mine(session: Session, asker: Asker, recording_id: str, which: str = "") -> Objection:
    objections.own(session, asker, recording_id)
    return _first(session, objected.open_to(recording_id), which)


def _first(session: Session, asked: Select[Objection], which: str) -> Objection:
    """The one that is meant, else the oldest."""
    if which:
        asked = asked.where(Objection.id == which)
    found = session.scalar(asked.limit(1).with_for_update())
    if not found:
        raise NotFound()
    return found


def _end(session: Session, by: str, objection: Objection, reason: Reason) -> None:
    """Note that an objection is settled; what named the class goes with it."""
    objection.ended_at, objection.reason, objection.class_group = clock.now(), reason, ""
    of, others = objected.named_in(objection), objected.open_beside(objection)
    ledger.write(session, by, f"objection_{reason}", of.thing, of.id, objection.owner_id)
    session.flush()
    if session.scalar(others.limit(1)) is None:
        notices.take_back(session, of.id, of.at_once, of.due)
    entry_id = objection.entry_id or objection.id
    of_entry = objected.still_open().where(Objection.entry_id == entry_id)
    if session.scalar(of_entry.limit(1)) is None:
        notices.take_back(session, entry_id, Word.answer_due)
