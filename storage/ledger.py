"""The ledger: who did what with which thing. Written in the transaction of the act itself."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import clock
from storage.records import LedgerEntry
from storage.spans import Span

MACHINE = "machine"
"""Actor of what no person did."""

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
