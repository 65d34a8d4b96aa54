"""Jumping about in a film in a real browser: from the jump to the picture on screen."""

import random
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from config.texts import text
from pipeline.bench_viewers import Place
from pipeline.errors import ToolFailed

NAMES = ("chromium", "chromium-browser", "google-chrome")
LONGEST_MS = 120_000
WATCH = """
src => new Promise((done, wrong) => {
  const film = document.createElement("video");
  Object.assign(film, { muted: true, preload: "auto", width: 1280, height: 720 });
  film.addEventListener("error", () => wrong(new Error(film.error.message)));
  film.requestVideoFrameCallback(() => done(film.duration));
  document.body.replaceChildren(film);
  film.src = src;
})
"""
JUMP = """
at => new Promise((done, wrong) => {
  const film = document.querySelector("video");
  const began = performance.now();
  film.addEventListener("error", () => wrong(new Error(film.error.message)), { once: true });
  const look = (now, shown) => {
    if (Math.abs(shown.mediaTime - at) < 0.1) done(performance.now() - began);
    else film.requestVideoFrameCallback(look);
  };
  film.requestVideoFrameCallback(look);
  film.currentTime = at;
})
"""


def seeks(places: Sequence[Place], jumps: int) -> list[list[float]]:
    """Jump to the same moments of the film at every place, by turns; milliseconds per jump.

    ToolFailed, with a sentence, where there is no browser to measure with.
    """
    chance = random.Random(1)  # noqa: S311 - the same moments in every run
    with _browser() as browser:
        pages = [_opened(browser, place) for place in places]
        length_s = min(length for _, length in pages)
        moments = [round(chance.uniform(1, length_s - 1), 2) + 0.02 for _ in range(jumps)]
        found: list[list[float]] = [[] for _ in places]
        for at in moments:
            for took, (page, _) in zip(found, pages, strict=True):
                took.append(float(page.evaluate(JUMP, at)))
    return found


def _opened(browser: Any, place: Place) -> tuple[Any, float]:
    """A page that shows the first picture of the film, and the film's length in seconds."""
    base = f"http://localhost:{place.port}"
    context = browser.new_context(base_url=base, viewport={"width": 1280, "height": 800})
    context.add_cookies([{"name": "lesbeeld", "value": place.token, "url": base}])
    page = context.new_page()
    page.set_default_timeout(LONGEST_MS)
    page.goto("/health")
    return page, float(page.evaluate(WATCH, place.path))


@contextmanager
def _browser() -> Iterator[Any]:
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        raise ToolFailed("chromium", text("bench.no_browser")) from None
    found = next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        except Error:
            raise ToolFailed("chromium", text("bench.no_browser")) from None
        yield browser
        browser.close()
