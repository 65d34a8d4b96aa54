"""What a school recorded before anybody filmed in a programme."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import ID, Record, word_of
from storage.rules.set_up import LegalBasis, Use


class SetUp(Record, kw_only=True):
    """The legal basis of one programme and what goes with it; empty is not recorded yet."""

    __tablename__ = "set_up"

    programme_id: Mapped[str] = mapped_column(
        ForeignKey("programme.id", ondelete="CASCADE"), primary_key=True
    )
    legal_basis: Mapped[LegalBasis | None] = mapped_column(word_of(LegalBasis), default=None)
    officer: Mapped[str] = mapped_column(String(120), default="")
    """Name of the data protection officer who said which basis holds."""
    decided_on: Mapped[date | None] = mapped_column(default=None)
    balancing_test: Mapped[str] = mapped_column(Text, default="", repr=False)
    """Why the school's interest outweighs the pupils' (legitimate interest only)."""
    parents_informed_on: Mapped[date | None] = mapped_column(default=None)
    letter_version: Mapped[str] = mapped_column(String(40), default="")
    ceiling: Mapped[str | None] = mapped_column(String(20), default=None)
    """Preset that nothing is ever kept longer than."""
    works_council_on: Mapped[date | None] = mapped_column(default=None)
    """When the staff section of the works council agreed."""
    recorded_by: Mapped[str] = mapped_column(ID)
    """Who recorded something last."""
    created_at: Mapped[datetime]


class UseDecision(Record, kw_only=True):
    """A written decision of the officer that one use beyond coaching may be."""

    __tablename__ = "use_decision"

    programme_id: Mapped[str] = mapped_column(
        ForeignKey("set_up.programme_id", ondelete="CASCADE"), primary_key=True
    )
    use: Mapped[Use] = mapped_column(word_of(Use), primary_key=True)
    decided_on: Mapped[date]
    reference: Mapped[str] = mapped_column(String(120))
    """Where the school keeps the decision itself."""
    recorded_by: Mapped[str] = mapped_column(ID)
    created_at: Mapped[datetime]
