"""Ways through the screens that only a real browser can go."""

import pytest
from playwright.sync_api import Browser, expect

from storage import passwords
from storage.database import acting, asking
from storage.records import Person
from storage.rules.access import Asker
from storage.rules.cycle import State
from tests import makers
from tests.browser import app
from tests.makers import PASSWORD, a_walk

pytestmark = [pytest.mark.slow, pytest.mark.browser]

HASHED = passwords.hashed(PASSWORD)


def let_in(*who: Asker) -> list[str]:
    """Give these people the tests' password; returns their addresses."""
    with acting() as session:
        found = [session.get_one(Person, each.id) for each in who]
        for each in found:
            each.password_hash = HASHED
    return [each.email for each in found]


def test_signing_in_goes_on_to_the_address_somebody_came_for(base: str, browser: Browser) -> None:
    walk = a_walk().ready()
    (email,) = let_in(walk.teacher)
    with app.visitor(browser, base, strict=True) as page:
        app.open_screen(page, f"/recordings?id={walk.recording_id}")
        app.arrived(page, "Aanmelden")
        page.get_by_label("E-mailadres").fill(email)
        page.get_by_label("Wachtwoord").fill("verkeerd")
        page.get_by_role("button", name="Aanmelden").click()
        expect(page.get_by_role("alert")).to_contain_text("horen niet bij elkaar")
        page.get_by_label("E-mailadres").fill(email)
        page.get_by_label("Wachtwoord").fill(PASSWORD)
        page.get_by_role("button", name="Aanmelden").click()
        app.arrived(page, "Les van")
        assert page.url.endswith(f"/recordings?id={walk.recording_id}")


def test_a_teacher_shares_from_today_on_and_signs_out_everywhere(
    base: str, browser: Browser
) -> None:
    walk = a_walk().ready()
    (email,) = let_in(walk.teacher)
    with app.signed_in(browser, base, email, strict=True) as page:
        app.open_screen(page, "/")
        page.get_by_role("button", name="Bekijk je film").click()
        expect(page.get_by_role("heading", name="Nakijken voor je deelt")).to_be_visible()
        page.get_by_role("button", name="Niets te verbergen").click()
        expect(page.get_by_role("heading", name="Delen met Carlijn")).to_be_visible()
        page.get_by_text("Ik heb nagekeken").click()
        app.settled(page)
        page.get_by_role("button", name="Ik kijk niet zelf, deel hem zo").click()
        expect(page.get_by_role("heading", name="Gedeeld met Carlijn")).to_be_visible()
        assert walk.state is State.coach_review
        page.get_by_role("button", name="Tessa").click()
        page.get_by_text("English").click()
        app.settled(page)
        expect(page.get_by_role("heading", name="Shared with Carlijn")).to_be_visible()
        page.get_by_role("button", name="Sign out everywhere").click()
        app.arrived(page, "Aanmelden")


def test_throwing_a_film_away_asks_once_and_leads_back(base: str, browser: Browser) -> None:
    walk = a_walk().ready()
    (email,) = let_in(walk.teacher)
    with app.signed_in(browser, base, email, strict=True) as page:
        app.open_screen(page, f"/recordings?id={walk.recording_id}")
        page.get_by_role("button", name="Verwijder nu").click()
        page.get_by_role("dialog").wait_for()
        app.settled(page)
        page.get_by_role("button", name="Ja, verwijder de film").click()
        app.arrived(page, "Mijn lessen")
        expect(page.get_by_text("Film voor cyclus 1 met Carlijn")).to_be_visible()
    assert walk.state is State.awaiting_recording
    with asking() as session:
        assert makers.recordings.mine(session, walk.teacher) == []


def test_the_title_of_a_film_opens_it_by_keyboard_and_the_picture_by_a_press(
    base: str, browser: Browser
) -> None:
    walk = a_walk().ready()
    (email,) = let_in(walk.teacher)
    share = "Nakijken voor je deelt"
    with app.signed_in(browser, base, email, strict=True) as page:
        app.open_screen(page, "/recordings")
        page.evaluate("window.same = true")
        title = page.get_by_role("heading", name="Les van").get_by_role("link")
        expect(title).to_have_attribute("href", f"/recordings?id={walk.recording_id}")
        title.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name=share)).to_be_visible()
        page.get_by_role("link", name="Mijn lessen").or_(
            page.get_by_role("button", name="Mijn lessen")
        ).last.click()
        expect(page.get_by_role("heading", name=share)).to_be_hidden()
        page.locator(".film_card .picture").dispatch_event("click")  # its still is no real one here
        expect(page.get_by_role("heading", name=share)).to_be_visible()
        assert page.evaluate("window.same")  # the page itself stayed: a film may be on its way up


def test_an_address_that_is_not_there_says_so_and_leads_back(base: str, browser: Browser) -> None:
    walk = a_walk().ready()
    (email,) = let_in(walk.teacher)
    with app.signed_in(browser, base, email, strict=True) as page:
        for address in ("/nergens", "/ergens/anders"):
            app.open_screen(page, address)
            expect(page.get_by_role("heading", level=1)).to_have_text("Deze pagina is er niet")
            expect(page.get_by_role("dialog")).to_have_count(0)
        page.get_by_test_id("stMain").get_by_role("link", name="Vandaag").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Vandaag")
