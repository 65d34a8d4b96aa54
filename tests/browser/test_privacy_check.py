"""The privacy check as a teacher does it in her browser, with the machine at work beside it."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import select

from config.texts import text, use
from pipeline import engine, workflows
from storage import jobs, privacy_review
from storage.database import asking
from storage.media import media_store
from storage.privacy_review import Review
from storage.records import Rendition, RenditionKind
from storage.rules.roles import Role
from tests import samples
from tests.browser import app, lesson, town
from tests.browser.desk import until
from tests.conftest import forget
from tests.makers import School, Walk, joined, person, school

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.timeout(600)]

MADE_WITHIN_MS = 90_000
NUMBER = count(1)


@dataclass
class Teachers:
    """The running app, and a teacher with a film of her own for each test."""

    base: str
    browser: Browser
    first: School

    @contextmanager
    def at(self, walk: Walk, address: str = "/privacy_check", **how: object) -> Iterator[Page]:
        name = self.names[walk.recording_id]
        with app.signed_in(self.browser, self.base, town.email(name), **how) as page:  # type: ignore[arg-type] # a browser's wishes
            app.open_screen(page, f"{address}?id={walk.recording_id}")
            yield page

    def walk(self) -> Walk:
        name = f"Leraar-{next(NUMBER)}"
        with jobs.collecting():
            made = lesson.filmed(Walk(joined(self.first, person(name, Role.teacher))))
        town.let_in()
        self.names[made.recording_id] = name
        return made

    def __post_init__(self) -> None:
        self.names: dict[str, str] = {}


@pytest.fixture(scope="module")
def teachers(
    chromium: Path, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Teachers]:
    home = tmp_path_factory.mktemp("teachers")
    shutil.copyfile(sqlite_template, home / "app.sqlite")
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setenv("LESBEELD_HOME", str(home))
        stack.callback(forget)
        forget()
        use("nl")
        samples.use_folder(tmp_path_factory.mktemp("films"))
        with jobs.collecting():
            first = school()
        base = stack.enter_context(app.serve())
        assert workflows.mask
        stack.enter_context(engine.running())
        browser = stack.enter_context(app.browsing(chromium))
        yield Teachers(base, browser, first)


def button(page: Page, key: str, **fields: object) -> Locator:
    return page.get_by_role("button", name=text(f"privacy_check.{key}", **fields), exact=True)


def box(page: Page, key: str, **fields: object) -> Locator:
    return page.get_by_label(text(f"privacy_check.{key}", **fields), exact=True)


def put(page: Page, key: str, words: str, **fields: object) -> None:
    field = box(page, key, **fields)
    field.fill(words)
    field.press("Enter")
    field.press("Tab")


def review(walk: Walk) -> Review:
    with asking() as session:
        return privacy_review.look(session, walk.teacher, walk.recording_id)


def bytes_of(walk: Walk, kind: RenditionKind) -> bytes:
    with asking() as session:
        ours = (Rendition.recording_id == walk.recording_id, Rendition.kind == kind)
        key = session.scalars(select(Rendition.key).where(*ours)).one()
    return b"".join(media_store().open(key))


def test_what_she_takes_out_is_made_looked_at_and_released(teachers: Teachers) -> None:
    walk = teachers.walk()
    before = bytes_of(walk, RenditionKind.proxy)
    with teachers.at(walk, "/recordings") as page:
        page.get_by_role("button", name=text("recordings.look_begin")).click()
        expect(button(page, "make")).to_have_count(0)
        put(page, "from", "0:02")
        button(page, "mute_from").click()
        page.get_by_role("group", name=text("player.film_keys")).press("ArrowRight")
        page.locator("button.going").click()
        button(page, "place_add").press("Enter")
        expect(page.locator(".place")).to_be_focused()
        page.locator(".place").press("Shift+ArrowRight")
        until(page, lambda: len(review(walk).masks.zones) == 1)
        button(page, "make").click()
        made = page.get_by_role("button", name=text("privacy_check.see_masked"))
        expect(made).to_be_visible(timeout=MADE_WITHIN_MS)
        expect(made).to_have_attribute("aria-pressed", "true")
        expect(page.locator("video").first).to_have_attribute("src", _masked(walk))
        button(page, "agree").click()
        expect(page.get_by_text(text("recordings.look_again"))).to_be_visible()
        page.get_by_text(text("recordings.checked")).click()
        expect(page.get_by_role("button", name=text("recordings.share_unwatched"))).to_have_count(0)
        page.get_by_role("button", name=text("recordings.share_with", name="Carlijn")).click()
        expect(page.get_by_text(text("recordings.shared", name="Carlijn")).first).to_be_visible()
        expect(page.locator("video").first).to_be_visible()
        assert before != bytes_of(walk, RenditionKind.proxy)
        masked = page.request.get(f"/recordings/{walk.recording_id}/masked/proxy.mp4")
        assert masked.status == 404, "what she looked at is the film now"


def _masked(walk: Walk) -> object:
    import re

    return re.compile(rf"/recordings/{walk.recording_id}/masked/proxy\.mp4\?\w+")
