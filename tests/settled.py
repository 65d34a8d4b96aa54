"""What a school records and a pair signs before anybody films, through the real acts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from storage import agreements, clock, set_up
from storage.database import acting
from storage.records import Programme
from storage.rules.access import Asker
from storage.rules.set_up import LegalBasis, Use

if TYPE_CHECKING:
    from tests.makers import School


def signed(of: School, *who: Asker) -> School:
    """Both read the agreement and signed it; or only these."""
    for each in who or (of.teacher, of.coach):
        with acting() as session:
            mark = agreements.read(session, each, of.pair_id).fingerprint
            agreements.sign(session, each, of.pair_id, mark)
    return of


def prepare(
    session: Session,
    coordinator: Asker,
    programme_id: str,
    basis: LegalBasis = LegalBasis.legitimate_interest,
) -> None:
    """Everything a school records before filming, so that films may come in."""
    day, of = clock.today() - timedelta(days=90), programme_id
    set_up.record_legal_basis(session, coordinator, of, basis, "Fenna Vos", day)
    set_up.record_balancing_test(session, coordinator, of, "Leren van eigen beeld weegt zwaar.")
    set_up.record_parents_informed(session, coordinator, of, day, "2026-1")
    preset = session.get_one(Programme, of).preset
    set_up.record_retention(session, coordinator, of, preset, "long")  # type: ignore[arg-type] # a preset
    set_up.record_works_council(session, coordinator, of, day, agreed=True)


def decided(of: School, use: Use) -> None:
    """The officer wrote down that this use may be."""
    with acting() as session:
        set_up.record_decision(
            session, of.coordinator, of.programme_id, use, clock.today(), "Besluit 7"
        )
