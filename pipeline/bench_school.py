"""An invented school to measure with: pairs in every step of a cycle, made through the real acts.

The films are stand-ins of a few bytes; what screens read (rows, words, clips) is as much as a real
lesson of three quarters of an hour brings.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy.orm import Session

from pipeline.bench_cycle import STAGES, Pair, walk
from storage import agreements, clock, cycles, enrolments, invitations, jobs, people, set_up
from storage.database import acting
from storage.rules.access import Asker
from storage.rules.roles import Role
from storage.rules.set_up import LegalBasis

PAIRS_OF_A_COACH = 10
PASSWORD = "een lang en verzonnen wachtwoord"  # noqa: S105 - of a school that lasts a minute


@dataclass
class School:
    """Everybody there, with the addresses they sign in with."""

    by_role: dict[Role, Asker]
    emails: dict[str, str]
    programme_id: str
    pairs: list[Pair] = field(default_factory=list)
    coaches: list[Asker] = field(default_factory=list)

    def email(self, of: Asker) -> str:
        """Return the address somebody signs in with."""
        return self.emails[of.id]


def found() -> School:
    """Open a programme with everybody but the pairs."""
    emails: dict[str, str] = {}
    roles = (Role.coordinator, Role.school_leader, Role.dpo)
    by_role = {role: _person(role.value, role, emails, comes_in=True) for role in roles}
    start = clock.today() - timedelta(days=60)
    with acting() as session:
        coordinator = by_role[Role.coordinator]
        year = enrolments.open_programme(
            session, coordinator, "Schooljaar", start, start + timedelta(days=300)
        )
        _prepare(session, coordinator, year.id, start)
    return School(by_role, emails, year.id)


def _prepare(session: Session, coordinator: Asker, year: str, day: date) -> None:
    """What a school records before filming."""
    set_up.record_legal_basis(session, coordinator, year, LegalBasis.consent, "officer", day)
    set_up.record_retention(session, coordinator, year, "standard", "long")
    set_up.record_works_council(session, coordinator, year, day, agreed=True)


def grow(school: School, pairs: int) -> None:
    """Let more pairs take part, until there are so many."""
    with jobs.collecting():
        while len(school.pairs) < pairs:
            number = len(school.pairs)
            pair = add_pair(school)
            walk(pair, STAGES[number % len(STAGES)])


def add_pair(school: School) -> Pair:
    """A teacher, and her coach, who wait for the film of their first cycle."""
    number = len(school.pairs)
    if number % PAIRS_OF_A_COACH == 0:
        # Only those who look are let in: a password costs time by design.
        name = f"coach-{len(school.coaches)}"
        school.coaches.append(_person(name, Role.coach, school.emails, comes_in=number == 0))
    first = number < len(STAGES)
    teacher = _person(f"teacher-{number}", Role.teacher, school.emails, comes_in=first)
    coach, coordinator = school.coaches[-1], school.by_role[Role.coordinator]
    with acting() as session:
        made = enrolments.pair(session, coordinator, school.programme_id, teacher.id, coach.id)
        for who in (teacher, coach):
            mark = agreements.read(session, who, made.id).fingerprint
            agreements.sign(session, who, made.id, mark)
        cycle = cycles.plan(session, coordinator, made.id, clock.today())
        for who in (teacher, coach):
            cycles.choose_focus(session, who, cycle.id, "quality_feedback")
        cycles.start(session, teacher, cycle.id)
    pair = Pair(teacher, coach, cycle.id)
    school.pairs.append(pair)
    return pair


def sign_in(school: School, who: Asker) -> str:
    """Return the token somebody's browser would hold."""
    with acting() as session:
        token = people.sign_in(session, school.email(who), PASSWORD, "bench")
    if token is None:
        raise LookupError(who.id)
    return token


def _person(name: str, role: Role, emails: dict[str, str], *, comes_in: bool) -> Asker:
    with acting() as session:
        email = f"{name}@bench.test"
        invited = invitations.invite(
            session, Asker(id="bench", role=Role.admin), email, name, {role}
        )
        if comes_in:
            invitations.accept(session, invited.token, PASSWORD)
    emails[invited.person_id] = email
    return Asker(id=invited.person_id, role=role)
