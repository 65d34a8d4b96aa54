"""Tombstones: the proof that something went, chained so that none can be changed or left out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from storage import access, clock, ledger
from storage.chain import FIRST_LINK, Broken, fits, sealed
from storage.database import one_at_a_time
from storage.records import Tombstone, TombstoneChain
from storage.rules.access import Act, Asker, Thing

_NOUNS = {
    "raw_recording": "recording",
    "proxy_recording": "recording",
    "unreleased_recording": "recording",
    "unmasked_recording": "recording",
    "derived_media": "recording",
    "transcript_full": "recording",
    "clip": "clip",
    "annotation": "clip",
    "draft": "clip",
    "reflection": "reflection",
    "talk_metadata": "talk",
    "talk_notes": "talk",
    "action_summary": "action_summary",
    "share_grant": "share_grant",
    "account": "person",
}
"""Under which noun of the ledger a kind of thing goes."""
BEFORE_ALL = (0, FIRST_LINK)
"""What the first tombstone of all comes after."""
STEPS = (1_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000)
"""Bytes. A tombstone says "up to 100 MB", never the exact size, which could identify a film."""


@dataclass(frozen=True)
class Gone:
    """What a tombstone is written from: ids and kinds only."""

    thing_id: str
    kind: str
    made_at: datetime
    policy: str
    trigger: str
    actor: str
    size: int = 0
    """Bytes that were wiped."""
    wiped: int = 0
    """Stored objects and versions that were wiped."""
    owner_id: str | None = None
    cycle_id: str | None = None


def size_bucket(size: int) -> str:
    """Return a rough size: the first step that `size` bytes fit under, or `more`."""
    if size == 0:
        return "none"
    return next((f"to_{step}" for step in STEPS if size <= step), "more")


# Asking


def end(session: Session) -> tuple[int, str]:
    """Number and link of the newest tombstone, also when it was forgotten since; 0: never one."""
    newest = select(Tombstone.seq, Tombstone.link).order_by(Tombstone.seq.desc()).limit(1)
    if found := session.execute(newest).first():
        return found.seq, found.link
    return forgotten(session)


def forgotten(session: Session) -> tuple[int, str]:
    """Number and link of the last tombstone that was forgotten; 0 and the first link: none was."""
    chain = session.get(TombstoneChain, 1, populate_existing=True)
    return (chain.forgotten_seq, chain.forgotten_link) if chain else BEFORE_ALL


def verify(session: Session) -> list[Broken]:
    """Walk the chain from what was forgotten; an empty list means it holds.

    It cannot see that the newest are gone: for that `erasures.verify` looks at the ledger files.
    """
    query = select(Tombstone).order_by(Tombstone.seq).execution_options(yield_per=500)
    chain = session.get(TombstoneChain, 1, populate_existing=True)
    changed = chain and not fits(chain.seal, _begin(*forgotten(session)))
    broken = [Broken(0, "changed")] if changed else []
    return broken + broken_links(session.scalars(query), after=forgotten(session))


def broken_links(
    stones: Iterable[Tombstone], key: bytes | None = None, after: tuple[int, str] = BEFORE_ALL
) -> list[Broken]:
    """Where these links, in order from the one `after`, do not hold; `key` when it is not ours."""
    broken = []
    before, expected = after[1], after[0] + 1
    for stone in stones:
        if stone.seq != expected:
            broken.append(Broken(expected, "missing"))
        if stone.before != before:
            broken.append(Broken(stone.seq, "order"))
        if not fits(stone.link, _told(stone), key):
            broken.append(Broken(stone.seq, "changed"))
        before, expected = stone.link, stone.seq + 1
    return broken


def about(session: Session, owner_id: str) -> list[Tombstone]:
    """Return the tombstones of one owner, newest first."""
    return list(
        session.scalars(
            select(Tombstone).where(Tombstone.owner_id == owner_id).order_by(Tombstone.seq.desc())
        )
    )


def newest(session: Session, asker: Asker, most: int = 20) -> list[Tombstone]:
    """Return the last links of the chain, newest first, to those who look after it."""
    access.require(asker, Act.READ_TOMBSTONES, Thing())
    return list(session.scalars(select(Tombstone).order_by(Tombstone.seq.desc()).limit(most)))


# Acting


def add(session: Session, gone: Gone) -> Tombstone:
    """Write the next link of the chain, in the transaction that deletes the row."""
    one_at_a_time(session, "tombstones")
    session.flush()
    last, link = end(session)
    stone = Tombstone(
        seq=last + 1,
        thing_id=gone.thing_id,
        kind=gone.kind,
        owner_id=gone.owner_id,
        cycle_id=gone.cycle_id,
        size_bucket=size_bucket(gone.size),
        made_at=gone.made_at,
        deleted_at=clock.now(),
        policy=gone.policy,
        trigger=gone.trigger,
        actor=gone.actor,
        wiped=gone.wiped,
        before=link,
        link="",
    )
    stone.link = sealed(_told(stone))
    session.add(stone)
    session.flush()
    tell(session, stone)
    return stone


def forget(session: Session, before: datetime) -> int:
    """Delete the tombstones from before `before`, whose own term is over; returns how many.

    What goes is always the beginning of the chain, and its last link stays behind. One that seems
    older than its neighbours (the clock was wrong) takes none of them along.
    """
    one_at_a_time(session, "tombstones")
    first_kept = session.scalar(
        select(func.min(Tombstone.seq)).where(Tombstone.deleted_at >= before)
    )
    old = select(Tombstone).where(Tombstone.deleted_at < before)
    if first_kept is not None:
        old = old.where(Tombstone.seq < first_kept)
    last = session.scalar(old.order_by(Tombstone.seq.desc()).limit(1))
    if last is None:
        return 0
    seq, link = last.seq, last.link
    session.merge(
        TombstoneChain(forgotten_seq=seq, forgotten_link=link, seal=sealed(_begin(seq, link)))
    )
    gone = session.execute(delete(Tombstone).where(Tombstone.seq <= seq))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def tell(session: Session, stone: Tombstone) -> None:
    """Let the ledger tell that the machine deleted what a tombstone is about."""
    act, thing = f"delete_{stone.kind}", _NOUNS.get(stone.kind, "cycle")
    ledger.write(session, ledger.MACHINE, act, thing, stone.thing_id, stone.owner_id)


def _begin(seq: int, link: str) -> dict[str, str | int | None]:
    return {"forgotten": seq, "link": link}


def _told(stone: Tombstone) -> dict[str, str | int | None]:
    return {
        "seq": stone.seq,
        "thing": stone.thing_id,
        "kind": stone.kind,
        "owner": stone.owner_id,
        "cycle": stone.cycle_id,
        "size": stone.size_bucket,
        "made": stone.made_at.isoformat(),
        "deleted": stone.deleted_at.isoformat(),
        "policy": stone.policy,
        "trigger": stone.trigger,
        "actor": stone.actor,
        "wiped": stone.wiped,
        "before": stone.before,
    }
