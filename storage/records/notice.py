"""What somebody has to know: one notice for each thing, on the screen and by mail."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import ID, Record, new_id


class Notice(Record, kw_only=True):
    """That something of somebody goes, or changes. Ids, words of ours and moments only."""

    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("person_id", "word", "thing_id"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True, default_factory=new_id)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    word: Mapped[str] = mapped_column(String(30))
    """A word of `rules.notice.Word`."""
    thing_id: Mapped[str] = mapped_column(ID, index=True)
    kind: Mapped[str | None] = mapped_column(String(40), default=None)
    """The retention kind of what goes."""
    cycle_number: Mapped[int | None] = mapped_column(default=None)
    on: Mapped[datetime]
    """When it goes, or from when it holds."""
    created_at: Mapped[datetime]
    mailed_at: Mapped[datetime | None] = mapped_column(default=None)
    seen_at: Mapped[datetime | None] = mapped_column(default=None)
    """When its person put it away."""
