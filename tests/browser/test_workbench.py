"""The workbench in a real browser: cut by key, finger and sentence, and nothing is lost."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from config.texts import text
from storage.spans import Span
from tests.browser import app
from tests.browser.desk import (
    Desks,
    kept,
    nothing_wrong,
    now,
    open_desk,
    plays,
    press,
    saved,
    says,
    until,
    video,
)

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.timeout(600)]

SMALL_TARGETS = """(bench) => [...bench.querySelectorAll("button, select, [role=slider], .tag")]
  .filter((one) => one.checkVisibility())
  .map((one) => [one.getAttribute("aria-label") || one.textContent, one.getBoundingClientRect()])
  .filter(([, box]) => box.height < 43.5)
  .map(([says, box]) => `${says}: ${box.width} x ${box.height}`)"""
WATCH_TIME = """(video) => {
  window.seen = [];
  const look = () => { window.seen.push(video.currentTime); requestAnimationFrame(look); };
  look();
}"""
COUNT_LOADS = """(film) => {
  window.loads = 0;
  film.querySelector("video").addEventListener("loadstart", () => { window.loads += 1; });
}"""


def test_a_coach_cuts_and_names_a_moment_by_keys_alone(desks: Desks) -> None:
    walk = desks.walk()
    with desks.at(walk) as page:
        page.locator(".film").evaluate(COUNT_LOADS)
        nothing_wrong(page, "empty")
        press(page, *["ArrowRight"] * 6, "x")
        saved(page)
        (clip,) = kept(walk)
        assert clip.span == Span(15_000, 45_000), "15 s before to 15 s after"
        press(page, "]", "]", "Shift+ArrowRight", "Shift+ArrowLeft", "Control+z")
        says(page, "workbench.undone")
        saved(page)
        assert kept(walk)[0].span == Span(15_120, 45_000), "the handle in hand, by whole frames"
        press(page, "2", "3")
        says(page, "workbench.named_dimension", name=text("dimensions.negative_climate.name"))
        press(page, "Enter")
        page.keyboard.type("xio12 Ik zie rust?")
        nothing_wrong(page, "composing")
        press(page, "Shift+Enter")
        page.keyboard.type("En verder.")
        press(page, "Enter")
        saved(page)
        expect(page.locator(".film")).to_be_focused()
        (clip,) = kept(walk)
        assert clip.words.fact == "xio12 Ik zie rust?\nEn verder.", "no key acts while typing"
        assert clip.words.foundation == "classroom_organisation"
        assert clip.words.dimension == "negative_climate"
        press(page, "?")
        expect(page.get_by_role("dialog")).to_be_visible()
        nothing_wrong(page, "key sheet")
        press(page, "Escape")
        assert page.evaluate("window.loads") == 0, "no run of the screen loads the film again"


def test_a_cut_is_taken_back_and_bad_marks_wait_to_be_mended(desks: Desks) -> None:
    walk = desks.walk()
    with desks.at(walk) as page:
        press(page, *["ArrowRight"] * 6, "i", *["ArrowLeft"] * 4, "o")
        says(page, "workbench.wrong.in_after_out")
        nothing_wrong(page, "in after out")
        press(page, "x")
        saved(page)
        assert [clip.span for clip in kept(walk)] == [Span(0, 25_000)]
        expect(page.get_by_text(text("workbench.wrong.in_after_out"))).to_be_hidden()
        press(page, "Control+z")
        says(page, "workbench.undone.cut")
        says(page, "workbench.wrong.in_after_out")
        saved(page)
        assert kept(walk) == []
        press(page, "x")
        saved(page)
        press(page, "Escape")
        says(page, "workbench.wrong.in_after_out")
        assert len(kept(walk)) == 1


def drag(page: Page, handle: Locator, by: float) -> None:
    """Pull a handle along with a finger, by so many pixels."""
    box = handle.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    line = page.context.new_cdp_session(page)
    for kind, at in (("touchStart", 0.0), ("touchMove", by / 2), ("touchMove", by)):
        line.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x + at, "y": y}]}
        )
    line.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_coach_cuts_with_one_finger_on_a_phone(desks: Desks) -> None:
    walk = desks.walk()
    with desks.at(walk, width=app.NARROW, touch=True) as page:
        page.get_by_role("button", name=text("player.forward")).tap()
        page.get_by_role("button", name=text("player.play"), exact=True).tap()
        plays(page)
        page.get_by_role("button", name=text("workbench.moment")).tap()
        saved(page)
        plays(page)
        page.get_by_role("button", name=text("player.pause")).tap()
        (clip,) = kept(walk)
        end = page.get_by_role("slider", name=text("workbench.end"), exact=True)
        spoken = end.get_attribute("aria-valuetext")
        end.scroll_into_view_if_needed()
        drag(page, end, 40)
        expect(end).not_to_have_attribute("aria-valuetext", spoken or "")
        page.get_by_role("button", name=text("workbench.start_later")).tap()
        saved(page)
        (moved,) = kept(walk)
        assert moved.span.start_ms == clip.span.start_ms + 120
        assert moved.span.end_ms > clip.span.end_ms + 4_000
        page.get_by_text(text("foundations.emotional_support"), exact=True).first.tap()
        assert page.locator(".bench").evaluate(SMALL_TARGETS) == []
        nothing_wrong(page, "on a phone")
        assert page.evaluate("document.documentElement.scrollWidth") <= app.NARROW


def test_frames_are_stepped_exactly(desks: Desks) -> None:
    with desks.at(desks.walk()) as page:
        press(page, "ArrowRight", *["."] * 7, *[","] * 2)
        page.wait_for_function(
            "(video) => !video.seeking", arg=video(page).element_handle()
        )  # 25 pictures a second
        assert round(now(page) * 25 - 0.5, 3) == 130


def test_typing_holds_the_film_and_enter_lets_it_go_on(desks: Desks) -> None:
    walk = desks.walk()
    with desks.at(walk) as page:
        press(page, *["ArrowRight"] * 4, "k")
        plays(page)
        box = page.get_by_label(text("workbench.fact"))
        box.click()
        page.keyboard.type("Ik")
        plays(page, False)
        held = now(page)
        expect(page.locator(".chip")).to_have_text(f"0:{int(held)}")
        press(page, "Control+Space")
        plays(page)
        page.keyboard.type(" zie")
        plays(page, False)
        press(page, "Escape")
        plays(page)
        expect(page.locator(".film")).to_be_focused()
        expect(page.locator(".back:visible")).to_contain_text(text("workbench.undo"))
        box.click()
        page.keyboard.type("Ik hoor een vraag.")
        plays(page, False)
        press(page, "Enter")
        plays(page)
        saved(page)
        assert [clip.words.fact for clip in kept(walk)] == ["Ik hoor een vraag."]


def test_the_last_of_two_tabs_is_told_and_chooses(desks: Desks) -> None:
    walk = desks.walk(20_000)
    with desks.at(walk) as mine:
        theirs = mine.context.new_page()
        theirs.set_default_timeout(20_000)
        open_desk(theirs, walk)
        for page in (mine, theirs):
            page.locator(".block").first.click()
        theirs.get_by_label(text("workbench.fact")).fill("De andere woorden.")
        theirs.keyboard.press("Enter")
        saved(theirs)
        mine.get_by_label(text("workbench.fact")).fill("Mijn woorden.")
        mine.keyboard.press("Enter")
        says(mine, "workbench.apart")
        expect(mine.locator(".apart")).to_contain_text("De andere woorden.")
        expect(mine.get_by_label(text("workbench.fact"))).to_have_value("Mijn woorden.")
        assert kept(walk)[0].words.fact == "De andere woorden."
        nothing_wrong(mine, "two tabs")
        mine.get_by_role("button", name=text("workbench.keep_mine")).click()
        expect(mine.locator(".apart")).to_be_hidden()
        saved(mine)
        assert kept(walk)[0].words.fact == "Mijn woorden."


def test_a_reload_keeps_words_marks_and_place(desks: Desks) -> None:
    walk = desks.walk(20_000)
    with desks.at(walk) as page:
        page.on("dialog", lambda asked: asked.accept())
        press(page, *["ArrowRight"] * 3, "i")
        page.locator(".block").first.click()
        page.get_by_label(text("workbench.question")).fill("Wat deed je vlak hiervoor?")
        page.reload()
        app.settled(page)
        expect(page.get_by_label(text("workbench.question"))).to_have_value(
            "Wat deed je vlak hiervoor?"
        )
        page.wait_for_function("(video) => video.readyState > 1", arg=video(page).element_handle())
        assert abs(now(page) - 20) < 0.1
        page.get_by_role("button", name=text("workbench.close")).click()
        until(page, lambda: kept(walk)[0].words.question == "Wat deed je vlak hiervoor?")
        expect(page.get_by_label(text("workbench.start_time"))).to_have_value("0:15,0")


def test_silences_are_skipped_but_not_in_a_clip_that_plays_alone(desks: Desks) -> None:
    walk = desks.walk()
    with desks.at(walk) as page:
        skip = page.get_by_role("button", name=text("player.skip"))
        skip.click()
        expect(skip).to_have_attribute("aria-pressed", "true")
        press(page, "ArrowRight", "ArrowRight", "l", "l", "l", "l")
        video(page).evaluate(WATCH_TIME)
        press(page, "k")
        page.wait_for_function("() => window.seen.at(-1) > 18")
        press(page, "k")
        seen = page.evaluate("window.seen")
        assert not [at for at in seen if 13 < at < 17], "nobody speaks from 12 to 18"
        assert [at for at in seen if 10 < at < 12.3]
        page.get_by_label(text("workbench.start_time")).fill("0:13")
        page.get_by_role("textbox", name=text("workbench.end_time")).fill("0:16")
        press(page, "Enter")
        page.get_by_role("button", name=text("workbench.loop")).click()
        page.evaluate("window.seen = []")
        page.wait_for_function("() => window.seen.some((at) => at > 14 && at < 15.5)")


def test_less_data_keeps_the_place(desks: Desks) -> None:
    with desks.at(desks.walk()) as page:
        press(page, *["ArrowRight"] * 4)
        page.get_by_role("button", name=text("player.saver")).click()
        expect(video(page)).to_have_attribute("src", re.compile("data-saver.mp4$"))
        page.wait_for_function("(video) => video.readyState > 1", arg=video(page).element_handle())
        assert abs(now(page) - 20) < 0.1
