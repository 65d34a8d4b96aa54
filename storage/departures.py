"""Somebody leaves the school: every role ends at once, and her own things go a week later.

Whoever arranges the programme or the system writes it down, and can take it back within that week.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session, selectinload

from storage import (
    access,
    clock,
    cycles,
    departed,
    export_packages,
    held,
    ledger,
    notices,
    share_ends,
    withdrawals,
)
from storage.database import one_at_a_time
from storage.errors import NotFound, Refused
from storage.records import (
    Cycle,
    Departure,
    Enrolment,
    Invitation,
    Notice,
    Pair,
    Person,
    Recording,
    RoleHeld,
    SignIn,
)
from storage.rules import departure as rule
from storage.rules.access import Act, Asker, Thing
from storage.rules.notice import Word
from storage.rules.roles import Role
from storage.rules.sentences import refuse_if
from storage.rules.steps import Who


@dataclass(frozen=True)
class DepartureView:
    """Somebody who left, for those who let people in and out."""

    person_id: str
    name: str
    roles: frozenset[Role]
    until: datetime | None
    """Until when it can be taken back; None once her things are gone."""


@dataclass(frozen=True)
class Foreseen:
    """What happens when somebody leaves: totals, and no content.

    Not whether a cycle runs: who arranges the programme does not know how far anybody is.
    """

    roles: frozenset[Role]
    without_coach: int
    """Teachers who need another coach."""
    holds: int
    """Holds that wait for a yes that nobody could give then."""


# Asking


def everybody(session: Session, asker: Asker) -> list[DepartureView]:
    """Return who left, the newest first; without those whose account is gone."""
    _require(asker)
    rows = session.execute(
        select(Departure, Person.name)
        .join(Person, Person.id == Departure.person_id)
        .where(Person.closed_at.is_(None))
        .order_by(Departure.left_at.desc())
    )
    return [
        DepartureView(
            left.person_id, name, departed.roles_of(left), departed.until(session, left.person_id)
        )
        for left, name in rows
    ]


def foresee(session: Session, asker: Asker, person_id: str) -> Foreseen:
    """Return what would happen now. Raises NotFound, or Refused when it is another's to do."""
    _require(asker)
    roles = _roles(_there(session, person_id))
    refuse_if(rule.why_not_touch(roles, asker.role))
    coached = (Pair.coach_id == person_id) & Pair.ended_at.is_(None)
    return Foreseen(
        roles,
        session.scalar(select(func.count(Pair.id)).where(coached)) or 0,
        held.waiting_for(session, person_id),
    )


def _require(asker: Asker) -> None:
    access.require(asker, Act.NOTE_DEPARTURE, Thing())


def _there(session: Session, person_id: str) -> Person:
    found = session.scalar(
        select(Person).where(Person.id == person_id).options(selectinload(Person.roles))
    )
    if found is None or found.closed_at or not found.roles:
        raise NotFound()
    return found


def _roles(person: Person) -> frozenset[Role]:
    return frozenset(held.role for held in person.roles)


def _admins_beside(session: Session, person_id: str) -> int:
    """How many others could look after the system: who only was invited cannot yet."""
    others = (
        select(func.count(Person.id))
        .join(RoleHeld, RoleHeld.person_id == Person.id)
        .where(RoleHeld.role == Role.admin, Person.id != person_id)
    )
    ready = Person.password_hash.is_not(None), Person.closed_at.is_(None)
    return session.scalar(others.where(*ready)) or 0


# Acting


def note(session: Session, asker: Asker, person_id: str, typed: str) -> None:
    """Write down that somebody left; `typed` is her name, so that it is nobody else.

    Raises NotFound for who is not there or left already, Refused with the reason for who may not.
    """
    _require(asker)
    one_at_a_time(session, "departures")
    person = _there(session, person_id)
    roles = _roles(person)
    others = _admins_beside(session, person_id)
    refuse_if(rule.why_not(roles, asker.role, others, person.name, typed))
    now = clock.now()
    _close_doors(session, person_id)
    share_ends.of_person(session, person_id)
    session.add(
        Departure(
            person_id=person_id, roles=" ".join(sorted(roles)), noted_by=asker.id, left_at=now
        )
    )
    session.flush()
    if Role.teacher in roles:
        _end_teaching(session, asker, person_id, now)
    if Role.coach in roles:
        _end_coaching(session, asker, person_id, now)
    if roles & rule.TAKES_ALONG:
        notices.give(session, person_id, Word.left, person_id, now + rule.window())
    ledger.write(
        session, asker.id, "note_departure", "person", person_id, person_id, role=asker.role
    )


def _close_doors(session: Session, person_id: str) -> None:
    """No role, no open browser, no link that lets anybody in, nothing more to be told.

    A link that was used opens nothing; that it was used says since when somebody is here.
    """
    for gone in (RoleHeld, SignIn, Notice):
        session.execute(delete(gone).where(gone.person_id == person_id))
    unused = (Invitation.person_id == person_id, Invitation.accepted_at.is_(None))
    session.execute(delete(Invitation).where(*unused))


