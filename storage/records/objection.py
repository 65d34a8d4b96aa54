"""That a parent objects to a film in which a child is seen or heard."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import ID, Record, new_id


class Objection(Record, kw_only=True):
    """One film, or what is left of it, that is locked until its teacher has dealt with it.

    No pupil and no parent is named. The class stands here only while it is open.
    """

    __tablename__ = "objection"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default_factory=new_id)
    owner_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    recording_id: Mapped[str | None] = mapped_column(
        ForeignKey("recording.id", ondelete="SET NULL"), default=None, index=True
    )
    cycle_id: Mapped[str | None] = mapped_column(ForeignKey("cycle.id"), default=None, index=True)
    """Whose clips are of that film; they have a clock of their own."""
    upload_id: Mapped[str | None] = mapped_column(ID, default=None)
    """The film is still on its way in: its last byte makes it the recording's."""
    entry_id: Mapped[str | None] = mapped_column(ID, default=None)
    """What one person wrote down at once, about as many films as it matched."""
    class_group: Mapped[str] = mapped_column(String(40), default="", repr=False)
    lesson_on: Mapped[date]
    entered_by: Mapped[str] = mapped_column(ID)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    reason: Mapped[str | None] = mapped_column(String(40), default=None)
    """A word of `rules.objection.Reason`, once it ended."""
