"""No trace of what was deleted: databases are written anew, and what they set aside is emptied.

Deleted words can outlive their row in the slack of a page, and in the log of changes. SQLite
overwrites freed cells (`secure_delete`) but not what it moved aside when pages were divided; only
writing the whole file anew from what is still there leaves nothing, and only an emptied
write-ahead log no longer holds the old pages. Postgres is told the same table by table; its own
log and backups are beyond its clients.
"""

import logging
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from config.settings import settings
from storage.database import engine
from storage.records import Record

log = logging.getLogger(__name__)

PATIENCE_S = 30
"""Seconds to wait for those who write; people wait no longer than that for us."""


def wipe() -> bool:
    """Write the databases anew without what was deleted; False when they were too busy for it.

    Safe at any moment: readers go on reading, writers wait. What could not be done is done the
    next time, and the log says so.
    """
    if engine().dialect.name == "postgresql":
        return _wipe_postgres()
    addresses = (settings().app_database, settings().jobs_database)
    files = [Path(make_url(address).database or "") for address in addresses]
    done = [_wipe_sqlite(file) for file in files if file.is_file()]
    return all(done)


def _wipe_sqlite(file: Path) -> bool:
    try:
        with closing(sqlite3.connect(file, timeout=PATIENCE_S, isolation_level=None)) as opened:
            opened.execute("PRAGMA secure_delete=ON")
            opened.execute("VACUUM")
            # What was written anew went through the log as well: now empty that.
            busy, *_ = opened.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError as error:  # no room for a second copy, or somebody writes on
        log.error("%s keeps traces for now: %s", file.name, error)
        return False
    if busy:
        log.warning("%s keeps traces for now: somebody reads on", file.name)
    return not busy


def _wipe_postgres() -> bool:
    at_once = engine().execution_options(isolation_level="AUTOCOMMIT")
    quote = at_once.dialect.identifier_preparer.quote
    try:
        with at_once.connect() as connection:
            connection.execute(text(f"SET lock_timeout = '{PATIENCE_S}s'"))
            for table in Record.metadata.sorted_tables:
                connection.execute(text(f"VACUUM (FULL) {quote(table.name)}"))
            connection.execute(text("RESET lock_timeout"))
    except DBAPIError as error:
        log.error("tables keep traces for now: %s", type(error.orig).__name__)
        return False
    return True
