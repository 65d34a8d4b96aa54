"""What the teacher writes back."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.records.base import ID, Record, new_id


class Reflection(Record, kw_only=True):
    """The teacher's reflection on one package. Hers alone until submitted."""

    __tablename__ = "reflection"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default_factory=new_id)
    cycle_id: Mapped[str] = mapped_column(ForeignKey("cycle.id"), index=True)
    package_id: Mapped[str] = mapped_column(ForeignKey("package.id"), unique=True)
    teacher_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None] = mapped_column(default=None)
    answers: Mapped[list["Answer"]] = relationship(
        lazy="raise", default_factory=list, cascade="all, delete-orphan"
    )


class Answer(Record, kw_only=True):
    """The answer to one clip's question."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("reflection_id", "clip_id"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True, default_factory=new_id)
    reflection_id: Mapped[str] = mapped_column(
        ForeignKey("reflection.id", ondelete="CASCADE"), index=True, default=None
    )
    clip_id: Mapped[str | None] = mapped_column(
        ForeignKey("clip.id", ondelete="SET NULL"), index=True
    )
    text: Mapped[str] = mapped_column(Text, default="", repr=False)
    rather_discuss: Mapped[bool] = mapped_column(default=False)
    """The teacher would rather talk about it: an answer too."""
    opened_at: Mapped[datetime | None] = mapped_column(default=None)
    saved_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=0)
