"""Letting people in, and knowing who is there."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import selectinload

from storage import clock, invitations, passwords, people
from storage.database import acting, asking
from storage.errors import NotFound, Refused
from storage.people import PASSWORD_TRIES, SIGNED_IN_FOR
from storage.records import LedgerEntry, Person, SignIn
from storage.rules.access import Asker
from storage.rules.roles import Role
from tests import makers
from tests.makers import PASSWORD

HERE, ELSEWHERE = "10.0.0.1", "10.0.0.2"


def invited(asker: Asker, email: str = "nieuw@school.test", *roles: Role) -> invitations.Invited:
    with acting() as session:
        return invitations.invite(session, asker, email, "Nieuw", set(roles or (Role.teacher,)))


def accepted(token: str, password: str = PASSWORD) -> str:
    with acting() as session:
        return invitations.accept(session, token, password)


def signed_in(email: str, password: str = PASSWORD, origin: str = HERE) -> str | None:
    with acting() as session:
        return people.sign_in(session, email, password, origin)


def member(token: str | None) -> people.Member | None:
    with asking() as session:
        return people.signed_in(session, token)


@pytest.fixture
def coordinator(sqlite_database: Engine) -> Asker:
    return makers.person("Corrie", Role.coordinator)


@pytest.fixture
def tessa(sqlite_database: Engine) -> Asker:
    return makers.person("Tessa", Role.teacher, Role.coach, password=PASSWORD)


# Coming in


def test_a_wrong_password_and_an_unknown_account_get_the_same_answer(
    tessa: Asker, monkeypatch: pytest.MonkeyPatch
):
    verified: list[str] = []
    verify = passwords._hasher.verify

    def counted(password: str, known: str) -> bool:
        verified.append(known.split("$")[3])
        return verify(password, known)

    monkeypatch.setattr(passwords._hasher, "verify", counted)
    assert signed_in("tessa@school.test", "niet het wachtwoord") is None
    assert signed_in("niemand@school.test", "niet het wachtwoord") is None
    # As much work either way: one hash of the same cost.
    assert len(verified) == 2
    assert verified[0] == verified[1]


def test_somebody_who_did_not_accept_yet_cannot_come_in(coordinator: Asker):
    invited(coordinator)
    assert signed_in("nieuw@school.test", "") is None


def test_an_account_that_fails_too_often_waits_even_with_the_right_password(tessa: Asker):
    for number in range(PASSWORD_TRIES):
        assert signed_in("tessa@school.test", "mis", f"10.0.1.{number}") is None
    with pytest.raises(Refused, match="sign_in_throttled"):
        signed_in("tessa@school.test", PASSWORD, ELSEWHERE)
    with clock.at(clock.now() + timedelta(minutes=16)):
        assert signed_in("tessa@school.test", PASSWORD, ELSEWHERE)


def test_of_many_guesses_at_once_no_more_count_than_one_after_another(postgres_database: Engine):
    makers.person("Tessa", Role.teacher, password=PASSWORD)

    def guess(number: int) -> bool:
        try:
            return signed_in("tessa@school.test", "mis", f"10.0.1.{number}") is None
        except Refused:
            return False

    with ThreadPoolExecutor(PASSWORD_TRIES + 3) as many:
        looked_at = list(many.map(guess, range(PASSWORD_TRIES + 3)))
    assert looked_at.count(True) == PASSWORD_TRIES


def test_a_wrong_password_stands_in_the_ledger_and_one_for_nobody_does_not(tessa: Asker):
    for email in ("tessa@school.test", "niemand@school.test"):
        assert signed_in(email, "mis") is None
    with asking() as session:
        told = session.scalars(select(LedgerEntry).where(LedgerEntry.act == "refuse_sign_in"))
        assert [(line.actor_id, line.thing_id) for line in told] == [("machine", tessa.id)]


def test_an_unknown_account_is_throttled_the_same_way(sqlite_database: Engine):
    for number in range(PASSWORD_TRIES):
        assert signed_in("niemand@school.test", "mis", f"10.0.1.{number}") is None
    with pytest.raises(Refused, match="sign_in_throttled"):
        signed_in("niemand@school.test", "mis", ELSEWHERE)


def test_an_address_that_tries_many_accounts_waits_and_others_do_not(tessa: Asker):
    for number in range(PASSWORD_TRIES * 4):
        assert signed_in(f"gok{number}@school.test", "mis", HERE) is None
    with pytest.raises(Refused, match="sign_in_throttled"):
        signed_in("tessa@school.test", PASSWORD, HERE)
    assert signed_in("tessa@school.test", PASSWORD, ELSEWHERE)


def test_coming_in_forgets_the_failures_of_the_account(tessa: Asker):
    for _ in range(PASSWORD_TRIES - 1):
        signed_in("tessa@school.test", "mis")
    assert signed_in("tessa@school.test")
    assert signed_in("tessa@school.test", "mis") is None
    assert signed_in("tessa@school.test")


def test_a_password_is_nowhere_in_the_database(coordinator: Asker):
    accepted(invited(coordinator).token)
    with asking() as session:
        kept = session.scalars(select(Person.password_hash)).all()
    assert not any(PASSWORD in each for each in kept if each)


# Being in


def test_a_sign_in_ends_after_twelve_hours_of_silence(tessa: Asker):
    token, start = signed_in("tessa@school.test"), clock.now()
    with clock.at(start + SIGNED_IN_FOR - timedelta(seconds=1)):
        assert member(token)
    with clock.at(start + SIGNED_IN_FOR + timedelta(seconds=1)):
        assert member(token) is None


def test_somebody_who_is_busy_stays_in(tessa: Asker):
    token, start = signed_in("tessa@school.test"), clock.now()
    assert token
    with clock.at(start + timedelta(hours=11)), acting() as session:
        people.stay_signed_in(session, token)
    with clock.at(start + timedelta(hours=22)):
        assert member(token)


def test_an_ended_sign_in_does_not_come_back_to_life(tessa: Asker):
    token = signed_in("tessa@school.test")
    assert token
    with clock.at(clock.now() + SIGNED_IN_FOR + timedelta(minutes=1)):
        with acting() as session:
            people.stay_signed_in(session, token)
        assert member(token) is None


def test_signing_out_ends_one_browser_and_everywhere_ends_them_all(tessa: Asker):
    here, there, home = (signed_in("tessa@school.test") for _ in range(3))
    assert here
    with acting() as session:
        people.sign_out(session, here)
    assert member(here) is None
    assert member(there)
    with acting() as session:
        people.sign_out_everywhere(session, tessa.id)
    assert (member(there), member(home)) == (None, None)


def test_a_browser_looks_with_one_role_and_only_with_one_that_is_held(tessa: Asker):
    here, there = signed_in("tessa@school.test"), signed_in("tessa@school.test")
    found = member(here)
    assert here
    assert found
    with acting() as session:
        people.look_as(session, found, here, Role.coach)
    changed, other = member(here), member(there)
    assert changed
    assert other
    assert (changed.role, other.role) == (Role.coach, Role.teacher)
    with acting() as session, pytest.raises(NotFound):
        people.look_as(session, found, here, Role.admin)


def test_a_role_that_was_taken_away_shuts_the_browser_that_looks_with_it(tessa: Asker):
    token = signed_in("tessa@school.test")
    with acting() as session:
        person = session.get_one(Person, tessa.id, options=[selectinload(Person.roles)])
        person.roles = [held for held in person.roles if held.role is not Role.teacher]
    assert member(token) is None


def test_a_closed_account_is_out_at_once_and_stays_out(tessa: Asker):
    token = signed_in("tessa@school.test")
    with acting() as session:
        session.get_one(Person, tessa.id).closed_at = clock.now()
    assert member(token) is None
    assert signed_in("tessa@school.test") is None


def test_the_cookie_itself_is_not_in_the_database_nor_in_the_ledger(tessa: Asker):
    token = signed_in("tessa@school.test")
    with asking() as session:
        assert session.scalars(select(SignIn.token_hash)).one() != token
        assert [line.act for line in session.scalars(select(LedgerEntry))] == ["sign_in"]


def test_nobody_is_signed_in_without_a_cookie_or_with_an_invented_one(tessa: Asker):
    assert member(None) is None
    assert member("") is None
    assert member("verzonnen") is None


def test_old_attempts_and_old_sign_ins_are_forgotten(tessa: Asker):
    signed_in("tessa@school.test", "mis")
    signed_in("tessa@school.test")
    later = clock.now() + timedelta(days=2)
    signed_in("niemand@school.test", "mis")
    with acting() as session:
        assert people.forget_old_attempts(session, later) == 4
        assert session.scalars(select(SignIn)).all() == []
