"""People, the roles they hold, how they come in and how they sign in."""

from datetime import datetime
from typing import Any

from sqlalchemy import Dialect, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from config.texts import text
from storage.records.base import ID, Record, new_id, word_of
from storage.rules.roles import Role

GONE = "(gone)"
"""What stands in the place of a name when an account is nobody's any more."""


class NameShown(TypeDecorator[str]):
    """Somebody's name; of an account that went, words for it in the language of who reads."""

    impl = String(120)
    cache_ok = True

    def process_result_value(self, value: Any, _dialect: Dialect) -> str | None:
        """Put words in the place of a name that is gone."""
        return text("departures.somebody") if value == GONE else value


class Person(Record, kw_only=True):
    """Somebody with an account. A pupil is never a person here."""

    __tablename__ = "person"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default_factory=new_id)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    """Lower case; only used to sign in and to write to."""
    name: Mapped[str] = mapped_column(NameShown)
    language: Mapped[str] = mapped_column(String(5), default="nl")
    password_hash: Mapped[str | None] = mapped_column(String(255), default=None, repr=False)
    """Argon2id; empty until the invitation is accepted: then nobody can sign in."""
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    created_at: Mapped[datetime]
    roles: Mapped[list["RoleHeld"]] = relationship(
        lazy="raise", default_factory=list, cascade="all, delete-orphan"
    )


class RoleHeld(Record, kw_only=True):
    """One role of one person. A person may hold several, never two at once in one view."""

    __tablename__ = "role_held"

    person_id: Mapped[str] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, default=None
    )
    role: Mapped[Role] = mapped_column(word_of(Role), primary_key=True)


class Invitation(Record, kw_only=True):
    """A place kept for somebody until the link is used or too old; only its hash is kept."""

    __tablename__ = "invitation"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default_factory=new_id)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True, repr=False)
    invited_by: Mapped[str | None] = mapped_column(ID, default=None)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None] = mapped_column(default=None)


class SignIn(Record, kw_only=True):
    """One signed-in browser: the sha256 of its cookie, never the cookie."""

    __tablename__ = "sign_in"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True, repr=False)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role] = mapped_column(word_of(Role))
    """The one role this browser looks with now."""
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class SignInAttempt(Record, kw_only=True):
    """A failed try, for throttling: the hash of account or address, not the account."""

    __tablename__ = "sign_in_attempt"
    id: Mapped[str] = mapped_column(ID, primary_key=True, default_factory=new_id)
    subject_hash: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(index=True)
