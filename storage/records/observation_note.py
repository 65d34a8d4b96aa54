"""What the coach sees and hears while watching, with its time."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import ID, Record, new_id


class ObservationNote(Record, kw_only=True):
    """One fact at one moment of a recording: its writer's alone, and no comment on a clip."""

    __tablename__ = "observation_note"
    __table_args__ = (UniqueConstraint("recording_id", "client_id"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True, default_factory=new_id)
    recording_id: Mapped[str] = mapped_column(
        ForeignKey("recording.id", ondelete="CASCADE"), index=True
    )
    coach_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    client_id: Mapped[str] = mapped_column(String(64), default_factory=new_id)
    """Made by the browser, so that sending the same note twice makes one note."""
    at_ms: Mapped[int]
    text: Mapped[str] = mapped_column(Text, repr=False)
    version: Mapped[int] = mapped_column(default=1)
    removed_at: Mapped[datetime | None] = mapped_column(default=None)
    """A removed note can be put back until the sweep takes it."""
    created_at: Mapped[datetime]
