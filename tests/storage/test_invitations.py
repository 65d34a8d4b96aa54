"""Inviting people, and the first password."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from storage import clock, invitations, passwords, people
from storage.database import acting, asking
from storage.errors import NotAllowed, Refused
from storage.invitations import INVITED_FOR
from storage.records import Invitation
from storage.rules.access import Asker
from storage.rules.roles import Role
from tests import makers
from tests.makers import PASSWORD


def invited(asker: Asker, email: str = "nieuw@school.test", *roles: Role) -> invitations.Invited:
    with acting() as session:
        return invitations.invite(session, asker, email, "Nieuw", set(roles or (Role.teacher,)))


def accepted(token: str, password: str = PASSWORD) -> str:
    with acting() as session:
        return invitations.accept(session, token, password)


def come_in(email: str) -> people.Member | None:
    with acting() as session:
        token = people.sign_in(session, email, PASSWORD, "10.0.0.1")
        return people.signed_in(session, token)


@pytest.fixture
def coordinator(sqlite_database: Engine) -> Asker:
    return makers.person("Corrie", Role.coordinator)


def test_an_invited_person_chooses_a_password_and_comes_in(database: Engine):
    place = invited(makers.person("Corrie", Role.coordinator), " Nieuw@School.test ")
    assert accepted(place.token) == place.person_id
    found = come_in("nieuw@school.test")
    assert found
    assert (found.id, found.role) == (place.person_id, Role.teacher)


def test_an_invitation_works_once(coordinator: Asker):
    token = invited(coordinator).token
    accepted(token)
    with pytest.raises(Refused, match="invitation_used_or_old"):
        accepted(token, "een ander lang wachtwoord")
    assert come_in("nieuw@school.test")


def test_an_old_invitation_opens_nothing(coordinator: Asker):
    token = invited(coordinator).token
    with (
        clock.at(clock.now() + INVITED_FOR + timedelta(seconds=1)),
        pytest.raises(Refused, match="invitation_used_or_old"),
    ):
        accepted(token)


def test_a_new_invitation_replaces_the_one_before_with_its_name_and_roles(coordinator: Asker):
    first = invited(coordinator, "nieuw@school.test", Role.coach)
    second = invited(coordinator, "nieuw@school.test", Role.teacher)
    assert first.person_id == second.person_id
    with pytest.raises(Refused, match="invitation_used_or_old"):
        accepted(first.token)
    accepted(second.token)
    found = come_in("nieuw@school.test")
    assert found
    assert found.roles == {Role.teacher}


def test_a_short_password_is_refused_and_the_invitation_stays(coordinator: Asker):
    token = invited(coordinator).token
    with pytest.raises(Refused, match="password_too_short"):
        accepted(token, "x" * (passwords.SHORTEST - 1))
    with pytest.raises(Refused, match="password_too_long"):
        accepted(token, "x" * 201)
    accepted(token, "x" * passwords.SHORTEST)


def test_somebody_with_an_account_is_not_invited_again(coordinator: Asker):
    makers.person("Tessa", Role.teacher, password=PASSWORD)
    with pytest.raises(Refused, match="already_has_account"):
        invited(coordinator, "tessa@school.test")


@pytest.mark.parametrize(("email", "name"), [("geen adres", "Nieuw"), ("a@b", " ")])
def test_an_invitation_needs_an_address_and_a_name(coordinator: Asker, email: str, name: str):
    with acting() as session, pytest.raises(Refused, match="invitation_incomplete"):
        invitations.invite(session, coordinator, email, name, {Role.teacher})
    with acting() as session, pytest.raises(Refused, match="invitation_without_role"):
        invitations.invite(session, coordinator, "a@b", "Nieuw", set())


@pytest.mark.parametrize("role", [Role.teacher, Role.coach, Role.school_leader, Role.dpo])
def test_only_who_arranges_the_programme_invites(sqlite_database: Engine, role: Role):
    with pytest.raises(NotAllowed):
        invited(makers.person("Iemand", role))


def test_a_coordinator_lets_in_teachers_and_coaches_and_nobody_of_a_hold(coordinator: Asker):
    """One person with a link for an officer and one for a leader would be the two it takes."""
    for role in set(Role) - {Role.teacher, Role.coach}:
        with pytest.raises(Refused, match="for_admin"):
            invited(coordinator, "nieuw@school.test", role)
        with pytest.raises(Refused, match="for_admin"):
            invited(coordinator, "nieuw@school.test", Role.teacher, role)
    admin = makers.person("Ada", Role.admin)
    kept = invited(admin, "fien@school.test", Role.dpo)
    with pytest.raises(Refused, match="for_admin"):
        invited(coordinator, "fien@school.test", Role.teacher)
    accepted(kept.token)
    found = come_in("fien@school.test")
    assert found
    assert found.roles == {Role.dpo}


def test_an_invitation_leaves_no_token_in_the_database(coordinator: Asker):
    token = invited(coordinator).token
    with asking() as session:
        assert session.scalars(select(Invitation.token_hash)).one() != token
