"""What a school records of a programme before anybody films: who does it, and what follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from config.retention import Preset
from storage import access, clock, ledger
from storage.errors import NotFound, Refused
from storage.records import (
    Cycle,
    Pair,
    Programme,
    Recording,
    RetentionPolicy,
    SetUp,
    UseDecision,
)
from storage.rules import set_up as rule
from storage.rules.access import Act, Asker, Thing
from storage.rules.sentences import refuse_if
from storage.rules.set_up import Item, LegalBasis, SetUpFacts, Use
from storage.set_up_facts import facts_of, unmet


@dataclass(frozen=True)
class Decision:
    """A written decision of the officer about one use."""

    decided_on: date
    reference: str


@dataclass(frozen=True)
class SetUpView:
    """What is recorded of one programme, and what is not yet."""

    programme_id: str
    programme: str
    preset: str
    facts: SetUpFacts
    asked: tuple[Item, ...]
    missing: tuple[Item, ...]
    decisions: Mapping[Use, Decision]
    in_force: frozenset[Use]
    """Uses that somebody makes now."""
    has_films: bool
    """From the first film on the preset stays as it is."""

    @property
    def complete(self) -> bool:
        """Whether films may come in."""
        return not self.missing


# Asking


def read(session: Session, asker: Asker, programme_id: str) -> SetUpView:
    """Return the set-up of a programme. Raises NotFound for who has no part in arranging it."""
    access.require_sight(asker, Act.READ_SET_UP, Thing())
    programme = session.get(Programme, programme_id)
    if not programme:
        raise NotFound()
    return view(session, programme)


def view(session: Session, programme: Programme) -> SetUpView:
    """Turn what is recorded of a programme into what screens and papers show."""
    facts = facts_of(session, programme.id)
    decided = session.scalars(select(UseDecision).where(UseDecision.programme_id == programme.id))
    return SetUpView(
        programme_id=programme.id,
        programme=programme.name,
        preset=programme.preset,
        facts=facts,
        asked=rule.asked(facts.legal_basis),
        missing=rule.missing(facts),
        decisions={each.use: Decision(each.decided_on, each.reference) for each in decided},
        in_force=_in_force(session, programme),
        has_films=_has_films(session, programme.id),
    )


def everything(session: Session, asker: Asker) -> list[SetUpView]:
    """Return the set-up of every programme that has not ended, the newest first."""
    access.require_sight(asker, Act.READ_SET_UP, Thing())
    ids = session.scalars(
        select(Programme.id)
        .where(Programme.ends_on >= clock.today())
        .order_by(Programme.starts_on.desc())
    )
    return [read(session, asker, programme_id) for programme_id in ids]


def require_complete(session: Session, programme_id: str) -> None:
    """Let a film of this programme in. Raises Refused with what is missing and who records it."""
    refuse_if(unmet(session, programme_id))


def require_no_gap(session: Session) -> None:
    """Let a film of no programme in: as long as every programme that runs now is set up."""
    today = clock.today()
    running = select(Programme.id).where(Programme.starts_on <= today, Programme.ends_on >= today)
    for programme_id in session.scalars(running).all():
        require_complete(session, programme_id)


def require_use(session: Session, programme_id: str, use: Use) -> None:
    """Let a use beyond coaching be. Raises Refused where basis and officer do not allow it."""
    refuse_if(rule.why_not_use(facts_of(session, programme_id), use))


# Acting


def record_legal_basis(
    session: Session,
    asker: Asker,
    programme_id: str,
    basis: LegalBasis | None,
    officer: str,
    decided_on: date | None,
) -> None:
    """Record on which basis the programme films, and which officer said so when.

    Refused while somebody makes a use that the new basis does not allow.
    """
    found = _change(session, asker, programme_id)
    if basis is None:
        raise Refused("set_up.refused.no_basis")
    refuse_if(rule.why_not_words(officer, rule.MOST_NAME))
    refuse_if(rule.why_not_day(decided_on, clock.today()))
    found.legal_basis = basis
    found.officer, found.decided_on = officer.strip(), decided_on
    _require_uses_allowed(session, programme_id)
    _note(session, asker, "record_legal_basis", programme_id)


def record_balancing_test(session: Session, asker: Asker, programme_id: str, words: str) -> None:
    """Record why the school's interest outweighs that of who is filmed."""
    found = _change(session, asker, programme_id)
    refuse_if(rule.why_not_words(words, rule.MOST_TEST))
    found.balancing_test = words.strip()
    _note(session, asker, "record_balancing_test", programme_id)


def record_parents_informed(
    session: Session, asker: Asker, programme_id: str, on: date | None, letter_version: str
) -> None:
    """Record on which day which letter told parents and pupils about filming."""
    found = _change(session, asker, programme_id)
    refuse_if(rule.why_not_day(on, clock.today()))
    refuse_if(rule.why_not_words(letter_version, rule.MOST_VERSION))
    found.parents_informed_on, found.letter_version = on, letter_version.strip()
    _note(session, asker, "record_parents_informed", programme_id)


