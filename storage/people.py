"""People: inviting them, letting them in, knowing who is there."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from pwdlib import PasswordHash
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session, selectinload

from storage import access, clock, ledger
from storage.errors import NotFound, Refused
from storage.records import Invitation, Person, RoleHeld, SignIn, SignInAttempt
from storage.rules.access import Act, Asker, Thing
from storage.rules.roles import Role

SIGNED_IN_FOR = timedelta(hours=12)
INVITED_FOR = timedelta(days=14)
PASSWORD_TRIES, TRY_WINDOW = 5, timedelta(minutes=15)
"""Five wrong passwords in a quarter of an hour, per account and per address."""
SHORTEST_PASSWORD = 12

_hasher = PasswordHash.recommended()
_NOBODY = _hasher.hash(secrets.token_hex(16))
"""Checked when the account does not exist: an answer takes as long as for one that does."""


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

    @property
    def asker(self) -> Asker:
        """The same person as the rules know them."""
        return Asker(id=self.id, role=self.role, holds=self.roles)


@dataclass(frozen=True)
class Invited:
    """A place was kept; the token is known only here and in the link."""

    person_id: str
    token: str


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
    query = select(Person).options(selectinload(Person.roles)).order_by(Person.name)
    return list(session.scalars(query))


def invited_by_token(session: Session, token: str) -> Person:
    """Return whose invitation this is. Raises Refused when it was used or is too old."""
    return session.get_one(Person, _open_invitation(session, token).person_id)


# Acting


def invite(
    session: Session,
    asker: Asker,
    email: str,
    name: str,
    roles: set[Role],
    language: str = "nl",
) -> Invited:
    """Keep a place for somebody and return the token for the link.

    Inviting an address again while the first invitation is unused replaces it, name and roles too.
    """
    access.require(asker, Act.INVITE_PERSON, Thing())
    email = email.strip().lower()
    if "@" not in email or len(email) > 254 or not name.strip():
        raise Refused("refusals.invitation_incomplete")
    if not roles:
        raise Refused("refusals.invitation_without_role")
    person = _place_for(session, email)
    person.name, person.language = name.strip()[:120], language
    person.roles = [
        next((held for held in person.roles if held.role is role), RoleHeld(role=role))
        for role in sorted(roles)
    ]
    session.flush()
    session.execute(
        delete(Invitation).where(
            Invitation.person_id == person.id, Invitation.accepted_at.is_(None)
        )
    )
    token = secrets.token_urlsafe(32)
    session.add(
        Invitation(
            person_id=person.id,
            token_hash=fingerprint(token),
            invited_by=asker.id,
            created_at=clock.now(),
            expires_at=clock.now() + INVITED_FOR,
        )
    )
    ledger.write(session, asker.id, "invite", "person", person.id, person.id)
    return Invited(person.id, token)


def accept(session: Session, token: str, password: str) -> str:
    """Set the first password and use up the invitation. Returns the person's id."""
    invitation = _open_invitation(session, token)
    if len(password) < SHORTEST_PASSWORD:
        raise Refused("refusals.password_too_short", least=SHORTEST_PASSWORD)
    if len(password) > 200:
        raise Refused("refusals.password_too_long", most=200)
    used = session.execute(
        update(Invitation)
        .where(Invitation.id == invitation.id, Invitation.accepted_at.is_(None))
        .values(accepted_at=clock.now())
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]
        raise Refused("refusals.invitation_used_or_old")
    person = session.get_one(Person, invitation.person_id)
    person.password_hash = _hasher.hash(password)
    ledger.write(session, person.id, "accept", "invitation", invitation.id, person.id)
    return person.id


def sign_in(session: Session, email: str, password: str, origin: str) -> str | None:
    """Check a password; return a fresh cookie token, or None when it is not right.

    A wrong password is no exception: the failed attempt must be committed to count.
    Raises Refused when there were too many failures for this account or address.
    """
    subjects = [fingerprint(f"account:{email.strip().lower()}"), fingerprint(f"from:{origin}")]
    _refuse_if_throttled(session, subjects)
    person = session.scalar(
        select(Person)
        .where(Person.email == email.strip().lower(), Person.closed_at.is_(None))
        .options(selectinload(Person.roles))
    )
    known = person.password_hash if person and person.password_hash else _NOBODY
    right = _hasher.verify(password[:200], known)
    if not (right and person and person.password_hash and person.roles):
        session.add_all(SignInAttempt(subject_hash=s, at=clock.now()) for s in subjects)
        return None
    session.execute(delete(SignInAttempt).where(SignInAttempt.subject_hash == subjects[0]))
    ledger.write(session, person.id, "sign_in", "person", person.id, person.id)
    return _let_in(session, person)


def let_in(session: Session, person_id: str) -> str:
    """Sign in somebody who has just proved who she is in another way; returns a cookie token."""
    person = session.scalars(
        select(Person).where(Person.id == person_id).options(selectinload(Person.roles))
    ).one()
    ledger.write(session, person.id, "sign_in", "person", person.id, person.id)
    return _let_in(session, person)


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
    roles = frozenset(held.role for held in person.roles)
    if visit.role not in roles:
        return None
    return Member(person.id, person.name, person.email, person.language, roles, visit.role)


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


def _place_for(session: Session, email: str) -> Person:
    """The person of this address who has no password yet; a new one when there is nobody."""
    person = session.scalar(
        select(Person).where(Person.email == email).options(selectinload(Person.roles))
    )
    if person and person.password_hash:
        raise Refused("refusals.already_has_account")
    if not person:
        person = Person(email=email, name="", created_at=clock.now())
        session.add(person)
    return person


def _let_in(session: Session, person: Person) -> str:
    token = secrets.token_urlsafe(32)
    now = clock.now()
    roles = sorted(held.role for held in person.roles)
    first = next((role for role in (Role.teacher, Role.coach) if role in roles), roles[0])
    session.add(
        SignIn(
            token_hash=fingerprint(token),
            person_id=person.id,
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


def _open_invitation(session: Session, token: str) -> Invitation:
    invitation = session.scalar(
        select(Invitation).where(
            Invitation.token_hash == fingerprint(token),
            Invitation.accepted_at.is_(None),
            Invitation.expires_at > clock.now(),
        )
    )
    if not invitation:
        raise Refused("refusals.invitation_used_or_old")
    return invitation
