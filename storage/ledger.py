"""The ledger: who did what with which thing. Written in the transaction of the act itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, or_, select
from sqlalchemy.orm import Session

from storage import clock
from storage.errors import NotFound
from storage.records import (
    ActionSummary,
    Clip,
    Cycle,
    LedgerEntry,
    Package,
    Recording,
    Reflection,
    Talk,
)
from storage.rules.access import Act, Asker, Thing, may
from storage.rules.roles import Role
from storage.spans import Span

MACHINE = "machine"
"""Actor of what no person did."""


@dataclass(frozen=True)
class Line:
    """One line as people read it; what it is about may be gone since."""

    at: datetime
    actor_id: str
    act: str
    thing: str
    thing_id: str
    span: Span | None
    """The part that was watched, or the moment that was cut."""
    cycle_number: int | None
    """None for what is gone, or belongs to no cycle."""


CONTENT = ("recording", "clip", "package", "reflection", "talk", "action_summary", "cycle")
"""What a cycle is made of; signing in and being paired stand in the ledger too."""

# Asking


def lines_about(session: Session, owner_id: str, thing_id: str) -> list[LedgerEntry]:
    """Return the lines about one thing of its owner, oldest first."""
    return list(
        session.scalars(
            select(LedgerEntry)
            .where(LedgerEntry.owner_id == owner_id, LedgerEntry.thing_id == thing_id)
            .order_by(LedgerEntry.seq)
        )
    )


def read(
    session: Session, asker: Asker, recording_id: str | None = None, most: int = 400
) -> list[Line]:
    """Return the newest lines the asker may read, newest first; of one recording when named.

    A teacher reads what anybody did with what is hers, a coach what he did himself, the data
    protection officer everything. Raises NotFound for other roles.
    """
    query = _readable(asker)
    if recording_id:
        clips = select(Clip.id).where(Clip.recording_id == recording_id)
        query = query.where(
            or_(LedgerEntry.thing_id == recording_id, LedgerEntry.thing_id.in_(clips))
        )
    found = list(session.scalars(query.order_by(LedgerEntry.seq.desc()).limit(most)))
    numbers = _cycle_numbers(session, {entry.thing_id for entry in found})
    return [
        Line(
            at=entry.at,
            actor_id=entry.actor_id,
            act=entry.act,
            thing=entry.thing,
            thing_id=entry.thing_id,
            span=_span(entry),
            cycle_number=numbers.get(entry.thing_id),
        )
        for entry in found
    ]


def _readable(asker: Asker) -> Select[LedgerEntry]:
    own = Thing(owner_id=asker.id, author_id=asker.id)
    if not may(asker, Act.READ_LEDGER, own).allowed:
        raise NotFound()
    if asker.role is Role.dpo:
        return select(LedgerEntry)
    query = select(LedgerEntry).where(LedgerEntry.thing.in_(CONTENT))
    if asker.role is Role.teacher:
        return query.where(LedgerEntry.owner_id == asker.id)
    return query.where(LedgerEntry.actor_id == asker.id)


def _cycle_numbers(session: Session, ids: Iterable[str]) -> dict[str, int]:
    """Return which cycle of its pair each thing belongs to, as far as it is still there."""
    wanted = list(ids)
    found = list(session.execute(select(Cycle.id, Cycle.number).where(Cycle.id.in_(wanted))))
    for record in (Recording, Clip, Package, Reflection, Talk, ActionSummary):
        query = select(record.id, Cycle.number).join(Cycle, Cycle.id == record.cycle_id)
        found += session.execute(query.where(record.id.in_(wanted)))
    return dict(found)


def _span(entry: LedgerEntry) -> Span | None:
    if entry.start_ms is None or entry.end_ms is None:
        return None
    return Span(entry.start_ms, entry.end_ms)


def told_since(session: Session, actor_id: str, act: str, thing_id: str, since: datetime) -> bool:
    """Whether the ledger has a line of this actor, act and thing after `since`."""
    line = select(LedgerEntry.seq).where(
        LedgerEntry.thing_id == thing_id,
        LedgerEntry.actor_id == actor_id,
        LedgerEntry.act == act,
        LedgerEntry.at > since,
    )
    return session.scalar(line.limit(1)) is not None


# Acting


def write(
    session: Session,
    actor_id: str,
    act: str,
    thing: str,
    thing_id: str,
    owner_id: str | None,
    span: Span | None = None,
) -> None:
    """Add one line. Takes ids only: names and words never enter the ledger."""
    session.add(
        LedgerEntry(
            at=clock.now(),
            actor_id=actor_id,
            act=act,
            thing=thing,
            thing_id=thing_id,
            owner_id=owner_id,
            start_ms=span.start_ms if span else None,
            end_ms=span.end_ms if span else None,
        )
    )


def forget(session: Session, before: datetime) -> int:
    """Delete lines from before `before`; returns how many."""
    gone = session.execute(delete(LedgerEntry).where(LedgerEntry.at < before))
    return int(gone.rowcount)  # type: ignore[attr-defined]
