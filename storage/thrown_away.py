"""What a teacher throws away of what is hers, whenever she wants, and no yes of others.

One clip; or what she wrote or had agreed in a cycle: her reflection, the notes of the talk, the
summary. Words go in this very transaction, with their proof; a clip has bytes, and is wiped that
night. A whole film goes by `recordings.discard`, everything of a cycle by `withdrawals`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import access, clock, export_packages, held, ledger, notices, tombstones, wiping
from storage.database import one_at_a_time
from storage.errors import NotFound, Refused, StepAlreadyTaken
from storage.records import ActionSummary, Answer, Clip, Reflection, Talk, Tombstone
from storage.rules.access import Act, Asker, may
from storage.rules.notice import Word
from storage.rules.retention import Kind
from storage.rules.steps import ENDED
from storage.tombstones import Gone

WORDS = (Kind.reflection, Kind.talk_notes, Kind.action_summary)
"""What somebody may look for, and find gone; of a draft nobody else knows."""
TEACHER = "teacher"


@dataclass(frozen=True)
class WentView:
    """Words of a cycle that are not there any more."""

    at: datetime
    thrown_away: bool
    """By the teacher; told to her alone."""


@dataclass(frozen=True)
class WordsView:
    """What became of the words of a cycle."""

    may_go: frozenset[Kind]
    """What is there, and the asker's to throw away."""
    went: Mapping[Kind, WentView]


# Asking


def look(session: Session, asker: Asker, cycle_id: str) -> WordsView:
    """Return which words of a cycle its teacher may throw away, and which are gone since when."""
    about = access.around(session, cycle_id)
    thing = access.cycle_thing(about)
    access.require_sight(asker, Act.SEE_CYCLE_STATE, thing)
    stones = session.scalars(
        select(Tombstone)
        .where(Tombstone.cycle_id == cycle_id, Tombstone.kind.in_(WORDS))
        .order_by(Tombstone.seq)
    )
    hers = may(asker, Act.THROW_AWAY_WORDS, thing).allowed
    return WordsView(
        frozenset(_there(session, about) if hers else ()),
        {
            Kind(each.kind): WentView(each.deleted_at, hers and each.actor == TEACHER)
            for each in stones
        },
    )


def _there(session: Session, about: access.Around) -> Iterator[Kind]:
    ended, cycle_id = about.cycle.state in ENDED, about.cycle.id
    sent = Reflection.submitted_at.is_not(None)
    written = {
        Kind.reflection: select(Reflection.id).where(
            Reflection.cycle_id == cycle_id, *([] if ended else [sent])
        ),
        Kind.talk_notes: select(Talk.id).where(Talk.cycle_id == cycle_id, Talk.notes != ""),
        Kind.action_summary: select(ActionSummary.id).where(ActionSummary.cycle_id == cycle_id),
    }
    for kind, rows in written.items():
        if kind is Kind.action_summary and not ended:
            continue  # the two still write it
        if session.scalar(rows.limit(1)) is not None:
            yield kind


# Acting


def clip(session: Session, asker: Asker, clip_id: str) -> None:
    """Throw a published clip away: from now on nobody opens it, and the next sweep wipes it.

    What its coach wrote at it goes along, and her answer. Raises NotFound for anybody else and
    while it is held, Refused when a hold waits to be confirmed.
    """
    found = session.get(Clip, clip_id, with_for_update=True)
    if found is None:
        raise NotFound()
    thing = access.clip_thing(session, found)
    access.require_sight(asker, Act.THROW_AWAY_CLIP, thing)
    if found.removed_at:
        raise StepAlreadyTaken()
    held.refuse_if_kept(session, clip_id)
    found.removed_at = clock.now()
    for answer in session.scalars(select(Answer).where(Answer.clip_id == clip_id)).all():
        if not held.is_kept(session, answer.reflection_id):
            session.delete(answer)
    export_packages.take_away_coaches(session, asker.id)
    _and_copies(session, asker, clip_id)
    ledger.write(session, asker.id, "throw_away", "clip", clip_id, asker.id, found.span)


