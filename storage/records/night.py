"""What each nightly sweep did, for who looks after the machine. Counts only."""

from datetime import datetime

from sqlalchemy import Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import ID, Record


class Night(Record, kw_only=True):
    """One sweep: what was due, what went, what a person should look at."""

    __tablename__ = "night"

    seq: Mapped[int] = mapped_column(Integer, primary_key=True, init=False)
    at: Mapped[datetime] = mapped_column(index=True)
    due: Mapped[int] = mapped_column(default=0)
    gone: Mapped[int] = mapped_column(default=0)
    backlog: Mapped[int] = mapped_column(default=0)
    """Still due afterwards; must be 0."""
    removed: Mapped[int] = mapped_column(default=0)
    """Bytes without a row that were removed."""
    orphans: Mapped[int] = mapped_column(default=0)
    """What was found and could not be put right; the log names it."""
    clean: Mapped[bool] = mapped_column(default=True)
    """Whether no trace stayed in the databases."""
    halves: Mapped[int] = mapped_column(default=0, server_default="0")
    """Deletions that were broken off between bytes and rows, and finished since."""
    outlook: Mapped[str | None] = mapped_column(Text, default=None)
    """What it counted of what is due and what is coming, as JSON; empty when it did not."""
    clock_back: Mapped[bool] = mapped_column(default=False)
    """The clock stood before the night before."""
    waits: Mapped[str | None] = mapped_column(String(20), default=None)
    """Why it deleted nothing and waits for a person; empty when it did its work."""
    allowed_by: Mapped[str | None] = mapped_column(ID, default=None)
    allowed_at: Mapped[datetime | None] = mapped_column(default=None)
