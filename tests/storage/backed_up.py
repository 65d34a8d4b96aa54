"""Making and restoring backups in tests, and looking at what is there."""

import shutil
from pathlib import Path

from sqlalchemy import text

from storage import (
    backups,
    erasures,
    restoring,
    retention,
    stop_list,
)
from storage.database import asking, let_go
from storage.media import media_store
from tests.conftest import forget

PASSPHRASE = "zeven paarse fietsen"


def backed_up(folder: Path) -> Path:
    return backups.make(folder, PASSPHRASE, media_store()).path


def lists_beside(folder: Path) -> None:
    """What was erased and stopped by now, as the nights and the stops themselves tell it."""
    erasures.bring_up_to_date(folder / erasures.NAME)
    stop_list.bring_up_to_date(folder / stop_list.NAME)


def restored(file: Path, ledger: Path | None = None, **how: bool) -> restoring.Restored:
    beside = ledger or file.with_name(erasures.NAME)
    return restoring.restore(file, PASSPHRASE, beside, media_store(), **how)


def lost(home: Path) -> None:
    """The disk with the data folder is gone."""
    let_go()
    shutil.rmtree(home)
    home.mkdir()
    forget()


def everything() -> dict[str, bytes]:
    store = media_store()
    return {key: b"".join(store.open(key)) for key in store.list()}


def rows() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, but for who is signed in and what people are told."""
    with asking() as session:
        names = sorted(retention.Recording.metadata.tables)
        return {
            name: sorted(
                tuple(map(str, row)) for row in session.execute(text(f'SELECT * FROM "{name}"'))
            )
            for name in names
            if name not in ("sign_in", "notice")
        }
