"""Leaving and coming back, for tests: each act as those who do it do it."""

from datetime import timedelta

from storage import departures, notices, people
from storage.database import acting, asking
from storage.people import Member
from storage.records import Person
from storage.rules.access import Asker
from storage.rules.notice import Word
from tests.makers import PASSWORD, Walk

WEEK = timedelta(days=7)


def leaves(walk: Walk, who: Asker, by: Asker | None = None, typed: str | None = None) -> None:
    with acting() as session:
        name = session.get_one(Person, who.id).name
        departures.note(
            session, by or walk.school.coordinator, who.id, name if typed is None else typed
        )


def comes_back(who: Asker, by: Asker) -> None:
    with acting() as session:
        departures.undo(session, by, who.id)


def with_password(who: Asker) -> str:
    """Let somebody sign in; returns the cookie."""
    with acting() as session:
        row = session.get_one(Person, who.id)
        row.password_hash = row.password_hash or people.passwords.hashed(PASSWORD)
        email = row.email
    with acting() as session:
        token = people.sign_in(session, email, PASSWORD, "here")
    return token or ""


def looking(token: str) -> Member | None:
    with asking() as session:
        return people.signed_in(session, token)


def told(who: Asker) -> list[Word]:
    with asking() as session:
        return [each.word for each in notices.mine(session, who)]
