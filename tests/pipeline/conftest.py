"""Films for the tests of this floor, made once per run."""

import pytest

from tests import samples
from tests.pipeline import torture


@pytest.fixture(autouse=True, scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    samples.use_folder(tmp_path_factory.mktemp("samples"))


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> torture.Make:
    """What is made of a film; once for all tests of a run."""
    return torture.maker(lambda: tmp_path_factory.mktemp("made"))
