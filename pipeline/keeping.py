"""`lesbeeld retention`, `tombstones` and `ledger`: what is due, letting it go, the proofs."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from storage import database, erasures, ledger_chain, nights, overdue, receipts
from storage.database import asking
from storage.errors import Refused
from storage.media import media_store
from storage.records import Tombstone


def plan(at: datetime | None = None) -> list[dict[str, Any]]:
    """Return what is due now (or will be at `at`), in the order in which it goes; ids only."""
    database.migrate()
    with asking() as session:
        return [
            {
                "thing_id": leaving.kept.thing_id,
                "kind": str(leaving.due.kind),
                "due_at": leaving.due.due_at.isoformat(),
                "because": str(leaving.due.because),
            }
            for leaving in overdue.plan(session, at)
        ]


def sweep(*, anyway: bool = False) -> dict[str, Any]:
    """Do the night's work now; returns how much went, what is still there, and why it waits.

    `anyway`: the person at the keyboard says that it is right, however much is due.
    """
    database.migrate()
    night = nights.run(media_store(), anyway=anyway)
    return {
        "gone": night.gone, "backlog": night.backlog, "removed": night.removed,
        "orphans": night.orphans, "waits": night.waits,
    }  # fmt: skip


def still_there(proof: str) -> tuple[int, bool]:
    """Whether the chain still has the proof that a receipt ends with. Refused when it is none."""
    number, _, link = proof.partition(":")
    if not number.isdigit() or len(link) != 64:
        raise Refused("refusals.no_such_proof")
    database.migrate()
    with asking() as session:
        return int(number), receipts.holds_since(session, int(number), link)


def verify() -> dict[str, Any]:
    """Check the chain of tombstones; returns how many there are and which are broken."""
    database.migrate()
    with asking() as session:
        broken = erasures.verify(session)
        count = session.scalar(select(func.count()).select_from(Tombstone)) or 0
    return {"tombstones": count, "broken": [each.__dict__ for each in broken]}


def verify_ledger() -> dict[str, Any]:
    """Check the chain of the ledger; returns how many lines there are and which are broken."""
    database.migrate()
    with asking() as session:
        broken = ledger_chain.verify(session)
        return {"lines": ledger_chain.count(session), "broken": [each.__dict__ for each in broken]}
