"""Where the workbench stops: on the picture one sees, and out of what was begun by mistake."""

import pytest

from tests.browser.desk import Desks, kept, now, plays, press, saved, says, video

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