def record_retention(
    session: Session, asker: Asker, programme_id: str, preset: Preset, ceiling: Preset | None
) -> None:
    """Record how long things are kept, and what nothing is ever kept longer than.

    Once a film has come in the preset stays: what people were told when they filmed still holds.
    """
    found = _change(session, asker, programme_id)
    refuse_if(rule.why_not_ceiling(preset, ceiling))
    programme = session.get_one(Programme, programme_id)
    if preset != programme.preset:
        if _has_films(session, programme_id):
            raise Refused("set_up.refused.preset_in_use")
        _keep_by(session, asker, programme, preset)
    found.ceiling = ceiling
    _note(session, asker, "record_retention", programme_id)


def record_works_council(
    session: Session, asker: Asker, programme_id: str, on: date | None, *, agreed: bool
) -> None:
    """Record that the staff section of the works council agreed, and when."""
    found = _change(session, asker, programme_id)
    if not agreed:
        raise Refused("set_up.refused.not_agreed")
    refuse_if(rule.why_not_day(on, clock.today()))
    found.works_council_on = on
    _note(session, asker, "record_works_council", programme_id)


def record_decision(
    session: Session,
    asker: Asker,
    programme_id: str,
    use: Use | None,
    decided_on: date | None,
    reference: str,
) -> None:
    """Record a written decision of the officer that a use beyond coaching may be."""
    _change(session, asker, programme_id)
    if use is None:
        raise Refused("set_up.refused.no_use")
    refuse_if(rule.why_not_day(decided_on, clock.today()))
    refuse_if(rule.why_not_words(reference, rule.MOST_REFERENCE))
    session.merge(
        UseDecision(
            programme_id=programme_id,
            use=use,
            decided_on=decided_on or clock.today(),
            reference=reference.strip(),
            recorded_by=asker.id,
            created_at=clock.now(),
        )
    )
    _note(session, asker, "record_decision", programme_id)


def take_back_decision(session: Session, asker: Asker, programme_id: str, use: Use) -> None:
    """Record that a decision no longer holds. Refused while somebody makes that use."""
    _change(session, asker, programme_id)
    session.execute(
        delete(UseDecision).where(UseDecision.programme_id == programme_id, UseDecision.use == use)
    )
    _require_uses_allowed(session, programme_id)
    _note(session, asker, "take_back_decision", programme_id)


def _change(session: Session, asker: Asker, programme_id: str) -> SetUp:
    """The row to write in, made when something is recorded for the first time."""
    access.require(asker, Act.SET_UP_PROGRAMME, Thing())
    if not session.get(Programme, programme_id):
        raise NotFound()
    found = session.get(SetUp, programme_id, with_for_update=True)
    if not found:
        found = SetUp(programme_id=programme_id, recorded_by=asker.id, created_at=clock.now())
        session.add(found)
    found.recorded_by = asker.id
    return found


def _keep_by(session: Session, asker: Asker, programme: Programme, preset: Preset) -> None:
    """Let another preset hold from now on, as the programme's next policy."""
    of = select(RetentionPolicy.version).where(RetentionPolicy.programme_id == programme.id)
    newest = session.scalar(of.order_by(RetentionPolicy.version.desc()).limit(1)) or 0
    programme.preset = preset
    session.add(
        RetentionPolicy(
            programme_id=programme.id,
            version=newest + 1,
            preset=preset,
            approved_by=asker.id,
            valid_from=clock.now(),
        )
    )


def _require_uses_allowed(session: Session, programme_id: str) -> None:
    session.flush()
    facts = facts_of(session, programme_id)
    programme = session.get_one(Programme, programme_id)
    for use in sorted(_in_force(session, programme)):
        if not rule.allows(facts, use):
            raise Refused(f"set_up.in_force.{use}")


def _in_force(session: Session, programme: Programme) -> frozenset[Use]:
    external = select(Pair.id).where(
        Pair.programme_id == programme.id, Pair.external, Pair.ended_at.is_(None)
    )
    found = {Use.outside_school} if programme.clip_downloads else set()
    if session.scalar(external.limit(1)):
        found.add(Use.external_coach)
    return frozenset(found)


def _has_films(session: Session, programme_id: str) -> bool:
    films = (
        select(Recording.id)
        .join(Cycle, Cycle.id == Recording.cycle_id)
        .join(Pair, Pair.id == Cycle.pair_id)
        .where(Pair.programme_id == programme_id)
    )
    return session.scalar(films.limit(1)) is not None


def _note(session: Session, asker: Asker, act: str, programme_id: str) -> None:
    ledger.write(session, asker.id, act, "programme", programme_id, None)
