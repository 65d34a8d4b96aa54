"""Every screen, opened by everybody, shows what the matrix says and no word more."""

import pytest
from streamlit.testing.v1 import AppTest

from config.texts import text
from review_app.screens import SCREENS
from tests.matrix.expected import (
    ADMIN,
    BOTH,
    COACH,
    COORDINATOR,
    LEADER,
    OFFICER,
    OTHER_LEADER,
    OTHER_TEACHER,
    TEACHER,
)
from tests.matrix.places import NOBODY, World
from tests.matrix.test_acts import too_much
from tests.review_app.stage import Stage, said

pytestmark = pytest.mark.slow

OF_ONE = {
    "recordings": ("recording_id", {TEACHER: "SW"}),
    "privacy_check": ("recording_id", {}),
    "workbench": ("recording_id", {COACH: "S"}),
    "reflection": ("cycle_id", {TEACHER: "SHW", COACH: "SH"}),
    "talk": ("cycle_id", {TEACHER: "SHW", COACH: "SH"}),
    "summary": ("cycle_id", {TEACHER: "SHW", COACH: "SH"}),
    "agreement": ("pair_id", {TEACHER: "SHW", COACH: "SHW"}),
    "shared": ("grant_id", {LEADER: "C"}),
}
"""Screens about one thing: who opens it in which of the states that are asked."""
LOCKED_TOO = frozenset({"recordings", "privacy_check", "workbench"})
"""Of a held film both of the pair are told that it is locked."""
OF_ALL = {
    "today": {TEACHER, COACH, COORDINATOR, LEADER, ADMIN, OFFICER},
    "programme": {COORDINATOR, ADMIN},
    "set_up": {COORDINATOR, BOTH, ADMIN, OFFICER},
    "overview": {LEADER, COORDINATOR, BOTH, OFFICER},
    "retention": {TEACHER, COACH, ADMIN, OFFICER},
    "objections": {ADMIN, OFFICER},
    "holds": {LEADER, OFFICER},
    "ledger": {TEACHER, COACH, ADMIN, OFFICER},
    "own": {TEACHER, COACH},
    "nowhere": set(),
}
"""Screens about what is somebody's own, or the school's."""
OUTSIDERS = (OTHER_TEACHER, COORDINATOR, OTHER_LEADER, ADMIN)
ROLES = (TEACHER, COACH, COORDINATOR, BOTH, LEADER, ADMIN, OFFICER)


@pytest.fixture
def stage(world: World, monkeypatch: pytest.MonkeyPatch) -> Stage:
    return Stage(monkeypatch)


def shown(screen: AppTest) -> str:
    """Everything that a screen sends to the browser."""
    return " ".join(str(getattr(each, "proto", "")) for each in screen._tree)


def refused(screen: AppTest) -> bool:
    """Whether it says that this is not for this role."""
    return bool(screen.warning)


def test_every_screen_has_its_place_here() -> None:
    assert {screen.noun for screen in SCREENS} == set(OF_ONE) | set(OF_ALL)


@pytest.mark.parametrize("noun", OF_ONE)
def test_one_thing_is_there_for_whom_it_is(world: World, stage: Stage, noun: str) -> None:
    of, who = OF_ONE[noun]
    wrong = []
    for kind in (TEACHER, COACH, LEADER, *OUTSIDERS):
        states = "C" if kind not in (TEACHER, COACH) or of == "grant_id" else "SHW"
        nothing = said(stage(world.asker(kind, "C"), noun, id=NOBODY))
        for state in states:
            screen = stage(world.asker(kind, state), noun, id=world.places[state].ids[of])
            if told := too_much(world, kind, shown(screen), world.asker(kind, state)):
                wrong.append(f"{kind} in {state} is shown {', '.join(told)}")
            there = said(screen) != nothing
            locked = noun in LOCKED_TOO and state == "H" and kind in (TEACHER, COACH)
            if there != (state in who.get(kind, "") or locked):
                wrong.append(f"{kind} in {state}: {said(screen)}")
            if locked and text("refusals.locked_by_hold")[:20] not in said(screen):
                wrong.append(f"{kind} in {state} is not told that it is locked: {said(screen)}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("noun", OF_ALL)
def test_a_screen_opens_for_the_roles_it_is_for(world: World, stage: Stage, noun: str) -> None:
    wrong = []
    for kind in ROLES:
        asker = world.asker(kind, "C")
        screen = stage(asker, noun)
        if told := too_much(world, kind, shown(screen), asker):
            wrong.append(f"{kind} is shown {', '.join(told)}")
        if refused(screen) == (kind in OF_ALL[noun]):
            wrong.append(f"{kind}: {said(screen)}")
    assert not wrong, "\n".join(wrong)
