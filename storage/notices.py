"""Notices: one for each thing and person, on Today and by mail. Ids and moments, no words."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from storage import clock, departed, held, holdings
from storage.errors import NotFound
from storage.holdings_around import Kept, year_end
from storage.records import (
    Cycle,
    Departure,
    Enrolment,
    Hold,
    Notice,
    Objection,
    Pair,
    Person,
    Recording,
    RetentionPolicy,
    RoleHeld,
)
from storage.rules import hold as hold_rule
from storage.rules import notice as rule
from storage.rules import objection as objection_rule
from storage.rules import retention as retention_rule
from storage.rules.access import Asker
from storage.rules.hold import Standing
from storage.rules.notice import Word
from storage.rules.policy import shortens
from storage.rules.retention import Ending, Kind, policy_for
from storage.rules.roles import Role
from storage.rules.steps import ENDED, UNPUBLISHED


@dataclass(frozen=True)
class NoticeView:
    """One thing to know."""

    id: str
    word: Word
    kind: Kind | None
    """What goes; None where the notice is not about something that goes."""
    thing_id: str
    on: datetime
    """When it goes, or from when it holds."""
    cycle_number: int | None
    name: str = ""
    """Who stopped, for the other of the pair; never in a mail."""


@dataclass(frozen=True)
class Letter:
    """What one person has not been mailed yet."""

    email: str
    name: str
    language: str
    notices: tuple[NoticeView, ...]

    @property
    def screen(self) -> str:
        """The noun of the screen where all of it stands; the first screen when there is none."""
        found = {_SCREENS.get(each.word, "retention") for each in self.notices}
        return found.pop() if len(found) == 1 else ""


_SCREENS = {Word.confirm_hold: "holds", Word.review_hold: "holds"}
_SCREENS |= {Word.shared: "shared", Word.left: "own", Word.restored: ""}


# Asking


def mine(session: Session, asker: Asker) -> list[NoticeView]:
    """Return what the asker has to know and did not put away, the most urgent first.

    What a coach hears of her teachers she reads as a coach: nobody else hears who stopped.
    """
    found = session.scalars(
        select(Notice)
        .where(
            Notice.person_id == asker.id,
            Notice.seen_at.is_(None),
            Notice.on > clock.now() - rule.SHOWN_FOR,
        )
        .order_by(Notice.on)
    )
    now = clock.now()
    # What went has nothing to warn of any more.
    views = [_view(each) for each in found if each.kind is None or each.on > now]
    if asker.role is not Role.coach:
        views = [view for view in views if view.word not in rule.OF_THE_OTHER]
    return _with_names(session, views)


def letters(session: Session) -> list[Letter]:
    """Return one letter for each person who has something unmailed."""
    rows = session.execute(
        select(Notice, Person)
        .join(Person, Person.id == Notice.person_id)
        .where(Notice.mailed_at.is_(None), Person.closed_at.is_(None))
        .order_by(Notice.person_id, Notice.on)
    )
    by_person: dict[str, tuple[Person, list[NoticeView]]] = {}
    for notice, person in rows:
        by_person.setdefault(person.id, (person, []))[1].append(_view(notice))
    return [
        Letter(person.email, person.name, person.language, tuple(found))
        for person, found in by_person.values()
    ]


def _with_names(session: Session, views: list[NoticeView]) -> list[NoticeView]:
    """The same, with who stopped where that is what they tell."""
    about = [view.thing_id for view in views if view.word in rule.OF_THE_OTHER]
    if not about:
        return views
    rows = session.execute(
        select(Pair.id, Cycle.id, Person.name)
        .join(Person, Person.id == Pair.teacher_id)
        .outerjoin(Cycle, Cycle.pair_id == Pair.id)
        .where(or_(Pair.id.in_(about), Cycle.id.in_(about)))
    )
    names = {each: name for pair_id, cycle_id, name in rows for each in (pair_id, cycle_id)}
    told = {view.id for view in views if view.word in rule.OF_THE_OTHER}
    return [
        replace(view, name=names.get(view.thing_id, "")) if view.id in told else view
        for view in views
    ]


def _view(notice: Notice) -> NoticeView:
    return NoticeView(
        id=notice.id, word=Word(notice.word), thing_id=notice.thing_id, on=notice.on,
        kind=Kind(notice.kind) if notice.kind else None, cycle_number=notice.cycle_number,
    )  # fmt: skip


# Acting


def give(
    session: Session,
    person_id: str,
    word: Word,
    thing_id: str,
    on: datetime,
    kind: Kind | None = None,
    cycle_number: int | None = None,
) -> bool:
    """Tell somebody once; False when it was told already and nothing moved.

    Who left the school hears one thing more: how to take along what is her own.
    """
    if word is not Word.left and session.get(Departure, person_id) is not None:
        return False
    told = session.scalar(
        select(Notice).where(
            Notice.person_id == person_id, Notice.word == word, Notice.thing_id == thing_id
        )
    )
    if told and not rule.again(told.on, on):
        return False
    if told:
        session.delete(told)
        session.flush()
    session.add(
        Notice(
            person_id=person_id, word=word, thing_id=thing_id, on=on, kind=kind,
            cycle_number=cycle_number, created_at=clock.now(),
        )
    )  # fmt: skip
    session.flush()
    return True


def take_back(session: Session, thing_id: str, *words: Word) -> None:
    """Forget what was told about a thing: it begins anew."""
    told = (Notice.thing_id == thing_id, Notice.word.in_(words))
    session.execute(delete(Notice).where(*told))


def put_away(session: Session, asker: Asker, notice_id: str) -> None:
    """Say that a notice was read. Raises NotFound for somebody else's."""
    notice = session.get(Notice, notice_id)
    if not notice or notice.person_id != asker.id:
        raise NotFound()
    notice.seen_at = clock.now()


def note_mailed(session: Session, letter: Letter) -> None:
    """Remember that a letter went out."""
    for view in letter.notices:
        if notice := session.get(Notice, view.id):
            notice.mailed_at = clock.now()


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
    new, open_ones = 0, select(Objection).where(Objection.ended_at.is_(None))
    for each in session.scalars(open_ones).all():
        last = objection_rule.answer_by(clock.day_at_school(each.created_at))
        if not objection_rule.is_pressing(last, clock.today()):
            continue
        on = year_end(last)
        word = Word.objection_due if each.recording_id else Word.objection_clips_due
        if (about := each.recording_id or each.cycle_id) and not each.upload_id:
            new += give(session, each.owner_id, word, about, on)
        if each.entered_by != each.owner_id:
            for who in departed.instead(session, {each.entered_by}, (Role.admin, Role.dpo)):
                new += give(session, who, Word.answer_due, each.entry_id or each.id, on)
    return new
