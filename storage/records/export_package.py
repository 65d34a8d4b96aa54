"""Somebody's own material as one file, there for a while."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import ID, Record, new_id, word_of


class ExportState(StrEnum):
    """How far it is."""

    making = "making"
    ready = "ready"
    failed = "failed"


class ExportPackage(Record, kw_only=True):
    """One file that somebody asked for. A copy that can be made anew: no backup has it."""

    __tablename__ = "export_package"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default_factory=new_id)
    owner_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    state: Mapped[ExportState] = mapped_column(word_of(ExportState), default=ExportState.making)
    percent: Mapped[int] = mapped_column(default=0)
    """Of the making, 0-100."""
    role: Mapped[str] = mapped_column(String(20), default="teacher", server_default="teacher")
    """A word of `rules.roles.Role`: whose own things are in it, of who is both."""
    asked_at: Mapped[datetime]
    made_at: Mapped[datetime | None] = mapped_column(default=None)
    ends_at: Mapped[datetime | None] = mapped_column(default=None)
    """Until when it can be fetched, once it is there."""
    removed_at: Mapped[datetime | None] = mapped_column(default=None)
    """When its owner took it away, or asked for a newer one: nobody opens it any more."""
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    sha256: Mapped[str] = mapped_column(String(64), default="")
