"""Teacher and coach read what they agree, promise by promise, and sign it each for themselves."""

from config.agreement import agreement
from storage import set_up
from storage.database import acting
from storage.rules.roles import Role
from tests import makers
from tests.makers import School, Walk, person, signed
from tests.review_app.stage import Stage, said


def unsigned() -> School:
    made = makers.school(prepared=False)
    with acting() as session:
        makers.prepare(session, made.coordinator, made.programme_id)
    return made


def buttons(screen) -> list[str]:
    return [each.key for each in screen.button]


def test_today_leads_each_of_the_two_to_what_is_to_be_signed(stage: Stage) -> None:
    school = unsigned()
    walk = Walk(school).started()
    for who, other in ((walk.teacher, "Carlijn"), (walk.coach, "Tessa")):
        screen = stage(who, "today")
        assert f"Lees en teken eerst de afspraken met {other}." in said(screen)
        assert "Jij hoeft nu niets te doen." not in said(screen)
        screen.button(key=f"agreement.read.{school.pair_id}").click().run()
        assert stage.gone.pop() == ("agreement", school.pair_id)
    signed(school)
    assert f"agreement.read.{school.pair_id}" not in buttons(stage(walk.teacher, "today"))


def test_every_promise_stands_there_by_itself_and_one_button_signs(stage: Stage) -> None:
    school = unsigned()
    screen = stage(school.teacher, "agreement", id=school.pair_id)
    lines = [line for line in said(screen).splitlines() if line.startswith("- ")]
    assert len(lines) == len(agreement().promises) - 1, "one of them is of the other style"
    assert "De coach kan een film pas openen als de leraar hem deelt." in said(screen)
    assert "Carlijn heeft nog niet getekend." in said(screen)
    screen.button(key="agreement.sign").click().run()
    assert "Je hebt getekend." in said(screen)
    assert "agreement.sign" not in buttons(screen)
    assert "Jij tekende op" in said(screen)
    there = stage(school.coach, "agreement")
    assert "Tessa tekende op" in said(there)
    there.button(key="agreement.sign").click().run()
    assert "Jullie hebben allebei getekend. Er mag gefilmd worden." in said(there)


def test_until_the_school_is_ready_there_is_nothing_to_sign(stage: Stage) -> None:
    school = makers.school(prepared=False)
    screen = stage(school.teacher, "agreement", id=school.pair_id)
    assert "Je coördinator of beheerder" in said(screen)
    assert "agreement.sign" not in buttons(screen)
    assert "agreement.read" not in str(buttons(stage(school.teacher, "today")))


def test_who_signed_other_words_reads_both(stage: Stage) -> None:
    school = makers.school()
    with acting() as session:
        set_up.record_retention(session, school.coordinator, school.programme_id, "strict", "long")
    screen = stage(school.teacher, "agreement", id=school.pair_id)
    assert "De tekst is veranderd sinds je tekende op" in said(screen)
    assert "uiterlijk 14 dagen na het einde" in said(screen)
    assert "verdwijnt meteen als de cyclus klaar is" in said(screen)
    assert "agreement.sign" in buttons(screen)


def test_a_coach_of_many_finds_each_of_them(stage: Stage) -> None:
    school = makers.school()
    makers.joined(school, person("Saar *", Role.teacher))
    shown = said(stage(school.coach, "agreement"))
    assert "**Afspraken met Saar \\***" in shown
    assert "**Afspraken met Tessa**" in shown


def test_who_is_in_no_pair_hears_so_and_another_finds_nothing(stage: Stage) -> None:
    school = makers.school()
    assert "Je hebt nog geen koppel." in said(stage(person("Saar", Role.teacher), "agreement"))
    for who in (school.coordinator, person("Coen", Role.coach)):
        shown = said(stage(who, "agreement", id=school.pair_id))
        assert "Dit is er niet (meer), of het is niet van jou." in shown
        assert "Tessa" not in shown
