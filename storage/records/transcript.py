"""What was said, with times."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.records.base import ID, Record, new_id


class Transcript(Record, kw_only=True):
    """What was said in one recording, as the machine heard it."""

    __tablename__ = "transcript"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default_factory=new_id)
    recording_id: Mapped[str] = mapped_column(
        ForeignKey("recording.id", ondelete="CASCADE"), unique=True
    )
    language: Mapped[str] = mapped_column(String(5))
    model: Mapped[str] = mapped_column(String(80))
    """Name and size of the speech model: texts of different models are not comparable."""
    heard_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=0, server_default="0")
    """Counts every change by people; a browser that knows it knows whether it is up to date."""
    written: Mapped[int] = mapped_column(default=0, server_default="0")
    """The version the stored files (captions, transcript) hold; behind: they are written anew."""
    segments: Mapped[list["Segment"]] = relationship(
        lazy="raise",
        default_factory=list,
        order_by="Segment.position",
        cascade="all, delete-orphan",
    )


class Segment(Record, kw_only=True):
    """One line of a transcript."""

    __tablename__ = "segment"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default_factory=new_id)
    transcript_id: Mapped[str] = mapped_column(
        ForeignKey("transcript.id", ondelete="CASCADE"), index=True, default=None
    )
    position: Mapped[int]
    start_ms: Mapped[int]
    end_ms: Mapped[int]
    text: Mapped[str] = mapped_column(Text, repr=False)
    """As the machine heard it: a correction leaves it as it is."""
    corrected_text: Mapped[str | None] = mapped_column(Text, default=None, repr=False)
    """As people put it right; shown instead."""
    corrected_by: Mapped[str | None] = mapped_column(ID, default=None)
    corrected_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=0, server_default="0")
    words: Mapped[list["Word"]] = relationship(
        lazy="raise", default_factory=list, order_by="Word.position", cascade="all, delete-orphan"
    )

    @property
    def said(self) -> str:
        """What is shown: the correction when there is one."""
        return self.text if self.corrected_text is None else self.corrected_text


class Word(Record, kw_only=True):
    """One word with its times and how sure the machine was (0-1)."""

    __tablename__ = "word"

    segment_id: Mapped[str] = mapped_column(
        ForeignKey("segment.id", ondelete="CASCADE"), primary_key=True, default=None
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    start_ms: Mapped[int]
    end_ms: Mapped[int]
    text: Mapped[str] = mapped_column(String(200), repr=False)
    probability: Mapped[float]
