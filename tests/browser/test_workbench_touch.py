"""The workbench by touch and at a glance: sentences by tapping, lanes, all of it in sight."""

import pytest
from playwright.sync_api import Locator, Page, expect

from config.programme import programme
from config.texts import text
from storage.spans import Span
from tests.browser import app
from tests.browser.desk import Desks, kept, nothing_wrong, press, saved, says

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.timeout(600)]


def row(page: Page, n: int) -> Locator:
    return page.locator(".sentences li").nth(n)


def scissors(page: Page, n: int) -> Locator:
    return row(page, n).locator(".scissors")


def bar(page: Page) -> Locator:
    return page.get_by_role("group", name=text("transcript.choosing"))


def around(span: Span, first_ms: int, last_ms: int) -> bool:
    """Whether the clip holds these words, and no more than the pauses beside them."""
    return first_ms - 1500 <= span.start_ms <= first_ms and last_ms <= span.end_ms <= last_ms + 1500


def box(place: Locator) -> dict[str, float]:
    """Where something is on screen, its far edges too."""
    found = place.bounding_box()
    assert found
    right, bottom = found["x"] + found["width"], found["y"] + found["height"]
    return {**found, "right": right, "bottom": bottom}


def test_sentences_are_chosen_by_tapping_and_cut_and_taken_back(desks: Desks) -> None:
    walk = desks.walk()
    with desks.at(walk, width=app.NARROW, touch=True) as page:
        expect(row(page, 7)).to_be_attached()
        scissors(page, 2).tap()
        one = bar(page).get_by_role("button", name=text("transcript.cut_one"), exact=True)
        expect(one).to_be_visible()
        assert kept(walk) == [], "a tap begins a choice, it does not cut yet"
        expect(scissors(page, 4)).to_have_accessible_name(text("transcript.up_to", at="0:22"))
        scissors(page, 4).tap()
        expect(page.locator("li.picked")).to_have_count(3)
        nothing_wrong(page, "a choice by touch")
        bar(page).get_by_role("button", name=text("transcript.cancel")).tap()
        expect(bar(page)).to_be_hidden()
        expect(page.locator("li.picked")).to_have_count(0)
        expect(scissors(page, 2)).to_be_focused()

        scissors(page, 3).tap()
        row(page, 4).locator(".said").tap()
        expect(page.locator("li.picked")).to_have_count(2)
        bar(page).get_by_role("button", name=text("transcript.cut"), exact=True).tap()
        saved(page)
        (clip,) = kept(walk)
        assert around(clip.span, 18_000, 27_000)
        expect(bar(page)).to_contain_text(text("workbench.cut_out", start="0:17", end="0:27"))
        expect(page.locator("li.chosen")).to_have_count(2)
        nothing_wrong(page, "what was cut by touch")
        bar(page).get_by_role("button", name=text("transcript.take_back")).tap()
        saved(page)
        assert kept(walk) == []
        expect(bar(page)).to_be_hidden()


def test_a_mouse_cuts_a_sentence_at_once_and_it_shows(desks: Desks) -> None:
    walk = desks.walk()
    with desks.at(walk) as page:
        row(page, 3).hover()
        scissors(page, 3).click()
        saved(page)
        (clip,) = kept(walk)
        assert around(clip.span, 18_000, 22_000)
        expect(page.locator(".block.fresh")).to_have_count(1)
        undo = page.locator(".lines").get_by_role("button", name=text("workbench.take_back"))
        expect(undo).to_be_visible()
        undo.click()
        says(page, "workbench.undone.cut")
        saved(page)
        assert kept(walk) == []


def test_sentences_are_chosen_with_scissors_by_keys_alone(desks: Desks) -> None:
    walk = desks.walk()
    with desks.at(walk) as page:
        expect(row(page, 7)).to_be_visible()
        scissors(page, 0).focus()
        press(page, "Enter")
        expect(bar(page)).to_be_visible()
        row(page, 0).locator(".when").focus()
        press(page, "ArrowDown")
        expect(row(page, 1).locator(".when")).to_be_focused()
        scissors(page, 1).focus()
        press(page, "Enter")
        expect(page.locator("li.picked")).to_have_count(2)
        bar(page).get_by_role("button", name=text("transcript.cut"), exact=True).focus()
        press(page, "Enter")
        expect(bar(page).get_by_role("button", name=text("transcript.write"))).to_be_focused()
        saved(page)
        (clip,) = kept(walk)
        assert around(clip.span, 2_000, 8_000)
        press(page, "Enter")
        expect(page.get_by_label(text("workbench.fact"))).to_be_focused()


@pytest.mark.parametrize("touch", [False, True])
def test_clips_that_overlap_lie_under_each_other_and_each_can_be_opened(
    desks: Desks, touch: bool
) -> None:
    walk = desks.walk(2_000, 10_000, 20_000, 36_000)
    width = app.NARROW if touch else app.WIDE
    with desks.at(walk, width=width, touch=touch) as page:
        blocks = page.locator(".block")
        expect(blocks).to_have_count(4)
        places = [box(blocks.nth(n)) for n in range(4)]
        for n, one in enumerate(places):
            for other in places[n + 1 :]:
                apart = one["bottom"] <= other["y"] or other["bottom"] <= one["y"]
                assert apart or one["right"] <= other["x"] or other["right"] <= one["x"]
        nothing_wrong(page, "clips in lanes")
        for n, opened in enumerate(("0:02", "0:10", "0:20", "0:36")):
            if touch:
                blocks.nth(n).tap()
            elif n % 2:
                blocks.nth(n).focus()
                press(page, "Enter")
            else:
                blocks.nth(n).click()
            expect(blocks.nth(n)).to_have_attribute("aria-current", "true")
            expect(page.locator(".composer .chip")).to_contain_text(opened)


def test_film_bar_sound_marks_and_buttons_are_seen_together_on_a_laptop(desks: Desks) -> None:
    with desks.at(desks.walk()) as page:
        press(page, *["ArrowRight"] * 4, "x")
        saved(page)
        parts = (".picture", ".bar", ".wave", ".handle.start", ".marking", ".block")
        for part in parts:
            place = box(page.locator(part))
            assert place["y"] >= 0, part
            assert place["bottom"] <= 900, part
        assert page.evaluate("window.scrollY") == 0
        fact, question = (box(page.get_by_label(text(f"workbench.{name}"))) for name in
                          ("fact", "question"))  # fmt: skip
        assert fact["bottom"] < question["y"]
        assert question["bottom"] <= 900
        expect(page.locator(".composer .primary")).to_be_in_viewport()


def test_a_phone_shows_the_parts_in_the_order_of_the_work(desks: Desks) -> None:
    with desks.at(desks.walk(2_000), width=app.NARROW, touch=True) as page:
        expect(row(page, 7)).to_be_attached()
        parts = (".picture", ".marking .verb", ".timeline", ".composer", ".clips", ".sentences")
        tops = [box(page.locator(part).first)["y"] for part in parts]
        assert tops == sorted(tops)
        expect(page.locator(".clock .long")).to_have_text("1:10")
        expect(page.get_by_role("tab")).to_have_count(0)
        says(page, "workbench.count_one", n=1, most=programme().clips.most)
