"""A school year of coaching, and who takes part in it with whom."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import ID, Record, new_id


class Programme(Record, kw_only=True):
    """One school year of coaching at one school."""

    __tablename__ = "programme"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default_factory=new_id)
    name: Mapped[str] = mapped_column(String(120))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    style: Mapped[str] = mapped_column(String(20), default="responsive")
    """`responsive` (focus agreed by both) or `directive` (shown beforehand)."""
    preset: Mapped[str] = mapped_column(String(20), default="standard")
    """Retention preset: strict, standard or long."""
    level: Mapped[str] = mapped_column(String(5), default="S")
    """Age of the pupils (config.programme.Level): decides which dimensions there are."""
    least_minutes: Mapped[int] = mapped_column(default=10)
    """A shorter film is no lesson; a demo or a quick visit sets fewer."""
    clip_downloads: Mapped[bool] = mapped_column(default=False)
    """Whether teachers may keep their own published clips as files."""
    created_at: Mapped[datetime]


class Enrolment(Record, kw_only=True):
    """A teacher's place in a programme. Leaving needs no reason and leaves none."""

    __tablename__ = "enrolment"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default_factory=new_id)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), index=True)
    teacher_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


class Pair(Record, kw_only=True):
    """Exactly one coach and one teacher; everything they make together hangs under it."""

    __tablename__ = "pair"
    __table_args__ = (
        Index(
            "uq_pair_open",
            "enrolment_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True, default_factory=new_id)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), index=True)
    enrolment_id: Mapped[str] = mapped_column(ForeignKey("enrolment.id"), index=True)
    teacher_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    coach_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    external: Mapped[bool] = mapped_column(default=False)
    """The coach does not work at this school."""
    call_link: Mapped[str] = mapped_column(String(500), default="")
    """Address of the school's own call room; the call itself is never recorded."""
    earlier_opened_at: Mapped[datetime | None] = mapped_column(default=None)
    """Since when its coach sees what the teacher made with an earlier one: her word alone."""
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
