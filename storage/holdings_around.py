"""What the things on one page of holdings share: their cycles, the policies and the holds."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from storage import clock, held, policies
from storage.records import Cycle, Pair, PolicyYes, Programme
from storage.rules.retention import Holding, Kind, Policy, Trigger


@dataclass(frozen=True)
class Kept:
    """A holding with whose it is and under which cycle it hangs."""

    holding: Holding
    owner_id: str
    cycle_id: str | None
    size: int = 0
    """Bytes in the store."""

    @property
    def thing_id(self) -> str:
        """The id of the row the holding is about."""
        return self.holding.id.partition("/")[2]


AnyRow = Row[*tuple[Any, ...]]
Told = Iterator[tuple[Kept, Policy]]


@dataclass(frozen=True)
class Sort:
    """One sort of rows, and how what they stand for is told as it stands at a moment."""

    id: InstrumentedAttribute[str]
    query: Select[*tuple[Any, ...]]
    tell: Callable[[Session, Sequence[AnyRow], datetime | None], Told]


@dataclass(frozen=True)
class Place:
    """Where a thing hangs, and what decides about it there."""

    policy: Policy
    teacher_id: str | None = None
    triggers: Mapping[Trigger, datetime] = field(default_factory=dict)
    accepted: frozenset[str] = frozenset()
    """The newer policies that its teacher said yes to."""
    summary_kept: bool = False
    """Its teacher stopped, and lets the agreed summary stay as long as it would have."""

    def drafts_until(self, left_at: datetime | None) -> datetime | None:
        """Until when the drafts of somebody who left stay; None while she is here."""
        days = self.policy.rules[Kind.draft].period_days or 0
        return left_at + timedelta(days=days) if left_at else None

    def moments(self, kind: Kind) -> Mapping[Trigger, datetime]:
        """What is known here for a thing of this kind."""
        if not (self.summary_kept and kind is Kind.action_summary):
            return self.triggers
        stopped = Trigger.consent_withdrawal
        return {trigger: at for trigger, at in self.triggers.items() if trigger is not stopped}


class Around:
    """The places of some cycles, and what is held at `now` (else the present moment)."""

    def __init__(
        self, session: Session, cycle_ids: Iterable[str | None], now: datetime | None
    ) -> None:
        self._held = held.kept(session, now)
        versions = self._versions = policies.by_programme(session)
        self._nowhere = Place(versions[None])
        asked = {cycle_id for cycle_id in cycle_ids if cycle_id}
        rows = session.execute(
            select(Cycle, Pair.teacher_id, Programme)
            .join(Pair, Pair.id == Cycle.pair_id)
            .join(Programme, Programme.id == Pair.programme_id)
            .where(Cycle.id.in_(asked))
        ).all()
        yes = _yes(session, {row.teacher_id for row in rows}, versions.values())
        self._places = {
            row.Cycle.id: Place(
                versions.get(row.Programme.id, versions[None]),
                row.teacher_id,
                _triggers(row.Cycle, row.Programme),
                summary_kept=row.Cycle.summary_kept,
                accepted=frozenset(yes.get(row.teacher_id, ())),
            )
            for row in rows
        }

    def place(self, cycle_id: str | None) -> Place:
        """Where something of this cycle hangs; of none, too."""
        return self._places.get(cycle_id or "", self._nowhere)

    def in_programme(self, programme_id: str) -> Place:
        """Where something of a whole programme hangs."""
        return Place(self._versions.get(programme_id, self._nowhere.policy))

    def holding(
        self,
        kind: Kind,
        thing_id: str,
        created_at: datetime,
        place: Place,
        more: Mapping[Trigger, datetime] | None = None,
        **facts: Any,
    ) -> Holding:
        """A thing at a place; `more`: moments that only this thing has."""
        known = place.moments(kind)
        return Holding(
            id=f"{kind}/{thing_id}",
            kind=kind,
            created_at=created_at,
            triggers={**known, **more} if more else known,
            held=thing_id in self._held,
            accepted=place.accepted,
            **facts,
        )


def _yes(
    session: Session, teachers: set[str], policies_in_use: Iterable[Policy]
) -> dict[str, set[str]]:
    """Which newer policies each of these teachers said yes to."""
    found: dict[str, set[str]] = {}
    if any(policy.before for policy in policies_in_use):
        said = select(PolicyYes).where(PolicyYes.teacher_id.in_(teachers))
        for each in session.scalars(said):
            found.setdefault(each.teacher_id, set()).add(each.policy_id)
    return found


def _triggers(cycle: Cycle, programme: Programme) -> dict[Trigger, datetime]:
    found = {Trigger.programme_end: year_end(programme.ends_on)}
    if cycle.ended_at:
        found[Trigger.cycle_end] = cycle.ended_at
    if cycle.withdrawn_at:
        found[Trigger.consent_withdrawal] = cycle.withdrawn_at
    return found


def year_end(ends_on: date) -> datetime:
    """The last moment of a programme."""
    return datetime.combine(ends_on, time(23, 59, 59), clock.SCHOOL_TIME)
