"""Sharing, as its teacher does it: one agreed summary, one school leader, for a while.

Hers alone, one at a time, and nobody can ask for it. Stopping holds from that moment.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from storage import access, clock, ledger, notices, people, share_ends, share_facts, shared
from storage.database import one_at_a_time
from storage.errors import ChangedMeanwhile, NotFound, Refused
from storage.records import Person, ShareGrant
from storage.rules import share_grant as rule
from storage.rules.access import Act, Asker, Thing
from storage.rules.notice import Word
from storage.rules.roles import Role
from storage.rules.sentences import refuse_if
from storage.rules.share_grant import Ended, Standing
from storage.shared import NOUN, READ, SharedView


@dataclass(frozen=True)
class GrantView:
    """A grant as its teacher sees it."""

    id: str
    recipient: str
    """Empty once that account is gone."""
    purpose: str
    """Empty once the summary is gone."""
    created_at: datetime
    until: datetime
    standing: Standing
    ended_at: datetime | None
    ended_as: Ended | None
    read_at: tuple[datetime, ...]
    """When it was read, as far as the ledger still tells; the oldest first."""


@dataclass(frozen=True)
class Room:
    """With whom a summary can be shared, and until when."""

    recipients: Mapping[str, str]
    """Names of school leaders, by id."""
    usual: date
    latest: date


# Asking


def of_cycle(session: Session, asker: Asker, cycle_id: str) -> list[GrantView]:
    """Return with whom the asker shared the summary of this cycle, the newest first."""
    about = access.around(session, cycle_id)
    access.require_sight(asker, Act.READ_SHARES, access.cycle_thing(about))
    grants = session.scalars(
        select(ShareGrant)
        .where(ShareGrant.cycle_id == cycle_id)
        .order_by(ShareGrant.created_at.desc())
    ).all()
    facts = share_facts.of(session, grants)
    names = people.names(session, {each.recipient_id for each in grants if each.recipient_id})
    now = clock.now()
    return [
        GrantView(
            id=grant.id,
            recipient=names.get(grant.recipient_id or "", ""),
            purpose=grant.purpose,
            created_at=grant.created_at,
            until=grant.until,
            standing=rule.standing(facts[grant.id], now),
            ended_at=grant.ended_at,
            ended_as=rule.why_ended(facts[grant.id], now),
            read_at=_read_at(session, asker, grant.id),
        )
        for grant in grants
    ]


def _read_at(session: Session, asker: Asker, grant_id: str) -> tuple[datetime, ...]:
    lines = ledger.lines_about(session, asker.id, grant_id)
    return tuple(line.at for line in lines if line.act == READ)


def room(session: Session, asker: Asker, cycle_id: str) -> Room | None:
    """Return with whom and for how long the asker can share this summary; None while she cannot.

    Raises NotFound when it is not hers.
    """
    about = access.around(session, cycle_id)
    thing = share_facts.thing(session, about)
    access.require_sight(asker, Act.READ_SHARES, thing)
    if not access.allowed(asker, thing)(Act.GRANT_SHARE):
        return None
    now, ends_on = clock.today(), about.programme.ends_on
    usual, latest = rule.usual(now, ends_on), rule.latest(now, ends_on)
    return Room(_recipients(session, about), usual, latest)


def preview(
    session: Session, asker: Asker, cycle_id: str, purpose: str, until: date | None
) -> SharedView:
    """Return exactly what the recipient would see. Raises Refused with what stands in the way."""
    about = _givable(session, asker, cycle_id)
    end = _end_of(_day(about, purpose, until))
    name = people.names(session, {asker.id})[asker.id]
    summary = share_facts.agreed(session, cycle_id)
    return shared.view(summary, name, purpose.strip(), end)


def _givable(session: Session, asker: Asker, cycle_id: str) -> access.Around:
    about = access.around(session, cycle_id)
    thing = share_facts.thing(session, about)
    access.require_sight(asker, Act.READ_SHARES, thing)
    access.require(asker, Act.GRANT_SHARE, thing)
    return about


def _recipients(session: Session, about: access.Around) -> Mapping[str, str]:
    """Who leads the school, has come in, and is not one of the pair."""
    found = session.scalars(
        select(Person)
        .where(
            Person.id.not_in((about.pair.teacher_id, about.pair.coach_id)),
            Person.password_hash.is_not(None),
            Person.roles.any(role=Role.school_leader),
        )
        .options(selectinload(Person.roles))
        .order_by(Person.name)
    )
    return {person.id: person.name for person in found if share_facts.leads(person)}


def _day(about: access.Around, purpose: str, until: date | None) -> date:
    """The last day, once nothing stands in the way."""
    refuse_if(rule.why_not_made(purpose, until, clock.today(), about.programme.ends_on))
    return until or clock.today()  # without a day it was refused


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), clock.SCHOOL_TIME)


# Acting


def give(
    session: Session,
    asker: Asker,
    cycle_id: str,
    *,
    version: int,
    recipient_id: str,
    purpose: str,
    until: date | None,
) -> str:
    """Let one school leader read the agreed summary of this cycle; returns the grant's id.

    `version`: of the summary that was looked at. Raises Refused with what stands in the way.
    """
    about = _givable(session, asker, cycle_id)
    summary = share_facts.agreed(session, cycle_id)
    if summary.version != version:
        raise ChangedMeanwhile(theirs=summary.discussed)
    end = _end_of(_day(about, purpose, until))
    if recipient_id not in _recipients(session, about):
        raise Refused("share_grant.refused.no_recipient")
    one_at_a_time(session, f"share_grant:{cycle_id}")
    _refuse_twice(session, summary.id, recipient_id)
    made = ShareGrant(
        teacher_id=asker.id, recipient_id=recipient_id, cycle_id=cycle_id, summary_id=summary.id,
        version=version, purpose=purpose.strip(), created_at=clock.now(), until=end,
    )  # fmt: skip
    session.add(made)
    session.flush()
    ledger.write(session, asker.id, "give_share", NOUN, made.id, asker.id, role=asker.role)
    notices.give(session, recipient_id, Word.shared, made.id, made.until)
    return made.id


def _refuse_twice(session: Session, summary_id: str, recipient_id: str) -> None:
    about = (ShareGrant.summary_id == summary_id, ShareGrant.recipient_id == recipient_id)
    grants = session.scalars(share_facts.open_ones().where(*about)).all()
    facts = share_facts.of(session, grants)
    if any(rule.why_ended(each, clock.now()) is None for each in facts.values()):
        raise Refused("share_grant.refused.already")


def revoke(session: Session, asker: Asker, grant_id: str) -> None:
    """Stop sharing; whoever has it open loses it at the next look. Twice is once."""
    grant = session.get(ShareGrant, grant_id, with_for_update=True)
    if not grant:
        raise NotFound()
    access.require_sight(asker, Act.REVOKE_SHARE, Thing(owner_id=grant.teacher_id))
    share_ends.end(session, grant, Ended.revoked, asker.id)
