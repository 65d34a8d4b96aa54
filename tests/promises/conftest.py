"""What proofs share: a real database, a real store, and no machine at work."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from storage import jobs


@pytest.fixture(autouse=True)
def _house(sqlite_database: Engine) -> Iterator[None]:
    with jobs.collecting():
        yield
