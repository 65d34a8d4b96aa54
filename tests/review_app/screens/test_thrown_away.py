"""Letting own words go where she reads them, and what both see there afterwards."""

import pytest

from tests.makers import Walk, a_walk
from tests.review_app.stage import Stage, said
from tests.storage.kept import whole_cycle

PLACES = {"reflection": "reflection", "talk_notes": "talk", "action_summary": "summary"}
WORDS = {
    "reflection": "Ik zag het ook",
    "talk_notes": "Aantekening",
    "action_summary": "We keken naar wachttijd",
}


@pytest.mark.parametrize("kind", PLACES)
def test_she_is_asked_first_and_afterwards_both_read_since_when_it_is_gone(
    stage: Stage, kind: str
) -> None:
    walk: Walk = whole_cycle()
    place = PLACES[kind]
    coach = stage(walk.coach, place, id=walk.cycle_id)
    assert f"thrown_away.{kind}.button" not in {each.key for each in coach.button}
    screen = stage(walk.teacher, place, id=walk.cycle_id)
    screen.button(key=f"thrown_away.{kind}.button").click().run()
    assert "Dit kan niet terug" in said(screen)
    screen.button(key=f"thrown_away.{kind}.sure.do").click().run()
    shown = said(screen)
    assert "Je gooide" in shown
    assert WORDS[kind] not in shown
    assert f"thrown_away.{kind}.button" not in {each.key for each in screen.button}
    shown = said(stage(walk.coach, place, id=walk.cycle_id))
    assert " er sinds " in shown
    assert "gooide" not in shown
    assert WORDS[kind] not in shown


def test_while_the_cycle_runs_she_may_write_anew(stage: Stage) -> None:
    walk = a_walk().reflected()
    screen = stage(walk.teacher, "reflection", id=walk.cycle_id)
    screen.button(key="thrown_away.reflection.button").click().run()
    screen.button(key="thrown_away.reflection.sure.do").click().run()
    shown = said(screen)
    assert "Je kunt opnieuw schrijven" in shown
    assert "Fragment 1 van 2" in shown
    for place in ("reflection", "talk"):
        assert "De reflectie is er sinds" in said(stage(walk.coach, place, id=walk.cycle_id))
