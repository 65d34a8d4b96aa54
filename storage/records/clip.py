"""A cut moment and what the coach says about it."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.records.base import ID, Record, new_id, word_of
from storage.rules.clip import PromptKind
from storage.spans import Span


class Clip(Record, kw_only=True):
    """A span of a recording worth looking at. A draft until it is in a package, then frozen."""

    __tablename__ = "clip"
    __table_args__ = (UniqueConstraint("recording_id", "client_id"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True, default_factory=new_id)
    recording_id: Mapped[str | None] = mapped_column(
        ForeignKey("recording.id", ondelete="SET NULL"), index=True
    )
    """Empty once the whole lesson is deleted: a published clip has its own clock."""
    cycle_id: Mapped[str | None] = mapped_column(ForeignKey("cycle.id"), default=None, index=True)
    owner_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    """The teacher who is in it."""
    coach_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    client_id: Mapped[str] = mapped_column(String(64), default_factory=new_id)
    """Made by the browser, so that sending the same cut twice makes one clip."""
    start_ms: Mapped[int]
    end_ms: Mapped[int]
    package_id: Mapped[str | None] = mapped_column(
        ForeignKey("package.id"), default=None, index=True
    )
    """The package it was published in; until then it is the coach's draft."""
    position: Mapped[int] = mapped_column(default=0)
    """Order in the package, from 1."""
    file_key: Mapped[str | None] = mapped_column(String(200), default=None)
    """The exact file in the store; until it is cut the clip plays as a span of the proxy."""
    file_size: Mapped[int | None] = mapped_column(BigInteger, default=None)
    file_sha256: Mapped[str | None] = mapped_column(String(64), default=None)
    frames: Mapped[int | None] = mapped_column(default=None)
    fps_num: Mapped[int | None] = mapped_column(default=None)
    fps_den: Mapped[int | None] = mapped_column(default=None)
    removed_at: Mapped[datetime | None] = mapped_column(default=None)
    """A removed draft can be put back until the sweep takes it."""
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    class_group: Mapped[str] = mapped_column(String(40), default="", repr=False)
    """Which class is in it, once its film is gone; until then the film tells. "": not told."""
    lesson_on: Mapped[date | None] = mapped_column(default=None)
    """The day of the lesson, likewise."""
    came_in_on: Mapped[date | None] = mapped_column(default=None)
    """The day its film came in, likewise."""
    annotation: Mapped["Annotation"] = relationship(
        lazy="raise", cascade="all, delete-orphan", default=None
    )

    @property
    def span(self) -> Span:
        """The piece of the recording it shows."""
        return Span(self.start_ms, self.end_ms)


class Annotation(Record, kw_only=True):
    """What the coach writes at a clip: where it belongs, a fact and a question."""

    __tablename__ = "annotation"

    clip_id: Mapped[str] = mapped_column(
        ForeignKey("clip.id", ondelete="CASCADE"), primary_key=True, default=None
    )
    foundation: Mapped[str | None] = mapped_column(String(40), default=None)
    dimension: Mapped[str | None] = mapped_column(String(60), default=None)
    prompt_kind: Mapped[PromptKind | None] = mapped_column(word_of(PromptKind), default=None)
    fact: Mapped[str] = mapped_column(Text, default="", repr=False)
    """What is seen or heard, the pupils' response included; never a judgement."""
    question: Mapped[str] = mapped_column(Text, default="", repr=False)


class Package(Record, kw_only=True):
    """What a coach published to the teacher: frozen clips with their annotations."""

    __tablename__ = "package"
    __table_args__ = (UniqueConstraint("cycle_id", "version"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True, default_factory=new_id)
    cycle_id: Mapped[str] = mapped_column(ForeignKey("cycle.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    note: Mapped[str] = mapped_column(Text, default="", repr=False)
    """A word to the teacher; needed when there are more growth points than strengths."""
    published_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[datetime]


class PackageDraft(Record, kw_only=True):
    """The coach's word to the teacher while it is typed; gone once published or let go."""

    __tablename__ = "package_draft"

    cycle_id: Mapped[str] = mapped_column(
        ID, ForeignKey("cycle.id", ondelete="CASCADE"), primary_key=True
    )
    note: Mapped[str] = mapped_column(Text, default="", repr=False)
    version: Mapped[int] = mapped_column(default=0)
    saved_at: Mapped[datetime | None] = mapped_column(default=None)
