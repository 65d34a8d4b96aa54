"""A coordinator lets a pair's cycle stand still for a holiday, from the screen with the pairs."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.orm import Session
from streamlit.testing.v1 import AppTest

from config.texts import text
from storage import cycles
from storage.database import acting
from storage.rules.cycle import State
from storage.rules.roles import Role
from tests import makers
from tests.makers import Walk, a_walk, person
from tests.review_app.stage import Stage, said

NEAR, BACK = date(2026, 12, 10), date(2027, 1, 4)
"""A day shortly before the Christmas holiday, and the first school day after it."""


@pytest.fixture
def walk(stage: Stage) -> Walk:
    stage.now = makers.day(NEAR)
    return a_walk().released()


def screen_of(stage: Stage, walk: Walk) -> AppTest:
    return stage(walk.school.coordinator, "programme")


def ask(screen: AppTest, word: str, walk: Walk) -> AppTest:
    return screen.button(key=f"pauses.{word}.{walk.cycle_id}").click().run()


def test_pausing_asks_first_and_says_until_when(stage: Stage, walk: Walk) -> None:
    screen = screen_of(stage, walk)
    assert "Voor de kerstvakantie kun je pauzeren" in said(screen)
    ask(screen, "pause", walk)
    assert walk.state is State.coach_review
    assert "Films en teksten verdwijnen op dezelfde dag als zonder pauze." in said(screen)
    until = screen.date_input(key="pauses.until")
    assert (until.value, until.min, until.max) == (BACK, date(2026, 12, 11), BACK)
    until.set_value(date(2026, 12, 21)).run()
    screen.button(key="pauses.do").click().run()
    assert walk.state is State.paused
    assert "De cyclus van Tessa en Carlijn staat stil." in said(screen)
    assert ": staat stil tot maandag 21 december" in said(screen)


def test_who_thinks_again_pauses_nothing(stage: Stage, walk: Walk) -> None:
    screen = ask(screen_of(stage, walk), "pause", walk)
    screen.button(key="pauses.cancel").click().run()
    assert walk.state is State.coach_review


def test_going_on_asks_first_too(stage: Stage, walk: Walk) -> None:
    by(walk.school.coordinator, cycles.pause, walk, BACK)
    screen = ask(screen_of(stage, walk), "resume", walk)
    assert walk.state is State.paused
    screen.button(key=f"pauses.resume_sure.{walk.cycle_id}.do").click().run()
    assert walk.state is State.coach_review
    assert "De cyclus van Tessa en Carlijn gaat weer verder." in said(screen)


def by(who: makers.Asker, act: Callable[..., None], walk: Walk, *more: date) -> None:
    with acting() as session:
        act(session, who, walk.cycle_id, *more)


def first(monkeypatch: pytest.MonkeyPatch, word: str, who: makers.Asker) -> None:
    """Somebody else does the same in the very moment before."""
    real = getattr(cycles, word)

    def act(session: Session, me: makers.Asker, cycle_id: str, *more: date) -> None:
        real(session, who, cycle_id, *more)
        real(session, me, cycle_id, *more)

    monkeypatch.setattr(cycles, word, act)


def test_a_pair_that_paused_first_is_told(
    stage: Stage, walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = ask(screen_of(stage, walk), "pause", walk)
    first(monkeypatch, "pause", walk.teacher)
    screen.button(key="pauses.do").click().run()
    assert [each.value for each in screen.warning] == [text("refusals.step_already_taken")]
    assert walk.state is State.coach_review


def test_going_on_where_somebody_was_first_is_told(
    stage: Stage, walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    by(walk.school.coordinator, cycles.pause, walk, BACK)
    screen = ask(screen_of(stage, walk), "resume", walk)
    first(monkeypatch, "resume", walk.school.coordinator)
    screen.button(key=f"pauses.resume_sure.{walk.cycle_id}.do").click().run()
    assert [each.value for each in screen.warning] == [text("refusals.step_already_taken")]


def test_what_the_pair_paused_itself_is_not_offered(stage: Stage, walk: Walk) -> None:
    by(walk.teacher, cycles.pause, walk)
    assert "Pauze voor een vakantie" not in said(screen_of(stage, walk))


def test_far_from_a_holiday_the_button_waits_and_says_from_when(stage: Stage, walk: Walk) -> None:
    stage.now = makers.day(date(2026, 11, 24))
    screen = screen_of(stage, walk)
    assert screen.button(key=f"pauses.pause.{walk.cycle_id}").disabled
    assert "kerstvakantie: daarvoor kun je pauzeren vanaf zaterdag 5 december" in said(screen)


def test_the_screen_does_not_tell_where_a_cycle_stands(stage: Stage, walk: Walk) -> None:
    shown = said(screen_of(stage, walk))
    walk.published()
    assert said(screen_of(stage, walk)) == shown


def test_only_a_coordinator_is_offered_a_pause(stage: Stage, walk: Walk) -> None:
    for who in (person("Ada", Role.admin), walk.coach):
        assert "Pauzeer" not in said(stage(who, "programme"))
