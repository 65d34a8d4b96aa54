"""The cycles a coordinator may let stand still for a holiday, and nothing else about them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from storage import access, clock, cycle_facts
from storage.records import Cycle, Pair
from storage.rules.access import Act, Asker, Thing
from storage.rules.cycle import State, Who
from storage.rules.pause import HolidayPause, next_holiday_pause
from storage.rules.steps import RUNNING


@dataclass(frozen=True)
class OpenCycle:
    """A cycle under way, as far as a coordinator may know it: not where it stands."""

    id: str
    pair_id: str
    paused: bool
    """By a coordinator. What a pair pauses itself is its own: such a cycle is not told of."""
    until: date | None
    """The day a paused cycle goes on by itself."""


def open_cycles(session: Session, asker: Asker) -> list[OpenCycle]:
    """Return the cycles a coordinator can pause, or paused. Raises NotAllowed for others."""
    access.require(asker, Act.PAUSE_CYCLE, Thing())
    ours = and_(Cycle.state == State.paused, Cycle.paused_by == Who.coordinator)
    found = session.scalars(
        select(Cycle)
        .join(Pair, Pair.id == Cycle.pair_id)
        .where(Pair.ended_at.is_(None), or_(Cycle.state.in_(RUNNING), ours))
        .order_by(Pair.id)  # by nothing that tells who is how far
    )
    return [
        OpenCycle(each.id, each.pair_id, each.state is State.paused, each.pause_until)
        for each in found
    ]


def for_the_holiday() -> HolidayPause | None:
    """Return the pause the coming holiday of the school's region is good for."""
    return next_holiday_pause(clock.today(), cycle_facts.school_holidays())
