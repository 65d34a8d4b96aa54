"""Who left the school, asked by everything that lets people in; `departures` writes it down."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import clock
from storage.records import Departure, Person, RoleHeld
from storage.rules import departure as rule
from storage.rules.roles import Role

# Asking


def roles_of(left: Departure) -> frozenset[Role]:
    """Return the roles somebody held before leaving."""
    return frozenset(Role(word) for word in left.roles.split())


def until(session: Session, person_id: str) -> datetime | None:
    """Return until when somebody who left can take things along; None for everybody else."""
    left = session.get(Departure, person_id)
    if left is None or not rule.in_window(left.left_at, clock.now()):
        return None
    return left.left_at + rule.window()


def has_left(session: Session, person_id: str) -> bool:
    """Whether somebody left the school, however long ago."""
    return session.get(Departure, person_id) is not None


def looks_as(session: Session, person: Person) -> frozenset[Role]:
    """Return the roles in which somebody looks now; the person's roles are loaded.

    Who left holds none, but looks for a while at her own things in the roles she made them in.
    """
    if person.roles:
        return frozenset(held.role for held in person.roles)
    if until(session, person.id) is None:
        return frozenset()
    return roles_of(session.get_one(Departure, person.id)) & rule.TAKES_ALONG


def instead(
    session: Session, person_ids: Collection[str], roles: Collection[Role]
) -> Collection[str]:
    """Return whose task something is: of these people; has one left, of all in these roles too."""
    here = select(Person.id).where(Person.id.in_(person_ids), Person.closed_at.is_(None))
    there = set(session.scalars(here.where(Person.id.not_in(select(Departure.person_id)))))
    if there.issuperset(person_ids):
        return there
    return there | set(session.scalars(select(RoleHeld.person_id).where(RoleHeld.role.in_(roles))))
