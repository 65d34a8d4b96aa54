"""A teacher shares a summary, her school leader reads it, and she stops while it is open."""

import pytest
from playwright.sync_api import Browser, expect

from config.texts import text
from tests.browser import app
from tests.browser.town import let_in
from tests.makers import a_walk
from tests.storage.sharing import PURPOSE, leader

pytestmark = [pytest.mark.slow, pytest.mark.browser]

WORDS = "vijf tellen wachten"


def test_what_is_shared_is_read_and_gone_once_sharing_stops(base: str, browser: Browser) -> None:
    walk = a_walk().completed()
    leader("Leo")
    let_in()
    with (
        app.signed_in(browser, base, "tessa@school.test", strict=True) as hers,
        app.signed_in(browser, base, "leo@school.test", strict=True) as his,
    ):
        app.open_screen(his, "/shared")
        expect(his.get_by_text(text("shared.nothing"))).to_be_visible()
        app.open_screen(hers, f"/summary?id={walk.cycle_id}")
        panel = hers.locator('[data-testid="stExpander"]').filter(
            has_text=text("share_grant.title")
        )
        panel.locator("summary").click()
        app.choose(hers, text("share_grant.recipient"), "Leo")
        app.settled(hers)
        hers.get_by_label(text("share_grant.purpose")).fill(PURPOSE)
        hers.keyboard.press("Tab")
        app.settled(hers)
        hers.get_by_role("button", name=text("share_grant.look")).click()
        asked = hers.get_by_role("dialog")
        expect(asked.get_by_text(WORDS)).to_be_visible()
        asked.get_by_role("button", name=text("share_grant.do", name="Leo")).click()
        expect(hers.get_by_text(text("share_grant.not_read"))).to_be_visible()
        app.open_screen(his, "/")
        his.get_by_role("link", name=text("overview.shared")).click()
        his.get_by_role("button", name=text("shared.open")).click()
        expect(his.get_by_text(WORDS)).to_be_visible()
        hers.reload()
        expect(hers.get_by_text("Gelezen op")).to_be_visible()
        app.settled(hers)
        hers.get_by_role("button", name=text("share_grant.stop")).click()
        expect(his.get_by_text(text("shared.gone"))).to_be_visible()
        expect(his.get_by_text(WORDS)).to_have_count(0)
