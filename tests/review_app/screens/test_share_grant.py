"""Sharing a summary on the screens of its teacher, of the school leader, and of nobody else."""

from datetime import timedelta

from streamlit.testing.v1 import AppTest

from storage import holds, share_grants
from storage.database import acting, asking
from storage.rules.access import Asker
from storage.rules.roles import Role
from storage.rules.share_grant import Standing
from storage.share_grants import GrantView
from tests.makers import Walk, a_walk, person, second_pair
from tests.review_app.stage import Stage, queries, said
from tests.storage.sharing import PURPOSE, give, leader

GONE = "Dit wordt niet of niet meer met je gedeeld."


def summary(stage: Stage, walk: Walk) -> AppTest:
    return stage(walk.teacher, "summary", id=walk.cycle_id)


def grants(walk: Walk) -> list[GrantView]:
    with asking() as session:
        return share_grants.of_cycle(session, walk.teacher, walk.cycle_id)


def test_nothing_is_chosen_beforehand_and_she_sees_first_what_the_other_will_read(
    stage: Stage,
) -> None:
    leo, walk = leader("Leo"), a_walk().completed()
    leader("Lies")
    screen = summary(stage, walk)
    assert screen.selectbox(key="share_grant.recipient.0").value is None
    assert screen.text_input(key="share_grant.purpose.0").value == ""
    until = screen.date_input(key="share_grant.until.0").value
    assert until == stage.now.date() + timedelta(days=30)
    screen.button(key="share_grant.look").click().run()
    assert "Kies een schoolleider om mee te delen." in said(screen)
    screen.selectbox(key="share_grant.recipient.0").select(leo.id)
    screen.button(key="share_grant.look").click().run()
    assert "Schrijf in een paar woorden waarvoor je deelt." in said(screen)
    screen.text_input(key="share_grant.purpose.0").set_value(PURPOSE)
    screen.button(key="share_grant.look").click().run()
    assert grants(walk) == [], "looking first shares nothing"
    for words in ("Samenvatting van Tessa", "We keken naar wachttijd", f"voor: {PURPOSE}"):
        assert words in said(screen)
    screen.button(key="share_grant.do").click().run()
    (grant,) = grants(walk)
    assert (grant.recipient, grant.purpose, grant.standing) == ("Leo", PURPOSE, Standing.in_force)
    assert "**Leo** mag lezen tot en met donderdag 24 december 2026." in said(screen)
    assert "Nog niet gelezen." in said(screen)
    assert screen.selectbox(key="share_grant.recipient.1").value is None


def test_a_school_leader_reads_it_and_nothing_else_and_she_sees_when(stage: Stage) -> None:
    walk, leo = a_walk().completed(), leader("Leo")
    grant_id = give(walk, leo)
    assert "Er is iets met je gedeeld" in said(stage(leo, "overview"))
    assert "**Tessa** laat je een samenvatting lezen" in said(stage(leo, "shared"))
    screen = stage(leo, "shared", id=grant_id)
    shown = said(screen)
    for words in ("We keken naar wachttijd", "vijf tellen wachten", PURPOSE, "24 december 2026"):
        assert words in shown
    for words in ("Carlijn", "yclus", "24 november", "Ik zag het ook", "vier tellen en drie"):
        assert words not in shown
    assert not screen.get("link_button"), "to read, not to take along"
    assert [each.key for each in screen.button] == []
    assert "Gelezen op dinsdag 24 november, " in said(summary(stage, walk))
    told = said(stage(walk.teacher, "ledger"))
    assert "Leo (schoolleider) las de samenvatting die gedeeld is" in told.replace("\\", "")


def test_an_open_summary_is_gone_once_she_stops_sharing(stage: Stage) -> None:
    walk, leo = a_walk().completed(), leader("Leo")
    grant_id = give(walk, leo)
    opened = stage(leo, "shared", id=grant_id)
    hers = summary(stage, walk)
    hers.button(key=f"share_grant.stop.{grant_id}").click().run()
    assert "**Leo** mag niet meer lezen. Jij stopte met delen." in said(hers)
    stage(leo, "shared")  # who looks is Leo again
    opened.run()
    assert GONE in said(opened)
    assert "wachttijd" not in said(opened)
    assert "Er wordt nu niets met je gedeeld." in said(stage(leo, "shared"))
    assert "met je gedeeld" not in said(stage(leo, "overview"))


def test_nobody_else_finds_anything_there(stage: Stage) -> None:
    walk, leo = a_walk().completed(), leader("Leo")
    grant_id = give(walk, leo)
    for role in set(Role) - {Role.school_leader}:
        himself = Asker(id=leo.id, role=role, holds=frozenset({role}))
        assert "niet van jou" in said(stage(himself, "shared", id=grant_id)), role
    for who in (leader("Lies"), leader("Bo", Role.coordinator)):
        assert GONE in said(stage(who, "shared", id=grant_id))
        assert "Er wordt nu niets met je gedeeld." in said(stage(who, "shared"))


def test_the_coach_sees_no_sharing_and_another_teacher_no_summary(stage: Stage) -> None:
    walk, leo = a_walk().completed(), leader("Leo")
    give(walk, leo)
    shown = said(stage(walk.coach, "summary", id=walk.cycle_id))
    assert "wachttijd" in shown
    assert "Delen met je schoolleider" not in shown
    assert "Leo" not in shown
    assert "Leo" not in said(stage(walk.coach, "ledger"))
    other = second_pair(walk.school)
    assert "niet van jou" in said(stage(other.teacher, "summary", id=walk.cycle_id))


def test_the_panel_says_that_there_is_nobody_and_that_it_waits_for_a_hold(stage: Stage) -> None:
    walk = a_walk().completed()
    screen = summary(stage, walk)
    assert "Er is nog geen schoolleider met wie je kunt delen." in said(screen)
    assert not [each for each in screen.button if each.key == "share_grant.look"]
    leo = leader("Leo")
    give(walk, leo)
    officer = person("Fenna", Role.dpo)
    with acting() as session:
        hold = holds.set_on(
            session, officer, [walk.recording_id], "complaint", not_for_judging=True
        )
        holds.confirm(session, leo, hold)
    shown = said(summary(stage, walk))
    assert "maar nu even niet" in shown
    assert "Delen kan nu niet" in shown
    assert "Stop delen" in shown, "that can always be done"


def test_much_that_is_shared_costs_no_more_questions_to_the_database(stage: Stage) -> None:
    leo, walk = leader("Leo"), a_walk().completed()
    give(walk, leo)
    with queries() as few:
        stage(leo, "shared")
    give(Walk(second_pair(walk.school)).completed(), leo)
    with queries() as many:
        screen = stage(leo, "shared")
    assert said(screen).count("laat je een samenvatting lezen") == 2
    assert len(many) == len(few) < 20
