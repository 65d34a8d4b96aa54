"""Who is alive, and who takes over from whom."""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, select

from config.settings import settings
from pipeline import lease
from pipeline.lease import TABLE, Lease, Pace
from storage import jobs
from storage.database import make_engine


@pytest.fixture
def engine(database: Engine) -> Iterator[Engine]:
    jobs.prepare()
    made = make_engine(settings().jobs_database)
    yield made
    made.dispose()


def a_lease(engine: Engine, pace: Pace | None = None) -> Lease:
    return Lease(engine, pace or Pace(), on_lost=lambda: None)


def add(held: Lease, worker: str, **facts: object) -> None:
    row = {"place": "elsewhere", "process": 1, "born": "1", "seen_at": time.time()}
    with held._engine.begin() as connection:
        connection.execute(insert(TABLE).values(worker=worker, **(row | facts)))


def test_a_worker_is_alive_from_its_first_word_until_it_gives_up(engine: Engine) -> None:
    held = a_lease(engine)
    held.take()
    assert held.held
    assert a_lease(engine).make_table() is None
    assert held.alive() == [held.worker]
    held.give_up()
    assert held.alive() == []


def test_a_worker_elsewhere_counts_as_dead_when_it_was_silent_too_long(engine: Engine) -> None:
    held = a_lease(engine)
    held.take()
    add(held, "silent", seen_at=time.time() - 61)
    add(held, "speaking", seen_at=time.time() - 30)
    assert set(held.alive()) == {held.worker, "speaking"}


def test_a_worker_on_this_machine_counts_as_dead_as_soon_as_its_process_is_gone(
    engine: Engine,
) -> None:
    gone = subprocess.Popen(["/bin/true"])
    gone.wait()
    held = a_lease(engine)
    held.take()
    add(held, "gone", place=lease._place(), process=gone.pid)
    assert held.alive() == [held.worker]


def test_a_process_that_got_the_number_of_a_dead_worker_is_not_that_worker(engine: Engine) -> None:
    held = a_lease(engine)
    held.take()
    add(held, "before", place=lease._place(), process=1, born="never")
    assert held.alive() == [held.worker]


def test_the_dead_are_struck_off_only_when_nothing_of_theirs_is_left(engine: Engine) -> None:
    held = a_lease(engine)
    held.take()
    add(held, "silent", seen_at=0.0)
    asked: list[list[str]] = []

    def busy(dead: list[str]) -> bool:
        asked.append(dead)
        return len(asked) > 1

    held._bury(busy)
    assert "silent" in written(held)
    held._bury(busy)
    assert "silent" not in written(held)
    assert asked == [["silent"], ["silent"]]


def test_a_worker_that_could_not_speak_for_long_may_not_write_any_more(
    engine: Engine, home: Path
) -> None:
    lost: list[bool] = []
    held = Lease(engine, Pace(beat_s=0.01, stale_s=0.2), on_lost=lambda: lost.append(True))
    held.take()
    time.sleep(0.3)
    assert not held.held
    held._keep(lambda dead: True)
    assert lost == [True]


def written(held: Lease) -> set[str]:
    with held._engine.connect() as connection:
        return set(connection.scalars(select(TABLE.c.worker)))
