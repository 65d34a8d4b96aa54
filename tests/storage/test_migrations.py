"""The schema that the migrations make is the one the records declare."""

from alembic import command
from sqlalchemy import Engine

from storage.database import alembic_config


def test_the_newest_revision_makes_exactly_the_tables_of_the_records(database: Engine):
    url = database.url.render_as_string(hide_password=False)
    command.check(alembic_config(url))
