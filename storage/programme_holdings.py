"""What is kept for a whole programme rather than for one cycle, told for the retention rule."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.holdings_around import AnyRow, Around, Kept, Sort, Told, year_end
from storage.records import (
    Cycle,
    Pair,
    PermissionAttest,
    Programme,
    SetUp,
    ShareGrant,
    Signature,
)
from storage.rules.retention import Kind, Trigger


def sorts(person_id: str | None) -> list[Sort]:
    """What people declared and signed; only what this person did, if one is named."""
    signatures = (
        select(
            Signature.id, Signature.person_id.label("owner_id"), Signature.signed_at.label("made"),
            Programme.id.label("programme_id"), Programme.ends_on,
        )
        .join(Pair, Pair.id == Signature.pair_id)
        .join(Programme, Programme.id == Pair.programme_id)
    )  # fmt: skip
    attests = select(
        PermissionAttest.id, PermissionAttest.owner_id, PermissionAttest.attested_at.label("made"),
        PermissionAttest.programme_id, Programme.ends_on,
    ).join(Programme, Programme.id == PermissionAttest.programme_id)  # fmt: skip
    set_ups = select(
        SetUp.programme_id.label("id"), SetUp.recorded_by.label("owner_id"),
        SetUp.created_at.label("made"), SetUp.programme_id, Programme.ends_on,
    ).join(Programme, Programme.id == SetUp.programme_id)  # fmt: skip
    grants = (
        select(
            ShareGrant.id, ShareGrant.teacher_id.label("owner_id"),
            ShareGrant.created_at.label("made"), ShareGrant.cycle_id, ShareGrant.until,
            ShareGrant.ended_at, Programme.id.label("programme_id"), Programme.ends_on,
        )
        .join(Cycle, Cycle.id == ShareGrant.cycle_id)
        .join(Pair, Pair.id == Cycle.pair_id)
        .join(Programme, Programme.id == Pair.programme_id)
    )  # fmt: skip
    if person_id:
        signatures = signatures.where(Signature.person_id == person_id)
        attests = attests.where(PermissionAttest.owner_id == person_id)
        grants = grants.where(ShareGrant.teacher_id == person_id)
        set_ups = set_ups.where(SetUp.recorded_by == person_id)
    return [
        Sort(Signature.id, signatures, _of(Kind.agreement)),
        Sort(PermissionAttest.id, attests, _of(Kind.permission_attest)),
        Sort(ShareGrant.id, grants, _grants),
        Sort(SetUp.programme_id, set_ups, _of(Kind.permission_attest)),
    ]


def _of(kind: Kind) -> Callable[[Session, Sequence[AnyRow], datetime | None], Told]:
    def tell(session: Session, rows: Sequence[AnyRow], now: datetime | None) -> Told:
        around = Around(session, (), now)
        for row in rows:
            place = around.in_programme(row.programme_id)
            ends = {Trigger.programme_end: year_end(row.ends_on)}
            holding = around.holding(kind, row.id, row.made, place, ends)
            yield Kept(holding, row.owner_id, None), place.policy

    return tell


def _grants(session: Session, rows: Sequence[AnyRow], now: datetime | None) -> Told:
    """With whom something was shared: from when that ends, at the latest on its last day."""
    around = Around(session, (), now)
    for row in rows:
        place = around.in_programme(row.programme_id)
        ends = {
            Trigger.programme_end: year_end(row.ends_on),
            Trigger.revocation: row.ended_at or row.until,
        }
        holding = around.holding(Kind.share_grant, row.id, row.made, place, ends)
        yield Kept(holding, row.owner_id, row.cycle_id), place.policy
