"""Restoring: a backup that is not right is refused, and nothing is ever half there."""

from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import Engine

from storage import (
    backups,
    erasures,
    restoring,
)
from storage.errors import Refused
from storage.media import MediaStore, StoreFull, media_store
from tests.searching import found_in, words_in
from tests.storage.backed_up import PASSPHRASE, backed_up, everything, lost, restored
from tests.storage.kept import WORDS, copied_cycle

pytestmark = pytest.mark.usefixtures("wanted", "at_now")


# A backup that is not right


def refused(file: Path, passphrase: str = PASSPHRASE) -> str:
    beside = file.with_name(erasures.NAME)
    with pytest.raises(Refused) as no:
        restoring.restore(file, passphrase, beside, media_store())
    return no.value.key


def test_another_passphrase_is_refused(sqlite_database: Engine, home: Path, elsewhere: Path):
    copied_cycle()
    file = backed_up(elsewhere)
    lost(home)
    assert refused(file, "acht paarse fietsen") == "refusals.backup_wrong_key"
    assert refused(file, "kort") == "refusals.backup_short_key"
    assert everything() == {}
    assert not (home / "restoring").exists()
    with pytest.raises(Refused, match="backup_short_key"):
        backups.make(elsewhere, "kort", media_store())
    assert [path.name for path in elsewhere.iterdir() if path.name.startswith(".")] == []


def test_a_backup_cut_off_anywhere_is_refused_and_nothing_is_there(
    sqlite_database: Engine, home: Path, elsewhere: Path
):
    copied_cycle()
    file = backed_up(elsewhere)
    whole = file.read_bytes()
    lost(home)
    # Whole messages that are missing at the end are the ones a plain read would not notice.
    for length in (0, 5, 40, 200, len(whole) // 2, len(whole) - 21, len(whole) - 1):
        file.write_bytes(whole[:length])
        assert refused(file) in ("refusals.backup_cut_off", "refusals.no_backup")
    file.write_bytes(whole + b"x")
    assert refused(file) == "refusals.backup_damaged"
    assert everything() == {}
    assert not (home / "app.sqlite").exists() or not words_in(home, WORDS)


def test_a_backup_changed_anywhere_is_refused(sqlite_database: Engine, home: Path, elsewhere: Path):
    copied_cycle()
    file = backed_up(elsewhere)
    whole = file.read_bytes()
    lost(home)
    for at in (2, 19, 30, 60, 150, 230, len(whole) // 2, len(whole) - 30, len(whole) - 1):
        changed = bytearray(whole)
        changed[at] ^= 1
        file.write_bytes(changed)
        assert refused(file).startswith(("refusals.backup_", "refusals.no_backup"))
    assert everything() == {}
    file.write_bytes(whole)
    assert restored(file).objects > 5


def test_where_something_is_already_nothing_is_restored(sqlite_database: Engine, elsewhere: Path):
    copied_cycle()
    before = everything()
    assert refused(backed_up(elsewhere)) == "refusals.restore_not_empty"
    assert everything() == before


def test_a_full_disk_leaves_nothing_half_restored(
    sqlite_database: Engine, home: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
):
    copied_cycle()
    file = backed_up(elsewhere)
    lost(home)
    put, store = type(media_store()).put, type(media_store())

    def full(self: MediaStore, key: str, source: BytesIO) -> object:
        if key.endswith("proxy.mp4"):
            raise StoreFull
        return put(self, key, source)

    with monkeypatch.context() as patch:
        patch.setattr(store, "put", full)
        assert refused(file) == "refusals.store_full"
    assert found_in(home, [*WORDS, b"-bytes"]) == {}
    restored(file)
    assert words_in(home, WORDS) == set(WORDS)


def test_a_restore_that_was_killed_does_not_open_and_begins_anew(
    sqlite_database: Engine, home: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
):
    copied_cycle()
    file = backed_up(elsewhere)
    before = everything()
    lost(home)
    with monkeypatch.context() as patch:
        patch.setattr(erasures, "replay", _power_cut)
        patch.setattr(restoring, "_clear_what_was_left", lambda _: None)  # nor does it clean up
        with pytest.raises(KeyboardInterrupt):
            restored(file)
    assert everything() == before
    with pytest.raises(Refused, match="restore_not_finished"):
        restoring.require_whole()
    restored(file)
    restoring.require_whole()
    assert everything() == before


def _power_cut(*_: object) -> int:
    raise KeyboardInterrupt
