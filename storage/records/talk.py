"""The talk about the clips. The call itself is never recorded."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import ID, Record, new_id


class Talk(Record, kw_only=True):
    """Agenda, shared notes, and the word of both that it was held."""

    __tablename__ = "talk"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default_factory=new_id)
    cycle_id: Mapped[str] = mapped_column(ForeignKey("cycle.id"), unique=True)
    planned_at: Mapped[datetime | None] = mapped_column(default=None)
    call_link: Mapped[str] = mapped_column(String(500), default="")
    notes: Mapped[str] = mapped_column(Text, default="", repr=False)
    notes_version: Mapped[int] = mapped_column(default=0)
    notes_by: Mapped[str | None] = mapped_column(ID, default=None)
    notes_at: Mapped[datetime | None] = mapped_column(default=None)
    held_on: Mapped[date | None] = mapped_column(default=None)
    minutes: Mapped[int | None] = mapped_column(default=None)
    held_said_by: Mapped[str | None] = mapped_column(ID, default=None)
    """Who said first that it was held; the other confirms, or 48 hours of silence do."""
    held_said_at: Mapped[datetime | None] = mapped_column(default=None)
    held_at: Mapped[datetime | None] = mapped_column(default=None)
    """When it was confirmed."""
    created_at: Mapped[datetime]
