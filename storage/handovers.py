"""Teachers whose coach left the school: another coach for them, or an end to their part in it."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from storage import access, clock, departed, enrolments, ledger, notices
from storage.database import one_at_a_time
from storage.errors import NotFound, Refused
from storage.records import Departure, Enrolment, Pair, Person, Programme
from storage.rules.access import Act, Asker, Thing
from storage.rules.notice import Word


@dataclass(frozen=True)
class WithoutCoach:
    """A teacher whose coach left."""

    pair_id: str
    """The pair they were."""
    teacher_id: str
    teacher: str
    coach: str
    """Who left."""


# Asking


def without_coach(session: Session, asker: Asker) -> list[WithoutCoach]:
    """Return whom to find another coach for, by name."""
    access.require(asker, Act.MANAGE_PAIR, Thing())
    now, coach = aliased(Pair), aliased(Person)
    last = (
        select(func.max(now.created_at))
        .where(now.enrolment_id == Enrolment.id)
        .correlate(Enrolment)
        .scalar_subquery()
    )
    coached = select(now.enrolment_id).where(now.ended_at.is_(None))
    rows = session.execute(
        select(Pair.id, Enrolment.teacher_id, Person.name, coach.name)
        .join(Pair, Pair.enrolment_id == Enrolment.id)
        .join(Programme, Programme.id == Enrolment.programme_id)
        .join(Person, Person.id == Enrolment.teacher_id)
        .join(coach, coach.id == Pair.coach_id)
        .join(Departure, Departure.person_id == Pair.coach_id)
        .where(Enrolment.ended_at.is_(None), Pair.ended_at.is_not(None), Pair.created_at == last)
        .where(Programme.ends_on >= clock.today(), Enrolment.id.not_in(coached))
        .order_by(Person.name)
    )
    return [WithoutCoach(*row) for row in rows]


def ended(session: Session, asker: Asker) -> set[str]:
    """Return the teachers whose part in a programme of this year ended: nobody's task any more."""
    access.require(asker, Act.MANAGE_PAIR, Thing())
    rows = session.execute(
        select(Enrolment.teacher_id, Enrolment.ended_at)
        .join(Programme, Programme.id == Enrolment.programme_id)
        .where(Programme.ends_on >= clock.today())
    ).all()
    return {row.teacher_id for row in rows if row.ended_at} - {
        row.teacher_id for row in rows if not row.ended_at
    }


# Acting


def hand_over(
    session: Session, asker: Asker, pair_id: str, coach_id: str, *, external: bool = False
) -> Pair:
    """Give a teacher another coach: a new pair, which signs anew and begins anew.

    What she made before stays closed to the new coach until she opens it herself.
    """
    access.require(asker, Act.MANAGE_PAIR, Thing())
    one_at_a_time(session, "departures")
    place = _open_place(session, pair_id)
    made = enrolments.pair(
        session, asker, place.programme_id, place.teacher_id, coach_id, external=external
    )
    notices.give(session, place.teacher_id, Word.new_coach, made.id, clock.now())
    return made


def end_place(session: Session, asker: Asker, pair_id: str) -> None:
    """End a teacher's part in a programme for which there is no coach; what is hers stays hers.

    Raises Refused while she has one: then it is hers to stop.
    """
    access.require(asker, Act.MANAGE_ENROLMENT, Thing())
    place = _open_place(session, pair_id)
    place.ended_at = clock.now()
    notices.give(session, place.teacher_id, Word.place_ended, place.id, clock.now())
    ledger.write(
        session, asker.id, "end_enrolment", "programme", place.programme_id, place.teacher_id
    )


def _open_place(session: Session, pair_id: str) -> Enrolment:
    """The part in a programme of a pair that was, which nobody coaches now."""
    pair = session.get(Pair, pair_id)
    if pair is None:
        raise NotFound()
    found = session.get_one(Enrolment, pair.enrolment_id, with_for_update=True)
    if found.ended_at or departed.has_left(session, found.teacher_id):
        raise Refused("handovers.refused.ended")
    coached = select(Pair.id).where(Pair.enrolment_id == found.id, Pair.ended_at.is_(None))
    if session.scalar(coached):
        raise Refused("refusals.has_a_coach")
    return found
