"""The schema that the migrations make is the one the records declare."""

from alembic import command
from sqlalchemy import Engine, select

from storage.database import acting, alembic_config, asking
from storage.records import Rendition
from tests import makers


def test_the_newest_revision_makes_exactly_the_tables_of_the_records(database: Engine):
    url = database.url.render_as_string(hide_password=False)
    command.check(alembic_config(url))


def test_files_keep_their_sums_when_a_sum_may_come_later(
    database: Engine, wanted: list[tuple[str, str]]
):
    url = database.url.render_as_string(hide_password=False)
    makers.a_walk().ready()
    before = sums()
    not_read = next(iter(before))
    with acting() as session:
        session.get_one(Rendition, not_read).sha256 = None
    command.downgrade(alembic_config(url), "0004")
    command.upgrade(alembic_config(url), "head")
    assert len(before) > 1
    assert sums() == before | {not_read: None}


def sums() -> dict[str, str | None]:
    """Of every file there is, by its id."""
    with asking() as session:
        return {each.id: each.sha256 for each in session.scalars(select(Rendition))}
