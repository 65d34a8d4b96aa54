"""Newcomers: since when somebody looks after the school here, and that everybody hears of it.

A yes that takes two must not be one person's to make: so who came in lately waits, and meanwhile
all who have an account are told by name who it is.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from storage import clock, departed
from storage.records import Departure, Invitation, Notice, Person
from storage.rules import newcomer as rule
from storage.rules.notice import Word
from storage.rules.roles import Role


@dataclass(frozen=True)
class Newcomer:
    """Whom a notice is about."""

    name: str
    roles: tuple[Role, ...]
    """What she looks after; of somebody who left since: what she looked after."""


# Asking


def since(session: Session, person_id: str) -> datetime:
    """Return when somebody came in, or chose the password she has now.

    Roles are only given with an invitation that was not used yet, and come back as they were when
    leaving is taken back: neither makes this moment earlier.
    """
    last = session.scalar(
        select(func.max(Invitation.accepted_at)).where(Invitation.person_id == person_id)
    )
    came = session.get_one(Person, person_id).created_at
    return max(came, last) if last else came


def new_until(session: Session, person_id: str) -> datetime | None:
    """Return until when somebody is new; None for who is not."""
    return rule.new_until(since(session, person_id), clock.now())


def of(session: Session, invitation_ids: Collection[str]) -> Mapping[str, Newcomer]:
    """Return whom these invitations let in; nobody for an account that is gone."""
    rows = session.execute(
        select(Invitation.id, Person, Departure)
        .join(Person, Person.id == Invitation.person_id)
        .outerjoin(Departure, Departure.person_id == Person.id)
        .where(Invitation.id.in_(invitation_ids))
        .options(selectinload(Person.roles))
    )
    found = {}
    for invitation_id, person, left in rows:
        roles = {held.role for held in person.roles} | (departed.roles_of(left) if left else set())
        found[invitation_id] = Newcomer(person.name, tuple(sorted(roles & rule.TOLD_OF)))
    return found


# Acting


def tell(session: Session, person: Person, invitation_id: str, *, again: bool) -> None:
    """Tell all who have an account that this person, whose roles are loaded, looks after things.

    `again` says that she had an account, and only chose another password.
    """
    if rule.TOLD_OF.isdisjoint(held.role for held in person.roles):
        return
    others = select(Person.id).where(
        Person.id != person.id,
        Person.password_hash.is_not(None),
        Person.closed_at.is_(None),
        Person.id.not_in(select(Departure.person_id)),
    )
    word, now = Word.newcomer_again if again else Word.newcomer, clock.now()
    session.add_all(
        Notice(person_id=each, word=word, thing_id=invitation_id, on=now, created_at=now)
        for each in session.scalars(others)
    )
