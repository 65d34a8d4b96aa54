"""What is held, as the two who look after it see it, and the pair whose film it is."""

from streamlit.testing.v1 import AppTest

from config.texts import format_moment
from storage import holds
from storage.database import acting, asking
from storage.records import Person
from storage.rules.access import Asker
from storage.rules.hold import Standing
from storage.rules.newcomer import NEW_FOR
from storage.rules.roles import Role
from tests.makers import Walk, a_walk, person
from tests.review_app.stage import Stage, parts, said


def a_hold(walk: Walk, officer: Asker) -> str:
    with acting() as session:
        return holds.set_on(
            session, officer, [walk.recording_id], "complaint", not_for_judging=True
        )


def acts_on(screen: AppTest, hold_id: str) -> set[str]:
    """What can be done with a hold, by its buttons."""
    keys = [each.key.split(".") for each in screen.button if each.key]
    return {key[1] for key in keys if key[0] == "holds" and hold_id in key}


def test_one_sets_it_the_other_confirms_it_and_the_officer_lifts_it(stage: Stage) -> None:
    walk = a_walk().published()
    officer, leader = person("Fien", Role.dpo), person("Lies", Role.school_leader)
    screen = stage(officer, "holds")
    assert "Er staat niets vast." in said(screen)
    screen.text_area(key="holds.ids").set_value(f"http://school/recordings?id={walk.recording_id}")
    screen.selectbox(key="holds.reason").set_value("complaint")
    screen.checkbox(key="holds.not_for_judging").check()
    screen.button(key="holds.do").click().run()
    assert "Het staat klaar voor de ander." in said(screen)
    shown = said(stage(leader, "holds"))
    assert "Wacht op de ander" in shown
    assert "1 film, 2 fragmenten" in shown
    assert "Tessa" not in shown
    with asking() as session:
        (hold,) = holds.read(session, leader)
    screen = stage(leader, "holds")
    screen.button(key=f"holds.confirm.{hold.id}").click().run()
    screen.button(key=f"holds.sure.{hold.id}.do").click().run()
    assert "Staat vast" in said(screen)
    assert f"holds.lift.{hold.id}" not in [each.key for each in screen.button]
    screen = stage(officer, "holds")
    screen.button(key=f"holds.lift.{hold.id}").click().run()
    screen.button(key=f"holds.lift_sure.{hold.id}.do").click().run()
    assert "Er staat niets vast." in said(screen)


def test_the_officer_chooses_by_teacher_and_day_and_the_leader_sees_nobody(stage: Stage) -> None:
    walk = a_walk().talked()
    officer, leader = person("Fien", Role.dpo), person("Lies", Role.school_leader)
    screen = stage(officer, "holds")
    screen.selectbox(key="holds.teacher").set_value(walk.teacher.id).run()
    choices = [each for each in screen.checkbox if each.key.startswith("holds.chosen.")]
    assert [each.label.split(" van ")[0].split(" bij ")[0] for each in choices] == [
        "Film", "Wat er geschreven is",
    ]  # fmt: skip
    for each in choices:
        each.check()
    screen.selectbox(key="holds.reason").set_value("complaint")
    screen.checkbox(key="holds.not_for_judging").check()
    screen.button(key="holds.do").click().run()
    assert "Het staat klaar voor de ander." in said(screen)
    with asking() as session:
        (hold,) = holds.read(session, officer)
    assert {word: hold.things[word] for word in ("recording", "reflection", "talk")} == {
        "recording": 1, "reflection": 1, "talk": 1,
    }  # fmt: skip
    seen = stage(leader, "holds")
    assert "holds.teacher" not in [each.key for each in seen.selectbox]
    assert "Tessa" not in said(seen)


def test_of_a_teacher_without_films_there_is_nothing_to_choose(stage: Stage) -> None:
    a_walk()
    new = person("Nova", Role.teacher)
    screen = stage(person("Fien", Role.dpo), "holds")
    screen.selectbox(key="holds.teacher").set_value(new.id).run()
    assert "Van deze leraar is er niets om vast te zetten." in said(screen)


def test_without_the_tick_nothing_is_held(stage: Stage) -> None:
    walk = a_walk().released()
    screen = stage(person("Fien", Role.dpo), "holds")
    screen.text_area(key="holds.ids").set_value(walk.recording_id)
    screen.selectbox(key="holds.reason").set_value("complaint")
    screen.button(key="holds.do").click().run()
    assert "mag nooit om te zeggen hoe goed iemand werkt" in said(screen)
    assert "Er staat niets vast." in said(screen)


def test_the_officer_opens_the_film_and_the_leader_does_not(stage: Stage) -> None:
    walk = a_walk().released()
    officer, leader = person("Fien", Role.dpo), person("Lies", Role.school_leader)
    hold_id = a_hold(walk, officer)
    with acting() as session:
        holds.confirm(session, leader, hold_id)
    screen = stage(officer, "holds")
    screen.button(key=f"holds.open.{hold_id}.{walk.recording_id}").click().run()
    assert f"/recordings/{walk.recording_id}/proxy.mp4" in str(parts(screen))
    keys = [each.key for each in stage(leader, "holds").button]
    assert not [key for key in keys if key and key.startswith("holds.open.")]


def test_the_pair_reads_that_the_film_is_locked_and_safe(stage: Stage) -> None:
    walk = a_walk().released()
    officer, leader = person("Fien", Role.dpo), person("Lies", Role.school_leader)
    with acting() as session:
        hold_id = holds.set_on(
            session, officer, [walk.recording_id], "complaint", not_for_judging=True
        )
        holds.confirm(session, leader, hold_id)
        assert [each.standing for each in holds.read(session, leader)] == [Standing.in_force]
    for who, noun in ((walk.teacher, "recordings"), (walk.coach, "workbench")):
        assert "Deze film staat op slot." in said(stage(who, noun, id=walk.recording_id))


def test_who_came_in_yesterday_reads_from_when_she_may_act(stage: Stage) -> None:
    walk = a_walk().released()
    officer = person("Fien", Role.dpo)
    hold_id = a_hold(walk, officer)
    leader, may = person("Lies", Role.school_leader), stage.now + NEW_FOR
    with acting() as session:
        session.get_one(Person, leader.id).created_at = stage.now
    waits = f"Je kunt hier iets mee doen vanaf {format_moment(may, short=True)}"
    assert waits in said(stage(leader, "holds"))
    assert not acts_on(stage(leader, "holds"), hold_id)
    stage.now += NEW_FOR
    assert waits not in said(stage(leader, "holds"))
    assert acts_on(stage(leader, "holds"), hold_id) == {"confirm"}
    with acting() as session:
        holds.confirm(session, leader, hold_id)
    new = person("Nina", Role.dpo)
    with acting() as session:
        session.get_one(Person, new.id).created_at = stage.now
    assert not acts_on(stage(new, "holds"), hold_id)
    assert acts_on(stage(officer, "holds"), hold_id) == {"review", "lift", "open"}


def test_nobody_else_comes_here(stage: Stage) -> None:
    assert "rol" in said(stage(person("Tom", Role.teacher), "holds"))
