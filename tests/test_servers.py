"""The fixtures themselves: fresh databases, a still clock, and no error that goes unseen."""

import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest
from botocore.exceptions import EndpointConnectionError
from sqlalchemy import Engine, inspect, text
from sqlalchemy.orm import Session

from config.settings import settings
from storage import clock as storage_clock
from storage import database as storage_database
from tests import servers
from tests.conftest import Clock

pytest_plugins = ["pytester"]


def test_every_test_has_a_migrated_database_that_the_acts_use(database: Engine):
    assert "alembic_version" in inspect(database).get_table_names()
    assert storage_database.engine() is database


@pytest.mark.parametrize("_time", ["first", "second"])
def test_what_one_test_commits_the_next_does_not_see(session: Session, _time: str):
    assert "left_behind" not in inspect(session.connection()).get_table_names()
    session.execute(text("CREATE TABLE left_behind (id INTEGER)"))
    session.commit()


def test_the_environment_of_whoever_runs_the_tests_is_not_seen(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
):
    monkeypatch.setenv("LESBEELD_REGION", "zuid")
    home = request.getfixturevalue("home")
    assert settings().region == "midden"
    assert settings().home == home


def test_servers_are_gone_afterwards():
    with servers.object_store() as server:
        assert server.answers()
    with pytest.raises(EndpointConnectionError):
        server.answers()


def test_the_clock_stands_still_until_it_is_moved(clock: Clock):
    assert storage_clock.now() == datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    clock.forward(days=3, hours=1)
    assert storage_clock.now() == datetime(2026, 11, 27, 10, 0, tzinfo=UTC)


@pytest.mark.expects_error_log
def test_a_test_that_says_so_may_log_an_error():
    logging.getLogger("lesbeeld").error("recording %s", "1")


def test_a_test_that_logs_an_error_fails(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
):
    conftest = Path(__file__).with_name("conftest.py").read_text(encoding="utf-8")
    pytester.makeconftest(conftest)
    pytester.makepyfile(
        """
        import logging

        def test_quiet():
            logging.getLogger("silent").warning("fine")

        def test_loud():
            silent = logging.getLogger("silent")
            silent.propagate = False
            silent.error("recording 1")
        """
    )
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
    result = pytester.runpytest_subprocess()
    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines(["*errors were logged:*"])
