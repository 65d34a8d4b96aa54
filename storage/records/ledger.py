"""Who did what with which thing. Ids only, never names or words."""

from datetime import datetime

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import ID, Record


class LedgerEntry(Record, kw_only=True):
    """One line that is only ever added."""

    __tablename__ = "ledger_entry"

    seq: Mapped[int] = mapped_column(Integer, primary_key=True, init=False)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[str] = mapped_column(String(40), index=True)
    """Person, or `machine`."""
    act: Mapped[str] = mapped_column(String(40))
    thing: Mapped[str] = mapped_column(String(40))
    thing_id: Mapped[str] = mapped_column(ID, index=True)
    owner_id: Mapped[str | None] = mapped_column(ID, default=None, index=True)
    """Whose thing it is, so that she can read the line."""
    start_ms: Mapped[int | None] = mapped_column(default=None)
    end_ms: Mapped[int | None] = mapped_column(default=None)
    """The part that was watched, where that is known."""
