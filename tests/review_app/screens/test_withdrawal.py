"""Stopping on the screen: what happens is said first, and nothing happens before the yes."""

import pytest

from storage import withdrawals
from storage.database import acting, asking
from storage.records import Cycle, Enrolment, Recording
from storage.rules.steps import State
from tests import makers
from tests.makers import Walk
from tests.review_app.stage import Stage, parts, said


@pytest.fixture
def walk(stage: Stage) -> Walk:
    return makers.a_walk().published()


def test_she_reads_what_happens_and_only_then_stops_with_a_cycle(stage: Stage, walk: Walk) -> None:
    screen = stage(walk.teacher, "own")
    screen.button(key="withdrawal.stop").click().run()
    words = said(screen)
    for sentence in ("je coach kan nergens meer bij", "7 dagen lang", "niet terugdraaien", "vast"):
        assert sentence in words
    assert walk.state is State.awaiting_reflection, "nothing happened yet"
    screen.button(key="withdrawal.cycle_sure.do").click().run()
    assert walk.state is State.withdrawn
    assert "Tot dinsdag 1 december kun je er zelf nog bij" in said(stage(walk.teacher, "own"))


def test_she_stops_with_the_whole_programme(stage: Stage, walk: Walk) -> None:
    programme_id = walk.school.programme_id
    screen = stage(walk.teacher, "own")
    screen.button(key=f"withdrawal.all.{programme_id}").click().run()
    screen.button(key=f"withdrawal.sure.{programme_id}.do").click().run()
    with asking() as session:
        assert session.query(Enrolment).one().ended_at
    assert "Tessa is gestopt met het traject" in said(stage(walk.coach, "today"))
    hers = said(stage(walk.teacher, "today"))
    assert "Je bent gestopt" in hers
    assert "Neem alles mee" in hers


def test_what_was_agreed_before_stays_or_goes_as_she_says(stage: Stage) -> None:
    walk = makers.a_walk().completed()
    screen = stage(walk.teacher, "own")
    screen.radio(key=f"withdrawal.summaries.{walk.cycle_id}").set_value("let_go").run()
    screen.button(key="withdrawal.stop").click().run()
    screen.button(key="withdrawal.cycle_sure.do").click().run()
    with asking() as session:
        cycle = session.get_one(Cycle, walk.cycle_id)
    assert (cycle.state, cycle.summary_kept) == (State.completed, False)
    assert cycle.withdrawn_at


def test_a_film_is_taken_back_from_its_own_page(stage: Stage) -> None:
    walk = makers.a_walk().released()
    screen = stage(walk.teacher, "recordings", id=walk.recording_id)
    screen.button(key="withdrawal.film").click().run()
    assert "wacht daarna op een andere film" in said(screen)
    screen.button(key="withdrawal.film_sure.do").click().run()
    with asking() as session:
        assert session.get_one(Recording, walk.recording_id).withdrawn_at
    after = stage(walk.teacher, "recordings", id=walk.recording_id)
    assert "Alleen jij kunt hem nog zien, tot dinsdag 1 december" in said(after)
    assert not [each for each in after.button if each.key == "withdrawal.film"]
    assert "Tessa trok een film terug" in said(stage(walk.coach, "today"))
    assert "Neem de film" not in said(stage(walk.coach, "workbench", id=walk.recording_id))


def test_the_year_of_the_coach_says_that_a_finished_cycle_stopped(stage: Stage) -> None:
    walk = makers.a_walk().completed()
    with acting() as session:
        withdrawals.from_cycle(session, walk.teacher, walk.cycle_id, keep_summary=True)
    (hers,) = [each for each in parts(stage(walk.teacher, "today")) if "cycles" in each]
    (his,) = [each for each in parts(stage(walk.coach, "today")) if "cycles" in each]
    assert hers["cycles"][0]["state"] == "completed"
    assert his["cycles"][0]["state"] == "stopped"


def test_nobody_but_a_teacher_finds_a_way_to_stop(stage: Stage, walk: Walk) -> None:
    for nobody in (walk.coach, walk.school.coordinator):
        assert "Stoppen" not in said(stage(nobody, "own"))
