"""What a school recorded of a programme, gathered from the records for the rule."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.records import PermissionAttest, SetUp, UseDecision
from storage.rules import set_up as rule
from storage.rules.sentences import Sentence
from storage.rules.set_up import LegalBasis, SetUpFacts, Use


def facts_of(session: Session, programme_id: str) -> SetUpFacts:
    """Return what is recorded of this programme; of one without a set-up that is nothing."""
    found = session.get(SetUp, programme_id)
    if not found:
        return SetUpFacts()
    decided = select(UseDecision.use).where(UseDecision.programme_id == programme_id)
    return SetUpFacts(
        legal_basis=found.legal_basis,
        officer=found.officer,
        decided_on=found.decided_on,
        balancing_test=found.balancing_test,
        parents_informed_on=found.parents_informed_on,
        letter_version=found.letter_version,
        ceiling=found.ceiling,
        works_council_on=found.works_council_on,
        decisions=frozenset(session.scalars(decided)),
    )


def unmet(session: Session, programme_id: str) -> tuple[Sentence, ...]:
    """Return what the school still has to record before films come in."""
    return rule.unmet(facts_of(session, programme_id))


def allows(session: Session, programme_id: str, use: Use) -> bool:
    """Whether a use beyond coaching may be in this programme."""
    return rule.allows(facts_of(session, programme_id), use)


def basis_of(session: Session, recording_id: str) -> LegalBasis | None:
    """On which legal basis a lesson was filmed; None for one of before that was recorded."""
    found = select(PermissionAttest.legal_basis).where(
        PermissionAttest.recording_id == recording_id
    )
    return session.scalar(found.limit(1))
