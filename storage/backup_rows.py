"""All rows of the application database, out as lines and in again, from one moment.

A read transaction sees one moment on both databases, whoever writes meanwhile; what was deleted
but still lies in a page does not come along. A backup of SQLite can be restored into Postgres.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from alembic import command
from sqlalchemy import JSON, Connection, MetaData, Table, func, inspect, select, text

from storage.database import alembic_config, engine

AT_ONCE = 500
"""Rows in one line, at most."""
LONG = 256 * 1024
"""Characters after which a line is full."""
VERSION_TABLE = "alembic_version"
COPIES = frozenset({"export_package"})
"""Rows about what no backup holds."""
REVISION = text("SELECT version_num FROM alembic_version")


@contextmanager
def one_moment() -> Iterator[Connection]:
    """A connection that sees the database as it is now until the end of the block."""
    reader = engine().execution_options(reading=True)
    if reader.dialect.name == "postgresql":
        reader = reader.execution_options(isolation_level="REPEATABLE READ")
    with reader.connect() as connection, connection.begin():
        yield connection


def revision(connection: Connection) -> str:
    """Which revision of the schema this is."""
    return str(connection.execute(REVISION).scalar_one())


def lines(connection: Connection) -> Iterator[bytes]:
    """Every row of every table, parents before what refers to them, some rows to a line."""
    for table in _tables(connection):
        if table.name in COPIES:
            continue
        batch: list[list[Any]] = []
        length = 0
        found = connection.execute(select(table).execution_options(yield_per=AT_ONCE))
        for row in found:
            batch.append([_plain(value) for value in row])
            length += sum(len(value) for value in row if isinstance(value, str))
            if len(batch) >= AT_ONCE or length > LONG:
                yield _line(table, batch)
                batch, length = [], 0
        if batch:
            yield _line(table, batch)


def is_empty() -> bool:
    """Whether nobody is in the database: it has no tables, or no people in them."""
    with engine().connect() as connection:
        if not inspect(connection).has_table("person"):
            return True
        return not connection.execute(text("SELECT count(*) FROM person")).scalar_one()


def clear() -> None:
    """Take every table of ours out."""
    with engine().begin() as connection:
        known = _reflected(connection)
        known.drop_all(connection)


def prepare(revision: str) -> None:
    """Make the tables as they were at a revision. ValueError when this is not one we know."""
    command.upgrade(alembic_config(engine().url.render_as_string(hide_password=False)), revision)


def write(connection: Connection, line: bytes, known: dict[str, Table]) -> None:
    """Put the rows of one line in; `known` remembers the tables between calls."""
    told = json.loads(line)
    if not known:
        known |= {table.name: table for table in _tables(connection)}
    table = known[told["table"]]
    names = told["columns"]
    rows = [dict(zip(names, map(_value, row), strict=True)) for row in told["rows"]]
    connection.execute(table.insert(), rows)


def _tables(connection: Connection) -> list[Table]:
    found = _reflected(connection).sorted_tables
    return [table for table in found if table.name != VERSION_TABLE]


def _reflected(connection: Connection) -> MetaData:
    known = MetaData()
    known.reflect(connection)
    for table in known.tables.values():
        for column in table.columns:
            if isinstance(column.type, JSON):
                column.type.none_as_null = True  # what was empty comes back as empty
    return known


def _line(table: Table, rows: list[list[Any]]) -> bytes:
    columns = [column.name for column in table.columns]
    return json.dumps({"table": table.name, "columns": columns, "rows": rows}).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        moment = value if value.tzinfo else value.replace(tzinfo=UTC)
        return {"at": moment.astimezone(UTC).isoformat()}
    if isinstance(value, date):
        return {"on": value.isoformat()}
    return value


def _value(plain: Any) -> Any:
    match plain:
        case {"at": at}:
            return datetime.fromisoformat(at)
        case {"on": on}:
            return date.fromisoformat(on)
    return plain


def count_on(connection: Connection) -> None:
    """Let what Postgres numbers by itself go on after the highest number that came in."""
    if connection.dialect.name != "postgresql":
        return
    for table in _tables(connection):
        for column in table.primary_key.columns:
            if column.type.python_type is int:
                highest = select(func.max(column)).scalar_subquery()
                sequence = func.pg_get_serial_sequence(table.name, column.name)
                connection.execute(select(func.setval(sequence, highest)))