def reflection(session: Session, asker: Asker, cycle_id: str) -> None:
    """Throw the reflection of a cycle away, sent or not; it stays a step that was taken.

    While the cycle runs she may write another. Raises Refused while a hold keeps it.
    """
    of_it = select(Reflection).where(Reflection.cycle_id == cycle_id).with_for_update()
    _begin(session, asker, cycle_id)
    found = session.scalars(of_it).all()
    for each in found:
        kind = Kind.reflection if each.submitted_at else Kind.draft
        _throw(session, asker, cycle_id, kind, each.id, each.created_at)
    _told(session, asker, "throw_away_reflection", "reflection", [each.id for each in found])


def talk_notes(session: Session, asker: Asker, cycle_id: str) -> None:
    """Throw the notes of a talk away; that it was held, and when, stays.

    Raises Refused while a hold keeps the talk.
    """
    _begin(session, asker, cycle_id)
    one_at_a_time(session, f"talk:{cycle_id}")
    written = (Talk.cycle_id == cycle_id, Talk.notes != "")
    found = session.scalars(select(Talk).where(*written).with_for_update()).all()
    for each in found:
        _throw(session, asker, cycle_id, Kind.talk_notes, each.id, each.created_at)
        session.expire(each)
    _told(session, asker, "throw_away_notes", "talk", [each.id for each in found])


def summary(session: Session, asker: Asker, cycle_id: str) -> None:
    """Throw the summary of a cycle that has ended away, with its actions; who reads it, stops.

    Raises Refused while the two still write it, and while a hold keeps it.
    """
    about = _begin(session, asker, cycle_id)
    of_it = select(ActionSummary).where(ActionSummary.cycle_id == cycle_id).with_for_update()
    found = session.scalars(of_it).all()
    if found and about.cycle.state not in ENDED:
        raise Refused("refusals.summary_still_written")
    for each in found:
        _throw(session, asker, cycle_id, Kind.action_summary, each.id, each.created_at)
        if each.agreed_at:
            _tell_coach(session, about)
    _told(session, asker, "throw_away_summary", "action_summary", [each.id for each in found])


def _tell_coach(session: Session, about: access.Around) -> None:
    """That it is gone, and nothing more; who cannot read it any more hears nothing."""
    if about.coach_id is None or about.cycle.withdrawn_at:
        return
    if about.programme.ends_on >= clock.today():
        notices.give(
            session, about.coach_id, Word.summary_gone, about.cycle.id, clock.now(), None,
            about.cycle.number,
        )  # fmt: skip


def _begin(session: Session, asker: Asker, cycle_id: str) -> access.Around:
    """Ask whose it is; from here on no hold is set meanwhile."""
    about = access.around(session, cycle_id)
    access.require_sight(asker, Act.THROW_AWAY_WORDS, access.cycle_thing(about))
    one_at_a_time(session, "holds")
    return about


def _throw(
    session: Session, asker: Asker, cycle_id: str, kind: Kind, thing_id: str, made_at: datetime
) -> None:
    held.refuse_if_kept(session, thing_id)
    thing = access.cycle_thing(access.around(session, cycle_id))
    thing = replace(thing, held=held.locks(session, thing_id).held)
    access.require(asker, Act.THROW_AWAY_WORDS, thing)
    _and_copies(session, asker, thing_id)
    wiping.delete_rows(session, kind, thing_id)
    gone = Gone(
        thing_id, kind, made_at, "discard", "discard", TEACHER,
        owner_id=asker.id, cycle_id=cycle_id,
    )  # fmt: skip
    tombstones.add(session, gone)


def _and_copies(session: Session, asker: Asker, thing_id: str) -> None:
    """A file to take along has it in it, and nothing needs to be told ahead any more."""
    export_packages.take_away_of(session, asker.id)
    notices.take_back(session, thing_id, Word.ending)


def _told(session: Session, asker: Asker, act: str, thing: str, ids: list[str]) -> None:
    if not ids:
        raise StepAlreadyTaken()
    for each in ids:
        ledger.write(session, asker.id, act, thing, each, asker.id)
