"""Today tells each person what is theirs to do now, and nothing else."""

from datetime import timedelta

import pytest

from storage import clock, cycles, machine_work, objections
from storage.database import acting
from storage.rules.roles import Role
from tests import makers
from tests.makers import Walk, a_walk, person
from tests.review_app.stage import Stage, parts, queries, said
from tests.storage.two import two


def primary(screen) -> list[str]:
    return [each.label for each in screen.button if each.proto.type == "primary"]


STEPS = [
    ("started", "teacher", "Zet je film klaar", "recordings", None),
    ("ready", "teacher", "Bekijk je film", "recordings", "recording_id"),
    ("released", "coach", "Kies momenten", "workbench", "recording_id"),
    ("published", "teacher", "Kijk terug", "reflection", "cycle_id"),
    ("reflected", "teacher", "Naar het gesprek", "talk", "cycle_id"),
    ("reflected", "coach", "Naar het gesprek", "talk", "cycle_id"),
    ("talked", "coach", "Schrijf de samenvatting", "summary", "cycle_id"),
    ("proposed", "teacher", "Lees de samenvatting", "summary", "cycle_id"),
]


@pytest.mark.parametrize(("until", "who", "label", "noun", "of"), STEPS)
def test_whose_turn_it_is_finds_one_button_that_leads_there(
    stage: Stage, until: str, who: str, label: str, noun: str, of: str | None
) -> None:
    walk = getattr(a_walk(), until)()
    screen = stage(getattr(walk, who), "today")
    assert primary(screen) == [label]
    screen.button(key=f"today.on.{walk.cycle_id}").click().run()
    if noun == "recordings" and of is None:
        assert stage.gone == [("recordings", None)]
    else:
        assert stage.gone == [(noun, getattr(walk, of or ""))]


WAITING = [
    ("started", "coach", "Tessa filmt een les."),
    ("uploaded", "coach", "De film van Tessa wordt klaargemaakt."),
    ("uploaded", "teacher", "We maken je film klaar."),
    ("ready", "coach", "Tessa bekijkt de film eerst zelf."),
    ("released", "teacher", "Carlijn kiest momenten uit je les."),
    ("published", "coach", "Tessa kijkt de momenten terug."),
    ("talked", "teacher", "Carlijn schrijft de samenvatting."),
    ("proposed", "coach", "Tessa leest de samenvatting."),
]


@pytest.mark.parametrize(("until", "who", "sentence"), WAITING)
def test_who_waits_has_nothing_to_press_and_knows_what_the_other_does(
    stage: Stage, until: str, who: str, sentence: str
) -> None:
    walk = getattr(a_walk(), until)()
    screen = stage(getattr(walk, who), "today")
    assert primary(screen) == []
    assert "Jij hoeft nu niets te doen." in said(screen)
    assert sentence in said(screen)


def test_a_pair_agrees_on_a_focus_and_starts(stage: Stage) -> None:
    walk = a_walk().planned()
    mine = stage(walk.teacher, "today")
    key = f"focus.dimension.{walk.cycle_id}.emotional_support"
    mine.radio(key=key).set_value("positive_climate").run()
    mine.button(key=f"focus.propose.{walk.cycle_id}").click().run()
    assert "Jij koos" in said(mine)
    theirs = stage(walk.coach, "today")
    assert "Tessa stelt voor" in said(theirs)
    theirs.button(key=f"focus.agree.{walk.cycle_id}").click().run()
    theirs.button(key=f"focus.start.{walk.cycle_id}").click().run()
    assert "Tessa filmt een les." in said(theirs)
    assert primary(stage(walk.teacher, "today")) == ["Zet je film klaar"]


def test_starting_twice_says_so_and_breaks_nothing(stage: Stage) -> None:
    walk = a_walk().planned()
    with acting() as session:
        for who in (walk.teacher, walk.coach):
            cycles.choose_focus(session, who, walk.cycle_id, "quality_feedback")
    screen = stage(walk.teacher, "today")
    with acting() as session:
        cycles.start(session, walk.coach, walk.cycle_id)
    screen.button(key=f"focus.start.{walk.cycle_id}").click().run()
    assert not screen.exception
    assert primary(screen) == ["Zet je film klaar"]


def test_a_late_step_is_told_gently_and_only_to_who_does_it(stage: Stage) -> None:
    walk = a_walk().started()
    stage.now += timedelta(days=20)
    assert "Later mag ook" in said(stage(walk.teacher, "today"))
    assert "Dat kan tot en met" not in said(stage(walk.coach, "today"))


def test_a_film_that_could_not_be_used_says_why_and_asks_for_another(stage: Stage) -> None:
    walk = a_walk().uploaded()
    with acting() as session:
        machine_work.refuse(session, walk.recording_id, "refusals.film_too_long")
    screen = stage(walk.teacher, "today")
    assert "Deze film duurt langer dan" in said(screen)
    assert primary(screen) == ["Zet je film klaar"]


