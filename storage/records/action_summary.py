"""The written end of a cycle."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.records.base import ID, Record, new_id


class ActionSummary(Record, kw_only=True):
    """What was discussed and the one or two actions, agreed by both."""

    __tablename__ = "action_summary"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default_factory=new_id)
    cycle_id: Mapped[str] = mapped_column(ForeignKey("cycle.id"), unique=True)
    discussed: Mapped[str] = mapped_column(Text, default="", repr=False)
    version: Mapped[int] = mapped_column(default=0)
    edited_by: Mapped[str | None] = mapped_column(ID, default=None)
    proposed_by: Mapped[str | None] = mapped_column(ID, default=None)
    proposed_at: Mapped[datetime | None] = mapped_column(default=None)
    asked_change: Mapped[str] = mapped_column(Text, default="", repr=False)
    """What the other asked to change, while it is being changed."""
    agreed_by: Mapped[str | None] = mapped_column(ID, default=None)
    agreed_at: Mapped[datetime | None] = mapped_column(default=None)
    created_at: Mapped[datetime]
    actions: Mapped[list["Action"]] = relationship(
        lazy="raise", default_factory=list, order_by="Action.position", cascade="all, delete-orphan"
    )


class Action(Record, kw_only=True):
    """One small experiment: when, what exactly, how we will see it."""

    __tablename__ = "action"
    __table_args__ = (UniqueConstraint("summary_id", "position"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True, default_factory=new_id)
    summary_id: Mapped[str] = mapped_column(
        ForeignKey("action_summary.id", ondelete="CASCADE"), index=True, default=None
    )
    position: Mapped[int]
    when: Mapped[str] = mapped_column(String(300), repr=False)
    """Which lesson or moment, in words."""
    what: Mapped[str] = mapped_column(Text, repr=False)
    sign: Mapped[str] = mapped_column(Text, repr=False)
    """How we will see that it worked."""
    tried: Mapped[bool | None] = mapped_column(default=None)
    """Told by the teacher in the next cycle; None while it is open."""
