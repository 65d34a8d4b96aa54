"""How long things stay, and the proof that they went."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import ID, Record, new_id


class RetentionPolicy(Record, kw_only=True):
    """A version of the programme's choice of preset: which rules held from when."""

    __tablename__ = "retention_policy"
    __table_args__ = (UniqueConstraint("programme_id", "version"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True, default_factory=new_id)
    programme_id: Mapped[str | None] = mapped_column(
        ForeignKey("programme.id"), default=None, index=True
    )
    """Empty: the policy of things outside any programme (command line)."""
    version: Mapped[int] = mapped_column(default=1)
    preset: Mapped[str] = mapped_column(String(20))
    approved_by: Mapped[str | None] = mapped_column(ID, default=None)
    valid_from: Mapped[datetime]


class PolicyYes(Record, kw_only=True):
    """A teacher's yes: what she had before a change may stay as long as the new version has it."""

    __tablename__ = "policy_yes"

    policy_id: Mapped[str] = mapped_column(
        ForeignKey("retention_policy.id", ondelete="CASCADE"), primary_key=True
    )
    teacher_id: Mapped[str] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    at: Mapped[datetime]


class Hold(Record, kw_only=True):
    """A lock on deletion by two people, reviewed within 30 days."""

    __tablename__ = "hold"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default_factory=new_id)
    reason: Mapped[str] = mapped_column(String(40))
    """A word of `rules.hold.Reason`; no text of anybody's own."""
    silent: Mapped[bool] = mapped_column(default=False)
    """The law forbids telling the teacher."""
    set_by: Mapped[str] = mapped_column(ID)
    set_as: Mapped[str] = mapped_column(String(20))
    """The role of who set it: the other of the two roles confirms."""
    confirmed_by: Mapped[str | None] = mapped_column(ID, default=None)
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    review_by: Mapped[datetime]
    created_at: Mapped[datetime]
    lifted_by: Mapped[str | None] = mapped_column(ID, default=None)
    lifted_at: Mapped[datetime | None] = mapped_column(default=None)


class HeldThing(Record, kw_only=True):
    """One thing under a hold; the hold outlives it only as ids."""

    __tablename__ = "held_thing"

    hold_id: Mapped[str] = mapped_column(
        ForeignKey("hold.id", ondelete="CASCADE"), primary_key=True
    )
    thing_id: Mapped[str] = mapped_column(ID, primary_key=True, index=True)
    thing: Mapped[str] = mapped_column(String(20))
    """What it is, in the ledger's words: recording, clip, …"""
    owner_id: Mapped[str] = mapped_column(ID, index=True)


class Going(Record, kw_only=True):
    """A deletion under way: a hold that comes now comes too late for it."""

    __tablename__ = "going"

    thing_id: Mapped[str] = mapped_column(ID, primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    since: Mapped[datetime]


class Tombstone(Record, kw_only=True):
    """What remains of a deleted thing: that it was, that it went, under which rule. No content."""

    __tablename__ = "tombstone"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Place in the chain, from 1, without gaps."""
    thing_id: Mapped[str] = mapped_column(ID, index=True)
    kind: Mapped[str] = mapped_column(String(40))
    owner_id: Mapped[str | None] = mapped_column(ID, default=None, index=True)
    """Whose it was, so that she can see it; an id, never a name."""
    cycle_id: Mapped[str | None] = mapped_column(ID, default=None, index=True)
    size_bucket: Mapped[str] = mapped_column(String(20))
    """How big, in rough steps: an exact size could identify a film."""
    made_at: Mapped[datetime]
    deleted_at: Mapped[datetime]
    policy: Mapped[str] = mapped_column(String(80))
    """Policy id and version."""
    trigger: Mapped[str] = mapped_column(String(40))
    actor: Mapped[str] = mapped_column(String(40))
    """`sweep`, or the role of who asked."""
    wiped: Mapped[int] = mapped_column(default=0)
    """Stored objects and versions wiped."""
    before: Mapped[str] = mapped_column(String(64))
    link: Mapped[str] = mapped_column(String(64))
    """HMAC-SHA256 over this row and the link before it."""


class TombstoneChain(Record, kw_only=True):
    """Where the chain of tombstones begins since its oldest went, in the one row there is."""

    __tablename__ = "tombstone_chain"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    forgotten_seq: Mapped[int]
    """Tombstones up to here are forgotten, because their own term is over."""
    forgotten_link: Mapped[str] = mapped_column(String(64))
    """Link of the last of them, which the first that is kept comes after."""
    seal: Mapped[str] = mapped_column(String(64))
    """HMAC-SHA256 over this row."""
