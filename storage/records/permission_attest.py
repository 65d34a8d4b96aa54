"""What a teacher declared about who may be filmed; it outlives the film as its proof."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import ID, Record, new_id, word_of
from storage.rules.set_up import LegalBasis


class PermissionAttest(Record, kw_only=True):
    """That the register was checked, on which basis, for which film. No pupil is in it."""

    __tablename__ = "permission_attest"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default_factory=new_id)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), index=True)
    owner_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    recording_id: Mapped[str] = mapped_column(ID, index=True)
    """May be gone by now."""
    legal_basis: Mapped[LegalBasis | None] = mapped_column(word_of(LegalBasis))
    """On which the programme filmed then."""
    attested_at: Mapped[datetime]
