"""What tests of acts share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import clock, jobs, sealed
from storage.rules.access import Asker
from storage.rules.roles import Role
from tests import makers
from tests.storage.kept import NOW


@pytest.fixture
def wanted() -> Iterator[list[tuple[str, str]]]:
    """The work that acts asked for, as (workflow, id); no engine does it."""
    with jobs.collecting() as collected:
        yield collected


@pytest.fixture
def officer() -> Asker:
    """Who answers the parents."""
    return makers.person("Fien", Role.dpo)


@pytest.fixture
def at_now() -> Iterator[None]:
    """It is the moment at which the cycles of these tests stand."""
    with clock.at(NOW):
        yield


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """Another disk."""
    return tmp_path / "elsewhere"


@pytest.fixture(autouse=True)
def light_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a key of a passphrase in no time; the commands' tests make it as it is."""
    monkeypatch.setattr(sealed, "OPERATIONS", 1)
    monkeypatch.setattr(sealed, "MEMORY", 8192)
