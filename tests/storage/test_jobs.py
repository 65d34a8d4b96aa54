"""Work is sent after the commit, once, and never lost when the engine is away."""

import logging
from pathlib import Path

import pytest
from sqlalchemy import Engine

from storage import jobs
from storage.database import acting


def test_work_is_sent_after_the_commit_and_not_before(sqlite_database: Engine) -> None:
    with jobs.collecting() as sent:
        with acting() as session:
            jobs.wanted(session, "ingest", "a")
            assert sent == []
        assert sent == [("ingest", "a")]


def ask_and_fail() -> None:
    with acting() as session:
        jobs.wanted(session, "ingest", "a")
        1 / 0  # noqa: B018 - it is the failing that counts


def test_an_act_that_fails_sends_nothing(sqlite_database: Engine) -> None:
    with jobs.collecting() as sent:
        with pytest.raises(ZeroDivisionError):
            ask_and_fail()
        with acting():
            pass
        assert sent == []


def test_work_nobody_knows_is_refused_in_the_act_itself(sqlite_database: Engine) -> None:
    with jobs.collecting(), pytest.raises(KeyError), acting() as session:
        jobs.wanted(session, "ingset", "a")


def test_asking_twice_is_asking_once(database: Engine) -> None:
    assert jobs.fate("ingest", "a") is None
    assert jobs.enqueue("ingest", "a")
    assert jobs.enqueue("ingest", "a")
    assert jobs.fate("ingest", "a") is jobs.Fate.waiting
    assert len(jobs.client().list_workflows()) == 1


def test_only_ids_go_to_the_engine(sqlite_database: Engine) -> None:
    jobs.enqueue("cut", "some-clip")
    (found,) = jobs.client().list_workflows()
    assert found.workflow_id == "cut:some-clip"
    assert found.input == {"args": ("some-clip",), "kwargs": {}}


def test_cancelled_work_stays_cancelled_when_it_is_asked_for_again(
    sqlite_database: Engine,
) -> None:
    jobs.enqueue("ingest", "a")
    assert jobs.cancel("ingest", "a")
    jobs.enqueue("ingest", "a")
    assert jobs.fate("ingest", "a") is jobs.Fate.cancelled


def test_a_clip_that_was_moved_is_cut_again(sqlite_database: Engine) -> None:
    jobs.enqueue("cut", "a")
    jobs.cancel("cut", "a")
    jobs.enqueue("cut", "a")
    assert jobs.fate("cut", "a") is jobs.Fate.waiting


def test_forgotten_work_leaves_no_id_behind(sqlite_database: Engine) -> None:
    jobs.enqueue("ingest", "a")
    jobs.enqueue("transcribe", "a")
    jobs.enqueue("ingest", "b")
    jobs.forget("ingest", "a")
    assert [each.workflow_id for each in jobs.client().list_workflows()] == ["ingest:b"]


def test_an_engine_that_is_away_does_not_undo_the_act(
    sqlite_database: Engine, home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (home / "jobs.sqlite").mkdir()  # nothing can be opened there
    with caplog.at_level(logging.WARNING), acting() as session:
        jobs.wanted(session, "ingest", "a")
    assert "could not enqueue ingest:a" in caplog.text
