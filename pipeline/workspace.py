"""A folder for work in progress, gone when the work is done."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.media import media
from config.settings import settings
from pipeline.errors import BadFilm


def work_folder() -> Path:
    """Return where all work in progress lies."""
    return settings().home.resolve() / "work"


def require_room(folder: Path, size: int) -> None:
    """BadFilm when `size` bytes do not fit in a folder twice: once made, once stored."""
    if shutil.disk_usage(folder).free < 2 * size + media().workspace.spare:
        raise BadFilm("refusals.no_room_to_work")


@contextmanager
def workspace(name: str, *, keep: bool = False) -> Iterator[Path]:
    """Give a folder of this name; what an earlier, interrupted try left in it is still there.

    It is removed at the end, whatever happened; with `keep` only when nothing went wrong, so that
    a next try can go on with what was finished.
    """
    folder = work_folder() / name
    if folder.parent != work_folder() or name in ("", ".", ".."):
        raise ValueError(f"{name!r} is not the name of a folder")
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield folder
    except BaseException:
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    shutil.rmtree(folder, ignore_errors=True)


def sweep(keep: frozenset[str] = frozenset()) -> list[str]:
    """Remove what a crash left behind, except the named; return the names removed."""
    if not work_folder().is_dir():
        return []
    left = [folder for folder in work_folder().iterdir() if folder.name not in keep]
    for folder in left:
        shutil.rmtree(folder, ignore_errors=True)
    return sorted(folder.name for folder in left)
