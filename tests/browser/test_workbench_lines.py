"""The workbench when the line fails: every act is done once, and no word is lost."""

import pytest
from playwright.sync_api import Route, WebSocketRoute, expect

from config.texts import text
from storage import people
from storage.database import acting
from storage.spans import Span
from tests.browser import app, town
from tests.browser.desk import Desks, kept, open_desk, press, saved, says
from tests.makers import PASSWORD

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.timeout(600)]


def test_a_cut_during_a_lost_connection_is_kept_when_it_is_back(desks: Desks) -> None:
    walk = desks.walk()
    lines: list[WebSocketRoute] = []
    down = False

    def connect(line: WebSocketRoute) -> None:
        if down:
            line.close()
            return
        line.connect_to_server()
        lines.append(line)

    with app.signed_in(desks.browser, desks.base, town.COACH) as page:
        page.route_web_socket("**/_stcore/stream*", connect)
        page.route("**/desk", lambda asked: asked.abort() if down else asked.continue_())
        open_desk(page, walk)
        down = True
        for line in lines:
            line.close()
        press(page, *["ArrowRight"] * 4, "x")
        says(page, "workbench.late")
        assert kept(walk) == []
        down = False
        expect(page.locator(".saved")).to_contain_text(
            text("workbench.saved", at=""), timeout=60_000
        )
        assert [clip.span for clip in kept(walk)] == [Span(5_000, 35_000)]


def test_an_act_whose_answer_is_lost_is_done_once(desks: Desks) -> None:
    walk = desks.walk(20_000)
    asked: list[Route] = []

    def lose_the_first_answer(route: Route) -> None:
        asked.append(route)
        if len(asked) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    with desks.at(walk) as page:
        page.route("**/desk", lose_the_first_answer)
        page.locator(".block").first.click()
        press(page, "1")
        saved(page)
        assert len(asked) == 2
        assert [clip.words.foundation for clip in kept(walk)] == ["emotional_support"]
        assert page.locator(".alert:visible, .apart:visible").count() == 0


def test_whoever_was_signed_out_meanwhile_hears_so_and_loses_no_words(desks: Desks) -> None:
    walk = desks.walk(20_000)
    with desks.at(walk) as page:
        page.locator(".block").first.click()
        with acting() as session:
            people.sign_out_everywhere(session, walk.coach.id)
        page.get_by_label(text("workbench.fact")).fill("Ik zie drie vingers.")
        page.keyboard.press("Enter")
        expect(page.get_by_label(text("sign_in.password"))).to_be_visible()
        assert kept(walk)[0].words.fact == ""
        page.request.post(
            "/sign-in", form={"email": town.COACH, "password": PASSWORD}, max_redirects=0
        )
        open_desk(page, walk)
        saved(page)
    assert kept(walk)[0].words.fact == "Ik zie drie vingers."
