"""Backups: whole, sealed, made while people work, and gone when their term is over."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text

from config.settings import settings
from storage import (
    backups,
    clock,
    erasures,
    restoring,
    retention,
)
from storage.database import acting, asking
from storage.media import MediaStore, media_store
from storage.records import Cycle, Rendition, Tombstone
from tests import makers
from tests.makers import Walk
from tests.searching import found_in, words_in
from tests.storage.backed_up import (
    PASSPHRASE,
    backed_up,
    everything,
    lists_beside,
    lost,
    restored,
    rows,
)
from tests.storage.kept import NOW, WORDS, copied_cycle, later, whole_cycle

pytestmark = pytest.mark.usefixtures("wanted", "at_now")


def test_what_was_lost_comes_back_whole(sqlite_database: Engine, home: Path, elsewhere: Path):
    copied_cycle()
    before, rows_before = everything(), rows()
    file = backed_up(elsewhere)
    lost(home)
    assert restored(file) == restoring.Restored(len(before), 0, NOW, 0, NOW)
    assert everything() == before
    assert rows() == rows_before
    restoring.require_whole()
    with asking() as session:
        assert erasures.verify(session) == []


def test_postgres_comes_back_and_numbers_its_lines_on(
    postgres_database: Engine, home: Path, elsewhere: Path
):
    walk = whole_cycle()
    rows_before = rows()
    file = backed_up(elsewhere)
    for key in [*media_store().list()]:
        media_store().purge(key)
    with acting() as session:
        session.execute(text("TRUNCATE person CASCADE"))
    restored(file)
    assert rows() == rows_before
    with acting() as session:
        retention.choose_end(session, walk.teacher, walk.recording_id, later(days=1))
    assert len(rows()["ledger_entry"]) == len(rows_before["ledger_entry"]) + 1


def test_a_backup_tells_nothing_without_its_passphrase(
    sqlite_database: Engine, elsewhere: Path, home: Path
):
    copied_cycle()
    file = backed_up(elsewhere)
    assert words_in(home, WORDS) == set(WORDS)
    secret = settings().signing_key()  # the key of the tombstones comes along, sealed
    assert found_in(elsewhere, [*WORDS, b"proxy-bytes", PASSPHRASE, secret]) == {}
    assert file.stat().st_mode & 0o077 == 0


# While it is in use


def test_what_goes_and_comes_while_a_backup_is_made_leaves_it_whole(
    sqlite_database: Engine, home: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
):
    walk = copied_cycle()
    store = type(media_store())
    listed = store.list

    def meanwhile(self: MediaStore, prefix: str = "") -> Iterator[str]:
        """The sweep takes a film, and another comes in, when the rows were read already."""
        keys = list(listed(self, prefix))
        monkeypatch.setattr(store, "list", listed)
        with clock.at(later(days=15)):
            retention.sweep(media_store())
        self.put("rec/11111111/original.mp4", BytesIO(b"just came in"))
        yield from [*keys, "rec/11111111/original.mp4"]

    monkeypatch.setattr(store, "list", meanwhile)
    made = backups.make(elsewhere, PASSPHRASE, media_store())
    assert made.vanished > 5
    with clock.at(later(days=15)):
        lists_beside(elsewhere)
        lost(home)
        assert restored(made.path).erased == 5
    with asking() as session:
        keys = set(session.scalars(select(Rendition.key)))
        assert keys == set()
        assert session.get_one(Cycle, walk.cycle_id)
        assert erasures.verify(session) == []


def test_a_backup_of_a_bucket_can_be_restored_into_a_folder(
    sqlite_database: Engine, home: Path, elsewhere: Path, s3_store: MediaStore,
    monkeypatch: pytest.MonkeyPatch,
):  # fmt: skip
    big = bytes(range(256)) * 40_000
    s3_store.put("rec/1/original.mp4", BytesIO(big))
    file = backed_up(elsewhere)
    monkeypatch.delenv("LESBEELD_STORE_URL")
    lost(home)
    restored(file)
    assert everything() == {"rec/1/original.mp4": big}


# Its term


def test_a_backup_goes_when_its_term_is_over_and_leaves_a_tombstone(
    sqlite_database: Engine, elsewhere: Path
):
    makers.school()
    first = backed_up(elsewhere)
    (elsewhere / "holiday.jpg").write_bytes(b"not ours")
    with clock.at(later(days=29)):
        second = backed_up(elsewhere)
        assert backups.forget_old(elsewhere) == []
    with clock.at(later(days=30)):
        assert len(backups.forget_old(elsewhere)) == 1
    assert not first.exists()
    assert second.exists()
    assert (elsewhere / "holiday.jpg").exists()
    with asking() as session:
        stone = session.scalars(select(Tombstone)).one()
        assert (stone.kind, stone.trigger, stone.made_at) == ("backup", "creation", NOW)
        assert erasures.verify(session) == []


def test_a_strict_school_keeps_backups_shorter(sqlite_database: Engine):
    Walk(makers.school(preset="strict"))
    assert backups.term() == timedelta(days=14)


def test_a_broken_backup_goes_as_well(sqlite_database: Engine, elsewhere: Path):
    makers.school()
    file = backed_up(elsewhere)
    file.write_bytes(b"broken")
    with clock.at(later(days=31)):
        assert len(backups.forget_old(elsewhere)) == 1