def _end_teaching(session: Session, asker: Asker, person_id: str, now: datetime) -> None:
    """Her coach is out at once, the machine stops, and all of it goes after the window."""
    for pair in session.scalars(select(Pair).where(Pair.teacher_id == person_id)).all():
        if pair.ended_at is None:
            cycles.end_all(session, asker.id, pair.id, Who.teacher)
            pair.ended_at = now
            notices.give(session, pair.coach_id, Word.teacher_left, pair.id, now)
        for cycle in session.scalars(select(Cycle).where(Cycle.pair_id == pair.id)).all():
            cycle.withdrawn_at = cycle.withdrawn_at or now
            withdrawals.stop_work(session, cycle.id)
    export_packages.take_away_coaches(session, person_id)
    session.execute(
        update(Recording)
        .where(Recording.owner_id == person_id, Recording.cycle_id.is_(None))
        .where(Recording.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
    )
    session.execute(
        update(Enrolment)
        .where(Enrolment.teacher_id == person_id, Enrolment.ended_at.is_(None))
        .values(ended_at=now)
    )


def _end_coaching(session: Session, asker: Asker, person_id: str, now: datetime) -> None:
    """Her teachers keep what is theirs, and need another coach."""
    mine = select(Pair).where(Pair.coach_id == person_id, Pair.ended_at.is_(None))
    for pair in session.scalars(mine).all():
        cycles.end_all(session, asker.id, pair.id, Who.coach)
        pair.ended_at = now
        notices.give(session, pair.teacher_id, Word.coach_left, pair.id, now)


def undo(session: Session, asker: Asker, person_id: str) -> None:
    """Say that it was a mistake: roles, pairs and things are as they were, cycles stay ended.

    Raises NotFound for nobody, Refused for who did not leave and once her things are gone.
    """
    _require(asker)
    one_at_a_time(session, "departures")
    left = session.get(Departure, person_id)
    if left is None:
        _there(session, person_id)
        raise Refused("departures.refused.not_left")
    roles, at = departed.roles_of(left), left.left_at
    refuse_if(rule.why_not_touch(roles, asker.role))
    if not rule.in_window(at, clock.now()):
        raise Refused("departures.refused.too_late")
    _come_back(session, left)
    ledger.write(session, asker.id, "undo_departure", "person", person_id, person_id)


def undo_again(session: Session, stand: Collection[str]) -> None:
    """After a restore: take back what was taken back since; `stand` are the departures that stand.

    Only this opens anything by a list: left alone, the night would delete all that is hers.
    """
    for left in session.scalars(select(Departure).where(Departure.person_id.not_in(stand))).all():
        _come_back(session, left)


def _come_back(session: Session, left: Departure) -> None:
    person_id, roles, at = left.person_id, departed.roles_of(left), left.left_at
    session.delete(left)
    _close_doors(session, person_id)
    session.flush()
    session.add_all(RoleHeld(person_id=person_id, role=role) for role in sorted(roles))
    _give_back(session, person_id, at)
    session.flush()
    for pair in session.scalars(
        select(Pair)
        .where((Pair.teacher_id == person_id) | (Pair.coach_id == person_id))
        .where(Pair.ended_at == at)
    ).all():
        if _can_go_on(session, pair):
            pair.ended_at = None
            session.flush()
            cycles.propose_next(session, pair.id, clock.today())


def _give_back(session: Session, person_id: str, at: datetime) -> None:
    """What ended with it, and nothing that she had ended herself before."""
    pairs: Collection[str] = session.scalars(
        select(Pair.id).where(Pair.teacher_id == person_id)
    ).all()
    session.execute(
        update(Cycle)
        .where(Cycle.pair_id.in_(pairs), Cycle.withdrawn_at == at)
        .values(withdrawn_at=None)
    )
    session.execute(
        update(Recording)
        .where(Recording.owner_id == person_id, Recording.withdrawn_at == at)
        .values(withdrawn_at=None)
    )
    session.execute(
        update(Enrolment)
        .where(Enrolment.teacher_id == person_id, Enrolment.ended_at == at)
        .values(ended_at=None)
    )


def _can_go_on(session: Session, pair: Pair) -> bool:
    """Whether both are still there, and nobody came in the place of one of them."""
    enrolment = session.get_one(Enrolment, pair.enrolment_id, populate_existing=True)
    both = session.scalars(
        select(RoleHeld.role).where(
            ((RoleHeld.person_id == pair.teacher_id) & (RoleHeld.role == Role.teacher))
            | ((RoleHeld.person_id == pair.coach_id) & (RoleHeld.role == Role.coach))
        )
    ).all()
    other = select(Pair.id).where(Pair.enrolment_id == enrolment.id, Pair.ended_at.is_(None))
    return enrolment.ended_at is None and len(both) == 2 and session.scalar(other) is None
