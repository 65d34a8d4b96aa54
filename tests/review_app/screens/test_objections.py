"""Objections on the screen: entered without seeing a film, dealt with on the film itself."""

from datetime import date

import pytest
from sqlalchemy import delete

from storage import lessons, lone_clips, objections
from storage.database import acting, asking
from storage.records import Recording, RecordingState
from storage.rules.access import Asker
from storage.rules.objection import About
from storage.rules.roles import Role
from tests import makers
from tests.makers import Walk
from tests.review_app.stage import Stage, said
from tests.storage import masking


@pytest.fixture
def walk(stage: Stage) -> Walk:
    return makers.a_walk().published()


@pytest.fixture
def officer(stage: Stage) -> Asker:
    return makers.person("Fien", Role.dpo)


def locked(walk: Walk, officer: Asker) -> None:
    with acting() as session:
        about = About("3b", date(2026, 11, 24))
        objections.enter_for(session, officer, about)


def test_the_officer_locks_by_class_and_day_and_reads_by_when_to_answer(
    stage: Stage, walk: Walk, officer: Asker
) -> None:
    screen = stage(officer, "objections")
    assert "Er is geen bezwaar" in said(screen)
    screen.text_input(key="objections.class").set_value("3b")
    screen.date_input(key="objections.day").set_value(date(2026, 11, 24))
    screen.button(key="objections.enter").click().run()
    assert "klas 3b, les van dinsdag 24 november" in said(screen)
    assert "Eén les. Nog niet opgelost." in said(screen)
    assert screen.text_input(key="objections.class").value == ""
    assert "uiterlijk op donderdag 24 december" in said(screen)
    assert "Tessa" not in said(screen)
    assert "Een ouder heeft bezwaar" in said(stage(walk.teacher, "today"))


def test_what_no_film_is_there_of_is_remembered_until_a_day_that_stands_there(
    stage: Stage, walk: Walk, officer: Asker
) -> None:
    screen = stage(officer, "objections")
    screen.button(key="objections.enter").click().run()
    assert "Kies op welke dag de les was" in said(screen)
    screen.date_input(key="objections.day").set_value(date(2026, 1, 5))
    screen.button(key="objections.enter").click().run()
    assert "Schrijf op welke klas het is" in said(screen)
    screen.text_input(key="objections.class").set_value("3b")
    screen.button(key="objections.enter").click().run()
    assert "Je bezwaar is onthouden" in said(screen)
    assert "**Onthouden:** klas 3b, les van maandag 5 januari. Er is nog geen film." in said(screen)
    assert "Komt er tot en met zaterdag 23 januari nog een film" in said(screen)
    (stop,) = [each for each in screen.button if (each.key or "").startswith("objections.stop.")]
    stop.click().run()
    assert "We letten hier niet meer op" in said(screen)
    assert "Er is geen bezwaar" in said(screen)


def test_its_teacher_unlocks_it_with_a_reason(stage: Stage, walk: Walk, officer: Asker) -> None:
    locked(walk, officer)
    screen = stage(walk.teacher, "recordings", id=walk.recording_id)
    assert "Een ouder heeft bezwaar: klas 3b" in said(screen)
    assert "zolang de cyclus loopt" not in said(screen)
    screen.button(key="objection.lift_yes.0").click().run()
    assert "Alleen jij kunt de film nog zien" not in said(screen)
    assert "De leerling is niet te zien of te horen" in said(stage(officer, "objections"))


def test_its_teacher_throws_it_away_with_its_clips(
    stage: Stage, walk: Walk, officer: Asker
) -> None:
    locked(walk, officer)
    screen = stage(walk.teacher, "recordings", id=walk.recording_id)
    screen.button(key="objection.delete").click().run()
    screen.button(key="objection.delete_sure.do").click().run()
    with asking() as session:
        assert session.get_one(Recording, walk.recording_id).state is RecordingState.discarded


