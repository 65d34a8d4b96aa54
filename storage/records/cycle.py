"""One coaching cycle of about two weeks."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import ID, Record, new_id, word_of
from storage.rules.steps import State, Who

_OPEN = text("state NOT IN ('completed','partial','cancelled','withdrawn','planned')")


class Cycle(Record, kw_only=True):
    """One cycle of a pair. `state` only changes through storage.cycles, never by hand."""

    __tablename__ = "cycle"
    __table_args__ = (
        UniqueConstraint("pair_id", "number"),
        # The rule "no other open cycle of the pair", kept even when two people start at once.
        Index("uq_cycle_open", "pair_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True, default_factory=new_id)
    pair_id: Mapped[str] = mapped_column(ForeignKey("pair.id"), index=True)
    number: Mapped[int]
    state: Mapped[State] = mapped_column(word_of(State), default=State.planned)
    planned_on: Mapped[date]
    started_on: Mapped[date | None] = mapped_column(default=None)
    """D0: due dates are counted from here."""
    focus: Mapped[str | None] = mapped_column(String(60), default=None)
    """Key of the dimension this cycle looks at."""
    focus_by_teacher: Mapped[bool] = mapped_column(default=False)
    focus_by_coach: Mapped[bool] = mapped_column(default=False)
    paused_from: Mapped[State | None] = mapped_column(word_of(State), default=None)
    paused_on: Mapped[date | None] = mapped_column(default=None)
    paused_by: Mapped[Who | None] = mapped_column(word_of(Who), default=None)
    pause_until: Mapped[date | None] = mapped_column(default=None)
    """The day the clock resumes by itself, when one was named."""
    paused_days: Mapped[int] = mapped_column(default=0)
    """Days of earlier pauses that would have counted."""
    redos: Mapped[int] = mapped_column(default=0)
    """How many recordings of this cycle could not be used."""
    reached_step: Mapped[int] = mapped_column(default=0)
    """Furthest of the six steps, 0-6: all that is kept of how far a cycle came."""
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
    """When the teacher withdrew from it, also after its end; a week later all of it goes."""
    summary_kept: Mapped[bool] = mapped_column(default=False)
    """She withdrew, and keeps the summary that was agreed before for its own term."""
    created_at: Mapped[datetime]
