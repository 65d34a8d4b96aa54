"""Every screen, for everybody who may see it: axe finds nothing, the browser complains of nothing.

Each screen is looked at on a phone and on a laptop, light and dark, under the content policy people
get.
"""

import re
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from config.texts import text, use
from tests.browser import app, town
from tests.browser.town import COACH, COORDINATOR, Town
from tests.conftest import forget

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.timeout(900)]

LOOKS = [(width, colours) for colours in ("light", "dark") for width in (app.NARROW, app.WIDE)]
STREAMLITS_OWN_QUESTION = re.compile(r"/\w+/_stcore/(health|host-config)$")
"""On every address with a path Streamlit's page first asks here whether the app lies below it."""

TOO_SMALL = """() => [...document.querySelectorAll(
    '[data-testid^="stBaseButton"], [data-testid="stButtonGroup"] button, [data-testid="stMain"] ' +
    ':is([data-testid="stPopoverButton"], [data-testid="stPageLink-NavLink"], summary)')]
  .map((each) => [each, each.getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && (box.width < 43.9 || box.height < 43.9))
  .map(([each, box]) => `too small: ${each.innerText} ${box.width} x ${box.height}`)"""
"""What a finger on a phone would miss: less than 44 px wide or high."""


STYLE_S = 20
"""Seconds within which the page's own style must be there."""


def streamlits_own(found: str) -> bool:
    """What only Streamlit itself can mend: the parts of its date field stand close together."""
    return found.startswith("target-size") and "react-aria" in found


@dataclass
class Place:
    """The running app with its town, and a browser to go there with."""

    base: str
    browser: Browser
    town: Town
    folder: Path

    @contextmanager
    def as_somebody(self, email: str) -> Iterator[Page]:
        with app.signed_in(self.browser, self.base, email, width=app.NARROW, strict=True) as page:
            yield page

    def of(self, step: str, noun: str) -> str:
        """The address of a screen about the pair at this step."""
        walk = self.town.walks[step]
        films = ("recordings", "privacy_check", "workbench")
        of = walk.recording_id if noun in films else walk.cycle_id
        return f"/{noun}?id={of}"


@pytest.fixture(scope="module")
def place(
    chromium: Path, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    home = tmp_path_factory.mktemp("town")
    shutil.copyfile(sqlite_template, home / "app.sqlite")
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setenv("LESBEELD_HOME", str(home))
        stack.callback(forget)
        forget()
        use("nl")
        made = town.build(tmp_path_factory.mktemp("films"))
        base = stack.enter_context(app.serve())
        browser = stack.enter_context(app.browsing(chromium))
        yield Place(base, browser, made, tmp_path_factory.mktemp("seen"))


class Complaints:
    """What the browser said was wrong, and whom it asked who is not us."""

    def __init__(self, page: Page, base: str) -> None:
        self.said: list[str] = []
        self.own = urlsplit(base).netloc
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda request: self._asked(request.url))
        page.on("websocket", lambda socket: self._asked(socket.url))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not STREAMLITS_OWN_QUESTION.search(message.location["url"]):
            self.said.append(f"{message.text} {message.location}")

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self.own:
            self.said.append(f"asked {url}")


