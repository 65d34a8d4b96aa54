"""People: letting them in, knowing who is there."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session, selectinload

from storage import access, clock, departed, ledger, newcomers, passwords
from storage.database import one_at_a_time
from storage.errors import NotFound, Refused
from storage.records import Person, SignIn, SignInAttempt
from storage.rules import newcomer
from storage.rules.access import Act, Asker, Thing
from storage.rules.roles import Role

SIGNED_IN_FOR = timedelta(hours=12)
PASSWORD_TRIES, TRY_WINDOW = 5, timedelta(minutes=15)
"""Five wrong passwords in a quarter of an hour, per account and per address."""


@dataclass(frozen=True)
class Member:
    """Somebody signed in, as screens and routes know them. Safe to keep outside a transaction."""

    id: str
    name: str
    email: str
    language: str
    roles: frozenset[Role]
    role: Role
    """The one role this browser looks with."""
    left_until: datetime | None = None
    """Of somebody who left the school: until when she can take her own things along."""
    new_until: datetime | None = None
    """Of somebody who came in lately to look after things: until when that counts."""

    @property
    def asker(self) -> Asker:
        """The same person as the rules know them."""
        left, new = self.left_until is not None, self.new_until is not None
        return Asker(id=self.id, role=self.role, holds=self.roles, left=left, new=new)


def fingerprint(token: str) -> str:
    """Return what the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


# Asking


def names(session: Session, ids: set[str]) -> dict[str, str]:
    """Return the names of these people by id."""
    named = select(Person.id, Person.name).where(Person.id.in_(ids))
    return {row.id: row.name for row in session.execute(named)}


def everybody(session: Session, asker: Asker) -> list[Person]:
    """Return all people with their roles, for those who arrange the programme."""
    access.require(asker, Act.SEE_ENROLMENT, Thing())
    query = select(Person).where(Person.closed_at.is_(None)).order_by(Person.name)
    return list(session.scalars(query.options(selectinload(Person.roles))))


# Acting


def sign_in(session: Session, email: str, password: str, origin: str) -> str | None:
    """Check a password; return a fresh cookie token, or None when it is not right.

    A wrong password is no exception: the failed attempt must be committed to count.
    Raises Refused when there were too many failures for this account or address.
    """
    subjects = [fingerprint(f"account:{email.strip().lower()}"), fingerprint(f"from:{origin}")]
    one_at_a_time(session, f"sign_in:{subjects[0]}")  # of many guesses at once each one counts
    _refuse_if_throttled(session, subjects)
    person = session.scalar(
        select(Person)
        .where(Person.email == email.strip().lower(), Person.closed_at.is_(None))
        .options(selectinload(Person.roles))
    )
    right = passwords.right(password, person.password_hash if person else None)
    roles = departed.looks_as(session, person) if person else frozenset()
    if not (right and person and person.password_hash and roles):
        session.add_all(SignInAttempt(subject_hash=s, at=clock.now()) for s in subjects)
        if person:
            ledger.write(session, ledger.MACHINE, "refuse_sign_in", "person", person.id, person.id)
        return None
    session.execute(delete(SignInAttempt).where(SignInAttempt.subject_hash == subjects[0]))
    ledger.write(session, person.id, "sign_in", "person", person.id, person.id)
    return _let_in(session, person.id, roles)


def let_in(session: Session, person_id: str) -> str:
    """Sign in somebody who has just proved who she is in another way; returns a cookie token."""
    person = session.scalars(
        select(Person).where(Person.id == person_id).options(selectinload(Person.roles))
    ).one()
    ledger.write(session, person.id, "sign_in", "person", person.id, person.id)
    return _let_in(session, person.id, departed.looks_as(session, person))


def signed_in(session: Session, token: str | None) -> Member | None:
    """Return who holds this cookie now, or None. Asked on every run and every request."""
    if not token:
        return None
    found = session.execute(
        select(SignIn, Person)
        .join(Person, Person.id == SignIn.person_id)
        .where(SignIn.token_hash == fingerprint(token))
        .where(SignIn.expires_at > clock.now(), Person.closed_at.is_(None))
        .options(selectinload(Person.roles))
    ).first()
    if not found:
        return None
    visit, person = found
    roles = departed.looks_as(session, person)
    if visit.role not in roles:
        return None
    left_until = None if person.roles else departed.until(session, person.id)
    looks_after = visit.role in newcomer.TOLD_OF
    return Member(
        id=person.id,
        name=person.name,
        email=person.email,
        language=person.language,
        roles=roles,
        role=visit.role,
        left_until=left_until,
        new_until=newcomers.new_until(session, person.id) if looks_after else None,
    )


def stay_signed_in(session: Session, token: str) -> None:
    """Slide the end of a sign-in; at most once a minute, so that looking stays cheap."""
    now = clock.now()
    session.execute(
        update(SignIn)
        .where(SignIn.token_hash == fingerprint(token), SignIn.expires_at > now)
        .where(SignIn.seen_at < now - timedelta(minutes=1))
        .values(seen_at=now, expires_at=now + SIGNED_IN_FOR)
    )


def sign_out(session: Session, token: str) -> None:
    """End this browser's sign-in: every other tab of it is signed out on its next run."""
    session.execute(delete(SignIn).where(SignIn.token_hash == fingerprint(token)))


def sign_out_everywhere(session: Session, person_id: str) -> None:
    """End every sign-in of a person."""
    session.execute(delete(SignIn).where(SignIn.person_id == person_id))
    ledger.write(session, person_id, "sign_out_everywhere", "person", person_id, person_id)


def look_as(session: Session, member: Member, token: str, role: Role) -> None:
    """Change the role this browser looks with. Raises NotFound for a role not held."""
    if role not in member.roles:
        raise NotFound()
    session.execute(
        update(SignIn)
        .where(SignIn.token_hash == fingerprint(token), SignIn.person_id == member.id)
        .values(role=role)
    )


def set_language(session: Session, person_id: str, language: str) -> None:
    """Remember the language somebody reads in."""
    session.execute(update(Person).where(Person.id == person_id).values(language=language))


def forget_old_attempts(session: Session, before: datetime) -> int:
    """Delete attempts and expired sign-ins from before `before`; returns how many."""
    gone = session.execute(delete(SignInAttempt).where(SignInAttempt.at < before))
    ended = session.execute(delete(SignIn).where(SignIn.expires_at < before))
    return int(gone.rowcount) + int(ended.rowcount)  # type: ignore[attr-defined]


def _let_in(session: Session, person_id: str, roles: frozenset[Role]) -> str:
    token = secrets.token_urlsafe(32)
    now = clock.now()
    first = next((role for role in (Role.teacher, Role.coach) if role in roles), min(roles))
    session.add(
        SignIn(
            token_hash=fingerprint(token),
            person_id=person_id,
            role=first,
            created_at=now,
            seen_at=now,
            expires_at=now + SIGNED_IN_FOR,
        )
    )
    return token


def _refuse_if_throttled(session: Session, subjects: list[str]) -> None:
    since = clock.now() - TRY_WINDOW
    for subject, most in zip(subjects, (PASSWORD_TRIES, PASSWORD_TRIES * 4), strict=True):
        # An address gets four times as many: a whole school may share one.
        failures = session.scalar(
            select(func.count())
            .select_from(SignInAttempt)
            .where(SignInAttempt.subject_hash == subject, SignInAttempt.at > since)
        )
        if (failures or 0) >= most:
            minutes = int(TRY_WINDOW.total_seconds() // 60)
            raise Refused("refusals.sign_in_throttled", minutes=minutes)
