"""What is kept for a whole programme rather than for one cycle, told for the retention rule."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import clock
from storage.records import Pair, PermissionAttest, Programme, SetUp, Signature
from storage.rules.retention import Holding, Kind, Trigger

Found = tuple[Holding, str, str]
"""A holding, whose it is, and in which programme."""

# Asking


def gather(session: Session, held: Collection[str]) -> Iterator[Found]:
    """Return what people declared and signed; `held` are the ids that are kept."""
    signatures = select(Signature, Programme).join(Pair, Pair.id == Signature.pair_id)
    for signature, programme in session.execute(signatures.join(Programme)):
        holding = _holding(
            Kind.agreement,
            signature.id,
            signature.signed_at,
            programme.ends_on,
            signature.id in held,
        )
        yield holding, signature.person_id, programme.id
    attests = select(PermissionAttest, Programme.ends_on).join(Programme)
    for attest, ends_on in session.execute(attests):
        holding = _holding(
            Kind.permission_attest, attest.id, attest.attested_at, ends_on, attest.id in held
        )
        yield holding, attest.owner_id, attest.programme_id
    set_ups = select(SetUp, Programme.ends_on).join(Programme)
    for set_up, ends_on in session.execute(set_ups):
        of = set_up.programme_id
        holding = _holding(Kind.permission_attest, of, set_up.created_at, ends_on, of in held)
        yield holding, set_up.recorded_by, of


def year_end(ends_on: date) -> datetime:
    """The last moment of a programme."""
    return datetime.combine(ends_on, time(23, 59, 59), clock.SCHOOL_TIME)


def _holding(kind: Kind, id: str, made: datetime, ends_on: date, held: bool) -> Holding:
    return Holding(
        id=f"{kind}/{id}",
        kind=kind,
        created_at=made,
        triggers={Trigger.programme_end: year_end(ends_on)},
        held=held,
    )
