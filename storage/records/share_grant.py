"""That a teacher lets one person read one agreed summary for a while."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import ID, Record, new_id


class ShareGrant(Record, kw_only=True):
    """One summary in one version, for one school leader, to read and nothing else.

    It outlives the summary, as the account of who could read it; what it was for does not.
    """

    __tablename__ = "share_grant"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default_factory=new_id)
    teacher_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    recipient_id: Mapped[str | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    cycle_id: Mapped[str] = mapped_column(ForeignKey("cycle.id"), index=True)
    summary_id: Mapped[str] = mapped_column(ID, index=True)
    """The summary may be gone."""
    version: Mapped[int]
    """Of the summary: a later one is not shared by this."""
    purpose: Mapped[str] = mapped_column(String(200), repr=False)
    """In the teacher's words; empty once the summary is gone."""
    created_at: Mapped[datetime]
    until: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_as: Mapped[str | None] = mapped_column(String(40), default=None)
    """A word of `rules.share_grant.Ended`."""
