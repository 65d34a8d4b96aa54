"""Who did what with which thing. Ids only, never names or words."""

from datetime import datetime

from sqlalchemy import Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import ID, Record


class LedgerEntry(Record, kw_only=True):
    """One line that is only ever added: triggers refuse to change or delete it.

    Its place in the chain (`seq`, `before`, `link`) is given at the commit of what it tells.
    """

    __tablename__ = "ledger_entry"

    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False, default=0)
    """Place in the chain, from 1, without gaps."""
    at: Mapped[datetime] = mapped_column(index=True)
    until: Mapped[datetime | None] = mapped_column(default=None)
    """Of a sitting: when it ended."""
    actor_id: Mapped[str | None] = mapped_column(String(40), default=None, index=True)
    """Person, `machine` or `by_hand`. Empty once the line is too old to name anybody."""
    salt: Mapped[str | None] = mapped_column(String(32), default=None)
    """Goes together with `actor_id`: without it nobody can find out whose `mark` it is."""
    mark: Mapped[str] = mapped_column(String(64), default="")
    """Seal over `actor_id` and `salt`, so that the chain holds with and without them."""
    role: Mapped[str | None] = mapped_column(String(20), default=None)
    """The role the actor looked with, where that is known; it stays when the name goes."""
    act: Mapped[str] = mapped_column(String(40))
    thing: Mapped[str] = mapped_column(String(40))
    thing_id: Mapped[str] = mapped_column(ID, index=True)
    owner_id: Mapped[str | None] = mapped_column(ID, default=None, index=True)
    """Whose thing it is, so that she can read the line."""
    recording_id: Mapped[str | None] = mapped_column(ID, default=None, index=True)
    """The film it is about, also once that is gone; empty for what is about no film."""
    start_ms: Mapped[int | None] = mapped_column(default=None)
    end_ms: Mapped[int | None] = mapped_column(default=None)
    """The part of the film, where that is known."""
    before: Mapped[str] = mapped_column(String(64), default="")
    link: Mapped[str] = mapped_column(String(64), default="")
    """HMAC-SHA256 over this line and the link before it."""


class LedgerChain(Record, kw_only=True):
    """Both ends of the chain, in the one row there is. Holds no content.

    What was forgotten leaves its last link here, which the first line that is kept comes after;
    and the last line of all stands here, so that none can be cut off the end.
    """

    __tablename__ = "ledger_chain"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False, default=1)
    last_seq: Mapped[int] = mapped_column(default=0)
    last_link: Mapped[str] = mapped_column(String(64), default="")
    forgotten_seq: Mapped[int] = mapped_column(default=0)
    """Lines up to here are forgotten; only those may be deleted."""
    forgotten_link: Mapped[str] = mapped_column(String(64), default="")
    nameless_seq: Mapped[int] = mapped_column(default=0)
    """Lines up to here no longer name who acted; only of those may the name go."""
    seal: Mapped[str] = mapped_column(String(64), default="")
    """HMAC-SHA256 over this row."""


class Sitting(Record, kw_only=True):
    """What somebody is watching: grows while it lasts, and becomes lines of the ledger after."""

    __tablename__ = "sitting"

    actor_id: Mapped[str] = mapped_column(ID, primary_key=True)
    act: Mapped[str] = mapped_column(String(40), primary_key=True)
    """`send`: what left the server. `watch`: what the player said it played."""
    thing_id: Mapped[str] = mapped_column(ID, primary_key=True)
    thing: Mapped[str] = mapped_column(String(40))
    role: Mapped[str | None] = mapped_column(String(20), default=None)
    owner_id: Mapped[str | None] = mapped_column(ID, default=None, index=True)
    recording_id: Mapped[str | None] = mapped_column(ID, default=None, index=True)
    begun_at: Mapped[datetime]
    last_at: Mapped[datetime] = mapped_column(index=True)
    parts: Mapped[str] = mapped_column(Text, default="[]")
    """JSON: pairs of milliseconds of the lesson, in order, apart from each other."""
