"""The application database: engine, transactions, schema.

Acts run inside `acting()`, one act = one transaction. Screens that only look use `asking()`.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from config.settings import settings
from storage import jobs

MIGRATIONS = Path(__file__).parent / "migrations"

_engines: dict[str, Engine] = {}
_guard = threading.Lock()


def make_engine(url: str) -> Engine:
    """Build an engine for SQLite (WAL, foreign keys on) or Postgres at `url`."""
    if not url.startswith("sqlite"):
        return create_engine(
            make_url(url).set(drivername="postgresql+psycopg"),
            pool_pre_ping=True,
            pool_size=10,
            hide_parameters=True,
        )
    place = make_url(url).database
    if place and place != ":memory:":
        Path(place).parent.mkdir(parents=True, exist_ok=True)
    # Parameters are people's words: an error that is logged must not tell them.
    engine = create_engine(url, connect_args={"check_same_thread": False}, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # isolation_level=None hands BEGIN to us: the driver's own deferred BEGIN deadlocks on upgrade.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "busy_timeout=30000",  # first: switching to WAL itself can meet a lock
        "journal_mode=WAL",
        "foreign_keys=ON",
        "synchronous=NORMAL",
        "secure_delete=ON",  # deleted words are overwritten, not just unlinked from the page
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def engine() -> Engine:
    """Return this process's engine for the configured database."""
    url = settings().app_database
    with _guard:
        if url not in _engines:
            _engines[url] = make_engine(url)
        return _engines[url]


def let_go() -> None:
    """Close every pooled connection (before a fork, at shutdown, between tests)."""
    jobs.let_go()
    with _guard:
        for each in _engines.values():
            each.dispose()
        _engines.clear()


@contextmanager
def acting(on: Engine | None = None) -> Iterator[Session]:
    """Open a transaction that may write; commits at the end, rolls back on any error.

    Work for the machines that its acts wanted is sent after the commit, never before. What closed
    something is then written beside the backups.
    """
    from storage import stop_list  # only here: it asks this database itself

    with Session(on or engine(), expire_on_commit=False) as session:
        with session.begin():
            yield session
        jobs.send(session)
    stop_list.after(session)


@contextmanager
def asking(on: Engine | None = None) -> Iterator[Session]:
    """Open a transaction that only reads; on SQLite it never waits for a writer."""
    reader = (on or engine()).execution_options(reading=True)
    with Session(reader, expire_on_commit=False) as session, session.begin():
        yield session


def one_at_a_time(session: Session, name: str) -> None:
    """Let one transaction pass at a time for `name` (SQLite's acting() already does)."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": name})


def alembic_config(url: str) -> Config:
    """Return Alembic's configuration for the database at `url`."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = url
    return config


def migrate(url: str | None = None) -> None:
    """Bring the schema to the newest revision."""
    command.upgrade(alembic_config(url or settings().app_database), "head")
