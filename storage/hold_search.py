"""What the officer can choose from to hold: days and kinds, and nothing of what is in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import access, clock, lone_clips
from storage.records import (
    ActionSummary,
    Clip,
    Cycle,
    Pair,
    Person,
    Recording,
    RecordingState,
    Reflection,
    RoleHeld,
    Talk,
)
from storage.rules.access import Act, Asker, Thing
from storage.rules.roles import Role


class What(StrEnum):
    """What can be chosen; text key ``holds.choices.<value>``."""

    film = "film"
    """A film with its clips and the notes on it."""
    clips = "clips"
    """Clips of one cycle whose film is gone."""
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


def teachers(session: Session, asker: Asker) -> Mapping[str, str]:
    """Return names by id of whom something can be held: also who left, as long as it is there.

    Raises NotAllowed.
    """
    access.require(asker, Act.FIND_TO_HOLD, Thing())
    teaches = select(RoleHeld.person_id).where(RoleHeld.role == Role.teacher)
    taught = select(Recording.owner_id).union(select(Pair.teacher_id), teaches)
    found = session.execute(
        select(Person.id, Person.name)
        .where(Person.id.in_(taught), Person.closed_at.is_(None))
        .order_by(Person.name)
    )
    return {row.id: row.name for row in found}


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
            film.lesson_on or clock.day_at_school(film.uploaded_at),
            number or 0,
            (film.id,),
        )
        for film, number in films
    ]
    return found + _clips(session, teacher_id) + _writings(session, teacher_id)


def _clips(session: Session, teacher_id: str) -> list[Choice]:
    """What was sent outlives its film."""
    rows = session.execute(
        select(Clip.id, Cycle)
        .join(Cycle, Cycle.id == Clip.cycle_id)
        .where(Clip.owner_id == teacher_id, *lone_clips.FILM_IS_GONE)
        .order_by(Cycle.planned_on.desc(), Clip.position)
    ).all()
    cycles = {cycle.id: cycle for _, cycle in rows}
    return [
        Choice(
            What.clips,
            cycle.planned_on,
            cycle.number,
            tuple(clip_id for clip_id, of in rows if of.id == cycle.id),
        )
        for cycle in cycles.values()
    ]


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
