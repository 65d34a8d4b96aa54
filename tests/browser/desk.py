"""The coach's desk in a real browser, for the tests of the workbench.

def test_…(desks: Desks) -> None:
    walk = desks.walk()                      # a lesson of its own, at the coach
    with desks.at(walk) as page:
        press(page, "x")
        saved(page)
        assert kept(walk)
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from config.texts import text, use
from storage import clips, jobs
from storage.clips import ClipView, Words
from storage.database import asking
from storage.rules.roles import Role
from tests import samples
from tests.browser import app, lesson, town
from tests.conftest import forget
from tests.makers import School, Walk, joined, person, school

NUMBER = count(1)


@dataclass
class Desks:
    """The running app, and a coach with as many teachers as there are tests."""

    base: str
    browser: Browser
    first: School

    def walk(self, *cuts: int) -> Walk:
        """A lesson that waits for the coach, with empty clips from these milliseconds on."""
        with jobs.collecting():
            pair = joined(self.first, person(f"Leraar-{next(NUMBER)}", Role.teacher))
            walk = lesson.shown_to_coach(Walk(pair))
            for start_ms in cuts:
                walk.cut(Words(), start_ms)
        return walk

    @contextmanager
    def at(self, walk: Walk, **how: Any) -> Iterator[Page]:
        """The coach at the desk of this lesson, the film ready to play."""
        with app.signed_in(self.browser, self.base, town.COACH, **how) as page:
            open_desk(page, walk)
            yield page


@pytest.fixture(scope="module")
def desks(
    chromium: Path, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desks]:
    home = tmp_path_factory.mktemp("desks")
    shutil.copyfile(sqlite_template, home / "app.sqlite")
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setenv("LESBEELD_HOME", str(home))
        stack.callback(forget)
        forget()
        use("nl")
        samples.use_folder(tmp_path_factory.mktemp("films"))
        jobs.prepare()
        first = school()
        town.let_in()
        base = stack.enter_context(app.serve())
        yield Desks(base, stack.enter_context(app.browsing(chromium)), first)


def open_desk(page: Page, walk: Walk) -> Locator:
    """Open the workbench and give the keys to the film; returns it."""
    app.open_screen(page, f"/workbench?id={walk.recording_id}")
    film = page.locator(".film")
    expect(film).to_be_visible()
    page.wait_for_function("(video) => video.readyState > 1", arg=video(page).element_handle())
    film.focus()
    return film


def video(page: Page) -> Locator:
    return page.locator(".film video")


def now(page: Page) -> float:
    """Where the film is, in seconds."""
    return float(video(page).evaluate("(video) => video.currentTime"))


def plays(page: Page, is_so: bool = True) -> None:
    """Wait until the film plays, or until it stands still."""
    wish = "(video) => !video.paused" if is_so else "(video) => video.paused"
    page.wait_for_function(wish, arg=video(page).element_handle())


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def says(page: Page, key: str, **fields: object) -> None:
    expect(page.get_by_text(text(key, **fields)).first).to_be_visible()


def saved(page: Page) -> None:
    """Wait until the page says that everything is kept."""
    line = page.locator(".saved")
    expect(line.locator("span").first).to_be_hidden()
    expect(line).to_contain_text(text("workbench.saved", at=""))


def until(page: Page, so: Callable[[], bool]) -> None:
    """Wait until something is so that the page itself need not tell."""
    for _ in range(200):
        if so():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it did not become so within 20 s")


def kept(walk: Walk) -> list[ClipView]:
    """The coach's clips as the server keeps them."""
    with asking() as session:
        return clips.drafts(session, walk.coach, walk.recording_id)


def nothing_wrong(page: Page, where: str) -> None:
    """Axe finds nothing in this state of the desk, light or dark."""
    found = []
    for colours in ("light", "dark"):
        page.emulate_media(color_scheme=colours, reduced_motion="reduce")
        for _ in range(3):
            if not (wrong := app.axe(page)):
                break
            page.wait_for_timeout(400)  # colours fade into one another
        found += [f"{where}, {colours}: {each}" for each in wrong]
    assert not found, "\n".join(found)
