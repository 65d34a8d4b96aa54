"""Reminders: who must be told of something that is coming, looked for every night.

A notice that follows an act is given by that act; what follows the clock is found here.
"""

from collections.abc import Iterator
from itertools import pairwise

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from storage import clock, departed, held, holdings, objected, objection_entries
from storage.holdings_around import Kept, year_end
from storage.notices import give
from storage.records import (
    Cycle,
    Enrolment,
    Hold,
    Notice,
    Pair,
    Recording,
    RetentionPolicy,
    RoleHeld,
)
from storage.rules import hold as hold_rule
from storage.rules import notice as rule
from storage.rules import objection as objection_rule
from storage.rules import retention as retention_rule
from storage.rules.hold import Standing
from storage.rules.notice import Word
from storage.rules.policy import shortens
from storage.rules.retention import Ending, policy_for
from storage.rules.roles import Role
from storage.rules.steps import ENDED, UNPUBLISHED

# Acting


def give_all(session: Session) -> int:
    """Tell everybody what is about to change for them; returns how many notices are new."""
    now = clock.now()
    session.execute(delete(Notice).where(Notice.on < now - rule.KEPT_FOR))
    warned = sum(_warn_of(session, kept, end) for kept, end in _soon(session))
    return warned + _of_policies(session) + _of_holds(session) + _of_objections(session)


def _soon(session: Session) -> Iterator[tuple[Kept, Ending]]:
    now, on_hold = clock.now(), held.kept(session)
    for shelf in holdings.gather(session):
        ends = retention_rule.endings([kept.holding for kept in shelf.kept], shelf.policy)
        for kept in shelf.kept:
            ending = ends[kept.holding.id]
            if rule.is_due(kept.holding.kind, ending, now) and kept.thing_id not in on_hold:
                yield kept, ending


def _warn_of(session: Session, kept: Kept, ending: Ending) -> int:
    kind, on = kept.holding.kind, ending.at or clock.now()
    found = session.execute(
        select(Cycle, Pair.coach_id)
        .join(Pair, Pair.id == Cycle.pair_id)
        .where(Cycle.id == kept.cycle_id)
    ).first()
    number = found[0].number if found else None
    at = found[0].paused_from or found[0].state if found else None
    published = at is None or at not in UNPUBLISHED or at in ENDED
    if not rule.before_publishing(kind, ending, published=published):
        return give(session, kept.owner_id, Word.ending, kept.thing_id, on, kind, number)
    who = [kept.owner_id]
    if found and _released(session, kept.thing_id):
        who.append(found[1])
    word = Word.ending_unpublished
    return sum(give(session, each, word, kept.thing_id, on, kind, number) for each in who)


def _released(session: Session, recording_id: str) -> bool:
    recording = session.get(Recording, recording_id)
    return recording is not None and recording.released_at is not None


def _of_policies(session: Session) -> int:
    """Tell the teachers of a programme that a shorter rule is coming."""
    rows = list(
        session.scalars(
            select(RetentionPolicy)
            .where(RetentionPolicy.programme_id.is_not(None))
            .order_by(RetentionPolicy.programme_id, RetentionPolicy.version)
        )
    )
    new = 0
    for old, row in pairwise(rows):
        if old.programme_id != row.programme_id or row.valid_from <= clock.now():
            continue
        if shortens(policy_for(old.preset), policy_for(row.preset)):  # type: ignore[arg-type] # only declared presets are stored
            enrolled = select(Enrolment.teacher_id).where(
                Enrolment.programme_id == row.programme_id, Enrolment.ended_at.is_(None)
            )
            new += sum(
                give(session, each, Word.shorter_policy, row.id, row.valid_from)
                for each in session.scalars(enrolled).all()
            )
    return new


def _of_holds(session: Session) -> int:
    """Tell the other of the two that a hold waits, and both that one is to be looked at again."""
    now, new = clock.now(), 0
    for hold in session.scalars(select(Hold).where(Hold.lifted_at.is_(None))).all():
        standing = hold_rule.standing(held.facts(hold), now)
        if standing is Standing.waiting:
            other = Role.school_leader if hold.set_as == Role.dpo else Role.dpo
            until = hold.created_at + hold_rule.PENDING_FOR
            who = session.scalars(select(RoleHeld.person_id).where(RoleHeld.role == other)).all()
            new += sum(give(session, each, Word.confirm_hold, hold.id, until) for each in who)
        elif standing in hold_rule.LOCKS and hold.review_by <= now + hold_rule.REVIEW_SOON:
            both = {hold.set_by, hold.confirmed_by or hold.set_by}
            for each in departed.instead(session, both, (Role.dpo, Role.school_leader)):
                new += give(session, each, Word.review_hold, hold.id, hold.review_by)
    return new


def _of_objections(session: Session) -> int:
    """Tell the teacher, and who wrote it down, that a parent must have an answer."""
    new = 0
    for each in session.scalars(objected.still_open()).all():
        last = objection_rule.answer_by(clock.day_at_school(each.created_at))
        if not objection_rule.is_pressing(last, clock.today()):
            continue
        on = year_end(last)
        of = objected.named_in(each)
        if of.thing != "upload":
            new += give(session, each.owner_id, of.due, of.id, on)
        if each.entered_by != each.owner_id:
            for who in departed.instead(session, {each.entered_by}, (Role.admin, Role.dpo)):
                new += give(session, who, Word.answer_due, each.entry_id or each.id, on)
    for entry in objection_entries.without_film(session):
        last = objection_rule.answer_by(clock.day_at_school(entry.created_at))
        if objection_rule.is_pressing(last, clock.today()):
            for who in departed.instead(session, {entry.entered_by}, (Role.admin, Role.dpo)):
                new += give(session, who, Word.answer_due, entry.id, year_end(last))
    return new
