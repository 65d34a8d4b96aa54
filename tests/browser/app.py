"""The real app and a real browser: what journeys, axe and pictures of screens are made with.

    with app.serve() as base, app.browsing(chromium) as browser:
        with app.signed_in(browser, base, "tessa@school.test", dark=True) as page:
            app.open_screen(page, "/today")
            assert app.axe(page) == []

`serve()` starts `streamlit run review_app/asgi.py` on the data folder of the settings in use (the
`home` fixture); nobody works on the machine's queues unless a test starts a worker.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, TimeoutError, expect, sync_playwright

from config.settings import settings
from tests.house import ROOT
from tests.makers import PASSWORD

WIDE, NARROW = 1280, 390
"""Window widths in pixels: a laptop and a phone."""
PATIENCE_S = 90
"""How long the app may take to start on a busy machine."""
AXE = ROOT / "review_app" / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


@contextmanager
def serve() -> Iterator[str]:
    """Run the app until the end of the block; gives its address."""
    port = _free_port()
    command = [
        sys.executable, "-m", "streamlit", "run", str(ROOT / "review_app" / "asgi.py"),
        "--server.port", str(port), "--server.address", "localhost",
    ]  # fmt: skip
    log = settings().home / "app.log"
    base = f"http://localhost:{port}"
    environment = dict(os.environ, LESBEELD_HOME=str(settings().home), LESBEELD_BASE_URL=base)
    with log.open("wb") as out:
        running = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
    try:
        _wait_for(f"{base}/health", running, log)
        yield base
    finally:
        running.terminate()
        running.wait(timeout=20)


@contextmanager
def browsing(chromium: Path) -> Iterator[Browser]:
    """A headless Chromium until the end of the block."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(chromium),
            args=["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
        )
        yield browser
        browser.close()


@contextmanager
def visitor(
    browser: Browser,
    base: str,
    *,
    width: int = WIDE,
    dark: bool = False,
    language: str = "nl",
    strict: bool = False,
    touch: bool = False,
) -> Iterator[Page]:
    """A page of somebody who is not signed in. With `strict` the content policy holds."""
    context = browser.new_context(
        base_url=base,
        bypass_csp=not strict,
        viewport={"width": width, "height": 900 if width >= WIDE else 844},
        color_scheme="dark" if dark else "light",
        locale="nl-NL" if language == "nl" else "en-GB",
        timezone_id="Europe/Amsterdam",
        reduced_motion="reduce",
        service_workers="block",
        has_touch=touch,
    )
    if AXE.is_file():  # as if typed in the browser's console: allowed however strict the page is
        context.add_init_script(path=AXE)
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield page
    context.close()


@contextmanager
def signed_in(
    browser: Browser, base: str, email: str, password: str = PASSWORD, **how: Any
) -> Iterator[Page]:
    """A page of somebody who signed in; `how` is what `visitor` takes."""
    with visitor(browser, base, **how) as page:
        answer = page.request.post(
            "/sign-in", form={"email": email, "password": password}, max_redirects=0
        )
        if "mistake" in answer.headers.get("location", "mistake"):
            raise AssertionError(f"could not sign in: {answer.headers.get('location')}")
        yield page


def open_screen(page: Page, path: str) -> None:
    """Go to an address and wait until Streamlit has drawn it whole."""
    page.goto(path)
    settled(page)


def arrived(page: Page, title: str) -> None:
    """Wait until the screen of this title is there; the last one may still stand beside it."""
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()


def settled(page: Page) -> None:
    """Wait until the screen has a title and no script runs."""
    expect(page.get_by_role("heading", level=1).first).to_be_visible(timeout=30_000)
    app = page.locator('[data-testid="stApp"]')
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=30_000)


def choose(page: Page, box: str, option: str) -> None:
    """Choose from a list; one that went because the page scrolled under it is opened again."""
    there = page.get_by_role("option", name=option)
    for _ in range(5):
        page.get_by_role("combobox", name=box).click()
        try:
            there.click(timeout=4_000)
        except TimeoutError:
            continue
        return
    expect(there).to_be_visible()


def axe(page: Page) -> list[str]:
    """What axe-core finds wrong on the page, in one line each."""
    found = page.evaluate(
        "async () => (await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a',"
        " 'wcag21aa', 'wcag22aa', 'best-practice']})).violations"
    )
    return [
        f"{each['id']} ({each['impact']}): {node['target']} {node.get('failureSummary', '')}"
        for each in found
        for node in each["nodes"]
    ]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, running: subprocess.Popen[bytes], log: Path) -> None:
    give_up = time.monotonic() + PATIENCE_S
    while running.poll() is None and time.monotonic() < give_up:
        try:
            with urlopen(address, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the app did not start:\n{log.read_text(errors='replace')[-3000:]}")
