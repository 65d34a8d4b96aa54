"""A teacher leaves, in two real browsers: hers ends, and comes back for her own things only."""

import pytest
from playwright.sync_api import Browser, expect

from config.texts import text, use
from storage import passwords
from storage.database import acting
from storage.records import Person
from tests.browser import app
from tests.makers import PASSWORD, Walk, a_walk

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.fixture
def walk(base: str) -> Walk:
    """A cycle that runs; teacher and coordinator may sign in."""
    use("nl")
    made = a_walk().reflected()
    with acting() as session:
        for who in (made.teacher, made.school.coordinator):
            session.get_one(Person, who.id).password_hash = passwords.hashed(PASSWORD)
    return made


def test_a_coordinator_writes_it_down_and_every_page_of_hers_closes_but_one(
    base: str, browser: Browser, walk: Walk
) -> None:
    with (
        app.signed_in(browser, base, "tessa@school.test") as hers,
        app.signed_in(browser, base, "corrie@school.test") as page,
    ):
        app.open_screen(hers, "/today")
        app.open_screen(page, "/programme")
        page.get_by_text(text("departures.somebody_leaves")).click()
        app.choose(page, text("departures.who"), "Tessa")
        page.get_by_role("button", name=text("departures.note")).click()
        dialog = page.get_by_role("dialog")
        assert app.axe(page) == []
        dialog.get_by_role("textbox").fill("Tessa")
        dialog.get_by_role("button", name=text("departures.yes")).click()
        expect(page.get_by_role("button", name=text("departures.undo"))).to_be_visible()
        hers.reload()
        expect(hers.get_by_role("button", name=text("sign_in.sign_in"))).to_be_visible()
    with app.signed_in(browser, base, "tessa@school.test", width=app.NARROW, dark=True) as hers:
        for path in ("/own", "/recordings", "/retention", "/start"):
            app.open_screen(hers, path)
            app.arrived(hers, text("departures.own_title"))
        assert app.axe(hers) == []
