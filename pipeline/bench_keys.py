"""From a key to "Opgeslagen" on the screen: the coach cuts, marks and names, again and again.

A real Chromium on the real app, on a lesson of three quarters of an hour: from the press of a key
until the page has drawn that what it did is kept. Each path is held against 100 ms, below which
people feel that what they do happens at once. The browser is no part of what people install: where
there is none, this part says so and the others go on.
"""

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import cycle, islice
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

from pipeline import bench_school
from pipeline.bench_cycle import STAGES, Pair
from pipeline.bench_home import apart
from pipeline.bench_measure import Measure, Wish
from pipeline.bench_server import cpu_s, server
from storage import database, jobs
from storage.errors import Refused

if TYPE_CHECKING:
    from playwright.sync_api import Page

LIMIT_MS = 100.0
WARMING = 3
"""Presses that are not counted: the first ones make the engine's tables and fill caches."""
REST_MS = 400
"""Between two presses: nobody cuts faster."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Way:
    """Keys that are pressed over and over; the last of each press is the one that is measured."""

    keys: str
    """What it is called on the coach's sheet of keys."""
    presses: tuple[tuple[str, ...], ...]
    on_a_clip: bool = True
    """Whether a clip is cut first, for the keys to change."""


WAYS = (
    Way("X", (("ArrowRight", "x"),), on_a_clip=False),
    Way("I", (("ArrowLeft", "i"), ("ArrowRight", "i"))),
    Way("O", (("ArrowRight", "o"), ("ArrowLeft", "o"))),
    Way("[ ]", (("]",), ("[",))),
    Way("1-9", (("1",), ("2",), ("2",), ("1",), ("3",), ("1",))),
)
"""Digits name a foundation and then a dimension of it, three times over: each press changes it."""

LISTEN = """(film) => {
  const saved = film.getRootNode().querySelector(".saved");
  const [busy, line] = saved.children;
  window.lesbeeldTook = [];
  window.lesbeeldKeys = [];
  let began = null;
  document.addEventListener("keydown", (event) => {
    if (window.lesbeeldKeys.includes(event.key)) began = event.timeStamp;
  }, true);
  new MutationObserver(() => {
    if (began === null || !busy.hidden || line.textContent === "") return;
    const at = began;
    began = null;
    requestAnimationFrame(() => window.lesbeeldTook.push(performance.now() - at));
  }).observe(saved, {subtree: true, childList: true, attributes: true, characterData: true});
}"""
"""Runs in the page: what was seen there between the press and the next picture that is drawn."""

KEPT = """(film) => {
  const [busy, line] = film.getRootNode().querySelector(".saved").children;
  return busy.hidden && line.textContent !== "";
}"""
"""Whether the page says that all is kept."""


def measure(folder: Path, _films: Path, wish: Wish) -> list[Measure]:
    """Press the key and look. Raises Refused where there is no browser to press it in."""
    browser = _browser()
    with apart(folder / "home"):
        database.migrate()
        jobs.prepare()
        school = bench_school.found()
        bench_school.grow(school, len(STAGES))
        pair = dict(zip(STAGES, school.pairs, strict=False))["chosen"]
        email = school.email(pair.coach)
        with server(folder) as (port, web), _page(browser, f"http://localhost:{port}") as page:
            _sit_down(page, email, pair)
            return [_measure(page, way, web, wish.presses) for way in WAYS]


def _measure(page: "Page", way: Way, web: int, times: int) -> Measure:
    """What these keys took, and what the server did for them."""
    if way.on_a_clip:
        _cut(page)
    _presses(page, way, WARMING)
    before = cpu_s(web)
    found = sorted(_presses(page, way, times))
    more = {
        "fastest_ms": found[0],
        "p90_ms": found[int(0.9 * (len(found) - 1))],
        "server_cpu_ms": 1000 * (cpu_s(web) - before) / len(found),
        "presses": float(len(found)),
    }
    return Measure("keys", statistics.median(found), LIMIT_MS, "ms", of=way.keys, more=more)


def _browser() -> str:
    path = next(filter(None, map(which, BROWSERS)), None)
    if find_spec("playwright") is None or path is None:
        raise Refused("bench.no_browser")
    return path


@contextmanager
def _page(path: str, base: str) -> Iterator["Page"]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(base_url=base, viewport={"width": 1280, "height": 900})
        page.set_default_timeout(60_000)
        yield page
        browser.close()


def _sit_down(page: "Page", email: str, pair: Pair) -> None:
    """Sign in as the coach and open the lesson, the keys with the film."""
    page.request.post(
        "/sign-in", form={"email": email, "password": bench_school.PASSWORD}, max_redirects=0
    )
    page.goto(f"/workbench?id={pair.recording_id}")
    film = page.locator(".film")
    film.focus()
    film.evaluate(LISTEN)


def _cut(page: "Page") -> None:
    """Cut another moment, which is open from then on."""
    page.evaluate("() => { window.lesbeeldKeys = []; }")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("x")
    page.wait_for_timeout(REST_MS)
    page.wait_for_function(KEPT, arg=page.locator(".film").element_handle())


def _presses(page: "Page", way: Way, times: int) -> list[float]:
    """Press so many times; return what each took, in ms."""
    measured = sorted({keys[-1] for keys in way.presses})
    page.evaluate(
        "(keys) => { window.lesbeeldTook.length = 0; window.lesbeeldKeys = keys; }", measured
    )
    for number, keys in enumerate(islice(cycle(way.presses), times), 1):
        for key in keys:
            page.keyboard.press(key)
        page.wait_for_function("(n) => window.lesbeeldTook.length >= n", arg=number)
        page.wait_for_timeout(REST_MS)
    found: list[float] = page.evaluate("() => window.lesbeeldTook")
    return found
