"""What a page promises whoever follows a link to it."""

import pytest
from playwright.sync_api import Browser, WebSocketRoute, expect

from config.texts import text, use
from storage import passwords
from storage.database import acting
from storage.records import Person
from tests.browser import app
from tests.makers import PASSWORD, Walk, a_walk

pytestmark = [pytest.mark.slow, pytest.mark.browser]

ABSENT = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def walk(base: str) -> Walk:
    """A film that only its teacher may see; both may sign in."""
    use("nl")
    made = a_walk().ready()
    with acting() as session:
        for who in (made.teacher, made.coach):
            session.get_one(Person, who.id).password_hash = passwords.hashed(PASSWORD)
    return made


def test_a_link_to_somebody_elses_film_looks_like_one_to_a_film_that_never_was(
    base: str, browser: Browser, walk: Walk
) -> None:
    with app.signed_in(browser, base, "carlijn@school.test", strict=True) as page:
        for screen in ("recordings", "workbench"):
            seen = []
            for recording_id in (walk.recording_id, ABSENT):
                app.open_screen(page, f"/{screen}?id={recording_id}")
                expect(page.get_by_text(text("refusals.not_found"))).to_be_visible()
                page.wait_for_load_state("networkidle")  # a link's script may come last
                seen.append(page.get_by_role("main").inner_text())
            assert seen[0] == seen[1]
        for name in ("proxy.mp4", "captions.vtt", "transcript.json"):
            theirs = page.request.get(f"/recordings/{walk.recording_id}/{name}")
            nobodys = page.request.get(f"/recordings/{ABSENT}/{name}")
            assert (theirs.status, theirs.body()) == (nobodys.status, nobodys.body())
            assert theirs.status == 404


def test_signing_out_everywhere_ends_the_other_browser_at_its_next_press(
    base: str, browser: Browser, walk: Walk
) -> None:
    with (
        app.signed_in(browser, base, "tessa@school.test", width=app.NARROW, strict=True) as phone,
        app.signed_in(browser, base, "tessa@school.test", strict=True) as laptop,
    ):
        app.open_screen(phone, "/today")
        app.open_screen(laptop, "/today")
        laptop.get_by_role("button", name="Tessa").click()
        laptop.get_by_role("button", name=text("account.everywhere")).click()
        app.arrived(laptop, text("sign_in.title"))
        phone.get_by_role("button", name=text("today.on.check")).click()
        app.arrived(phone, text("sign_in.title"))
        film = phone.request.get(f"/recordings/{walk.recording_id}/proxy.mp4")
        assert film.status == 401


def test_a_page_says_the_language_of_who_reads_it_whatever_the_browser_prefers(
    base: str, browser: Browser, walk: Walk
) -> None:
    with app.signed_in(browser, base, "tessa@school.test", language="en", strict=True) as page:
        app.open_screen(page, f"/recordings?id={walk.recording_id}")
        expect(page.locator("html")).to_have_attribute("lang", "nl")


def test_a_lost_line_is_told_in_words_for_people_and_takes_no_keys_from_the_page(
    base: str, browser: Browser, walk: Walk
) -> None:
    lines: list[WebSocketRoute] = []
    down = False

    def connect(line: WebSocketRoute) -> None:
        if down:
            line.close()
            return
        line.connect_to_server()
        lines.append(line)

    with app.signed_in(browser, base, "tessa@school.test", width=app.NARROW, strict=True) as page:
        page.route_web_socket("**/_stcore/stream*", connect)
        app.open_screen(page, "/today")
        page.wait_for_load_state("networkidle")
        told = page.get_by_text(text("connection.lost"))
        expect(told).to_be_hidden()
        page.route("**/_stcore/*", lambda route: route.abort())
        down = True
        for line in lines:
            line.close()
        expect(told).to_be_visible(timeout=30_000)
        for _ in range(4):  # Streamlit asks for its server, in vain, and would now speak up
            page.wait_for_event("requestfailed", timeout=60_000)
        expect(page.get_by_role("dialog")).to_have_count(0)
        down = False
        page.unroute("**/_stcore/*")
        expect(told).to_be_hidden(timeout=60_000)
        page.get_by_role("button", name=text("today.on.check")).click()
        app.arrived(page, text("recordings.of", day="").strip())
