"""The erasure ledger: what was erased after a backup stays erased, and a cut-off chain is found."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select, text

from storage import (
    beside,
    clock,
    erasures,
    ledger_chain,
    nights,
    people,
    recordings,
    retention,
    tombstones,
)
from storage.database import acting, asking, migrate
from storage.errors import Refused
from storage.media import media_store
from storage.records import LedgerEntry, Recording, SignIn, Tombstone
from tests import makers
from tests.searching import found_in, words_in
from tests.storage.backed_up import backed_up, everything, lists_beside, lost, restored, rows
from tests.storage.kept import NOW, copied_cycle, later, sweep_at

pytestmark = pytest.mark.usefixtures("wanted", "at_now")
LEDGER = {"ledger_entry", "ledger_chain", "sitting"}


# What was erased stays erased


def but_the_ledger(of: dict[str, list[tuple[object, ...]]]) -> dict[str, object]:
    """Who did what after the backup went with the disk; what is erased again is told again."""
    return {name: rows for name, rows in of.items() if name not in LEDGER}


def test_what_was_erased_after_a_backup_does_not_come_back(
    sqlite_database: Engine, home: Path, elsewhere: Path
):
    walk = copied_cycle()
    file = backed_up(elsewhere)
    sweep_at(later(days=15))
    with clock.at(later(days=15)):
        lists_beside(elsewhere)
        before, rows_before = everything(), rows()
        lost(home)
        assert restored(file).erased == 5
        assert everything() == before
        assert but_the_ledger(rows()) == but_the_ledger(rows_before)
    assert words_in(home, ["Good morning", "proxy-bytes", "film-bytes"]) == set()
    with asking() as session:
        assert session.get(Recording, walk.recording_id) is None
        assert erasures.verify(session) == []
        assert session.scalar(select(func.count()).select_from(Tombstone)) == 5
        assert ledger_chain.verify(session) == []
        told = select(LedgerEntry.act).where(LedgerEntry.act.startswith("delete_"))
        assert len(session.scalars(told).all()) == 5


def test_a_film_thrown_away_after_a_backup_stays_away_with_its_drafts(
    sqlite_database: Engine, home: Path, elsewhere: Path
):
    walk = makers.a_walk().released()
    clip_id = walk.cut()
    media_store().put(f"clip/{clip_id}/clip.mp4", BytesIO(b"clip"))
    file = backed_up(elsewhere)
    with acting() as session:
        recordings.discard(session, walk.teacher, walk.recording_id)
    retention.purge_recording(media_store(), walk.recording_id)
    lists_beside(elsewhere)
    lost(home)
    restored(file)
    assert everything() == {}
    assert found_in(home, ["Good morning", "proxy-bytes", "vier tellen"]) == {}


def test_nobody_is_signed_in_after_a_restore(sqlite_database: Engine, home: Path, elsewhere: Path):
    who = makers.person("Tessa", makers.Role.teacher)
    with acting() as session:
        people.let_in(session, who.id)
    file = backed_up(elsewhere)
    lost(home)
    restored(file)
    with asking() as session:
        assert session.scalars(select(SignIn)).all() == []


# The erasure ledger


def erased_lines(change: Callable[[list[bytes]], list[bytes]], file: Path) -> None:
    file.write_bytes(b"".join(change(file.read_bytes().splitlines(keepends=True))))


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (lambda lines: lines[1:], "erasure_ledger_broken"),
        (lambda lines: [lines[0].replace(b"sweep", b"teacher"), *lines[1:]],
         "erasure_ledger_broken"),
        (lambda lines: [b"{}\n"], "erasure_ledger_broken"),
        (lambda lines: [b"no json\n"], "erasure_ledger_broken"),
        (lambda lines: [], "erasure_ledger_of_another"),
        (lambda lines: lines[:-1], "erasure_ledger_old"),
        (lambda lines: [*lines[:2], lines[-1]], "erasure_ledger_broken"),
    ],
)  # fmt: skip
def test_a_ledger_that_does_not_hold_is_refused_and_nothing_is_restored(
    sqlite_database: Engine, home: Path, elsewhere: Path,
    change: Callable[[list[bytes]], list[bytes]], refusal: str,
):  # fmt: skip
    copied_cycle()
    sweep_at(later(days=15))
    file = backed_up(elsewhere)
    erased_lines(change, elsewhere / erasures.NAME)
    lost(home)
    with pytest.raises(Refused, match=refusal):
        restored(file)
    assert everything() == {}


def test_a_ledger_of_weeks_ago_needs_a_person_who_says_there_is_no_newer(
    sqlite_database: Engine, home: Path, elsewhere: Path
):
    copied_cycle()
    file = backed_up(elsewhere)
    lost(home)
    with clock.at(later(days=9)):
        with pytest.raises(Refused, match="erasure_ledger_old"):
            restored(file)
        with pytest.raises(Refused, match="no_erasure_ledger"):
            restored(file, elsewhere / "nowhere.jsonl")
        assert restored(file, even_if_old=True).as_of == NOW


def test_a_clock_that_ran_ahead_keeps_no_ledger_fresh(
    sqlite_database: Engine, home: Path, elsewhere: Path
):
    copied_cycle()
    file = backed_up(elsewhere)
    with clock.at(later(days=365)):
        lists_beside(elsewhere)
    lost(home)
    with clock.at(later(days=9)), pytest.raises(Refused, match="erasure_ledger_old"):
        restored(file)


def test_half_a_last_line_of_a_crash_is_written_again(sqlite_database: Engine, home: Path):
    copied_cycle()
    erasures.write_down()
    file = home / erasures.NAME
    sweep_at(later(days=15))
    file.write_bytes(file.read_bytes() + b'{"seq":1,"thing')
    erasures.write_down()
    assert erasures.read(file).last[0] == 5


def test_a_cut_off_end_of_the_chain_is_found(sqlite_database: Engine, home: Path):
    copied_cycle()
    sweep_at(later(days=15))
    erasures.write_down()
    with acting() as session:
        assert erasures.verify(session) == []
        session.execute(text("DELETE FROM tombstone WHERE seq > 3"))
        assert tombstones.verify(session) == []  # the chain alone cannot see it
        assert erasures.verify(session) == [
            tombstones.Broken(4, "missing"), tombstones.Broken(5, "missing"),
        ]  # fmt: skip


@pytest.mark.parametrize("left", [0, 3])
def test_an_end_that_was_cut_off_before_the_night_is_found_too(
    sqlite_database: Engine, home: Path, left: int
):
    copied_cycle()
    sweep_at(later(days=15))
    for file in erasures.places():
        file.unlink(missing_ok=True)  # no night has written it down
    with acting() as session:
        assert erasures.verify(session) == []
        session.execute(text(f"DELETE FROM tombstone WHERE seq > {left}"))
        missing = [tombstones.Broken(seq, "missing") for seq in range(left + 1, 6)]
        assert erasures.verify(session) == missing


def test_an_end_that_was_made_anew_with_the_key_is_found(sqlite_database: Engine, home: Path):
    copied_cycle()
    sweep_at(later(days=15))
    erasures.write_down()
    with acting() as session:
        session.execute(text("DELETE FROM tombstone WHERE seq = 5"))
    with acting() as session:
        gone = tombstones.Gone("another", "clip", NOW, "standard:1", "cycle_end", "sweep")
        tombstones.add(session, gone)
        assert tombstones.verify(session) == []
        assert erasures.verify(session) == [tombstones.Broken(5, "changed")]


# Proofs whose own term is over


def forgotten_years_later() -> None:
    with clock.at(later(days=15 + 1096)):
        nights.run(media_store(), anyway=True)


def test_a_proof_goes_after_its_term_from_the_list_as_well(sqlite_database: Engine, home: Path):
    copied_cycle()
    sweep_at(later(days=15))
    erasures.write_down()
    file = home / erasures.NAME
    whole = file.read_bytes()
    forgotten_years_later()
    read = erasures.read(file)
    assert read.after[0] >= 5
    assert [stone.seq for stone in read.stones] == list(range(read.after[0] + 1, read.last[0] + 1))
    assert b'"seq":1,' in whole
    assert b'"seq":1,' not in file.read_bytes()
    with asking() as session:
        assert erasures.verify(session) == []
        assert session.scalar(select(Tombstone.seq).where(Tombstone.seq <= 5)) is None
    again = file.read_bytes()
    erasures.write_down()
    assert file.read_bytes().startswith(again), "only added to"
    file.write_bytes(whole)  # an older copy of it came back
    erasures.write_down()
    assert erasures.read(file).after == read.after


def test_a_backup_of_after_that_can_be_restored_and_one_from_before_cannot(
    sqlite_database: Engine, home: Path, elsewhere: Path
):
    copied_cycle()
    old = backed_up(elsewhere / "old")
    sweep_at(later(days=15))
    forgotten_years_later()
    with clock.at(later(days=15 + 1097)):
        new = backed_up(elsewhere)
        lost(home)
        with pytest.raises(Refused, match="erasure_ledger_of_another"):
            restored(old, elsewhere / erasures.NAME)
        restored(new)
    with asking() as session:
        assert erasures.verify(session) == []


def test_a_list_whose_beginning_somebody_moved_is_refused(sqlite_database: Engine, home: Path):
    copied_cycle()
    sweep_at(later(days=15))
    forgotten_years_later()
    file = home / erasures.NAME
    said = file.read_bytes()
    file.write_bytes(said.replace(b'{"forgotten":', b'{"forgotten":1', 1))
    with pytest.raises(Refused, match="erasure_ledger_broken"):
        erasures.read(file)


@pytest.mark.expects_error_log
def test_a_new_installation_spoils_nothing_that_an_old_backup_needs(
    sqlite_database: Engine, home: Path, elsewhere: Path
):
    copied_cycle()
    file = backed_up(elsewhere)
    sweep_at(later(days=15))
    with clock.at(later(days=15)):
        lists_beside(elsewhere)
        lost(home)
        migrate()
        makers.a_walk().released()  # of another school, with a secret of its own
        lists_beside(elsewhere)
        lists_beside(elsewhere)
        lost(home)
        assert restored(file).erased == 5
        with asking() as session:
            assert erasures.verify(session) == []
    assert len(list(elsewhere.glob("*-*.jsonl"))) == 2
    for days, left in ((114, 2), (116, 0)):
        with clock.at(later(days=days)):
            beside.forget_old(elsewhere)
            assert len(list(elsewhere.glob("*-*.jsonl"))) == left
