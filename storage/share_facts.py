"""What is known about grants and the cycle they are about, for the rule."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Select, select, union_all
from sqlalchemy.orm import Session, selectinload

from storage import access, clock, held
from storage.errors import NotFound
from storage.records import (
    ActionSummary,
    Clip,
    Cycle,
    HeldThing,
    Hold,
    Objection,
    Pair,
    Person,
    Programme,
    Recording,
    Reflection,
    ShareGrant,
    Talk,
)
from storage.rules import hold as hold_rule
from storage.rules.access import Thing
from storage.rules.roles import Role
from storage.rules.share_grant import Ended, GrantFacts

_CYCLES = (
    select(Cycle.id, Cycle.withdrawn_at, Programme.ends_on)
    .join(Pair, Pair.id == Cycle.pair_id)
    .join(Programme, Programme.id == Pair.programme_id)
)

# Asking


def open_ones() -> Select[ShareGrant]:
    """Every grant of which no end is written down."""
    return select(ShareGrant).where(ShareGrant.ended_at.is_(None))


def agreed(session: Session, cycle_id: str) -> ActionSummary:
    """Return the agreed summary of a cycle with its actions. Raises NotFound."""
    summary = session.scalar(
        select(ActionSummary)
        .where(ActionSummary.cycle_id == cycle_id, ActionSummary.agreed_at.is_not(None))
        .options(selectinload(ActionSummary.actions))
    )
    if not summary:
        raise NotFound()
    return summary


def thing(session: Session, about: access.Around) -> Thing:
    """The facts about the summary of a cycle, with what holds and objections mean for sharing."""
    return replace(
        access.cycle_thing(about),
        held=bool(_held(session, {about.cycle.id})),
        locked=access.objected(session, None, about.cycle.id),
    )


def of(session: Session, grants: Sequence[ShareGrant]) -> Mapping[str, GrantFacts]:
    """The facts about each of these grants, by id."""
    if not grants:
        return {}
    ids = {id for grant in grants for id in (grant.teacher_id, grant.recipient_id) if id}
    people = session.scalars(
        select(Person).where(Person.id.in_(ids)).options(selectinload(Person.roles))
    )
    there = {person.id: person for person in people if person.closed_at is None}
    versions = _versions(session, {grant.summary_id for grant in grants})
    about = {grant.cycle_id for grant in grants}
    cycles = {row.id: row for row in session.execute(_CYCLES.where(Cycle.id.in_(about)))}
    locked = _held(session, about) | _objected(session, about)
    return {
        grant.id: GrantFacts(
            until=grant.until,
            version=grant.version,
            version_now=versions.get(grant.summary_id),
            ended_as=Ended(grant.ended_as) if grant.ended_as else None,
            withdrawn=cycles[grant.cycle_id].withdrawn_at is not None,
            programme_open=cycles[grant.cycle_id].ends_on >= clock.today(),
            teacher_there=grant.teacher_id in there,
            recipient_leads=leads(there.get(grant.recipient_id or "")),
            locked=grant.cycle_id in locked,
        )
        for grant in grants
    }


def leads(person: Person | None) -> bool:
    """Whether somebody has a summary shared with them as a school leader, and nothing stricter."""
    if person is None or person.closed_at is not None:
        return False
    roles = {each.role for each in person.roles}
    return Role.school_leader in roles and Role.coordinator not in roles


def _versions(session: Session, summary_ids: set[str]) -> dict[str, int]:
    agreed = select(ActionSummary.id, ActionSummary.version).where(
        ActionSummary.id.in_(summary_ids), ActionSummary.agreed_at.is_not(None)
    )
    return {row.id: row.version for row in session.execute(agreed)}


def _held(session: Session, cycle_ids: set[str]) -> set[str]:
    """Of which of these cycles a hold locks anything."""
    parts = union_all(
        *(
            select(record.id.label("thing_id"), record.cycle_id.label("cycle_id")).where(
                record.cycle_id.in_(cycle_ids)
            )
            for record in (ActionSummary, Recording, Clip, Reflection, Talk)
        )
    ).subquery()
    found = session.execute(
        select(parts.c.cycle_id, Hold)
        .join(HeldThing, HeldThing.thing_id == parts.c.thing_id)
        .join(Hold, Hold.id == HeldThing.hold_id)
        .where(Hold.lifted_at.is_(None))
    )
    now, locks = clock.now(), hold_rule.LOCKS
    return {id for id, hold in found if hold_rule.standing(held.facts(hold), now) in locks}


def _objected(session: Session, cycle_ids: set[str]) -> set[str]:
    """To the film of which of these cycles a parent's objection stands."""
    stands = (Objection.ended_at.is_(None), Objection.cycle_id.in_(cycle_ids))
    return {id for id in session.scalars(select(Objection.cycle_id).where(*stands)) if id}
