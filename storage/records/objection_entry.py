"""That a parent objects to any film of a lesson, as it was written down for the school."""

from datetime import date, datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import ID, Record, new_id


class ObjectionEntry(Record, kw_only=True):
    """A class and a day to look out for: what comes in of that lesson is locked.

    No pupil, no parent and no teacher is named. Each film it locks has an `Objection` of its own.
    """

    __tablename__ = "objection_entry"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default_factory=new_id)
    class_group: Mapped[str] = mapped_column(String(40), default="", repr=False)
    """Empty after a restore, which knows no words: any class."""
    lesson_on: Mapped[date]
    entered_by: Mapped[str] = mapped_column(ID)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    """When who looks after objections said that nobody need look out any more."""
