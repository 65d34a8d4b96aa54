"""`lesbeeld retention` and `lesbeeld tombstones`: what is due, letting it go, the proof."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from storage import database, erasures, retention, traces
from storage.database import asking
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
            for leaving in retention.plan(session, at)
        ]


def sweep() -> dict[str, int]:
    """Delete what is due now; returns how much went and how much is still there."""
    database.migrate()
    swept = retention.sweep(media_store())
    traces.wipe()
    erasures.write_down()
    return {"gone": swept.gone, "backlog": swept.backlog}


def verify() -> dict[str, Any]:
    """Check the chain of tombstones; returns how many there are and which are broken."""
    database.migrate()
    with asking() as session:
        broken = erasures.verify(session)
        count = session.scalar(select(func.count()).select_from(Tombstone)) or 0
    return {"tombstones": count, "broken": [each.__dict__ for each in broken]}
