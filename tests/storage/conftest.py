"""What tests of acts share."""

from collections.abc import Iterator

import pytest

from storage import jobs


@pytest.fixture
def wanted() -> Iterator[list[tuple[str, str]]]:
    """The work that acts asked for, as (workflow, id); no engine does it."""
    with jobs.collecting() as collected:
        yield collected
