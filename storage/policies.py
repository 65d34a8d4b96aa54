"""How long a programme keeps things: each decision is a version, none is ever changed.

The officer writes down what the school decided. What goes sooner is told a week ahead; what was
there already stays longer only when its teacher says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.retention import Preset, presets
from storage import access, clock, ledger
from storage.database import one_at_a_time
from storage.errors import NotFound, Refused
from storage.records import Enrolment, PolicyYes, Programme, RetentionPolicy, SetUp
from storage.rules import policy as rule
from storage.rules.access import Act, Asker, Thing
from storage.rules.retention import Kind, Policy, policy_for
from storage.rules.sentences import refuse_if
from storage.rules.set_up import why_not_ceiling
from storage.set_up_facts import facts_of


@dataclass(frozen=True)
class VersionView:
    """One decision of the school, for one programme."""

    id: str
    programme_id: str
    programme: str
    version: int
    preset: Preset
    valid_from: datetime
    shortens: bool = False
    """Something goes sooner under it than under the one before."""
    lengthens: bool = False
    """Something stays longer under it."""
    accepted: bool = False
    """Who asks said that it may hold for what was there before, too."""


# Asking


def by_programme(session: Session) -> dict[str | None, Policy]:
    """Return the newest policy of each programme with those before it; under None: of the rest.

    One that is not valid yet is among them: the rule knows from when it counts.
    """
    found: dict[str | None, Policy] = {None: policy_for("standard", id="standard")}
    versions = (
        select(RetentionPolicy, SetUp.ceiling)
        .outerjoin(SetUp, SetUp.programme_id == RetentionPolicy.programme_id)
        .order_by(RetentionPolicy.version)
    )
    for policy, ceiling in session.execute(versions):
        found[policy.programme_id] = policy_for(
            policy.preset,  # type: ignore[arg-type] # only declared presets are stored
            id=policy.id,
            version=policy.version,
            valid_from=policy.valid_from,
            before=found.get(policy.programme_id) if policy.programme_id else None,
            ceiling=ceiling,  # type: ignore[arg-type] # only declared presets are stored
        )
    return found


def preset_in_use(session: Session) -> Preset:
    """Return the preset that was approved last; standard while there is none."""
    newest = session.scalar(
        select(RetentionPolicy.preset)
        .where(RetentionPolicy.valid_from <= clock.now())
        .order_by(RetentionPolicy.valid_from.desc(), RetentionPolicy.version.desc())
        .limit(1)
    )
    return newest or "standard"  # type: ignore[return-value] # only declared presets are stored


def ledger_term(session: Session) -> timedelta:
    """How long lines of the ledger stay: the longest any policy in force gives them."""
    return _longest(session, Kind.audit_event)


def tombstone_term(session: Session) -> timedelta:
    """How long proofs of deletion stay: the longest any policy in force gives them."""
    return _longest(session, Kind.tombstone)


def _longest(session: Session, kind: Kind) -> timedelta:
    terms = [policy.rules[kind].period_days or 0 for policy in by_programme(session).values()]
    return timedelta(days=max(terms))


def history(session: Session, asker: Asker) -> list[VersionView]:
    """Return every version of every programme, the newest first, to those who look after all."""
    access.require(asker, Act.READ_RETENTION_TOTALS, Thing())
    return _views(session, asker, list(session.scalars(select(Programme.id))))


def mine(session: Session, asker: Asker) -> list[VersionView]:
    """Return the changes in the programmes a teacher takes part in, the newest first."""
    access.require(asker, Act.READ_POLICY, Thing())
    enrolled = select(Enrolment.programme_id).where(
        Enrolment.teacher_id == asker.id, Enrolment.ended_at.is_(None)
    )
    found = _views(session, asker, list(session.scalars(enrolled)))
    return [view for view in found if view.shortens or view.lengthens]


def _views(session: Session, asker: Asker, programme_ids: Sequence[str]) -> list[VersionView]:
    rows = session.execute(
        select(RetentionPolicy, Programme.name)
        .join(Programme, Programme.id == RetentionPolicy.programme_id)
        .where(RetentionPolicy.programme_id.in_(programme_ids))
        .order_by(RetentionPolicy.programme_id, RetentionPolicy.version)
    ).all()
    yes = set(session.scalars(select(PolicyYes.policy_id).where(PolicyYes.teacher_id == asker.id)))
    found: list[VersionView] = []
    before: dict[str, Policy] = {}
    for row, name in rows:
        programme_id, preset = row.programme_id or "", _preset(row)
        policy = policy_for(preset)
        old = before.get(programme_id)
        before[programme_id] = policy
        found.append(
            VersionView(
                row.id, programme_id, name, row.version, preset, row.valid_from,
                shortens=old is not None and rule.shortens(old, policy),
                lengthens=old is not None and rule.lengthens(old, policy),
                accepted=row.id in yes,
            )
        )  # fmt: skip
    return found[::-1]


def _preset(row: RetentionPolicy) -> Preset:
    return row.preset  # type: ignore[return-value] # only declared presets are stored


# Acting


def choose(session: Session, asker: Asker, programme_id: str, preset: str) -> datetime:
    """Make a new version of a programme's policy; returns from when it is valid."""
    access.require(asker, Act.CHANGE_POLICY, Thing())
    one_at_a_time(session, "policies")
    newest = session.scalar(
        select(RetentionPolicy)
        .where(RetentionPolicy.programme_id == programme_id)
        .order_by(RetentionPolicy.version.desc())
        .limit(1)
    )
    if newest is None:
        raise NotFound()
    if preset not in presets():
        raise Refused("refusals.policy_unknown")
    if preset == newest.preset:
        raise Refused("refusals.policy_same")
    if ceiling := facts_of(session, programme_id).ceiling:
        refuse_if(why_not_ceiling(preset, ceiling))
    old = policy_for(_preset(newest), valid_from=newest.valid_from)
    since = rule.valid_from(old, policy_for(preset), clock.now())
    made = RetentionPolicy(
        programme_id=programme_id, version=newest.version + 1, preset=preset,
        approved_by=asker.id, valid_from=since,
    )  # fmt: skip
    session.add(made)
    session.get_one(Programme, programme_id).preset = preset
    ledger.write(session, asker.id, "change_policy", "programme", programme_id, None)
    return since


def accept(session: Session, asker: Asker, policy_id: str) -> None:
    """Let what was there before a change stay as long as the new version has it; one's own only."""
    access.require(asker, Act.ACCEPT_POLICY, Thing())
    found = next((view for view in mine(session, asker) if view.id == policy_id), None)
    if found is None or not found.lengthens:
        raise NotFound()
    if not found.accepted:
        session.add(PolicyYes(policy_id=policy_id, teacher_id=asker.id, at=clock.now()))
        ledger.write(session, asker.id, "accept_policy", "programme", found.programme_id, asker.id)
