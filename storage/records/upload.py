"""A film on its way in."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import ID, Record, new_id


class Upload(Record, kw_only=True):
    """A film on its way in. How much has arrived is asked of the store, never kept here."""

    __tablename__ = "upload"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default_factory=new_id)
    owner_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    cycle_id: Mapped[str | None] = mapped_column(
        ForeignKey("cycle.id", ondelete="CASCADE"), default=None, index=True
    )
    prefix: Mapped[str] = mapped_column(String(80))
    """Random place in the store; becomes the recording's."""
    length: Mapped[int] = mapped_column(BigInteger)
    """Bytes the browser announced."""
    ending: Mapped[str] = mapped_column(String(12))
    """Lower-case file ending (".mp4"); the file's own name is not kept: it may name people."""
    intention: Mapped[str] = mapped_column(String(500), default="")
    class_group: Mapped[str] = mapped_column(String(40), default="", repr=False)
    lesson_on: Mapped[date | None] = mapped_column(default=None)
    attested_at: Mapped[datetime]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    """Last time bytes came in or the browser asked; parts nobody came back for are swept."""
    recording_id: Mapped[str | None] = mapped_column(ID, default=None)
    """Set by the last byte, in the same transaction that makes the recording."""
