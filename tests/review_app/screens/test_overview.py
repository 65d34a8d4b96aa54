"""A school leader sees totals of five teachers or more, and no name anywhere."""

from datetime import timedelta

from storage import monthly_totals
from storage.database import acting
from storage.rules.roles import Role
from tests import makers
from tests.makers import Walk, a_walk, person
from tests.review_app.stage import Stage, said


def test_too_few_teachers_give_a_sentence_and_no_figure(stage: Stage) -> None:
    a_walk().completed()
    screen = stage(person("Leo", Role.school_leader), "overview")
    assert "Er zijn te weinig deelnemers om te tonen." in said(screen)
    assert "cycli" not in said(screen)


def test_five_teachers_give_totals_without_names(stage: Stage) -> None:
    first = a_walk()
    walks = [first] + [
        Walk(makers.joined(first.school, person(f"Leraar{number}", Role.teacher)))
        for number in range(4)
    ]
    for walk in walks:
        walk.reflected()
    stage.now += timedelta(days=12)
    for walk in walks:
        walk.talked().proposed().completed()
    leader = person("Leo", Role.school_leader)
    assert "te weinig deelnemers" in said(stage(leader, "overview")), "not before the night"
    with acting() as session:
        monthly_totals.take(session)
    screen = stage(leader, "overview")
    for figure in ("## 5\nleraren doen mee", "## 5\ncycli afgerond", "## 40\ncycli beoogd"):
        assert figure in said(screen)
    assert "zo'n 12 dagen" in said(screen)
    assert "vijf leraren of meer" in said(screen)
    assert "lopen nu" not in said(screen)
    assert not any(name in said(screen) for name in ("Tessa", "Leraar", "Carlijn"))


def test_until_five_completed_a_cycle_the_screen_says_what_is_waited_for(stage: Stage) -> None:
    first = a_walk()
    for number in range(4):
        makers.joined(first.school, person(f"Leraar{number}", Role.teacher))
    with acting() as session:
        monthly_totals.take(session)
    screen = stage(person("Leo", Role.school_leader), "overview")
    assert "zodra vijf leraren er een hebben afgerond" in said(screen)
    assert "afgerond\n" not in said(screen)


def test_before_any_programme_the_screen_says_so(stage: Stage) -> None:
    screen = stage(person("Leo", Role.school_leader), "overview")
    assert "Er is nog geen traject geopend." in said(screen)


def test_a_coordinator_sees_what_there_is_however_little(stage: Stage) -> None:
    walk = a_walk().completed()
    screen = stage(walk.school.coordinator, "overview")
    assert "vijf leraren of meer" not in said(screen).splitlines()[1]
    for figure in ("## 1\nleraar doet mee", "## 1\ncyclus afgerond", "## 0\ncycli lopen nu"):
        assert figure in said(screen)
