"""What a teacher takes out of her film before she releases it, and the machine's work for that."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import ID, Record, new_id, word_of
from storage.records.recording import RenditionKind


class CheckWorkKind(StrEnum):
    """What the machine does for a privacy check; also the name of the workflow."""

    faces = "faces"
    """Find where faces are."""
    mask = "mask"
    """Make what is left of the film."""


class PrivacyCheck(Record, kw_only=True):
    """The privacy check of one recording: what she takes out, until she releases it."""

    __tablename__ = "privacy_check"

    recording_id: Mapped[str] = mapped_column(
        ForeignKey("recording.id", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int] = mapped_column(default=0)
    """Counts what the teacher changed."""
    masks: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), default=None)
    """What `Masks.to_json` wrote, on the clock of the whole film; None: nothing is taken out."""
    faces: Mapped[list[dict[str, Any]] | None] = mapped_column(
        JSON(none_as_null=True), default=None, deferred=True
    )
    """Tracks of the faces that were found: where and when, never whose. None: nobody looked."""
    made_version: Mapped[int | None] = mapped_column(default=None)
    """Of which version the masked files are."""
    made: Mapped[dict[str, int] | None] = mapped_column(JSON(none_as_null=True), default=None)
    """What the masked film is: length, size, pace."""
    reviewed_version: Mapped[int | None] = mapped_column(default=None)
    """The version she looked at and agreed with."""
    reviewed_at: Mapped[datetime | None] = mapped_column(default=None)
    leaving: Mapped[list[str]] = mapped_column(JSON, default_factory=list)
    """After release: where the files lie that were taken out and must go."""
    leaving_size: Mapped[int] = mapped_column(BigInteger, default=0)


class CheckWork(Record, kw_only=True):
    """Work of the machine for a privacy check; unwanted work has no row any more."""

    __tablename__ = "check_work"
    __table_args__ = (UniqueConstraint("recording_id", "kind"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True, default_factory=new_id)
    recording_id: Mapped[str] = mapped_column(
        ForeignKey("recording.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[CheckWorkKind] = mapped_column(word_of(CheckWorkKind))
    version: Mapped[int] = mapped_column(default=0)
    """Of the masks it is about."""
    percent: Mapped[int | None] = mapped_column(default=None)
    """None while it waits in a queue."""
    failed: Mapped[bool] = mapped_column(default=False)


class MaskedFile(Record, kw_only=True):
    """A file of what is left of a film: its teacher's alone, until it takes the film's place."""

    __tablename__ = "masked_file"
    __table_args__ = (UniqueConstraint("recording_id", "kind"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True, default_factory=new_id)
    recording_id: Mapped[str] = mapped_column(
        ForeignKey("recording.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[RenditionKind] = mapped_column(word_of(RenditionKind))
    key: Mapped[str] = mapped_column(String(200), unique=True)
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(60))
