"""The school of every state, made once a run and copied for each test that asks about it."""

import pickle
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from storage import clock, jobs
from storage.database import let_go, migrate
from tests.conftest import TUESDAY_MORNING, forget
from tests.matrix import world as school
from tests.matrix.places import World


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """A data folder with the whole school in it, and who and what is there."""
    home = tmp_path_factory.mktemp("school") / "home"
    home.mkdir()
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setenv("LESBEELD_HOME", str(home))
        forget()
        stack.callback(forget)
        stack.enter_context(clock.at(TUESDAY_MORNING))
        stack.enter_context(jobs.collecting())
        migrate()
        world = school.build()
        let_go()  # so that the file has everything
    return home, pickle.dumps(world)


@pytest.fixture
def world(
    made_once: tuple[Path, bytes], home: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[World]:
    """The school in this test's own data folder. It is the day it was made on, in every thread."""
    folder, people = made_once
    let_go()
    shutil.copytree(folder, home, dirs_exist_ok=True)
    forget()
    monkeypatch.setattr(clock, "now", lambda: TUESDAY_MORNING)
    with jobs.collecting():
        yield pickle.loads(people)
