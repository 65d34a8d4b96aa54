"""Invitations: keeping a place for somebody, and the first password that takes it."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, selectinload

from storage import access, clock, departed, ledger, newcomers, passwords
from storage.errors import Refused
from storage.people import fingerprint
from storage.records import Departure, Invitation, Person, RoleHeld, SignIn
from storage.rules import invitation as rule
from storage.rules.access import Act, Asker, Thing
from storage.rules.roles import Role
from storage.rules.sentences import refuse_if

INVITED_FOR = timedelta(days=14)


@dataclass(frozen=True)
class Invited:
    """A place was kept; the token is known only here and in the link."""

    person_id: str
    token: str


# Asking


def whose(session: Session, token: str) -> Person:
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
    refuse_if(rule.why_not(roles, asker.role))
    person = _place_for(session, email)
    if person.roles:  # a place that was kept by who may is not another's to change
        refuse_if(rule.why_not([held.role for held in person.roles], asker.role))
    person.name, person.language = name.strip()[:120], language
    person.roles = [
        next((held for held in person.roles if held.role is role), RoleHeld(role=role))
        for role in sorted(roles)
    ]
    session.flush()
    token = _new_link(session, person.id, asker.id)
    ledger.write(session, asker.id, "invite", "person", person.id, person.id)
    return Invited(person.id, token)


def by_hand(
    session: Session, email: str, name: str, roles: set[Role], language: str = "nl"
) -> Invited:
    """Keep a place for the first admin, or let somebody who lost a password choose another.

    For whoever keeps the server, and stands in the ledger as done by hand. Who has an account
    keeps name and roles; the password she had goes when she chooses the new one.
    """
    email = email.strip().lower()
    person = session.scalar(select(Person).where(Person.email == email))
    left = session.get(Departure, person.id) if person else None
    if person is None or left or not person.password_hash:
        keeper = Asker(id=ledger.BY_HAND, role=Role.admin)
        return invite(session, keeper, email, name, roles, language)
    token = _new_link(session, person.id, ledger.BY_HAND)
    ledger.write(session, ledger.BY_HAND, "invite", "person", person.id, person.id)
    return Invited(person.id, token)


def accept(session: Session, token: str, password: str) -> str:
    """Set a password and use up the invitation. Returns the person's id.

    Whoever was signed in with an earlier one is not any more, and everybody hears it of who looks
    after things here.
    """
    invitation = _open_invitation(session, token)
    if len(password) < passwords.SHORTEST:
        raise Refused("refusals.password_too_short", least=passwords.SHORTEST)
    if len(password) > passwords.LONGEST:
        raise Refused("refusals.password_too_long", most=passwords.LONGEST)
    used = session.execute(
        update(Invitation)
        .where(Invitation.id == invitation.id, Invitation.accepted_at.is_(None))
        .values(accepted_at=clock.now())
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]
        raise Refused("refusals.invitation_used_or_old")
    person = session.get_one(
        Person, invitation.person_id, options=[selectinload(Person.roles)], populate_existing=True
    )
    newcomers.tell(session, person, invitation.id, again=person.password_hash is not None)
    person.password_hash = passwords.hashed(password)
    session.execute(delete(SignIn).where(SignIn.person_id == person.id))
    ledger.write(session, person.id, "accept", "invitation", invitation.id, person.id)
    return person.id


def _place_for(session: Session, email: str) -> Person:
    """The person of this address who has no password yet; a new one when there is nobody."""
    person = session.scalar(
        select(Person).where(Person.email == email).options(selectinload(Person.roles))
    )
    if person and (left := session.get(Departure, person.id)):
        if departed.until(session, person.id):
            raise Refused("departures.refused.comes_back")
        session.delete(left)  # somebody who is back begins anew, with a password of her own again
        person.password_hash = None
    if person and person.password_hash:
        raise Refused("refusals.already_has_account")
    if not person:
        person = Person(email=email, name="", created_at=clock.now())
        session.add(person)
    return person


def _new_link(session: Session, person_id: str, by: str) -> str:
    """A link that lets this person choose a password; one that was not used yet ends."""
    unused = (Invitation.person_id == person_id, Invitation.accepted_at.is_(None))
    session.execute(delete(Invitation).where(*unused))
    token, now = secrets.token_urlsafe(32), clock.now()
    session.add(
        Invitation(
            person_id=person_id, token_hash=fingerprint(token), invited_by=by, created_at=now,
            expires_at=now + INVITED_FOR,
        )
    )  # fmt: skip
    return token


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
