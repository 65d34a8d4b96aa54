"""The agreement of a pair: the words that were signed, and who signed them."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import ID, Record, new_id


class Agreement(Record, kw_only=True):
    """One wording of the agreement, as somebody read it. Kept as long as a signature under it."""

    __tablename__ = "agreement"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default_factory=new_id)
    version: Mapped[int]
    """Of the declared text (`config/agreement.yaml`)."""
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    """Of every sentence in every language, terms filled in: another wording is another one."""
    sentences: Mapped[str] = mapped_column(Text)
    """JSON: by language, each promise's id and its sentence."""
    created_at: Mapped[datetime]


class Signature(Record, kw_only=True):
    """Somebody's yes to one wording, for one pair."""

    __tablename__ = "signature"
    __table_args__ = (UniqueConstraint("pair_id", "person_id", "agreement_id"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True, default_factory=new_id)
    agreement_id: Mapped[str] = mapped_column(ForeignKey("agreement.id"), index=True)
    pair_id: Mapped[str] = mapped_column(ForeignKey("pair.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    signed_at: Mapped[datetime]
