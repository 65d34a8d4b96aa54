"""A coordinator arranges people and pairs, an admin lets people in; neither meets any content."""

from storage import invitations
from storage.database import asking
from storage.records import Programme
from storage.rules.roles import Role
from storage.rules.set_up import Use
from tests import makers
from tests.makers import a_walk, person
from tests.review_app.stage import Stage, said


def test_a_coordinator_opens_a_year_before_anything_else(stage: Stage) -> None:
    screen = stage(person("Corrie", Role.coordinator), "programme")
    assert "Koppels" not in said(screen).splitlines()
    screen.button(key="programme.open_it").click().run()
    assert "Het schooljaar is geopend." in said(screen)
    assert "Er zijn nog geen koppels." in said(screen)


def test_a_coordinator_brings_a_pair_together_and_plans_its_first_cycle(stage: Stage) -> None:
    school = makers.school()
    saar, coen = person("Saar", Role.teacher), person("Coen", Role.coach)
    screen = stage(school.coordinator, "programme")
    screen.selectbox(key="programme.teacher").select(saar.id)
    screen.selectbox(key="programme.coach").select(coen.id)
    screen.button(key="programme.make").click().run()
    assert "**Saar** met coach **Coen**: wanneer begint hun eerste cyclus?" in said(screen)
    plan = [each for each in screen.button if each.key.startswith("programme.plan_it.")]
    assert len(plan) == 2
    plan[0].click().run()
    plan = [each for each in screen.button if each.key.startswith("programme.plan_it.")]
    assert len(plan) == 1
    assert "| Saar | Coen | dinsdag 24 november 2026 |" in said(screen)


def test_a_pair_needs_both_names(stage: Stage) -> None:
    school = makers.school()
    person("Saar", Role.teacher)
    screen = stage(school.coordinator, "programme")
    screen.button(key="programme.make").click().run()
    assert len(screen.warning) == 1


def test_an_invitation_shows_its_link_once(stage: Stage) -> None:
    admin = person("Beer", Role.admin)
    screen = stage(admin, "programme")
    screen.text_input(key="inviting.name").input("Nora *")
    screen.text_input(key="inviting.email").input("Nora@School.test")
    screen.checkbox(key="inviting.role.teacher").check()
    screen.button(key="inviting.invite").click().run()
    link = screen.code[0].value
    with asking() as session:
        token = link.rpartition("=")[2]
        assert invitations.whose(session, token).email == "nora@school.test"
    assert "| Nora \\* | leraar | uitgenodigd |" in said(screen)
    screen.button(key="inviting.done").click().run()
    assert not screen.code
    assert token not in said(screen)


def test_an_incomplete_invitation_keeps_what_was_typed(stage: Stage) -> None:
    screen = stage(person("Beer", Role.admin), "programme")
    screen.text_input(key="inviting.name").input("Nora")
    screen.button(key="inviting.invite").click().run()
    assert len(screen.warning) == 1
    assert screen.text_input(key="inviting.name").value == "Nora"


def test_an_admin_sees_no_pairs(stage: Stage) -> None:
    makers.school()
    shown = said(stage(person("Beer", Role.admin), "programme"))
    assert "Koppels" not in shown.splitlines()
    assert "| Tessa | leraar |" in shown


def test_nobody_else_learns_who_takes_part(stage: Stage) -> None:
    walk = a_walk().published()
    for who in (walk.teacher, person("Leo", Role.school_leader)):
        shown = said(stage(who, "programme"))
        assert "Carlijn" not in shown
        assert "|" not in shown


def test_no_word_or_film_of_a_pair_is_here(stage: Stage) -> None:
    walk = a_walk().reflected()
    screen = stage(walk.school.coordinator, "programme")
    assert not screen.get("bidi_component")
    assert "Ik zag het ook." not in said(screen)
    assert "Kijk naar mijn vragen" not in said(screen)


def test_a_coordinator_lets_teachers_keep_their_clips_and_takes_it_back(stage: Stage) -> None:
    school = makers.school()
    makers.decided(school, Use.outside_school)
    screen = stage(school.coordinator, "programme")
    switch = f"programme.downloads.{school.programme_id}"
    assert not screen.toggle(key=switch).value
    screen.toggle(key=switch).set_value(True).run()
    assert "Leraren kunnen hun eigen fragmenten nu bewaren." in said(screen)
    with asking() as session:
        assert session.get_one(Programme, school.programme_id).clip_downloads
    screen.toggle(key=switch).set_value(False).run()
    assert not screen.toggle(key=switch).value
    with asking() as session:
        assert not session.get_one(Programme, school.programme_id).clip_downloads


def test_an_admin_has_no_say_about_keeping_clips(stage: Stage) -> None:
    makers.school()
    screen = stage(person("Beer", Role.admin), "programme")
    assert not screen.toggle
