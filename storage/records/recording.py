"""A filmed lesson and every file made of it."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.records.base import ID, Record, new_id, word_of

if TYPE_CHECKING:
    from storage.records.privacy_check import PrivacyCheck


class RecordingState(StrEnum):
    """Where a recording is, seen by its owner."""

    processing = "processing"  # bytes are in, the machine is working
    ready = "ready"  # watchable by the owner only: the privacy check
    released = "released"  # the coach of the pair may look
    refused = "refused"  # could not be used; `refusal` says why
    discarded = "discarded"  # thrown away by the owner; bytes go with the next purge


class RenditionKind(StrEnum):
    """The files of one recording."""

    original = "original"
    proxy = "proxy"
    data_saver = "data_saver"
    poster = "poster"
    filmstrip = "filmstrip"
    filmstrip_plan = "filmstrip_plan"
    peaks = "peaks"
    sound = "sound"
    transcript = "transcript"
    captions = "captions"


class Recording(Record, kw_only=True):
    """A filmed lesson. Owner only until released."""

    __tablename__ = "recording"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default_factory=new_id)
    owner_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    cycle_id: Mapped[str | None] = mapped_column(ForeignKey("cycle.id"), default=None, index=True)
    prefix: Mapped[str] = mapped_column(String(80), unique=True)
    """Everything of this recording lies under this random prefix in the store."""
    ending: Mapped[str] = mapped_column(String(12))
    state: Mapped[RecordingState] = mapped_column(
        word_of(RecordingState), default=RecordingState.processing, index=True
    )
    intention: Mapped[str] = mapped_column(String(500), default="")
    """What the teacher wants looked at, in her words."""
    class_group: Mapped[str] = mapped_column(String(40), default="", repr=False)
    """Which class is in it, as its teacher calls it ("5B"); goes with the film. "": not told."""
    lesson_on: Mapped[date | None] = mapped_column(default=None, index=True)
    """The day of the lesson, at school; None: not told."""
    attested_at: Mapped[datetime]
    step: Mapped[str] = mapped_column(String(20), default="waiting")
    """Which step of the pipeline runs: waiting, probe, renditions, transcript, captions, done."""
    percent: Mapped[int] = mapped_column(default=0)
    """Of that step, 0-100."""
    refusal: Mapped[str | None] = mapped_column(String(80), default=None)
    """Text key of why it was refused."""
    language: Mapped[str | None] = mapped_column(String(5), default=None)
    """Spoken language, asked for or heard."""
    duration_ms: Mapped[int | None] = mapped_column(default=None)
    width: Mapped[int | None] = mapped_column(default=None)
    height: Mapped[int | None] = mapped_column(default=None)
    fps_num: Mapped[int | None] = mapped_column(default=None)
    fps_den: Mapped[int | None] = mapped_column(default=None)
    uploaded_at: Mapped[datetime]
    proxy_verified_at: Mapped[datetime | None] = mapped_column(default=None)
    watched_at: Mapped[datetime | None] = mapped_column(default=None)
    """When the owner first looked at it herself."""
    released_at: Mapped[datetime | None] = mapped_column(default=None)
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
    """When its owner withdrew from it: only she sees it, for a week, and then it goes."""
    masked_at: Mapped[datetime | None] = mapped_column(default=None)
    """When what was left of it took its place, the last time something was taken out."""
    ends_by_choice: Mapped[datetime | None] = mapped_column(default=None)
    """The teacher's own earlier end, if she chose one."""
    extension: Mapped["Extension | None"] = relationship(
        lazy="raise", default=None, passive_deletes=True
    )
    check: Mapped["PrivacyCheck | None"] = relationship(
        lazy="raise", default=None, passive_deletes=True
    )
    """What she takes out of it, until it is released."""
    renditions: Mapped[list["Rendition"]] = relationship(
        lazy="raise", default_factory=list, cascade="all, delete-orphan"
    )


class Extension(Record, kw_only=True):
    """That its teacher keeps a film longer, once, or that its coach asked for it. Goes with it."""

    __tablename__ = "extension"

    recording_id: Mapped[str] = mapped_column(
        ForeignKey("recording.id", ondelete="CASCADE"), primary_key=True
    )
    asked_by: Mapped[str | None] = mapped_column(ID, default=None)
    asked_at: Mapped[datetime | None] = mapped_column(default=None)
    until: Mapped[datetime | None] = mapped_column(default=None)
    reason: Mapped[str | None] = mapped_column(String(40), default=None)
    words: Mapped[str] = mapped_column(String(500), default="")
    extended_at: Mapped[datetime | None] = mapped_column(default=None)


class Rendition(Record, kw_only=True):
    """One file of a recording, as it lies in the store."""

    __tablename__ = "rendition"
    __table_args__ = (UniqueConstraint("recording_id", "kind"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True, default_factory=new_id)
    recording_id: Mapped[str] = mapped_column(
        ForeignKey("recording.id", ondelete="CASCADE"), index=True, default=None
    )
    kind: Mapped[RenditionKind] = mapped_column(word_of(RenditionKind))
    key: Mapped[str] = mapped_column(String(200), unique=True)
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str | None] = mapped_column(String(64))
    """Of its bytes as they lie there. None: what was uploaded, until the machine has read it."""
    media_type: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime]
