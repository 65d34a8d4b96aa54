"""A data folder of a measurement's own: nothing here touches what people made."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.settings import settings
from storage import database
from storage.errors import Refused
from storage.media import media_store

ELSEWHERE = ("LESBEELD_DATABASE_URL", "LESBEELD_STORE_URL", "LESBEELD_BASE_URL")
"""Settings that would lead out of the folder."""
LEFT_BEHIND_S = 3600.0
"""A folder nobody touched for so long belongs to a run that was killed."""


def bench_folder() -> Path:
    """Where films for measuring are kept, and where it happens: on the disk of the real films."""
    folder = settings().home.resolve() / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def films_folder() -> Path:
    """Where the films for measuring are kept; what a killed run left beside them goes."""
    films = bench_folder() / "films"
    films.mkdir(exist_ok=True)
    for left in bench_folder().iterdir():
        if left != films and time.time() - left.stat().st_mtime > LEFT_BEHIND_S:
            shutil.rmtree(left, ignore_errors=True)
    return films


@contextmanager
def apart(folder: Path) -> Iterator[Path]:
    """Let this process and its children use `folder` as their data folder; it is gone after."""
    before = dict(os.environ)
    folder.mkdir(parents=True)
    for name in ELSEWHERE:
        os.environ.pop(name, None)
    os.environ["LESBEELD_HOME"] = str(folder)
    _forget()
    try:
        yield folder
    finally:
        database.let_go()
        os.environ.clear()
        os.environ.update(before)
        _forget()
        shutil.rmtree(folder, ignore_errors=True)


def require_room(folder: Path, size: int) -> None:
    """Refuse to fill the disk: so many bytes must fit, and as many again."""
    if shutil.disk_usage(folder).free < 2 * size:
        raise Refused("bench.no_room", gigabytes=round(2 * size / 1e9, 1))


def _forget() -> None:
    database.let_go()
    settings.cache_clear()
    media_store.cache_clear()
