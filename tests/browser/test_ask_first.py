"""A question that was asked stays until it is answered."""

import pytest
from playwright.sync_api import Browser, expect

from config.texts import text
from storage.database import acting
from storage.records import Recording
from storage.rules.cycle import State
from tests.browser import app
from tests.browser.town import let_in
from tests.makers import Walk, a_walk

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def written_out(walk: Walk, step: str, intention: str) -> None:
    """As the machine leaves it; the other words show that the screen ran again."""
    with acting() as session:
        film = session.get_one(Recording, walk.recording_id)
        film.step, film.intention = step, intention


def test_a_question_stays_while_the_screen_runs_again(base: str, browser: Browser) -> None:
    walk = a_walk().ready()
    let_in()
    written_out(walk, "transcript", "Kijk naar mijn vragen")
    with app.signed_in(browser, base, "tessa@school.test", strict=True) as page:
        app.open_screen(page, f"/recordings?id={walk.recording_id}")
        page.get_by_role("button", name=text("recordings.throw_away")).click()
        asked = page.get_by_role("dialog")
        expect(asked.get_by_text(text("recordings.sure_means"))).to_be_visible()
        written_out(walk, "done", "Kijk naar mijn bord")
        expect(page.get_by_text("Kijk naar mijn bord")).to_be_attached()
        app.settled(page)
        expect(asked.get_by_text(text("recordings.sure_means"))).to_be_visible()
        asked.get_by_role("button", name=text("common.cancel")).click()
        expect(asked).to_have_count(0)
        page.reload()
        expect(page.get_by_role("button", name=text("recordings.throw_away"))).to_be_visible()
        app.settled(page)
        expect(asked).to_have_count(0)
        page.get_by_role("button", name=text("recordings.throw_away")).click()
        expect(asked).to_be_visible()
        app.settled(page)
        page.keyboard.press("Escape")
        expect(asked).to_have_count(0)
        page.get_by_role("button", name=text("recordings.throw_away")).click()
        asked.get_by_role("button", name=text("recordings.sure_yes")).click()
        expect(page.get_by_role("heading", level=1, name=text("recordings.title"))).to_be_visible()
    assert walk.state is State.awaiting_recording
