"""Receipts: what went, when and by which rule, of one recording or of a period; no names."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from storage import access, clock, erasures, tombstones
from storage.chain import Broken
from storage.errors import NotFound, Refused
from storage.records import Tombstone
from storage.rules.access import Act, Asker, Thing, may
from storage.rules.roles import Role

MOST = 5_000
"""Proofs in one receipt: more than a hundred pages nobody reads; a shorter period it is then."""


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both at school and both included."""

    first: date
    last: date


@dataclass(frozen=True)
class Receipt:
    """Everything a receipt says."""

    stones: tuple[Tombstone, ...]
    broken: tuple[Broken, ...]
    """Where the chain as a whole does not hold."""
    chain: tuple[int, str]
    """Number and link of the newest proof: who keeps them can see later that none was cut off."""
    made_at: datetime
    period: Period | None = None
    recording_id: str | None = None


# Asking


def receipt(
    session: Session, asker: Asker, *, recording_id: str | None = None, period: Period | None = None
) -> Receipt:
    """Return a receipt: of everything to who looks after it, of her own to a teacher.

    Raises NotFound for others, Refused when there is nothing to prove, or too much at once.
    """
    query = _asked(asker, recording_id, period)
    stones = tuple(session.scalars(query.order_by(Tombstone.seq).limit(MOST + 1)))
    if not stones:
        raise Refused("refusals.nothing_to_prove")
    if len(stones) > MOST:
        raise Refused("refusals.too_much_to_prove", most=MOST)
    newest = session.execute(
        select(Tombstone.seq, Tombstone.link).order_by(Tombstone.seq.desc()).limit(1)
    ).one()
    broken = tuple(erasures.verify(session))
    chain = (newest.seq, newest.link)
    return Receipt(stones, broken, chain, clock.now(), period, recording_id)


def count(
    session: Session, asker: Asker, *, recording_id: str | None = None, period: Period | None = None
) -> int:
    """How many proofs such a receipt would hold. Raises NotFound as `receipt` does."""
    asked = _asked(asker, recording_id, period).subquery()
    return session.scalar(select(func.count()).select_from(asked)) or 0


def holds_since(session: Session, seq: int, link: str) -> bool:
    """Whether the chain still has this proof as an earlier receipt wrote it down.

    Refused when the proof was forgotten since, because its own term is over.
    """
    last, its_link = tombstones.forgotten(session)
    if seq == last:
        return its_link.startswith(link)
    if seq < last:
        raise Refused("refusals.proof_forgotten")
    found = session.scalar(select(Tombstone.link).where(Tombstone.seq == seq))
    return found is not None and found.startswith(link)


def _asked(asker: Asker, recording_id: str | None, period: Period | None) -> Select[Tombstone]:
    query = _readable(asker)
    if recording_id:
        query = query.where(Tombstone.thing_id == recording_id)
    if period:
        query = query.where(
            Tombstone.deleted_at >= _begin(period.first),
            Tombstone.deleted_at < _begin(period.last + timedelta(days=1)),
        )
    return query


def _readable(asker: Asker) -> Select[Tombstone]:
    if asker.role is Role.teacher:
        access.require_sight(asker, Act.READ_TOMBSTONES, Thing(owner_id=asker.id))
        return select(Tombstone).where(Tombstone.owner_id == asker.id)
    if asker.role is Role.coach or not may(asker, Act.READ_TOMBSTONES, Thing()).allowed:
        raise NotFound()
    return select(Tombstone)


def _begin(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), clock.SCHOOL_TIME)