def look(page: Page, place: Place, name: str) -> list[str]:
    """Look at the screen that is open in every way people may see it."""
    found = []
    for width, colours in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=colours, reduced_motion="reduce")
        app.settled(page)
        wrong = what_stays_wrong(page)
        too_wide = page.evaluate(
            "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
        if too_wide:
            wrong.append("the page is wider than the window")
        if width == app.NARROW:
            wrong += what_stays_small(page)
        if wrong:
            picture = place.folder / f"{name.strip('/').replace('/', '-')}-{width}-{colours}.png"
            page.screenshot(path=picture, full_page=True)
            found += [f"{name} {width} {colours}: {each} ({picture})" for each in wrong]
    return found


def what_stays_small(page: Page) -> list[str]:
    """What is too small for a finger once the page's own style has come in, which comes last."""
    small: list[str] = page.evaluate(TOO_SMALL)
    give_up = time.monotonic() + STYLE_S
    while small and time.monotonic() < give_up:
        page.wait_for_timeout(200)
        small = page.evaluate(TOO_SMALL)
    return small


def what_stays_wrong(page: Page) -> list[str]:
    """What axe finds once colours stopped fading into one another."""
    for _ in range(4):
        wrong = [each for each in app.axe(page) if not streamlits_own(each)]
        if not wrong:
            break
        page.wait_for_timeout(500)
    return wrong


def look_at_all(place: Place, page: Page, screens: dict[str, str]) -> None:
    """Open every address, look, and tell everything that was wrong at once."""
    complaints = Complaints(page, place.base)
    found = []
    for name, address in screens.items():
        app.open_screen(page, address)
        found += look(page, place, name)
        found += [f"{name}: {said}" for said in complaints.said]
        complaints.said.clear()
    assert not found, "\n".join(found)


def test_who_is_not_signed_in_meets_nothing_axe_finds(place: Place) -> None:
    with app.visitor(place.browser, place.base, strict=True) as page:
        look_at_all(place, page, {
            "sign-in": "/",
            "sign-in-again": "/?mistake=wrong&email=iemand@school.test",
            "sign-in-deep": place.of("choose", "workbench"),
            "invitation": f"/?invitation={place.town.invitation}",
            "invitation-gone": "/?invitation=gone",
        })  # fmt: skip


TEACHERS = {
    "planned": ("today",),
    "film": ("today", "recordings"),
    "busy": ("today", "recordings", "recordings?"),
    "check": ("today", "recordings", "recordings?", "privacy_check?"),
    "masked": ("recordings?", "privacy_check?"),
    "choose": ("today", "recordings?", "reflection?"),
    "reflect": ("today", "reflection?", "talk?"),
    "talk": ("reflection?", "talk?"),
    "held": ("talk?",),
    "write": ("talk?", "summary?"),
    "agree": ("today", "summary?"),
    "changed": ("summary?",),
    "done": ("today", "summary?", "reflection?", "retention", "ledger", "own"),
}
"""The screens of a teacher whose cycle stands at a step; with a question mark: about that cycle."""
COACHES = {
    "choose": ("workbench?",),
    "reflect": ("workbench?", "reflection?"),
    "talk": ("reflection?", "talk?"),
    "held": ("talk?",),
    "write": ("summary?",),
    "agree": ("summary?",),
    "changed": ("summary?",),
    "done": ("summary?",),
}
EVERYBODY_ELSE = {
    COORDINATOR: ("today", "programme", "set_up"),
    town.email("leider"): ("overview", "shared", "shared?", "holds"),
    town.email("beheer"): ("programme", "retention", "objections"),
    town.email("fg"): ("retention", "holds", "ledger", "set_up"),
}


def addresses(place: Place, step: str, nouns: tuple[str, ...]) -> dict[str, str]:
    return {
        f"{step} {noun}": place.of(step, noun[:-1]) if noun.endswith("?") else f"/{noun}"
        for noun in nouns
    }


@pytest.mark.parametrize("step", TEACHERS)
def test_a_teacher_meets_nothing_axe_finds(place: Place, step: str) -> None:
    with place.as_somebody(place.town.teacher(step)) as page:
        look_at_all(place, page, addresses(place, step, TEACHERS[step]))


@pytest.mark.parametrize("step", COACHES)
def test_a_coach_meets_nothing_axe_finds(place: Place, step: str) -> None:
    with place.as_somebody(COACH) as page:
        look_at_all(place, page, addresses(place, step, COACHES[step]))


def test_a_coach_with_many_teachers_meets_nothing_axe_finds_in_general(place: Place) -> None:
    screens = {noun: f"/{noun}" for noun in ("today", "retention", "ledger")}
    with place.as_somebody(COACH) as page:
        look_at_all(place, page, screens | {"not found": "/workbench?id=nothing"})


@pytest.mark.parametrize("email", EVERYBODY_ELSE)
def test_everybody_else_meets_nothing_axe_finds(place: Place, email: str) -> None:
    with place.as_somebody(email) as page:
        look_at_all(place, page, {
            noun: f"/{noun}".replace("?", f"?id={place.town.shared}")
            for noun in EVERYBODY_ELSE[email]
        })  # fmt: skip


def test_windows_and_menus_that_open_meet_nothing_axe_finds(place: Place) -> None:
    """What is only there after a press: the account menu, and a window that asks once more."""
    found = []
    with place.as_somebody(place.town.teacher("check")) as page:
        app.open_screen(page, place.of("check", "recordings"))
        page.get_by_role("button", name=text("recordings.throw_away")).click()
        page.get_by_role("dialog").wait_for()
        found += look(page, place, "throw away")
        page.keyboard.press("Escape")
        page.get_by_test_id("stPopover").get_by_role("button").first.click()
        page.get_by_text(text("account.everywhere")).first.wait_for()
        found += look(page, place, "account")
    assert not found, "\n".join(found)
