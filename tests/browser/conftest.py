"""One app and one browser per test; nobody works on the machine's queues."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import Engine

from review_app.parts.component import ASSETS
from storage import jobs
from tests.browser import app
from tests.browser.desk import desks

__all__ = ["desks"]

expect.set_options(timeout=20_000)  # milliseconds; two busy cores take their time


@pytest.fixture
def base(sqlite_database: Engine) -> Iterator[str]:
    """The address of the real app, on this test's own data."""
    if not ASSETS.is_dir():
        pytest.skip("The front end is not built here: run make setup.")
    with jobs.collecting(), app.serve() as address:
        yield address


@pytest.fixture
def browser(chromium: Path) -> Iterator[Browser]:
    """A headless Chromium."""
    with app.browsing(chromium) as found:
        yield found
