"""The file of a clip plays in Chromium, from its first picture to its last."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from pipeline.cut import Cut, cut
from pipeline.probe import probe
from storage.spans import Span
from tests import samples
from tests.browser import app

FPS = 25
FIRST, END = 75, 177
SITE = "http://clip.test"
PAGE = """<!doctype html><video src="/clip.mp4" preload="auto"></video><script>
const film = document.querySelector("video");
const number = (bits, block) => {
  const drawn = new OffscreenCanvas(film.videoWidth, film.videoHeight).getContext("2d");
  drawn.drawImage(film, 0, 0);
  const lit = (bit) => drawn.getImageData((bit + 0.5) * block, block / 2, 1, 1).data[0] > 128;
  return [...Array(bits).keys()].reduce((sum, bit) => sum + (lit(bit) ? 2 ** bit : 0), 0);
};
const shownAt = (seconds) => new Promise((shown, failed) => {
  film.onerror = () => failed(film.error.message);
  film.onseeked = () => requestAnimationFrame(() => requestAnimationFrame(shown));
  film.currentTime = seconds;
});
const played = () => new Promise((ended, failed) => {
  film.onerror = () => failed(film.error.message);
  film.onended = () => ended(film.currentTime);
  Object.assign(film, { playbackRate: 2 }).play();
});
</script>"""

MAKERS = {
    "our own films": "-preset veryfast -g 50 -keyint_min 50 -sc_threshold 0 -flags +cgop",
    "a film without pictures between anchors": "-profile:v baseline -g 50",
    "a film that looks far back": "-preset veryfast -bf 8 -b_strategy 0 -refs 5 -g 50",
}


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Cut]:
    folder, made = tmp_path_factory.mktemp("clips"), {}
    span = Span(FIRST * 40, END * 40)
    for number, (maker, made_with) in enumerate(MAKERS.items()):
        film = samples.film("lesson.mp4", seconds=9, extra=made_with)
        found = asyncio.run(probe(film))
        made[maker] = asyncio.run(cut(film, found, span, folder / f"{number}.mp4"))
    return made


@pytest.fixture(scope="module")
def browser(clips: dict[str, Cut], chromium: Path) -> Iterator[Browser]:
    """Opened after the clips are made: it keeps the event loop to itself."""
    with app.browsing(chromium) as found:
        yield found


@pytest.mark.browser
@pytest.mark.parametrize("maker", MAKERS)
def test_a_clip_plays_from_its_first_picture_to_its_last_across_its_joins(
    browser: Browser, clips: dict[str, Cut], maker: str
) -> None:
    assert clips[maker].anew == ""
    page = opened(browser, clips[maker].path)
    length = page.evaluate("film.duration")
    assert length == pytest.approx((END - FIRST) / FPS, abs=0.02)
    for number in (FIRST, FIRST + 1, 99, 100, 101, 149, 150, 174, 175, END - 1):
        page.evaluate(f"shownAt({(number - FIRST + 0.5) / FPS})")
        assert shown(page) == number
    page.evaluate("shownAt(0)")
    assert page.evaluate("played()") == pytest.approx(length, abs=0.02)
    assert shown(page) == END - 1
    page.close()


def opened(browser: Browser, clip: Path) -> Page:
    page = browser.new_page()
    page.route(f"{SITE}/", lambda route: route.fulfill(body=PAGE, content_type="text/html"))
    page.route(f"{SITE}/clip.mp4", lambda route: answer(route, clip.read_bytes()))
    page.goto(SITE)
    page.wait_for_function("film.readyState === 4")
    return page


def answer(route: Route, whole: bytes) -> None:
    """Part of the film, as it is asked for; without that Chromium does not jump in it."""
    start = int(route.request.headers.get("range", "bytes=0-")[6:].partition("-")[0])
    reach = f"bytes {start}-{len(whole) - 1}/{len(whole)}"
    headers = {"Content-Type": "video/mp4", "Accept-Ranges": "bytes", "Content-Range": reach}
    route.fulfill(status=206, body=whole[start:], headers=headers)


def shown(page: Page) -> int:
    return int(page.evaluate(f"number({samples.BITS}, {samples.BLOCK})"))
