"""Which SQLite library this process uses."""

import sqlite3
import sys

OLDEST_ENGINE_NEEDS = (3, 42)
"""The engine uses `unixepoch('subsec')` on Python 3.12 and later, which came with SQLite 3.42."""


def choose_library() -> None:
    """Put the packaged SQLite in place of the system's when that one is too old for the engine.

    Debian 12 ships SQLite 3.40; with Python >= 3.12 the engine's tables could not be made there.
    Must run before anything opens a database: importing `storage` does it.
    """
    if sqlite3.sqlite_version_info >= OLDEST_ENGINE_NEEDS:
        return
    try:
        import pysqlite3  # type: ignore[import-untyped] # it ships no types
    except ImportError:  # no wheel for this machine: doctor says so in a sentence
        return
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
