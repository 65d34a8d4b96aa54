"""The whole night: nothing held goes, nothing due is forgotten, and each trouble is told."""

import logging
from datetime import timedelta
from pathlib import Path

import pytest
from botocore.client import BaseClient
from sqlalchemy import Engine, event, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from storage import clock, erasures, nights, orphans, retention, retention_totals
from storage.database import acting, asking, engine
from storage.errors import NotAllowed, Refused
from storage.media import MediaStore, StoreError, media_store
from storage.media.s3 import S3Store
from storage.records import LedgerEntry, Night, Tombstone
from storage.rules import night as rule
from storage.rules.roles import Role
from storage.tombstones import Gone
from tests import makers
from tests.storage.kept import NOW, copied_cycle, gone, later, whole_cycle

pytestmark = pytest.mark.usefixtures("wanted", "at_now")


def night(**step: float) -> Night:
    with clock.at(later(**step)):
        return nights.run(media_store())


def wake() -> nights.Wake:
    with asking() as session:
        return nights.last(session)


def sentences() -> list[str]:
    return [each.key for each in nights.told(wake())]


def test_a_night_writes_down_what_it_did(sqlite_database: Engine, home: Path):
    copied_cycle()
    assert sentences() == ["night.none"]
    done = night(days=8)
    assert (done.due, done.gone, done.backlog, done.clean) == (1, 1, 0, True)
    assert sentences() == ["night.well"]
    assert wake().well
    assert len(erasures.read(home / erasures.NAME).stones) == 1


def test_what_a_night_counted_is_told_until_the_next_and_is_what_is_so(sqlite_database: Engine):
    copied_cycle()
    admin = makers.person("Ad", Role.admin)
    night(days=8)
    with clock.at(later(days=8, hours=5)), asking() as session:
        kept = retention_totals.look(session, admin)
        anew = retention_totals.look(session, admin, anew=True)
    assert (kept.at, anew.at) == (later(days=8), later(days=8, hours=5))
    assert kept.coming
    assert (kept.due, kept.coming) == (anew.due, anew.coming)
    with clock.at(later(days=10)), asking() as session:  # a night was missed
        assert retention_totals.look(session, admin).at == later(days=10)


def test_a_night_that_was_missed_is_told_until_the_next(sqlite_database: Engine):
    copied_cycle()
    night()
    with clock.at(later(hours=36)):
        assert wake().well
    with clock.at(later(days=3)):
        assert not wake().well
        assert sentences() == ["night.late"]
        nights.run(media_store())
        assert sentences() == ["night.well"]


def test_a_night_that_cannot_write_down_that_it_was_counts_as_missed(sqlite_database: Engine):
    copied_cycle()
    night()

    def full(conn: object, cursor: object, statement: str, *more: object) -> None:
        if statement.startswith("INSERT INTO night "):
            raise OperationalError(statement, {}, Exception("database or disk is full"))

    event.listen(engine(), "before_cursor_execute", full)
    with pytest.raises(OperationalError):
        night(days=2)
    event.remove(engine(), "before_cursor_execute", full)
    with clock.at(later(days=2)):
        assert sentences() == ["night.late"]


@pytest.mark.expects_error_log
def test_a_clock_a_year_ahead_deletes_nothing_and_asks(
    sqlite_database: Engine, wanted: list[tuple[str, str]], caplog: pytest.LogCaptureFixture
):
    copied_cycle()
    night()
    before = list(media_store().list())
    caplog.set_level(logging.CRITICAL)
    ahead = night(days=365)
    assert (ahead.waits, ahead.gone) == (rule.Waits.leap, 0)
    assert ahead.backlog > 5
    assert list(media_store().list()) == before
    assert sentences() == ["night.waits.leap", "night.due"]
    assert not wake().well


@pytest.mark.expects_error_log
def test_a_clock_that_is_put_right_goes_on_as_if_nothing_had_been(sqlite_database: Engine):
    copied_cycle()
    night()
    assert night(days=365).waits
    assert night(days=8).waits is None
    assert gone() == {"raw_recording"}