def test_the_path_says_when_the_film_disappears(stage: Stage) -> None:
    walk = a_walk().ready()
    path = parts(stage(walk.teacher, "today"))[0]
    assert path["mine"] is True
    assert "8 december 2026" in path["film"]


def test_a_held_film_presses_nobody_and_names_no_day(stage: Stage) -> None:
    walk, both = a_walk().ready(), two()
    stage.now += timedelta(days=4)
    assert "Het plan was" in said(stage(walk.teacher, "today"))
    both.confirmed(walk.recording_id)
    screen = stage(walk.teacher, "today")
    assert "Je film staat op slot en is veilig." in said(screen)
    assert "Jij hoeft nu niets te doen.\n" in said(screen)
    assert primary(screen) == []
    path = parts(screen)[0]
    assert (path["film"], path["turn"]) == (
        "De film staat op slot en blijft zolang dat nodig is.", "",
    )  # fmt: skip
    for word in ("Het plan was", "tot en met", "verdwijnt", "deel hem"):
        assert word not in said(screen)


def test_a_film_to_which_a_parent_objects_leads_to_what_its_teacher_can_do(stage: Stage) -> None:
    walk = a_walk().ready()
    with acting() as session:
        objections.enter(session, walk.teacher, walk.recording_id, "1B", clock.today())
    screen = stage(walk.teacher, "today")
    assert "Je film staat op slot, want een ouder heeft bezwaar." in said(screen)
    assert "tot en met" not in said(screen)
    assert primary(screen) == ["Naar je film"]
    screen.button(key=f"today.on.{walk.cycle_id}").click().run()
    assert stage.gone == [("recordings", walk.recording_id)]


def test_the_coach_of_a_locked_film_hears_that_it_is_dealt_with(stage: Stage) -> None:
    walk, both = a_walk().released(), two()
    both.confirmed(walk.recording_id)
    screen = stage(walk.coach, "today")
    assert "De film van Tessa staat op slot. Er wordt aan gewerkt." in said(screen)
    assert "tot en met" not in said(screen)
    assert primary(screen) == []
    assert "Je film staat op slot en is veilig." in said(stage(walk.teacher, "today"))


def test_the_teacher_tells_whether_an_action_was_tried(stage: Stage) -> None:
    walk = a_walk().completed()
    screen = stage(walk.teacher, "today")
    assert "vijf tellen wachten" in said(screen)  # between two cycles it is what there is to try
    stage.now += timedelta(days=30)
    screen = stage(walk.teacher, "today")
    assert "vijf tellen wachten" in said(screen)
    tried = next(each for each in screen.button if each.label == "Geprobeerd")
    tried.click().run()
    assert "vijf tellen wachten" not in said(screen)


def test_the_year_shows_every_cycle_of_the_pair(stage: Stage) -> None:
    walk = a_walk().completed()
    strip = parts(stage(walk.teacher, "today"))[-1]
    assert [each["state"] for each in strip["cycles"]] == ["completed", "planned"]


def test_the_coach_sees_the_most_urgent_cycle_first(stage: Stage) -> None:
    late = a_walk().released()
    stage.now += timedelta(days=4)
    teacher = person("Vera", Role.teacher)
    fresh = Walk(makers.joined(late.school, teacher)).released()
    screen = stage(late.coach, "today")
    keys = [each.key for each in screen.button if each.proto.type == "primary"]
    assert keys == [f"today.on.{late.cycle_id}", f"today.on.{fresh.cycle_id}"]


def test_a_coach_with_many_pairs_costs_no_more_questions_to_the_database(stage: Stage) -> None:
    walk = a_walk().released()
    with queries() as few:
        stage(walk.coach, "today")
    for number in range(12):
        Walk(makers.joined(walk.school, person(f"Leraar{number}", Role.teacher))).released()
    with queries() as many:
        screen = stage(walk.coach, "today")
    assert len(many) == len(few) < 20
    assert len(primary(screen)) == 6
    assert len([each for each in screen.get("page_link") if each.proto.label == "Open"]) == 7


def test_the_screen_speaks_english_to_who_reads_english(stage: Stage) -> None:
    walk = a_walk().ready()
    screen = stage(walk.teacher, "today", language="en")
    assert screen.title[0].value == "Today"
    assert primary(screen) == ["Watch your film"]


def test_a_coordinator_sees_what_is_still_to_arrange(stage: Stage) -> None:
    walk = a_walk()
    person("Saar", Role.teacher)
    screen = stage(walk.school.coordinator, "today")
    assert "1 leraar heeft nog geen coach." in said(screen)
    assert "1 koppel heeft nog geen eerste cyclus." in said(screen)


def test_a_school_leader_is_brought_to_the_totals(stage: Stage) -> None:
    stage(person("Leo", Role.school_leader), "today")
    assert stage.gone == [("overview", None)]
