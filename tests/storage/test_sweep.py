"""The nightly sweep: once, wholly, and safe to stop anywhere."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from storage import (
    held,
    holdings,
    overdue,
    retention,
    tombstones,
    wiping,
)
from storage.database import asking, let_go
from storage.media import MediaStore, StillThere, media_store
from storage.records import Going, Recording, Tombstone
from storage.retention import Swept
from storage.rules.retention import Kind
from tests import makers
from tests.conftest import ROOT
from tests.makers import Walk
from tests.storage.kept import (
    copied_cycle,
    gone,
    later,
    sweep_at,
    whole_cycle,
)

pytestmark = pytest.mark.usefixtures("wanted", "at_now")


def test_the_dry_run_names_what_goes_and_changes_nothing(sqlite_database: Engine):
    walk = copied_cycle()
    before = list(media_store().list())
    with asking() as session:
        planned = [each.due.holding_id for each in overdue.plan(session, later(days=15))]
    assert list(media_store().list()) == before
    assert gone() == set()
    sweep_at(later(days=15))
    with asking() as session:
        stones = session.scalars(select(Tombstone).order_by(Tombstone.seq)).all()
    assert [f"{stone.kind}/{stone.thing_id}" for stone in stones] == planned
    assert planned[-1] == f"{Kind.proxy_recording}/{walk.recording_id}"


def test_sweeping_twice_is_one_deletion(sqlite_database: Engine):
    copied_cycle()
    first = sweep_at(later(days=15))
    assert first.gone == 5
    assert sweep_at(later(days=15)) == Swept(0, 0)
    with asking() as session:
        assert len(session.scalars(select(Tombstone)).all()) == 5


def test_two_sweeps_at_once_leave_one_tombstone_for_each(database: Engine):
    whole_cycle()
    together = threading.Barrier(2)

    def sweep() -> None:
        together.wait(timeout=30)
        sweep_at(later(days=15))

    both = [threading.Thread(target=sweep) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join(timeout=60)
    with asking() as session:
        assert len(session.scalars(select(Tombstone)).all()) == 5
        assert tombstones.verify(session) == []


def test_a_crash_between_bytes_and_rows_is_healed_by_the_next_sweep(
    postgres_database: Engine, monkeypatch: pytest.MonkeyPatch
):
    whole_cycle()

    def power_cut(*_: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(retention, "delete_rows", power_cut)
        with pytest.raises(KeyboardInterrupt):
            sweep_at(later(days=15))
    assert gone() == set()
    assert sweep_at(later(days=15)) == Swept(5, 0)
    with asking() as session:
        assert tombstones.verify(session) == []


STUCK_AFTER_THE_BYTES = """
import sys, time
from datetime import datetime
from storage import clock, jobs, retention
from storage.media import media_store

delete_rows, done = retention.delete_rows, []

def stuck(session, kind, thing_id):
    if len(done) == 2:
        print(f"{kind}/{thing_id}", flush=True)
        time.sleep(600)  # until it is killed
    done.append(kind)
    return delete_rows(session, kind, thing_id)

retention.delete_rows = stuck
with clock.at(datetime.fromisoformat(sys.argv[1])), jobs.collecting():
    retention.sweep(media_store())
"""


def test_a_sweep_killed_between_bytes_and_rows_is_finished_by_the_next_one_and_told(
    sqlite_database: Engine, home: Path, caplog: pytest.LogCaptureFixture
):
    copied_cycle()
    let_go()
    command = [sys.executable, "-c", STUCK_AFTER_THE_BYTES, later(days=15).isoformat()]
    around = os.environ | {"LESBEELD_HOME": str(home)}
    with subprocess.Popen(command, cwd=ROOT, env=around, stdout=subprocess.PIPE) as killed:
        assert killed.stdout
        begun = killed.stdout.readline().decode().strip()
        killed.kill()
    assert killed.returncode == -signal.SIGKILL
    assert len(gone()) == 2
    with asking() as session:
        assert [f"{each.kind}/{each.thing_id}" for each in session.scalars(select(Going))] == [
            begun
        ]
    assert sweep_at(later(days=15)) == Swept(3, 0)
    assert f"{begun} was begun at" in caplog.text
    with asking() as session:
        stones = [f"{stone.kind}/{stone.thing_id}" for stone in session.scalars(select(Tombstone))]
        assert stones.count(begun) == 1
        assert len(stones) == len(set(stones)) == 5
        assert {each.kind for each in session.scalars(select(Going))} == {held.HALF}
        assert tombstones.verify(session) == []


@pytest.mark.expects_error_log
def test_what_the_store_cannot_delete_tonight_does_not_hold_up_the_rest(
    sqlite_database: Engine, monkeypatch: pytest.MonkeyPatch
):
    copied_cycle()
    store = media_store()
    purge = type(store).purge

    def stuck(self: MediaStore, prefix: str) -> list[str]:
        if "/original" in prefix:
            raise StillThere
        return purge(self, prefix)

    with monkeypatch.context() as patch:
        patch.setattr(type(store), "purge", stuck)
        swept = sweep_at(later(days=8))
        assert (swept.gone, swept.backlog) == (0, 1)
        assert sweep_at(later(days=15)).gone == 4
    assert sweep_at(later(days=15)).backlog == 0
    assert list(store.list("")) == [key for key in store.list("") if key.startswith("clip/")]


def test_another_schools_things_are_no_less_due(sqlite_database: Engine):
    strict = Walk(makers.school(preset="strict")).completed()
    assert sweep_at(later(hours=1)).gone >= 3
    with asking() as session:
        assert session.get(Recording, strict.recording_id) is None


def test_every_kind_that_is_gathered_can_be_let_go(sqlite_database: Engine):
    copied_cycle()
    with asking() as session:
        kinds = {kept.holding.kind for shelf in holdings.gather(session) for kept in shelf.kept}
        assert len(kinds) >= 8
        for kind in kinds:
            assert wiping.delete_rows(session, kind, "er is niets") is False
