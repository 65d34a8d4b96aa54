"""The nightly sweep: once, wholly, and safe to stop anywhere."""

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select

from storage import (
    clock,
    holdings,
    retention,
    tombstones,
    wiping,
)
from storage.database import asking
from storage.media import MediaStore, StillThere, media_store
from storage.records import Recording, Tombstone
from storage.retention import Swept
from storage.rules.retention import Kind
from tests import makers
from tests.makers import Walk
from tests.storage.kept import (
    NOW,
    gone,
    later,
    sweep_at,
    whole_cycle,
)

pytestmark = pytest.mark.usefixtures("wanted")


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with clock.at(NOW):
        yield


def test_the_dry_run_names_what_goes_and_changes_nothing(sqlite_database: Engine):
    walk = whole_cycle()
    before = list(media_store().list())
    with asking() as session:
        planned = [each.due.holding_id for each in retention.plan(session, later(days=15))]
    assert list(media_store().list()) == before
    assert gone() == set()
    sweep_at(later(days=15))
    with asking() as session:
        stones = session.scalars(select(Tombstone).order_by(Tombstone.seq)).all()
    assert [f"{stone.kind}/{stone.thing_id}" for stone in stones] == planned
    assert planned[-1] == f"{Kind.proxy_recording}/{walk.recording_id}"


def test_sweeping_twice_is_one_deletion(sqlite_database: Engine):
    whole_cycle()
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
    database: Engine, monkeypatch: pytest.MonkeyPatch
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


@pytest.mark.expects_error_log
def test_what_the_store_cannot_delete_tonight_does_not_hold_up_the_rest(
    sqlite_database: Engine, monkeypatch: pytest.MonkeyPatch
):
    whole_cycle()
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
    whole_cycle()
    with asking() as session:
        kinds = {kept.holding.kind for shelf in holdings.gather(session) for kept in shelf.kept}
        assert len(kinds) >= 8
        for kind in kinds:
            assert wiping.delete_rows(session, kind, "er is niets") is False
