"""What a hold keeps and locks, asked by everything that deletes or opens; `holds` changes it.

A deletion claims its thing first and a hold looks at the claims, both one at a time: so either the
hold wins and nothing of the thing goes, or whoever sets it hears at once that it comes too late.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Exists, delete, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from storage import clock
from storage.database import one_at_a_time
from storage.errors import NotFound, Refused
from storage.records import (
    ActionSummary,
    Clip,
    Cycle,
    Going,
    HeldThing,
    Hold,
    ObservationNote,
    Pair,
    Recording,
    Reflection,
    RoleHeld,
    Talk,
)
from storage.rules import hold as rule
from storage.rules.hold import HoldFacts, Standing
from storage.rules.retention import Kind
from storage.rules.roles import Role

log = logging.getLogger(__name__)

PARTS = frozenset(
    {Kind.raw_recording, Kind.unmasked_recording, Kind.transcript_full, Kind.derived_media}
)
"""Kinds that go while what they are a part of stays."""
_BY_TWO = (Hold.confirmed_at.is_not(None), Hold.lifted_at.is_(None))
"""What `rule.LOCKS` says, for the database."""
HALF = "half"
"""No kind of a thing: that its deletion was begun once more, until the night has told how many."""


@dataclass(frozen=True)
class Locks:
    """What a hold means for opening one thing."""

    held: bool = False
    """The data protection officer alone opens it."""
    locked: bool = False
    """Nobody opens it."""


def facts(hold: Hold) -> HoldFacts:
    """The moments of a hold, for the rule."""
    return HoldFacts(
        created_at=hold.created_at,
        review_by=hold.review_by,
        confirmed_at=hold.confirmed_at,
        lifted_at=hold.lifted_at,
    )


# Asking


def kept(session: Session, now: datetime | None = None) -> set[str]:
    """Return the ids of everything that a hold keeps from deletion."""
    at = now or clock.now()
    rows = session.execute(
        select(HeldThing.thing_id, Hold)
        .join(Hold, Hold.id == HeldThing.hold_id)
        .where(Hold.lifted_at.is_(None))
    )
    return {thing_id for thing_id, hold in rows if rule.standing(facts(hold), at) in rule.KEEPS}


def locks(session: Session, thing_id: str) -> Locks:
    """Return what holds mean for opening this thing."""
    found = [rule.standing(facts(hold), clock.now()) for hold in _on(session, thing_id)]
    if Standing.in_force in found:
        return Locks(held=True)
    return Locks(locked=Standing.overdue in found)


def locked(session: Session) -> set[str]:
    """Return the ids of everything that a hold by two locks, and of whose account waits for it."""
    rows = session.execute(
        select(HeldThing.thing_id, HeldThing.owner_id)
        .join(Hold, Hold.id == HeldThing.hold_id)
        .where(*_BY_TWO)
    )
    return {id for row in rows for id in row if id}


def locks_row(thing_id: InstrumentedAttribute[str]) -> Exists:
    """The same, of a row that is being read: without a question to the database of its own."""
    by_two = select(HeldThing.thing_id).join(Hold, Hold.id == HeldThing.hold_id).where(*_BY_TWO)
    return by_two.where(HeldThing.thing_id == thing_id).exists()


def is_kept(session: Session, thing_id: str) -> bool:
    """Whether a hold keeps this thing from deletion now."""
    now = clock.now()
    return any(rule.standing(facts(hold), now) in rule.KEEPS for hold in _on(session, thing_id))


def refuse_if_kept(session: Session, thing_id: str) -> None:
    """Raise Refused when this thing must stay. The sentence is the same for every hold."""
    if is_kept(session, thing_id):
        raise Refused("refusals.kept_by_hold")


def refuse_change_if_kept(session: Session, thing_id: str) -> None:
    """Raise Refused when words must stay as they are: emptied is as gone as deleted."""
    if is_kept(session, thing_id):
        raise Refused("refusals.words_kept_by_hold")


def going(session: Session, thing_ids: Iterable[str]) -> set[str]:
    """Return which of these are being deleted at this moment, whole."""
    claimed = select(Going).where(Going.thing_id.in_(list(thing_ids)))
    return {each.thing_id for each in session.scalars(claimed) if each.kind not in {*PARTS, HALF}}


def with_what_was_made(session: Session, thing_id: str) -> list[HeldThing]:
    """Return a thing, and for a film its clips and the notes on it, to hold. Raises NotFound."""
    if film := session.get(Recording, thing_id):
        clips = session.scalars(select(Clip.id).where(Clip.recording_id == thing_id))
        notes = session.scalars(
            select(ObservationNote.id).where(ObservationNote.recording_id == thing_id)
        )
        made = [("recording", thing_id)]
        made += [("clip", each) for each in clips] + [("note", each) for each in notes]
        return [_held(word, each, film.owner_id) for word, each in made]
    if clip := session.get(Clip, thing_id):
        return [_held("clip", thing_id, clip.owner_id)]
    for record, word in ((Reflection, "reflection"), (Talk, "talk"), (ActionSummary, "summary")):
        owner_id = session.scalar(
            select(Pair.teacher_id)
            .join(Cycle, Cycle.pair_id == Pair.id)
            .join(record, record.cycle_id == Cycle.id)
            .where(record.id == thing_id)
        )
        if owner_id:
            return [_held(word, thing_id, owner_id)]
    raise NotFound("refusals.hold_unknown")


def _held(word: str, thing_id: str, owner_id: str) -> HeldThing:
    return HeldThing(hold_id="", thing_id=thing_id, thing=word, owner_id=owner_id)


def confirmers(session: Session, hold: Hold) -> set[str]:
    """Return who could give the second yes to a hold."""
    other = Role.school_leader if hold.set_as == Role.dpo else Role.dpo
    who = select(RoleHeld.person_id).where(RoleHeld.role == other)
    return set(session.scalars(who)) - {hold.set_by}


def waiting_for(session: Session, person_id: str) -> int:
    """Return how many holds wait for a yes that this person alone can give."""
    now = clock.now()
    open_ones = select(Hold).where(Hold.lifted_at.is_(None), Hold.confirmed_at.is_(None))
    return sum(
        rule.standing(facts(hold), now) is Standing.waiting
        and confirmers(session, hold) == {person_id}
        for hold in session.scalars(open_ones).all()
    )


def owners(session: Session, person_ids: Iterable[str]) -> set[str]:
    """Return which of these people have something that a hold keeps."""
    mine = select(HeldThing).where(HeldThing.owner_id.in_(list(person_ids)))
    there = session.scalars(mine).all()
    if not there:
        return set()
    keeps = kept(session)
    return {each.owner_id for each in there if each.owner_id and each.thing_id in keeps}


def _on(session: Session, thing_id: str) -> list[Hold]:
    return list(
        session.scalars(
            select(Hold)
            .join(HeldThing, HeldThing.hold_id == Hold.id)
            .where(HeldThing.thing_id == thing_id, Hold.lifted_at.is_(None))
        )
    )


# Acting


def claim(session: Session, kind: str, thing_id: str) -> bool:
    """Begin to delete a thing, in a transaction of its own; False when a hold keeps it.

    What a crash leaves claimed is claimed again by the next sweep, and told.
    """
    one_at_a_time(session, "holds")
    if is_kept(session, thing_id):
        return False
    if begun := session.get(Going, {"thing_id": thing_id, "kind": kind}):
        log.warning("%s/%s was begun at %s: once more", kind, thing_id, begun.since.isoformat())
        session.merge(Going(thing_id=thing_id, kind=HALF, since=begun.since))
    session.merge(Going(thing_id=thing_id, kind=kind, since=clock.now()))
    return True


def halves(session: Session) -> int:
    """How many deletions that were broken off came to their end since this was asked last."""
    goes_on = select(Going.thing_id).where(Going.kind != HALF)
    found = session.execute(
        delete(Going)
        .where(Going.kind == HALF, Going.thing_id.not_in(goes_on))
        .execution_options(synchronize_session=False)
    )
    return int(found.rowcount)  # type: ignore[attr-defined]


def disclaim(session: Session, kind: str, thing_id: str) -> None:
    """End a deletion, in the transaction that deletes the rows."""
    session.execute(delete(Going).where(Going.thing_id == thing_id, Going.kind == kind))
