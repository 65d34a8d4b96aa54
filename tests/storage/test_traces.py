"""After deletion nothing is found of it: not in a page, a log, a version or a temporary file."""

import logging
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from storage import traces
from storage.database import acting, asking
from storage.media import MediaStore
from storage.media.s3 import S3Store
from storage.records import Recording
from tests.searching import found_in, words_in
from tests.storage.kept import WORDS, YEAR_ENDS, later, sweep_at, whole_cycle

pytestmark = pytest.mark.usefixtures("wanted", "at_now")
FILM = b"\x00planted in the film\xff" * 100


def everything_goes() -> None:
    for days in (8, 15):
        sweep_at(later(days=days))
    for days in (31, 366):
        sweep_at(YEAR_ENDS + timedelta(days=days))


def test_deleted_words_are_in_no_page_and_no_log_of_the_database(
    sqlite_database: Engine, home: Path
):
    whole_cycle()
    assert words_in(home, WORDS) == set(WORDS)
    everything_goes()
    assert traces.wipe()
    assert found_in(home, WORDS) == {}


def test_what_is_still_kept_is_there_after_writing_anew(sqlite_database: Engine, home: Path):
    whole_cycle()
    assert traces.wipe()
    assert words_in(home, WORDS) == set(WORDS)
    assert (home / "app.sqlite-wal").stat().st_size == 0


def test_who_reads_on_meanwhile_is_not_disturbed_and_the_next_night_wipes(
    sqlite_database: Engine, home: Path, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
):  # fmt: skip
    monkeypatch.setattr(traces, "PATIENCE_S", 0.1)
    whole_cycle()
    with asking() as session, caplog.at_level(logging.WARNING):
        assert session.execute(text("SELECT count(*) FROM reflection")).scalar() == 1
        everything_goes()
        assert not traces.wipe()
        assert session.execute(text("SELECT count(*) FROM reflection")).scalar() == 1
    assert "app.sqlite keeps traces for now: somebody reads on" in caplog.text
    assert traces.wipe()
    assert found_in(home, WORDS) == {}


@pytest.mark.expects_error_log
def test_who_writes_on_is_not_cut_off_and_the_log_says_so(
    sqlite_database: Engine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.setattr(traces, "PATIENCE_S", 0.1)
    with acting() as session:
        session.execute(text("DELETE FROM sign_in"))
        assert not traces.wipe()
    assert "app.sqlite keeps traces for now" in caplog.text
    assert traces.wipe()


def test_deleted_words_are_in_no_table_file_of_postgres(postgres_database: Engine):
    whole_cycle()
    with postgres_database.connect() as connection:
        place = connection.execute(text("SHOW data_directory")).scalar_one()
        own = connection.execute(
            text("SELECT oid FROM pg_database WHERE datname = current_database()")
        ).scalar_one()
        flush(connection)
        tables = Path(place, "base", str(own))
        assert words_in(tables, WORDS) == set(WORDS)
        connection.rollback()
        everything_goes()
        assert traces.wipe()
        flush(connection)
    assert found_in(tables, WORDS) == {}


def flush(connection: object) -> None:
    connection.execute(text("CHECKPOINT"))  # type: ignore[attr-defined] # a Connection


def test_an_error_of_the_database_tells_nobodys_words(database: Engine):
    with pytest.raises(Exception, match="hidden") as raised, acting() as session:
        session.execute(
            text("INSERT INTO sign_in_attempt (nowhere) VALUES (:said)"), {"said": "geheim woord"}
        )
    assert "geheim" not in str(raised.value)


def test_no_version_upload_or_marker_of_a_deleted_film_stays_in_a_bucket(
    sqlite_database: Engine, s3_store: MediaStore, home: Path
):
    assert isinstance(s3_store, S3Store)
    walk = whole_cycle()
    with asking() as session:
        prefix = session.get_one(Recording, walk.recording_id).prefix
    s3_store.put(f"{prefix}/proxy.mp4", BytesIO(FILM))
    s3_store.put(f"{prefix}/proxy.mp4", BytesIO(FILM + FILM))  # the first is a version now
    s3_store.client.delete_object(Bucket=s3_store.bucket, Key=s3_store.full(f"{prefix}/proxy.mp4"))
    s3_store.begin(f"{prefix}/again.mp4").write(0, [FILM])
    assert words_in(home, [FILM])  # the tail of what is on its way
    assert len(versions(s3_store)) > 10
    everything_goes()
    assert traces.wipe()
    assert versions(s3_store) == []
    assert [*s3_store.uploads("")] == []
    assert found_in(home, [*WORDS, FILM]) == {}


def versions(store: S3Store) -> list[str]:
    """Every version and delete marker of this test."""
    pages = store.client.get_paginator("list_object_versions")
    return [
        each["Key"]
        for page in pages.paginate(Bucket=store.bucket, Prefix=store.full(""))
        for each in (*page.get("Versions", ()), *page.get("DeleteMarkers", ()))
    ]
