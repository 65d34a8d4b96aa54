"""Alembic's entry: which database, which records."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from storage.database import make_engine
from storage.records import Record
from storage.records.base import Moment

url = context.config.attributes["url"]


def spell(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Write our own column types the way a reader expects them."""
    if kind == "type" and isinstance(item, Moment):
        autogen.imports.add("from storage.records.base import Moment")
        return "Moment()"
    return False


def ours(_item: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:
    """Leave out tables that are not declared here: on Postgres the engine's are neighbours."""
    return not (kind == "table" and reflected and compare_to is None and name != "alembic_version")


def run() -> None:
    """Run the migrations in one transaction; batch mode where SQLite cannot alter a table."""
    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            context.configure(
                connection=connection,
                target_metadata=Record.metadata,
                render_as_batch=connection.dialect.name == "sqlite",
                render_item=spell,
                include_object=ours,
            )
            with context.begin_transaction():
                context.run_migrations()
            connection.commit()
    finally:
        engine.dispose()


run()
