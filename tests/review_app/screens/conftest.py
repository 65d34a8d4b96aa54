"""Screens are drawn on a real database; the machines are kept out."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from storage import jobs
from tests.review_app.stage import Stage


@pytest.fixture
def stage(sqlite_database: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """Draws screens: `stage(asker, "today")`. It is Tuesday 24 November 2026."""
    with jobs.collecting():
        yield Stage(monkeypatch)
