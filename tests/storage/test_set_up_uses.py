"""What goes beyond coaching inside the school: only as the legal basis or the officer allows."""

from uuid import uuid4

import pytest
from sqlalchemy import Engine

from storage import clip_downloads, clock, enrolments, set_up
from storage.database import acting, asking
from storage.errors import Refused
from storage.records import UseDecision
from storage.rules.roles import Role
from storage.rules.set_up import LegalBasis, Use
from storage.set_up import SetUpView
from tests import makers
from tests.makers import School


def view(of: School) -> SetUpView:
    with asking() as session:
        return set_up.read(session, of.coordinator, of.programme_id)


def external_pair(school: School) -> None:
    again = uuid4().hex
    teacher = makers.person(f"Thea-{again}", Role.teacher)
    coach = makers.person(f"Cas-{again}", Role.coach)
    with acting() as session:
        enrolments.pair(
            session, school.coordinator, school.programme_id, teacher.id, coach.id, external=True
        )


def downloads(school: School, allowed: bool = True) -> None:
    with acting() as session:
        clip_downloads.allow(session, school.coordinator, school.programme_id, allowed=allowed)


BEYOND = {Use.external_coach: external_pair, Use.outside_school: downloads}


@pytest.mark.parametrize("use", BEYOND)
def test_what_the_basis_does_not_allow_is_refused_until_the_officer_decides(
    sqlite_database: Engine, use: Use
):
    school = makers.school()
    with pytest.raises(Refused, match=f"set_up.not_allowed.{use}"):
        BEYOND[use](school)
    makers.decided(school, use)
    BEYOND[use](school)
    assert view(school).in_force == {use}
    with pytest.raises(Refused, match=f"set_up.in_force.{use}"), acting() as session:
        set_up.take_back_decision(session, school.coordinator, school.programme_id, use)
    with asking() as session:
        assert session.get(UseDecision, (school.programme_id, use)) is not None


@pytest.mark.parametrize("use", BEYOND)
def test_another_basis_waits_until_nobody_does_what_it_does_not_allow(
    sqlite_database: Engine, use: Use
):
    school = makers.school()

    def basis(of: LegalBasis) -> None:
        with acting() as session:
            set_up.record_legal_basis(
                session, school.coordinator, school.programme_id, of, "Fenna Vos", clock.today()
            )

    basis(LegalBasis.consent)
    BEYOND[use](school)
    with pytest.raises(Refused, match=f"set_up.in_force.{use}"):
        basis(LegalBasis.public_task)
    assert view(school).facts.legal_basis is LegalBasis.consent
    makers.decided(school, use)
    basis(LegalBasis.public_task)
    assert view(school).facts.legal_basis is LegalBasis.public_task


def test_a_decision_can_be_recorded_anew_and_taken_back(sqlite_database: Engine):
    school = makers.school()
    makers.decided(school, Use.exemplar_library)
    with acting() as session:
        set_up.record_decision(
            session,
            school.coordinator,
            school.programme_id,
            Use.exemplar_library,
            clock.today(),
            "Nr 8",
        )
    assert view(school).decisions[Use.exemplar_library].reference == "Nr 8"
    with acting() as session:
        of = school.programme_id
        set_up.take_back_decision(session, school.coordinator, of, Use.exemplar_library)
    assert view(school).decisions == {}
