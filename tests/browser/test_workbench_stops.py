"""Where the workbench stops: on the picture one sees, and out of what was begun by mistake."""

import pytest
from playwright.sync_api import expect

from config.texts import text
from storage import jobs, objections, settling
from storage.clock import today
from storage.database import acting
from tests.browser.desk import Desks, kept, now, open_desk, plays, press, saved, says, video

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.timeout(600)]

WATCH_PICTURES = """(video) => {
  const look = (_, { mediaTime }) => {
    window.shown = mediaTime;
    video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);
}"""
SAME_FRAME = """(video) => !video.seeking
  && Math.round(window.shown * 25) === Math.floor(video.currentTime * 25)"""


def test_a_paused_picture_is_the_frame_the_keys_are_about(desks: Desks) -> None:
    with desks.at(desks.walk()) as page:
        video(page).evaluate(WATCH_PICTURES)
        press(page, "l", "l", "l", "l")
        for _ in range(3):
            press(page, "k")
            plays(page)
            page.wait_for_function("(was) => window.shown > was + 0.5", arg=now(page))
            press(page, "k")
            plays(page, False)
            page.wait_for_function(SAME_FRAME, arg=video(page).element_handle())


def test_escape_makes_an_untouched_clip_marks_again(desks: Desks) -> None:
    walk = desks.walk()
    with desks.at(walk) as page:
        press(page, "i", *["ArrowRight"] * 2, "o", "Enter")
        saved(page)
        press(page, "Escape")
        says(page, "workbench.undone.cut")
        saved(page)
        assert kept(walk) == []
        press(page, "p")
        plays(page)
        press(page, *["ArrowRight"] * 3)
        page.wait_for_function("(v) => v.currentTime > 15.5", arg=video(page).element_handle())
        plays(page)


def test_a_film_that_is_locked_while_somebody_types_loses_no_word(desks: Desks) -> None:
    walk = desks.walk(10_000)
    with desks.at(walk) as page:
        page.locator(".block").first.click()
        fact = page.get_by_label(text("workbench.fact"))
        expect(fact).to_be_visible()
        with jobs.collecting(), acting() as session:
            objections.enter(session, walk.teacher, walk.recording_id, "3b", today())
        fact.fill("Je wacht drie tellen.")
        says(page, "refusals.locked_at_work")
        with jobs.collecting(), acting() as session:
            settling.lift(session, walk.teacher, walk.recording_id, "not_in_it")
        open_desk(page, walk)
        saved(page)
    (clip,) = kept(walk)
    assert clip.words.fact == "Je wacht drie tellen."
