"""What tests of acts share."""

from collections.abc import Iterator

import pytest

from storage import jobs, sealed


@pytest.fixture
def wanted() -> Iterator[list[tuple[str, str]]]:
    """The work that acts asked for, as (workflow, id); no engine does it."""
    with jobs.collecting() as collected:
        yield collected


@pytest.fixture(autouse=True)
def light_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a key of a passphrase in no time; the commands' tests make it as it is."""
    monkeypatch.setattr(sealed, "OPERATIONS", 1)
    monkeypatch.setattr(sealed, "MEMORY", 8192)
