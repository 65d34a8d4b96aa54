"""Lists that lie beside the backups: one writes at a time, and what is another's is put aside.

A new installation that writes into the folder of a lost one must not spoil the lists that only
those backups can be restored with.
"""

import fcntl
import json
import logging
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from config.settings import settings
from storage import clock
from storage.errors import Refused

KEPT = timedelta(days=100)
"""So long what was put aside stays; no preset keeps a backup longer."""
_MOMENT = "%Y%m%dT%H%M%S%fZ"
Found = TypeVar("Found")

log = logging.getLogger(__name__)


# Asking


def places(name: str) -> list[Path]:
    """Where a list is kept: in the data folder, and beside the backups."""
    return [folder / name for folder in (settings().home, settings().backups) if folder]


def line(told: Mapping[str, Any]) -> bytes:
    """One line of a list."""
    return json.dumps(told, separators=(",", ":")).encode() + b"\n"


def first_that_holds(file: Path, read: Callable[[Path], Found]) -> Found:
    """Read a list; where it does not hold, the newest one that was put aside and does.

    Raises Refused about the list itself when none holds.
    """
    try:
        return read(file)
    except Refused:
        for each in sorted(file.parent.glob(f"{file.stem}-*{file.suffix}"), reverse=True):
            try:
                return read(each)
            except Refused:
                continue
        raise


# Acting


@contextmanager
def alone(file: Path) -> Iterator[BinaryIO]:
    """Open a list, made when it is not there, for who reads the database last to write it last."""
    file.parent.mkdir(parents=True, exist_ok=True)
    while True:
        with file.open("a+b") as opened:
            fcntl.flock(opened, fcntl.LOCK_EX)
            # Another may have put a new one in its place while this waited.
            if file.exists() and os.path.samestat(os.fstat(opened.fileno()), file.stat()):
                yield opened
                return


def put_aside(file: Path) -> None:
    """Keep a list that does not hold, or is another's, under a name of its own."""
    log.error("%s does not hold here and was put aside", file.name)
    file.rename(file.with_name(f"{file.stem}-{clock.now():{_MOMENT}}{file.suffix}"))


def forget_old(folder: Path) -> None:
    """Remove what was put aside longer ago than any backup lives that needs it."""
    for each in folder.glob("*-*Z.jsonl"):
        try:
            moment = datetime.strptime(each.stem.rpartition("-")[2], "%Y%m%dT%H%M%S%f%z")
        except ValueError:
            continue  # not one of ours
        if moment <= clock.now() - KEPT:
            each.unlink()
