"""A school records what it must, one thing at a time; until then nobody sees a way to film."""

import pytest

from storage import clock
from storage.database import acting, asking
from storage.records import Pair, SetUp
from storage.rules.roles import Role
from storage.rules.set_up import LegalBasis, Use
from tests import makers
from tests.makers import School, Walk, person
from tests.review_app.stage import Stage, parts, said

MAY_FILM = "Alles staat vast. Er mag gefilmd worden."


def bare() -> School:
    return makers.school(prepared=False)


def forms(screen) -> set[str]:
    """Which things can be recorded here."""
    keys = [each.key for each in screen.button if each.key]
    return {key.rpartition(".")[2] for key in keys if key.startswith("set_up.record.")}


def test_nothing_is_chosen_beforehand_and_one_thing_is_asked_at_a_time(stage: Stage) -> None:
    screen = stage(bare().coordinator, "set_up")
    assert screen.radio(key="set_up.basis").value is None
    assert screen.text_input(key="set_up.officer").value == ""
    assert forms(screen) == {"legal_basis"}
    assert "Nog 3 van de 3. Begin met dit:" in said(screen)
    assert MAY_FILM not in said(screen)


def test_a_coordinator_records_everything_and_then_films_may_come_in(stage: Stage) -> None:
    school = bare()
    screen = stage(school.coordinator, "set_up")
    screen.radio(key="set_up.basis").set_value(LegalBasis.legitimate_interest)
    screen.text_input(key="set_up.officer").input("Fenna *Vos*")
    screen.date_input(key="set_up.decided_on").set_value(clock.today())
    screen.button(key="set_up.record.legal_basis").click().run()
    screen.text_area(key="set_up.test").input("Leren weegt zwaar.")
    screen.button(key="set_up.record.balancing_test").click().run()
    screen.date_input(key="set_up.informed_on").set_value(clock.today())
    screen.text_input(key="set_up.letter").input("2026-1")
    screen.button(key="set_up.record.parents_informed").click().run()
    assert screen.radio(key="set_up.ceiling").value is None
    screen.radio(key="set_up.ceiling").set_value("long")
    screen.button(key="set_up.record.retention").click().run()
    screen.checkbox(key="set_up.agreed").check()
    screen.date_input(key="set_up.agreed_on").set_value(clock.today())
    screen.button(key="set_up.record.works_council").click().run()
    assert MAY_FILM in said(screen)
    with asking() as session:
        kept = session.get_one(SetUp, school.programme_id)
    assert (kept.officer, kept.ceiling, kept.letter_version) == ("Fenna *Vos*", "long", "2026-1")


def test_what_is_not_whole_is_told_beside_its_form_and_what_was_typed_stays(stage: Stage) -> None:
    screen = stage(bare().coordinator, "set_up")
    screen.text_input(key="set_up.officer").input("Fenna Vos")
    screen.button(key="set_up.record.legal_basis").click().run()
    assert [each.value for each in screen.warning] == [
        "Er is geen grondslag gekozen. Er is niets veranderd. Kies de grondslag die de "
        "functionaris noemt."
    ]
    assert screen.text_input(key="set_up.officer").value == "Fenna Vos"


def test_an_officer_reads_along_and_changes_nothing(stage: Stage) -> None:
    school = makers.school()
    makers.decided(school, Use.outside_school)
    screen = stage(person("Fenna", Role.dpo), "set_up")
    assert "Gerechtvaardigd belang, volgens Fenna Vos" in said(screen)
    assert "Besluit 7" in said(screen)
    assert forms(screen) == set()
    assert not screen.button


@pytest.mark.parametrize("role", [Role.teacher, Role.coach, Role.school_leader])
def test_nobody_else_finds_it(stage: Stage, role: Role) -> None:
    makers.school()
    shown = said(stage(person("Iemand", role), "set_up"))
    assert "Fenna Vos" not in shown
    assert "Dit is er niet (meer), of het is niet van jou." in shown


def test_a_decision_of_the_officer_opens_what_the_basis_does_not_allow(stage: Stage) -> None:
    school = makers.school()
    saar, coen = person("Saar", Role.teacher), person("Coen", Role.coach)
    shut = stage(school.coordinator, "programme")
    assert "programme.external" not in {each.key for each in shut.checkbox}
    assert not shut.toggle
    screen = stage(school.coordinator, "set_up")
    assert said(screen).count("mag niet") == 3
    screen.selectbox(key="set_up.use").select(Use.external_coach)
    screen.date_input(key="set_up.use_on").set_value(clock.today())
    screen.text_input(key="set_up.reference").input("Besluit 9")
    screen.button(key="set_up.record_decision").click().run()
    assert said(screen).count("mag niet") == 2
    opened = stage(school.coordinator, "programme")
    opened.selectbox(key="programme.teacher").select(saar.id)
    opened.selectbox(key="programme.coach").select(coen.id)
    opened.checkbox(key="programme.external").check()
    opened.button(key="programme.make").click().run()
    with asking() as session:
        assert session.query(Pair).filter_by(teacher_id=saar.id).one().external
    screen = stage(school.coordinator, "set_up")
    screen.button(key="set_up.take_back.external_coach").click().run()
    assert "Er werkt nu een coach van buiten de school." in said(screen)


def test_a_teacher_is_told_who_records_what_and_sees_no_card_to_send_a_film(stage: Stage) -> None:
    walk = Walk(bare()).started()
    for noun in ("today", "recordings"):
        screen = stage(walk.teacher, noun)
        assert "Je coördinator of beheerder legt ze vast bij Voorbereiding." in said(screen)
        assert "Daarna zijn er nog 2 dingen." in said(screen)
        assert walk.cycle_id not in [each.get("cycle") for each in parts(screen)]
    assert not [each for each in stage(walk.teacher, "today").button if "today.on" in each.key]


def test_a_coordinator_is_led_to_what_is_missing(stage: Stage) -> None:
    school = bare()
    screen = stage(school.coordinator, "today")
    assert "Er kan nog niet gefilmd worden" in said(screen)
    screen.button(key="arranging.set_up").click().run()
    assert stage.gone == [("set_up", None)]


def test_with_consent_a_teacher_checks_consent_instead_of_a_letter(stage: Stage) -> None:
    school = makers.school(prepared=False)
    walk = Walk(school).started()
    with acting() as session:
        makers.prepare(session, school.coordinator, school.programme_id, LegalBasis.consent)
    makers.signed(school)
    (card,) = parts(stage(walk.teacher, "recordings"))
    assert card["texts"]["attest.parents"] == (
        "Van elke leerling in beeld staat toestemming in het register."
    )