def test_a_teacher_locks_a_film_of_her_own(stage: Stage, walk: Walk) -> None:
    screen = stage(walk.teacher, "recordings", id=walk.recording_id)
    screen.text_input(key="objection.class").set_value("3b")
    screen.date_input(key="objection.day").set_value(date(2026, 11, 24))
    screen.button(key="objection.enter").click().run()
    assert "Alleen jij kunt de film nog zien" in said(screen)
    assert "De leraar is ermee bezig" in said(stage(walk.coach, "workbench", id=walk.recording_id))


def test_nobody_else_finds_the_screen(stage: Stage, walk: Walk) -> None:
    for nobody in (walk.teacher, walk.coach, walk.school.coordinator):
        assert "Zet de film op slot" not in said(stage(nobody, "objections"))


def test_a_teacher_tells_class_and_day_when_she_likes(stage: Stage, walk: Walk) -> None:
    screen = stage(walk.teacher, "recordings", id=walk.recording_id)
    assert "Klas en dag van de les zijn nog niet ingevuld" in said(screen)
    with acting() as session:
        lessons.tell(session, walk.teacher, walk.recording_id, "5B <b>", None)
    screen = stage(walk.teacher, "recordings", id=walk.recording_id)
    screen.date_input(key="lesson.day").set_value(date(2026, 11, 23))
    screen.button(key="lesson.keep").click().run()
    assert r"Klas 5B \<b\>, les van maandag 23 november" in said(screen)
    assert screen.text_input(key="objection.class").value == "5B <b>"


def test_its_teacher_takes_the_child_out_and_is_told_what_that_does_to_clips(
    stage: Stage, walk: Walk, officer: Asker
) -> None:
    locked(walk, officer)
    screen = stage(walk.teacher, "recordings", id=walk.recording_id)
    assert screen.button(key="objection.take_out").label == "Haal de leerling uit beeld of geluid"
    check = stage(walk.teacher, "privacy_check", id=walk.recording_id)
    assert "Alleen jij ziet deze film, tot je hem van het slot haalt" in said(check)
    masking.masked(walk)
    screen = stage(walk.teacher, "recordings", id=walk.recording_id)
    screen.button(key="objection.settle").click().run()
    assert "2 fragmenten worden opnieuw gemaakt" in said(screen)
    screen.button(key="objection.settle_sure.do").click().run()
    assert "Gedeeld met" in said(screen)
    assert "De leerling is uit beeld en geluid gehaald" in said(stage(officer, "objections"))


def test_nobody_finds_the_check_of_a_shared_film(stage: Stage, walk: Walk) -> None:
    for who in (walk.teacher, walk.coach):
        screen = stage(who, "privacy_check", id=walk.recording_id)
        assert "Haal de leerling eruit" not in said(screen)


def test_clips_of_a_film_that_is_gone_are_unlocked_by_their_teacher_where_they_stand(
    stage: Stage, walk: Walk, officer: Asker
) -> None:
    with acting() as session:
        lone_clips.remember(session, walk.recording_id)
        session.execute(delete(Recording))
    locked(walk, officer)
    assert "Een ouder heeft bezwaar tegen fragmenten van jou" in said(stage(walk.teacher, "today"))
    coach = stage(walk.coach, "reflection", id=walk.cycle_id)
    assert "Gooi de fragmenten weg" not in said(coach)
    screen = stage(walk.teacher, "reflection", id=walk.cycle_id)
    assert "klas 3b, les van dinsdag 24 november" in said(screen)
    assert "staat voor nu op slot" not in said(screen)
    assert screen.button(key="objection.delete").label == "Gooi de fragmenten weg"
    screen.button(key="objection.lift_yes.0").click().run()
    assert "Dit bezwaar is opgelost" in said(screen)
    assert "klas 3b" not in said(stage(walk.teacher, "reflection", id=walk.cycle_id))
