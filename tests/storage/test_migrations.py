"""The schema that the migrations make is the one the records declare."""

import pytest
from alembic import command
from sqlalchemy import Engine, select, text

from storage import ledger, ledger_chain
from storage.database import acting, alembic_config, asking
from storage.errors import Refused
from storage.records import LedgerEntry, Rendition
from tests import makers
from tests.makers import Walk


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


def test_lines_that_were_there_join_the_chain(database: Engine, wanted: list[tuple[str, str]]):
    url = database.url.render_as_string(hide_password=False)
    command.downgrade(alembic_config(url), "0008")
    line = "(seq, at, actor_id, act, thing, thing_id) VALUES"
    with acting() as session:
        for seq, act, thing in ((3, "open_proxy", "recording"), (7, "open", "clip")):
            row = f"({seq}, '2026-11-01 10:00:00+00:00', 'coach', '{act}', '{thing}', 'film')"
            session.execute(text(f"INSERT INTO ledger_entry {line} {row}"))
    command.upgrade(alembic_config(url), "head")
    with acting() as session:
        ledger.write(session, "coach", "open_proxy", "recording", "another", "owner")
    with asking() as session:
        assert ledger_chain.verify(session) == []
        lines = session.scalars(select(LedgerEntry).order_by(LedgerEntry.seq)).all()
    assert [line.recording_id for line in lines] == ["film", None, "another"]
    assert [line.actor_id for line in lines] == ["coach"] * 3


def sums() -> dict[str, str | None]:
    """Of every file there is, by its id."""
    with asking() as session:
        return {each.id: each.sha256 for each in session.scalars(select(Rendition))}


def test_a_school_that_films_already_keeps_everything_and_records_first_what_it_must(
    database: Engine, wanted: list[tuple[str, str]]
):
    url = database.url.render_as_string(hide_password=False)
    walk = makers.a_walk().completed()
    waits = Walk(makers.second_pair(walk.school)).started()
    files = sums()
    command.downgrade(alembic_config(url), "0015")
    command.upgrade(alembic_config(url), "head")
    assert sums() == files
    with pytest.raises(Refused, match="legal_basis"):
        waits.uploaded()
    with acting() as session:
        makers.prepare(session, walk.school.coordinator, walk.school.programme_id)
    with pytest.raises(Refused, match="agreement"):
        waits.uploaded()
    makers.signed(waits.school)
    waits.uploaded()
