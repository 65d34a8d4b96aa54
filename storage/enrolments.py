"""Who takes part in a programme, and with whom."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from config.programme import Level
from config.programme import programme as declared
from config.retention import Preset
from storage import access, clock, ledger, set_up
from storage.database import one_at_a_time
from storage.errors import NotFound, Refused
from storage.records import Cycle, Enrolment, Pair, Person, Programme, RetentionPolicy, RoleHeld
from storage.rules.access import Act, Asker, Thing
from storage.rules.roles import Role
from storage.rules.set_up import Use
from storage.talks import safe_link


@dataclass(frozen=True)
class PairView:
    """A teacher and a coach, by name, for those who arrange the programme."""

    id: str
    programme_id: str
    teacher_id: str
    teacher: str
    coach_id: str
    coach: str
    call_link: str


# Asking


def programmes(session: Session) -> list[Programme]:
    """Return the programmes, the newest first."""
    return list(session.scalars(select(Programme).order_by(Programme.starts_on.desc())))


def pairs(session: Session, asker: Asker) -> list[PairView]:
    """Return the pairs the asker may know of: all for a coordinator, else the own ones."""
    teacher, coach = aliased(Person), aliased(Person)
    query = (
        select(Pair, teacher.name, coach.name)
        .join(teacher, teacher.id == Pair.teacher_id)
        .join(coach, coach.id == Pair.coach_id)
        .where(Pair.ended_at.is_(None))
        .order_by(teacher.name)
    )
    if asker.role is Role.teacher:
        query = query.where(Pair.teacher_id == asker.id)
    elif asker.role is Role.coach:
        query = query.where(Pair.coach_id == asker.id)
    else:
        access.require(asker, Act.SEE_ENROLMENT, Thing())
    return [
        PairView(
            pair.id, pair.programme_id, pair.teacher_id, taught, pair.coach_id, coached,
            pair.call_link,
        )
        for pair, taught, coached in session.execute(query)
    ]  # fmt: skip


def first_days(session: Session, asker: Asker) -> dict[str, date]:
    """Return by pair id the day its first cycle is planned on; pairs without a cycle are absent."""
    access.require(asker, Act.MANAGE_PAIR, Thing())
    rows = session.execute(select(Cycle.pair_id, Cycle.planned_on).where(Cycle.number == 1))
    return {row.pair_id: row.planned_on for row in rows}


def without_pair(session: Session, asker: Asker) -> list[Person]:
    """Return teachers who have no coach yet."""
    access.require(asker, Act.MANAGE_PAIR, Thing())
    paired = select(Pair.teacher_id).where(Pair.ended_at.is_(None))
    return list(
        session.scalars(
            select(Person)
            .join(RoleHeld, RoleHeld.person_id == Person.id)
            .where(RoleHeld.role == Role.teacher, Person.id.not_in(paired))
            .order_by(Person.name)
        )
    )


# Acting


def open_programme(
    session: Session,
    asker: Asker,
    name: str,
    starts_on: date,
    ends_on: date,
    preset: Preset = "standard",
    level: Level = Level.S,
    least_minutes: int = 10,
) -> Programme:
    """Open a school year of coaching with its retention policy."""
    access.require(asker, Act.MANAGE_PROGRAMME, Thing())
    if not name.strip() or ends_on <= starts_on:
        raise Refused("refusals.programme_incomplete")
    programme = Programme(
        name=name.strip()[:120],
        starts_on=starts_on,
        ends_on=ends_on,
        preset=preset,
        level=level,
        least_minutes=least_minutes,
        clip_downloads=declared().clip_downloads,
        created_at=clock.now(),
    )
    session.add(programme)
    session.flush()
    session.add(
        RetentionPolicy(
            programme_id=programme.id,
            preset=preset,
            approved_by=asker.id,
            valid_from=clock.now(),
        )
    )
    ledger.write(session, asker.id, "open_programme", "programme", programme.id, None)
    return programme


def pair(
    session: Session,
    asker: Asker,
    programme_id: str,
    teacher_id: str,
    coach_id: str,
    *,
    external: bool = False,
) -> Pair:
    """Bring a teacher and a coach together for the year; enrols the teacher when needed.

    `external`: the coach does not work at this school; only where basis or officer allow it.

    Raises Refused when one of them cannot be in that place or the teacher has a coach already.
    """
    access.require(asker, Act.MANAGE_PAIR, Thing())
    one_at_a_time(session, "departures")  # neither of them leaves while this looks
    if not session.get(Programme, programme_id):
        raise NotFound()
    _require_role(session, teacher_id, Role.teacher, "refusals.not_a_teacher")
    _require_role(session, coach_id, Role.coach, "refusals.not_a_coach")
    if teacher_id == coach_id:
        raise Refused("refusals.own_coach")
    if external:
        set_up.require_use(session, programme_id, Use.external_coach)
    enrolment = session.scalar(
        select(Enrolment).where(
            Enrolment.programme_id == programme_id,
            Enrolment.teacher_id == teacher_id,
            Enrolment.ended_at.is_(None),
        )
    )
    if not enrolment:
        enrolment = Enrolment(
            programme_id=programme_id, teacher_id=teacher_id, created_at=clock.now()
        )
        session.add(enrolment)
        session.flush()
    made = Pair(
        programme_id=programme_id,
        enrolment_id=enrolment.id,
        teacher_id=teacher_id,
        coach_id=coach_id,
        external=external,
        created_at=clock.now(),
    )
    session.add(made)
    try:
        session.flush()
    except IntegrityError:
        raise Refused("refusals.has_a_coach") from None
    ledger.write(session, asker.id, "pair", "pair", made.id, teacher_id)
    return made


def set_call_link(session: Session, asker: Asker, pair_id: str, link: str) -> None:
    """Keep the address of the school's own call room for a pair."""
    about = access.around_pair(session, pair_id)
    access.require_sight(asker, Act.READ_AGREEMENT, access.pair_thing(about))
    about.pair.call_link = safe_link(link)


def _require_role(session: Session, person_id: str, role: Role, key: str) -> None:
    if not session.get(RoleHeld, (person_id, role)):
        raise Refused(key)
