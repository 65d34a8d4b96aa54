"""What a school leader reads of a programme: figures that stand still for a month."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import ID, Record


class MonthlyTotals(Record, kw_only=True):
    """The figures of one month. Counts only; they go with their programme."""

    __tablename__ = "monthly_totals"

    programme_id: Mapped[str] = mapped_column(
        ID, ForeignKey("programme.id", ondelete="CASCADE"), primary_key=True
    )
    month: Mapped[date] = mapped_column(primary_key=True)
    """The first day of the month."""
    taken_on: Mapped[date]
    enrolled: Mapped[int]
    enrolled_at: Mapped[datetime]
    """Up to when joining and leaving is counted in."""
    completed: Mapped[int | None] = mapped_column(default=None)
    completed_at: Mapped[datetime | None] = mapped_column(default=None)
    """Up to when completed cycles are counted in; None when none are."""
    median_days: Mapped[int | None] = mapped_column(default=None)
