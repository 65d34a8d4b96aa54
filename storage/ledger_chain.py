"""How the ledger is only ever added to: lines join one chain at the commit of what they tell.

At the commit and not before: lines of acts that go on at the same time must stand one behind the
other, and this way nobody waits for an act that is still thinking, only for one that is done.
"""

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, event, func, select, update
from sqlalchemy.orm import Session, SessionTransaction

from storage import clock
from storage.chain import FIRST_LINK, Broken, fits, sealed
from storage.database import one_at_a_time
from storage.records import (
    ActionSummary,
    Clip,
    Cycle,
    LedgerChain,
    LedgerEntry,
    Package,
    Recording,
    Reflection,
    RoleHeld,
    ShareGrant,
    Talk,
)

NAMELESS_AFTER = timedelta(days=90)
"""A line no longer names who acted."""
NOBODY = ("machine", "by_hand")
"""Actors that are no person: they stay."""
_OF_A_CYCLE: dict[str, Any] = {
    "package": Package,
    "reflection": Reflection,
    "talk": Talk,
    "action_summary": ActionSummary,
    "share_grant": ShareGrant,
}
_WAITING = "ledger"
_AHEAD = timedelta(days=1)
"""A line from further ahead was written while the clock was wrong."""
_WALKED = 1000
"""Lines read at a time."""

# Asking


def waiting(session: Session) -> list[LedgerEntry]:
    """Return the lines that will join at this session's commit."""
    found: list[LedgerEntry] = session.info.get(_WAITING, [])
    return found


def verify(session: Session) -> list[Broken]:
    """Walk the chain from what was forgotten to its end; an empty list means it holds."""
    chain = _chain(session)
    if chain is None:
        return [Broken(0, "missing")] if count(session) else []
    broken = [] if fits(chain.seal, _ends(chain)) else [Broken(0, "changed")]
    before, expected = chain.forgotten_link, chain.forgotten_seq + 1
    for entry in _in_order(session):
        if entry.seq > expected:
            broken.append(Broken(expected, "missing"))
        if entry.seq < expected or entry.before != before:
            broken.append(Broken(entry.seq, "order"))
        if not (fits(entry.link, _told(entry)) and _rightly_named(entry, chain)):
            broken.append(Broken(entry.seq, "changed"))
        before, expected = entry.link, entry.seq + 1
    if expected <= chain.last_seq:
        broken.append(Broken(expected, "missing"))
    elif before != chain.last_link:
        broken.append(Broken(chain.last_seq, "order"))
    return broken


def count(session: Session) -> int:
    """Return how many lines there are."""
    return session.scalar(select(func.count()).select_from(LedgerEntry)) or 0


def _in_order(session: Session) -> Iterator[LedgerEntry]:
    query = select(LedgerEntry).order_by(LedgerEntry.seq)
    for entry in session.scalars(query.execution_options(yield_per=_WALKED)):
        yield entry
        session.expunge(entry)


def _rightly_named(entry: LedgerEntry, chain: LedgerChain) -> bool:
    """Whether a line names who acted as it did at first, or rightly no longer."""
    if entry.actor_id is None:
        return entry.seq <= chain.nameless_seq
    return fits(entry.mark, {"actor": entry.actor_id, "salt": entry.salt})


def _told(entry: LedgerEntry) -> dict[str, str | int | None]:
    """What a link seals: everything but who acted, of which only the mark stays for good."""
    return {
        "seq": entry.seq,
        "at": entry.at.isoformat(),
        "until": entry.until.isoformat() if entry.until else None,
        "mark": entry.mark,
        "role": entry.role,
        "act": entry.act,
        "thing": entry.thing,
        "id": entry.thing_id,
        "owner": entry.owner_id,
        "recording": entry.recording_id,
        "start": entry.start_ms,
        "end": entry.end_ms,
        "before": entry.before,
    }


def _ends(chain: LedgerChain) -> dict[str, str | int | None]:
    return {
        "last": chain.last_seq,
        "last_link": chain.last_link,
        "forgotten": chain.forgotten_seq,
        "forgotten_link": chain.forgotten_link,
        "nameless": chain.nameless_seq,
    }


def _chain(session: Session) -> LedgerChain | None:
    # As it is now: another process may have added since this session last looked.
    query = select(LedgerChain).where(LedgerChain.id == 1)
    return session.scalar(query.execution_options(populate_existing=True))


# Acting


def add(session: Session, entry: LedgerEntry) -> None:
    """Let a line join the chain when this session commits; it goes with a rollback."""
    session.info.setdefault(_WAITING, []).append(entry)


