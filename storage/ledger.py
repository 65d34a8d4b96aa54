"""The ledger: who did what with which thing. Written in the transaction of the act itself.

What somebody is watching just now stands in its sitting; whoever reads the ledger reads that too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from storage import clock, ledger_chain, sittings
from storage.errors import NotFound
from storage.records import (
    ActionSummary,
    Clip,
    Cycle,
    LedgerEntry,
    Package,
    Recording,
    Reflection,
    ShareGrant,
    Sitting,
    Talk,
)
from storage.rules.access import Act, Asker, Thing, may
from storage.rules.roles import Role
from storage.spans import Span

MACHINE = "machine"
"""Actor of what no person did."""
BY_HAND = "by_hand"
"""Actor of what was done on the server itself, by whoever looks after it."""
SAME_READING = timedelta(minutes=30)
"""A screen is drawn again and again: that is one reading."""


@dataclass(frozen=True)
class Line:
    """One line as people read it; what it is about may be gone since."""

    at: datetime
    actor_id: str | None
    """None once the line is too old to say who it was."""
    act: str
    thing: str
    thing_id: str
    span: Span | None
    """The part that was watched, or the moment that was cut."""
    cycle_number: int | None
    """None for what is gone, or belongs to no cycle."""
    role: str | None = None
    recording_id: str | None = None
    """The film it is about; that may be gone."""
    until: datetime | None = None
    """Of a sitting: when it ended, or was last noticed."""
    of_film_before: bool = False
    """Its span is on the clock of the film before something was taken out of it."""


@dataclass(frozen=True)
class Film:
    """A film that the ledger tells about."""

    recording_id: str
    cycle_number: int | None
    uploaded_at: datetime | None
    """None once the film is gone."""
    length_ms: int | None


CONTENT = (
    "recording", "clip", "package", "reflection", "talk", "action_summary", "share_grant", "cycle",
    "export",
)  # fmt: skip
"""What a cycle is made of and what was taken along; signing in and being paired stand there too."""

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
    written = select(LedgerEntry).where(*_readable(asker, LedgerEntry, recording_id))
    going_on = select(Sitting).where(*_readable(asker, Sitting, recording_id))
    entries = session.scalars(written.order_by(LedgerEntry.seq.desc()).limit(most)).all()
    open_ones = session.scalars(going_on.order_by(Sitting.begun_at).limit(most)).all()
    told = {each.thing_id for each in entries} | {each.thing_id for each in open_ones}
    numbers = _cycle_numbers(session, told)
    lines = [_line(entry, _span(entry), entry.until, numbers) for entry in entries]
    for each in open_ones:
        lines += [_line(each, span, each.last_at, numbers) for span in sittings.parts(each)]
    lines = _on_their_clock(session, lines)
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _on_their_clock(session: Session, lines: Sequence[Line]) -> list[Line]:
    """Mark the lines from before something was taken out of their film."""
    masked = select(Recording.id, Recording.masked_at).where(
        Recording.id.in_({line.recording_id for line in lines}), Recording.masked_at.is_not(None)
    )
    since = {each.id: each.masked_at for each in session.execute(masked)}
    return [
        replace(line, of_film_before=line.at < since[line.recording_id])
        if line.span and line.recording_id in since
        else line
        for line in lines
    ]


def films(session: Session, asker: Asker) -> list[Film]:
    """Return the films whose lines the asker may read, the newest first, gone ones at the end."""
    ids: set[str] = set()
    for of in (LedgerEntry, Sitting):
        found = select(of.recording_id).where(*_readable(asker, of, None)).distinct()
        ids |= {each for each in session.scalars(found) if each}
    numbers = _cycle_numbers(session, ids)
    known = session.scalars(select(Recording).where(Recording.id.in_(ids))).all()
    known = sorted(known, key=lambda each: each.uploaded_at, reverse=True)
    there = {
        each.id: Film(each.id, numbers.get(each.id), each.uploaded_at, each.duration_ms)
        for each in known
    }
    return [*there.values(), *(Film(each, None, None, None) for each in sorted(ids - set(there)))]


def _line(
    told: LedgerEntry | Sitting, span: Span | None, until: datetime | None, numbers: dict[str, int]
) -> Line:
    return Line(
        at=told.begun_at if isinstance(told, Sitting) else told.at,
        actor_id=told.actor_id,
        act=told.act,
        thing=told.thing,
        thing_id=told.thing_id,
        span=span,
        cycle_number=numbers.get(told.thing_id),
        role=told.role,
        recording_id=told.recording_id,
        until=until,
    )


def _readable(
    asker: Asker, of: type[LedgerEntry] | type[Sitting], recording_id: str | None
) -> list[ColumnElement[bool]]:
    """Which rows the asker may read."""
    own = Thing(owner_id=asker.id, author_id=asker.id)
    if not may(asker, Act.READ_LEDGER, own).allowed:
        raise NotFound()
    wanted = [of.recording_id == recording_id] if recording_id else []
    if asker.role is Role.dpo:
        return wanted
    wanted.append(of.thing.in_(CONTENT))
    mine = of.owner_id if asker.role is Role.teacher else of.actor_id
    return [*wanted, mine == asker.id]


def _cycle_numbers(session: Session, ids: Iterable[str]) -> dict[str, int]:
    """Return which cycle of its pair each thing belongs to, as far as it is still there."""
    wanted = list(ids)
    found = list(session.execute(select(Cycle.id, Cycle.number).where(Cycle.id.in_(wanted))))
    for record in (Recording, Clip, Package, Reflection, Talk, ActionSummary, ShareGrant):
        query = select(record.id, Cycle.number).join(Cycle, Cycle.id == record.cycle_id)
        found += session.execute(query.where(record.id.in_(wanted)))
    return dict(found)


def _span(entry: LedgerEntry) -> Span | None:
    if entry.start_ms is None or entry.end_ms is None:
        return None
    return Span(entry.start_ms, entry.end_ms)


def told_since(session: Session, actor_id: str, act: str, thing_id: str, since: datetime) -> bool:
    """Whether the ledger has a line of this actor, act and thing after `since`."""
    if any(
        (each.actor_id, each.act, each.thing_id) == (actor_id, act, thing_id)
        for each in ledger_chain.waiting(session)
    ):
        return True
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
    role: Role | None = None,
) -> None:
    """Add one line, at this session's commit. Takes ids only: names and words never enter.

    `role`: what the actor looked with, where somebody may hold several.
    """
    line = LedgerEntry(
        at=clock.now(),
        actor_id=actor_id,
        role=str(role) if role else None,
        act=act,
        thing=thing,
        thing_id=thing_id,
        owner_id=owner_id,
        start_ms=span.start_ms if span else None,
        end_ms=span.end_ms if span else None,
    )
    ledger_chain.add(session, line)


def forget(session: Session, before: datetime) -> int:
    """Delete lines from before `before`, and who acted in lines older than 90 days.

    Returns how many lines went. Best the last act of its transaction.
    """
    return ledger_chain.forget(session, before)
