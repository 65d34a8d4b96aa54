"""Films for the tests of this floor, made once per run."""

import pytest

from tests import samples


@pytest.fixture(autouse=True, scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    samples.use_folder(tmp_path_factory.mktemp("samples"))
