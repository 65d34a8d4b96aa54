"""A name is a name on every screen, whatever signs are in it."""

import pytest
from sqlalchemy import update
from streamlit.testing.v1 import AppTest

from review_app.parts.plain import named
from storage.database import acting
from storage.records import Person
from tests.makers import Walk, a_walk
from tests.review_app.stage import Stage, parts, said
from tests.storage.sharing import give, leader

ODD = "{} *ster* :red[x] [a](b) \u202eom"
TURN = "\u202e"


def with_odd_names(walk: Walk) -> Walk:
    with acting() as session:
        for who, name in ((walk.teacher, "Tessa"), (walk.coach, "Carlijn")):
            session.execute(update(Person).where(Person.id == who.id).values(name=ODD.format(name)))
    return walk


@pytest.mark.parametrize(
    ("step", "who", "screen", "of"),
    [
        ("started", "teacher", "recordings", ""),
        ("released", "teacher", "recordings", "recording_id"),
        ("released", "coach", "workbench", "recording_id"),
        ("released", "coach", "today", ""),
        ("released", "coordinator", "programme", ""),
        ("published", "coach", "workbench", "recording_id"),
        ("published", "teacher", "reflection", "cycle_id"),
        ("published", "coach", "reflection", "cycle_id"),
        ("reflected", "coach", "reflection", "cycle_id"),
        ("reflected", "coach", "talk", "cycle_id"),
        ("talked", "coach", "summary", "cycle_id"),
        ("proposed", "teacher", "summary", "cycle_id"),
        ("proposed", "coach", "summary", "cycle_id"),
        ("completed", "teacher", "ledger", ""),
    ],
)
def test_a_name_is_shown_as_it_is_written(
    stage: Stage, step: str, who: str, screen: str, of: str
) -> None:
    walk = with_odd_names(getattr(a_walk(), step)())
    query = {"id": getattr(walk, of)} if of else {}
    as_written(stage(getattr(walk.school, who), screen, **query))


def test_a_name_is_shown_as_it_is_written_beside_what_disappears(stage: Stage) -> None:
    walk = with_odd_names(a_walk().released())
    walk.cut()
    as_written(stage(walk.coach, "retention"))


def test_names_and_what_it_is_for_are_shown_as_written_where_a_summary_is_shared(
    stage: Stage,
) -> None:
    walk = a_walk().completed()
    leo = leader("Leo")
    grant_id = give(walk, leo, purpose=ODD.format("Voor"))
    with_odd_names(walk)
    for screen in (
        stage(leo, "shared"),
        stage(leo, "shared", id=grant_id),
        stage(walk.teacher, "summary", id=walk.cycle_id),
    ):
        shown = said(screen)
        assert any(named(ODD.format(each)) in shown for each in ("Tessa", "Voor"))
        assert "*ster*" not in shown.replace(r"\*ster\*", "")
        assert TURN not in shown


def as_written(drawn: AppTest) -> None:
    shown = said(drawn)
    told = [part["turn"] for part in parts(drawn) if "turn" in part]
    assert any(named(ODD.format(name)) in shown for name in ("Tessa", "Carlijn"))
    assert "*ster*" not in shown.replace(r"\*ster\*", "")
    assert TURN not in shown
    assert TURN not in "".join(told)
