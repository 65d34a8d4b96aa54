"""Alembic's entry: which database, which records."""

from alembic import context

from storage.database import make_engine
from storage.records import Record

url = context.config.attributes["url"]


def run() -> None:
    """Run the migrations in one transaction; batch mode where SQLite cannot alter a table."""
    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            context.configure(
                connection=connection,
                target_metadata=Record.metadata,
                render_as_batch=connection.dialect.name == "sqlite",
                include_object=lambda item, name, kind, reflected, compare_to: not (
                    # The engine's own tables share the database on Postgres.
                    kind == "table" and reflected and compare_to is None and item.schema == "dbos"
                ),
            )
            with context.begin_transaction():
                context.run_migrations()
            connection.commit()
    finally:
        engine.dispose()


run()
