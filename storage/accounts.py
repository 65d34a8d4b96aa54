"""Accounts: until when they stay, told for the retention rule, and letting them go.

What remains is a row without a name or an address: the counts of the programme and the proofs of
deletion lead to it, and it leads to nobody.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Delete, Update, delete, func, select, update
from sqlalchemy.orm import Session

from storage import clock, held
from storage.holdings_around import AnyRow, Around, Kept, Sort, Told, year_end
from storage.records import (
    Cycle,
    Departure,
    Enrolment,
    Invitation,
    Notice,
    Pair,
    Person,
    Programme,
    RoleHeld,
    SignIn,
)
from storage.records.person import GONE
from storage.rules import departure as rule
from storage.rules import invitation as invitation_rule
from storage.rules import retention
from storage.rules.invitation import Waits
from storage.rules.retention import Kind, Trigger

Place = tuple[datetime, str]
"""When somebody's part in a programme ends, and which programme that is."""

_PEOPLE = select(Person.id, Person.created_at, Person.closed_at, Departure.left_at).outerjoin(
    Departure, Departure.person_id == Person.id
)


def sorts(person_id: str | None) -> list[Sort]:
    """Every account that is still somebody's; only this one, if one is named."""
    people = _PEOPLE.where(Person.closed_at.is_(None))
    if person_id:
        people = people.where(Person.id == person_id)
    return [Sort(Person.id, people, _accounts)]


def _accounts(session: Session, rows: Sequence[AnyRow], now: datetime | None) -> Told:
    """An account counts from the end of the last part in a programme, or from leaving.

    Who looks after something here (a coordinator, an admin…) keeps it until leaving. Who never
    came, or came and takes part in nothing, is waited for; the account counts from there.
    """
    ids = [row.id for row in rows]
    around = Around(session, (), now)
    places, busy, keeps = _places(session, ids), _busy(session, ids), held.owners(session, ids)
    waits = _waits(session, ids)
    for row in rows:
        last = max(places.get(row.id, ()), default=None)
        place = around.in_programme(last[1]) if last else around.place(None)
        ends = row.left_at or invitation_rule.account_ends(
            last[0] if last else None, waits.get(row.id), looks_after=row.id in busy
        )
        triggers = {Trigger.enrolment_end: ends} if ends else {}
        holding = around.holding(Kind.account, row.id, row.created_at, place, triggers)
        yield Kept(replace(holding, held=row.id in keeps), row.id, None), place.policy


def ends_of(
    session: Session, person_ids: Collection[str], now: datetime | None = None
) -> dict[str, datetime]:
    """When each of these accounts goes, or went; one that stays, or that a hold keeps, is left out.

    What only its owner may read goes with it: nobody could open it any more.
    """
    rows = session.execute(_PEOPLE.where(Person.id.in_(person_ids))).all()
    ends = {row.id: row.closed_at for row in rows if row.closed_at}
    there = [row for row in rows if row.closed_at is None]
    for kept, policy in _accounts(session, there, now) if there else ():
        at = retention.ends_at(kept.holding, policy).at
        if at and not kept.holding.held:
            ends[kept.owner_id] = at
    return ends


def _places(session: Session, ids: Sequence[str]) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    filled = _filled(session, ids)
    for of, who in ((Enrolment, Enrolment.teacher_id), (Pair, Pair.coach_id)):
        rows = session.execute(
            select(who, of.id, of.ended_at, Programme.id, Programme.ends_on)
            .join(Programme, Programme.id == of.programme_id)
            .where(who.in_(ids))
        )
        for person_id, place_id, ended_at, programme_id, ends_on in rows:
            ends = year_end(ends_on)
            # Who coaches stays ready for another, all year; and what stayed hers needs its reader.
            if of is Enrolment and ended_at and place_id not in filled:
                ends = min(ended_at, ends)
            found.setdefault(person_id, []).append((ends, programme_id))
    return found


def _waits(session: Session, ids: Sequence[str]) -> dict[str, Waits]:
    """How it stands with the invitations of these people; nothing of who never had one."""
    rows = session.execute(
        select(
            Invitation.person_id,
            func.max(Invitation.expires_at),
            func.max(Invitation.accepted_at),
            func.max(Person.password_hash).is_not(None),
        )
        .join(Person, Person.id == Invitation.person_id)
        .where(Invitation.person_id.in_(ids))
        .group_by(Invitation.person_id)
    )
    return {
        person_id: Waits(expires_at, accepted_at if came else None)
        for person_id, expires_at, accepted_at, came in rows
    }


def _filled(session: Session, ids: Sequence[str]) -> set[str]:
    """Parts in a programme of which something stayed the teacher's, whoever ended them."""
    cycles = select(Pair.enrolment_id).join(Cycle, Cycle.pair_id == Pair.id)
    kept = Cycle.withdrawn_at.is_(None) | Cycle.summary_kept
    mine = cycles.where(Pair.teacher_id.in_(ids), Cycle.started_on.is_not(None), kept)
    return set(session.scalars(mine))


def _busy(session: Session, ids: Sequence[str]) -> set[str]:
    others = RoleHeld.role.not_in(list(rule.TAKES_ALONG))
    return set(
        session.scalars(select(RoleHeld.person_id).where(RoleHeld.person_id.in_(ids), others))
    )


# Acting


def forgetting(person_id: str) -> Iterable[Update | Delete]:
    """What makes an account nobody's; the first says whether it was somebody's still."""
    yield (
        update(Person)
        .where(Person.id == person_id, Person.closed_at.is_(None))
        .values(name=GONE, email=person_id, password_hash=None, closed_at=clock.now())
    )
    for gone in (RoleHeld, SignIn, Invitation, Notice, Departure):
        yield delete(gone).where(gone.person_id == person_id)
