"""What the officer can choose from to hold: days and kinds, and nothing of what is in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import access, clock
from storage.records import (
    ActionSummary,
    Cycle,
    Pair,
    Recording,
    RecordingState,
    Reflection,
    Talk,
)
from storage.rules.access import Act, Asker, Thing


class What(StrEnum):
    """What can be chosen; text key ``holds.choices.<value>``."""

    film = "film"
    """A film with its clips and the notes on it."""
    writings = "writings"
    """Reflections, talk and summary of one cycle."""


@dataclass(frozen=True)
class Choice:
    """Something of one teacher that can be held together."""

    what: What
    on: date
    """The day of the lesson, or the day its cycle was planned to begin."""
    cycle: int
    """The number of its cycle in the year; 0: it belongs to none."""
    thing_ids: Sequence[str]


def of_teacher(session: Session, asker: Asker, teacher_id: str) -> list[Choice]:
    """Return what there is of a teacher, the newest lesson first. Raises NotAllowed.

    What was thrown away and still lies there counts: a hold keeps that, too.
    """
    access.require(asker, Act.FIND_TO_HOLD, Thing())
    films = session.execute(
        select(Recording, Cycle.number)
        .outerjoin(Cycle, Cycle.id == Recording.cycle_id)
        .where(Recording.owner_id == teacher_id, Recording.state != RecordingState.refused)
        .order_by(Recording.uploaded_at.desc())
    )
    found = [
        Choice(
            What.film,
            film.lesson_on or film.uploaded_at.astimezone(clock.SCHOOL_TIME).date(),
            number or 0,
            (film.id,),
        )
        for film, number in films
    ]
    return found + _writings(session, teacher_id)


def _writings(session: Session, teacher_id: str) -> list[Choice]:
    cycles = session.execute(
        select(Cycle.id, Cycle.number, Cycle.planned_on)
        .join(Pair, Pair.id == Cycle.pair_id)
        .where(Pair.teacher_id == teacher_id)
        .order_by(Cycle.planned_on.desc())
    ).all()
    written: dict[str, list[str]] = {}
    for record in (Reflection, Talk, ActionSummary):
        ours = record.cycle_id.in_([cycle_id for cycle_id, *_ in cycles])
        for thing_id, cycle_id in session.execute(select(record.id, record.cycle_id).where(ours)):
            written.setdefault(cycle_id, []).append(thing_id)
    return [
        Choice(What.writings, planned_on, number, tuple(written[cycle_id]))
        for cycle_id, number, planned_on in cycles
        if cycle_id in written
    ]
