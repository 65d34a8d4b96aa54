"""A coordinator finds another coach; the teacher says what that coach sees of before."""

import pytest

from storage.database import asking
from storage.records import Enrolment, Pair
from storage.rules.roles import Role
from tests import makers
from tests.makers import Walk, person
from tests.review_app.stage import Stage, said
from tests.storage.leaving import leaves


@pytest.fixture
def walk(stage: Stage) -> Walk:
    made = makers.a_walk().reflected()
    leaves(made, made.coach)
    return made


def test_today_names_who_has_no_coach_and_the_year_hands_her_over(stage: Stage, walk: Walk) -> None:
    new = person("Coen", Role.coach)
    sentence = "**Tessa** heeft geen coach meer: Carlijn is weg van school."
    assert sentence in said(stage(walk.school.coordinator, "today"))
    place = walk.school.pair_id
    screen = stage(walk.school.coordinator, "programme")
    assert sentence in said(screen)
    screen.selectbox(key=f"handovers.who.{place}").select(new.id).run()
    screen.button(key=f"handovers.do.{place}").click().run()
    assert sentence not in said(screen)
    assert "**Tessa** met coach **Coen**: wanneer begint hun eerste cyclus?" in said(screen)
    with asking() as session:
        pair_id = session.query(Pair).filter(Pair.coach_id == new.id).one().id
    hers = stage(walk.teacher, "agreement", id=pair_id)
    assert "Je deed eerder 1 cyclus met een andere coach. Die is dicht voor Coen." in said(hers)
    hers.button(key=f"earlier.{pair_id}").click().run()
    assert "kan Coen zien wat je eerder met een andere coach deed" in said(hers)
    assert "Wat je eerder maakte" not in said(stage(new, "agreement", id=pair_id))


def test_a_part_in_the_year_ends_only_after_a_second_press(stage: Stage, walk: Walk) -> None:
    place = walk.school.pair_id
    screen = stage(walk.school.coordinator, "programme")
    screen.button(key=f"handovers.end.{place}").click().run()
    assert "Wat er is, blijft van Tessa" in said(screen)
    screen.button(key=f"handovers.end_sure.{place}.do").click().run()
    with asking() as session:
        assert session.query(Enrolment).one().ended_at
    assert "Je deelname dit jaar is gestopt" in said(stage(walk.teacher, "today"))
