"""What tests may ask for: a data folder, real databases, a real store, a clock, a browser.

Servers start when the first test asks, once per run. Every fixture that touches settings goes
through `home`, so no test sees the environment of the person running it.
"""

import logging
import os
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Engine, make_url
from sqlalchemy.orm import Session

from config import texts
from config.settings import settings
from storage import clock as storage_clock
from storage import database as storage_database
from storage.media import MediaStore, media_store
from tests import servers

ROOT = Path(__file__).parents[1]
TUESDAY_MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
BUCKET = "lesbeeld-test"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "expects_error_log: this test may log at level ERROR")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give what watches a browser or a killed worker a second try; the closing line counts those.

    They wait for other processes by the clock, and a machine may be busy with something else.
    """
    for item in items:
        if {"chromium", "machine"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(autouse=True)
def no_error_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """A passing test logs no errors, in any logger, whether or not that one propagates.

    What a logger's own filter keeps out of the log is none.
    """
    seen: list[str] = []
    make = logging.getLogRecordFactory()

    def watched(*args: object, **kwargs: object) -> logging.LogRecord:
        record = make(*args, **kwargs)
        if record.levelno >= logging.ERROR and logging.getLogger(record.name).filter(record):
            seen.append(f"{record.name}: {record.getMessage()}")
        return record

    logging.setLogRecordFactory(watched)
    yield
    logging.setLogRecordFactory(make)
    if seen and not request.node.get_closest_marker("expects_error_log"):
        pytest.fail("errors were logged:\n" + "\n".join(seen))


@pytest.fixture(autouse=True)
def dutch() -> Iterator[None]:
    """Every test begins in Dutch, whatever language the one before it ended in."""
    with texts.language("nl"):
        yield


@pytest.fixture(autouse=True)
def open_to_servers() -> Iterator[None]:
    """A command closes what it makes to others; what tests make beside it stays as they make it."""
    usual = os.umask(0o022)
    os.umask(usual)
    yield
    os.umask(usual)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty data folder that the settings point to; all other settings at their defaults."""
    for name in [name for name in os.environ if name.startswith("LESBEELD_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("LESBEELD_HOME", str(folder))
    forget()
    yield folder
    forget()


def forget() -> None:
    """Read the settings anew and close what was opened with the old ones."""
    storage_database.let_go()
    settings.cache_clear()
    media_store.cache_clear()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, made once and copied for each test."""
    file = tmp_path_factory.mktemp("template") / "app.sqlite"
    storage_database.migrate(f"sqlite:///{file}")
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return file


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a running Postgres in which databases may be made."""
    with servers.postgres() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> Iterator[str]:
    """The name of a migrated Postgres database, from which each test's own is copied."""
    name = f"template_{uuid.uuid4().hex}"
    run_sql(postgres_server, "CREATE DATABASE {} TEMPLATE template0", name)
    storage_database.migrate(database_url(postgres_server, name))
    yield name
    run_sql(postgres_server, "DROP DATABASE {} WITH (FORCE)", name)


def run_sql(server: str, statement: str, *names: str) -> None:
    """Say one statement about databases, outside any transaction."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def database_url(server: str, name: str) -> str:
    """The address of the database of this name on the same server."""
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def sqlite_database(home: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """A fresh migrated SQLite database: `storage.database.engine()` is this one."""
    shutil.copyfile(sqlite_template, home / "app.sqlite")
    return storage_database.engine()


@pytest.fixture
def postgres_database(
    home: Path,
    postgres_server: str,
    postgres_template: str,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Engine]:
    """A fresh migrated Postgres database: `storage.database.engine()` is this one."""
    name = f"test_{uuid.uuid4().hex}"
    run_sql(postgres_server, "CREATE DATABASE {} TEMPLATE {}", name, postgres_template)
    monkeypatch.setenv("LESBEELD_DATABASE_URL", database_url(postgres_server, name))
    forget()
    yield storage_database.engine()
    storage_database.let_go()
    run_sql(postgres_server, "DROP DATABASE {} WITH (FORCE)", name)


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> Engine:
    """A fresh migrated database; the test runs once on SQLite and once on Postgres."""
    return request.getfixturevalue(f"{request.param}_database")


@pytest.fixture
def session(database: Engine) -> Iterator[Session]:
    """A session on `database`. What the test does not commit is rolled back.

    On SQLite it holds the write lock from its first statement: commit before calling code that
    opens a transaction of its own.
    """
    with Session(database, expire_on_commit=False) as opened:
        yield opened


@pytest.fixture
def sqlite_session(sqlite_database: Engine) -> Iterator[Session]:
    """A session on `sqlite_database`, for tests where the database does not matter."""
    with Session(sqlite_database, expire_on_commit=False) as opened:
        yield opened


@pytest.fixture(scope="session")
def object_store() -> Iterator[servers.StoreServer]:
    """A running S3 store with one bucket, versioning on."""
    with servers.object_store() as server:
        with server.client() as client:
            client.create_bucket(Bucket=BUCKET)
            client.put_bucket_versioning(
                Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"}
            )
        yield server


@pytest.fixture
def s3_store(
    home: Path, object_store: servers.StoreServer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MediaStore]:
    """The configured media store, in a bucket with versioning, under a prefix of this test."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", object_store.key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", object_store.secret)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("LESBEELD_S3_ENDPOINT", object_store.endpoint)
    monkeypatch.setenv("LESBEELD_STORE_URL", f"s3://{BUCKET}/{uuid.uuid4()}")
    forget()
    with servers.clients_closed():
        yield media_store()


@pytest.fixture
def local_store(home: Path) -> MediaStore:
    """The configured media store, in the data folder."""
    return media_store()


class Clock:
    """The one clock, standing still until the test moves it."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack

    @property
    def now(self) -> datetime:
        return storage_clock.now()

    def set(self, moment: datetime) -> datetime:
        """Stand at this moment."""
        self._stack.enter_context(storage_clock.at(moment))
        return self.now

    def forward(self, **step: float) -> datetime:
        """Move on: `clock.forward(days=3)`."""
        return self.set(self.now + timedelta(**step))


@pytest.fixture
def clock() -> Iterator[Clock]:
    """It is Tuesday 24 November 2026, ten o'clock in the morning at school."""
    with ExitStack() as stack:
        fixed = Clock(stack)
        fixed.set(TUESDAY_MORNING)
        yield fixed


@pytest.fixture(scope="session")
def shared_media() -> Path:
    """The folder of real test films, beside or inside the checkout."""
    for folder in (ROOT / "shared" / "media", ROOT.parent / "shared" / "media"):
        if folder.is_dir():
            return folder
    pytest.skip("The shared test films are not on this machine.")


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The path of a Chromium to drive: the system's, else the one Playwright installed."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return Path(found)
    installed = Path.home() / ".cache" / "ms-playwright"
    for found in sorted(installed.glob("chromium-*/chrome-linux*/chrome"), reverse=True):
        return found
    pytest.skip("There is no Chromium on this machine.")
