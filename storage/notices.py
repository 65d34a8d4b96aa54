"""Notices: one for each thing and person, on Today and by mail. Ids and moments, no words."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from storage import clock, held, newcomers
from storage.errors import NotFound
from storage.records import (
    Cycle,
    Departure,
    Notice,
    Pair,
    Person,
)
from storage.rules import notice as rule
from storage.rules.access import Asker
from storage.rules.notice import Word
from storage.rules.retention import Kind
from storage.rules.roles import Role


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
    """Who stopped, for the other of the pair, or who came in; never in a mail."""
    roles: tuple[Role, ...] = ()
    """What who came in looks after."""


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
_SCREENS |= {Word.shared: "shared", Word.left: "own", Word.restored: "", Word.restored_open: ""}
_SCREENS |= dict.fromkeys(rule.OF_NEWCOMERS, "")


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
    views = _without_held(session, views)
    if asker.role is not Role.coach:
        views = [view for view in views if view.word not in rule.OF_THE_OTHER]
    return _with_newcomers(session, _with_names(session, views))


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


def _without_held(session: Session, views: list[NoticeView]) -> list[NoticeView]:
    """The same, without what was told before a hold came: it does not go, and waits for nobody."""
    told = {view.id for view in views if view.word in rule.NOT_WHILE_HELD}
    locked = held.locked(session) if told else ()
    return [view for view in views if view.id not in told or view.thing_id not in locked]


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


def _with_newcomers(session: Session, views: list[NoticeView]) -> list[NoticeView]:
    """The same, with who came in; of an account that is gone there is nothing to tell."""
    about = [view.thing_id for view in views if view.word in rule.OF_NEWCOMERS]
    came = newcomers.of(session, about) if about else {}
    return [
        replace(view, name=came[view.thing_id].name, roles=came[view.thing_id].roles)
        if view.thing_id in came
        else view
        for view in views
        if view.word not in rule.OF_NEWCOMERS or view.thing_id in came
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