def forget(session: Session, before: datetime) -> int:
    """Delete the lines from before `before`, and the names in lines older than 90 days.

    What goes is always the beginning of the chain, and its last link stays behind. Returns how
    many lines went. Best the last act of its transaction: others wait for it to add a line.
    """
    chain = _alone(session)
    last = _last_older(session, before)
    if last and last.seq > chain.forgotten_seq:
        chain.forgotten_seq, chain.forgotten_link = last.seq, last.link
    nameless = _last_older(session, clock.now() - NAMELESS_AFTER)
    if nameless:
        chain.nameless_seq = max(chain.nameless_seq, nameless.seq)
    _seal(chain)
    session.flush()  # the triggers look at it
    gone = session.execute(delete(LedgerEntry).where(LedgerEntry.seq <= chain.forgotten_seq))
    session.execute(
        update(LedgerEntry)
        .where(LedgerEntry.seq <= chain.nameless_seq, LedgerEntry.actor_id.not_in(NOBODY))
        .values(actor_id=None, salt=None)
        .execution_options(synchronize_session=False)
    )
    return int(gone.rowcount)  # type: ignore[attr-defined]


def _last_older(session: Session, before: datetime) -> LedgerEntry | None:
    """The last line of the beginning that is older than `before` as a whole.

    A line from the future (the clock was wrong) holds nothing back, and one that seems older than
    its neighbours takes none of them along.
    """
    young = (LedgerEntry.at >= before) & (LedgerEntry.at <= clock.now() + _AHEAD)
    first_kept = session.scalar(select(func.min(LedgerEntry.seq)).where(young))
    query = select(LedgerEntry).where(LedgerEntry.at < before)
    if first_kept is not None:
        query = query.where(LedgerEntry.seq < first_kept)
    return session.scalar(query.order_by(LedgerEntry.seq.desc()).limit(1))


def _alone(session: Session) -> LedgerChain:
    """The ends of the chain, for this transaction alone until it is done."""
    one_at_a_time(session, "ledger")
    chain = _chain(session)
    if chain is None:
        chain = LedgerChain(last_link=FIRST_LINK, forgotten_link=FIRST_LINK)
        session.add(chain)
    return chain


def _seal(chain: LedgerChain) -> None:
    chain.seal = sealed(_ends(chain))


@event.listens_for(Session, "before_commit")
def _join(session: Session) -> None:
    joining: list[LedgerEntry] = session.info.pop(_WAITING, [])
    if not joining:
        return
    session.flush()  # what else it writes comes first: whoever holds the chain waits for nobody
    for entry in joining:
        entry.recording_id = entry.recording_id or _recording_of(session, entry)
        entry.role = entry.role or _role_of(session, entry)
        if entry.actor_id not in NOBODY:
            entry.salt = secrets.token_hex(16)
        entry.mark = sealed({"actor": entry.actor_id, "salt": entry.salt})
    chain = _alone(session)
    for entry in joining:
        entry.seq, entry.before = chain.last_seq + 1, chain.last_link
        entry.link = sealed(_told(entry))
        chain.last_seq, chain.last_link = entry.seq, entry.link
        session.add(entry)
    _seal(chain)


@event.listens_for(Session, "after_soft_rollback")
def _drop(session: Session, _transaction: SessionTransaction) -> None:
    session.info.pop(_WAITING, None)


def _recording_of(session: Session, entry: LedgerEntry) -> str | None:
    """The film a line is about: itself, that of the clip, or that of the cycle."""
    if entry.thing == "recording":
        return entry.thing_id
    if entry.thing == "clip":
        found = session.scalar(select(Clip.recording_id).where(Clip.id == entry.thing_id))
        return found or _told_before(session, entry)  # a clip outlives its lesson
    cycle_id = _cycle_of(session, entry)
    if cycle_id is None:
        return _told_before(session, entry)
    films = select(Recording.id).where(Recording.cycle_id == cycle_id)
    return session.scalar(films.order_by(Recording.uploaded_at.desc()).limit(1))


def _cycle_of(session: Session, entry: LedgerEntry) -> str | None:
    if entry.thing == "cycle":
        return entry.thing_id
    record = _OF_A_CYCLE.get(entry.thing)
    if record is None:
        return None
    cycle: str | None = session.scalar(select(record.cycle_id).where(record.id == entry.thing_id))
    return cycle or session.scalar(select(Cycle.id).where(Cycle.id == entry.thing_id))


def _told_before(session: Session, entry: LedgerEntry) -> str | None:
    query = select(LedgerEntry.recording_id).where(
        LedgerEntry.thing_id == entry.thing_id, LedgerEntry.recording_id.is_not(None)
    )
    return session.scalar(query.limit(1))


def _role_of(session: Session, entry: LedgerEntry) -> str | None:
    """The one role of who acted; somebody with several acts on her own things as a teacher."""
    roles = session.scalars(select(RoleHeld.role).where(RoleHeld.person_id == entry.actor_id)).all()
    if len(roles) == 1:
        return str(roles[0])
    return "teacher" if roles and entry.actor_id == entry.owner_id else None