@pytest.mark.expects_error_log
def test_an_admin_who_looked_lets_the_sweep_go_on(
    sqlite_database: Engine, wanted: list[tuple[str, str]]
):
    walk = copied_cycle()
    night()
    assert night(days=40).waits
    admin = makers.person("Ada", Role.admin)
    with clock.at(later(days=40)):
        with acting() as session, pytest.raises(NotAllowed):
            nights.allow(session, walk.coach)
        with acting() as session:
            nights.allow(session, admin)
        assert ("sweep", "allowed") in wanted
        with acting() as session, pytest.raises(Refused, match="no_sweep_waits"):
            nights.allow(session, admin)
    done = night(days=40, hours=1)
    assert (done.waits, done.backlog) == (None, 0)
    assert "proxy_recording" in gone()
    with asking() as session:
        query = select(LedgerEntry.actor_id).where(LedgerEntry.act == "allow_sweep")
        assert session.scalars(query).all() == [admin.id]


@pytest.mark.expects_error_log
def test_far_more_than_ever_waits_and_then_all_of_it_goes(
    sqlite_database: Engine, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(rule, "ALWAYS", 3)
    copied_cycle()
    night()
    assert night(days=15).waits is rule.Waits.far_more
    assert gone() == set()
    with clock.at(later(days=15)):
        done = nights.run(media_store(), anyway=True)
    assert (done.gone, done.backlog) == (5, 0)


@pytest.mark.expects_error_log
def test_a_clock_moved_back_is_told_and_nothing_due_is_forgotten(
    sqlite_database: Engine, caplog: pytest.LogCaptureFixture
):
    copied_cycle()
    night(days=8)
    back = night(days=2)
    assert back.clock_back
    assert "night.clock_back" in sentences()
    assert night(days=15).backlog == 0
    assert "proxy_recording" in gone()


@pytest.mark.expects_error_log
def test_a_full_disk_holds_up_one_thing_and_not_the_night(
    sqlite_database: Engine, monkeypatch: pytest.MonkeyPatch
):
    copied_cycle()
    add, tries = retention.tombstones.add, iter([True])

    def full_once(session: Session, gone: Gone) -> Tombstone:
        if gone.kind == "proxy_recording" and next(tries, False):
            raise OperationalError("INSERT", {}, Exception("database or disk is full"))
        return add(session, gone)

    monkeypatch.setattr(retention.tombstones, "add", full_once)
    done = night(days=15)
    assert (done.gone, done.backlog) == (4, 1)
    assert sentences()[0] == "night.backlog"
    assert night(days=15, hours=1).backlog == 0
    with asking() as session:
        assert erasures.verify(session) == []
        assert session.scalar(select(func.count()).select_from(Tombstone)) == 5


@pytest.mark.expects_error_log
def test_a_bucket_that_refuses_deletes_forgets_nothing(
    sqlite_database: Engine, s3_store: MediaStore, monkeypatch: pytest.MonkeyPatch
):
    assert isinstance(s3_store, S3Store)
    whole_cycle()

    def answer_no(request: object, **_: object) -> None:
        request.headers["Authorization"] = "AWS4-HMAC-SHA256 nobody"  # type: ignore[attr-defined]

    client: BaseClient = s3_store.client
    client.meta.events.register("before-send.s3.DeleteObjects", answer_no)
    done = night(days=15)
    assert done.gone <= 1
    assert done.backlog >= 4
    assert sentences()[0] == "night.backlog"
    client.meta.events.unregister("before-send.s3.DeleteObjects", answer_no)
    assert night(days=16).backlog == 0


@pytest.mark.expects_error_log
def test_a_store_that_cannot_be_looked_through_is_told(
    sqlite_database: Engine, monkeypatch: pytest.MonkeyPatch
):
    copied_cycle()

    def away(_: MediaStore) -> orphans.Orphans:
        raise StoreError("away")

    monkeypatch.setattr(orphans, "look", away)
    assert night(days=8).gone == 1
    assert sentences() == ["night.orphans"]


@pytest.mark.expects_error_log  # the year that went by took accounts past their term
def test_nights_are_forgotten_with_the_lines_of_the_ledger(sqlite_database: Engine):
    makers.school()
    night()
    night(days=20)
    with clock.at(NOW + timedelta(days=367)):
        nights.run(media_store())
    with asking() as session:
        assert session.scalar(select(func.count()).select_from(Night)) == 2
