"""Somebody who left the school: from when, and which roles to give back should it be a mistake."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import ID, Record


class Departure(Record, kw_only=True):
    """One person left. The row goes together with the account."""

    __tablename__ = "departure"

    person_id: Mapped[str] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    roles: Mapped[str] = mapped_column(String(120))
    """The roles held until then, with spaces between."""
    noted_by: Mapped[str] = mapped_column(ID)
    left_at: Mapped[datetime]
    """Everything that ended with it ended at exactly this moment."""
