"""The commands: what they say, in which language, and how they end."""

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy import text as sql
from typer.testing import CliRunner

from pipeline import doctor
from pipeline.cli import app
from pipeline.cli_words import spoken
from storage import jobs, ledger, stop_list, tombstones
from storage.clock import at, now
from storage.database import acting, migrate
from storage.media import media_store
from storage.records import Tombstone
from storage.tombstones import Gone
from tests import makers
from tests.conftest import forget

lesbeeld = CliRunner()


@pytest.mark.parametrize(
    ("around", "language"),
    [
        ({}, "nl"),
        ({"LANG": "C.UTF-8"}, "nl"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "nl_NL.UTF-8"}, "nl"),
    ],
)
def test_commands_speak_dutch_unless_somebody_asks_for_english(
    around: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in around.items():
        monkeypatch.setenv(name, value)
    assert spoken() == language


def test_nothing_is_due_in_an_empty_house(home: Path) -> None:
    assert json.loads(lesbeeld.invoke(app, ["retention", "plan", "--json"]).stdout) == {"due": []}
    swept = lesbeeld.invoke(app, ["retention", "sweep", "--json"])
    assert (swept.exit_code, json.loads(swept.stdout)) == (
        0, {"gone": 0, "backlog": 0, "removed": 0, "orphans": 0, "waits": None}
    )  # fmt: skip


@pytest.mark.expects_error_log
def test_a_sweep_after_a_leap_of_the_clock_waits_for_the_person_at_the_keyboard(home: Path) -> None:
    assert lesbeeld.invoke(app, ["retention", "sweep"]).exit_code == 0
    with jobs.collecting():
        makers.a_walk().ready()
    with at(now() + timedelta(days=40)):
        waits = lesbeeld.invoke(app, ["retention", "sweep"])
        assert waits.exit_code == 1
        assert "de klok sprong" in waits.stderr
        told = json.loads(lesbeeld.invoke(app, ["doctor", "--json"]).stdout)["night"]
        assert not told["well"]
        assert lesbeeld.invoke(app, ["retention", "sweep", "--anyway"]).exit_code == 0
    assert list(media_store().list()) == []


def test_a_changed_tombstone_is_found(home: Path) -> None:
    migrate()
    with acting() as session:
        tombstones.add(session, Gone(
            thing_id="a", kind="clip", made_at=now(), policy="standard:1", trigger="discard",
            actor="sweep", size=10, wiped=1, owner_id=None, cycle_id=None,
        ))  # fmt: skip
    whole = lesbeeld.invoke(app, ["tombstones", "verify", "--json"])
    assert (whole.exit_code, json.loads(whole.stdout)) == (0, {"tombstones": 1, "broken": []})
    with acting() as session:
        session.get_one(Tombstone, 1).kind = "recording"
    broken = lesbeeld.invoke(app, ["tombstones", "verify"])
    assert broken.exit_code == 1
    assert "nummer 1 is veranderd." in broken.stderr


def test_the_ledger_is_verified_and_a_broken_one_is_told(sqlite_database: Engine) -> None:
    with acting() as session:
        ledger.write(session, "somebody", "open", "recording", "film", "owner")
    whole = lesbeeld.invoke(app, ["ledger", "verify", "--json"])
    assert (whole.exit_code, json.loads(whole.stdout)) == (0, {"lines": 1, "broken": []})
    assert doctor.look("ledger", doctor.ledger).well
    with acting() as session:
        session.execute(sql("DROP TRIGGER ledger_changed"))
        session.execute(sql("UPDATE ledger_entry SET thing_id = 'another'"))
    broken = lesbeeld.invoke(app, ["ledger", "verify"])
    assert broken.exit_code == 1
    assert "gebroken" in broken.stderr
    finding = doctor.look("ledger", doctor.ledger)
    assert (finding.well, "regel 1" in finding.says) == (False, True)


def test_the_doctor_finds_a_stop_list_that_lags_behind(sqlite_database: Engine) -> None:
    assert doctor.look("stops", doctor.stop_lists).heed
    stop_list.write_down()
    assert not doctor.look("stops", doctor.stop_lists).heed
    [file] = stop_list.places()
    file.write_bytes(file.read_bytes()[1:])
    assert not doctor.look("stops", doctor.stop_lists).well


def test_the_doctor_looks_at_everything_and_leaves_nothing_behind(home: Path) -> None:
    seen = lesbeeld.invoke(app, ["doctor", "--json"])
    found = json.loads(seen.stdout)
    assert set(found) == set(doctor.CHECKS)
    assert all(each["well"] for each in found.values()), found
    assert [path for path in (home / "media").rglob("*") if path.is_file()] == []


def test_what_is_kept_is_for_nobody_else_who_has_an_account_on_this_machine(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = home / "new"
    monkeypatch.setenv("LESBEELD_HOME", str(kept))
    forget()
    usual = os.umask(0o022)
    try:
        assert lesbeeld.invoke(app, ["tombstones", "verify"]).exit_code == 0
    finally:
        os.umask(usual)
    assert (kept / "app.sqlite").is_file()
    assert [each for each in (kept, *kept.rglob("*")) if each.stat().st_mode & 0o077] == []
    assert not doctor.look("private", doctor.private).heed
    kept.chmod(0o755)
    assert doctor.look("private", doctor.private).heed


@pytest.mark.parametrize(
    ("seen", "sign", "words"),
    [
        (True, "✓", "is versleuteld"),
        (False, "!", "ziet geen versleuteling"),
        (None, "!", "niet te zien"),
    ],
)
def test_the_doctor_says_plainly_whether_films_lie_encrypted(
    seen: bool | None, sign: str, words: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "disk_encrypts", lambda _folder: seen)
    monkeypatch.setattr(doctor, "CHECKS", {"at_rest": doctor.at_rest})
    said = lesbeeld.invoke(app, ["doctor"])
    assert said.exit_code == 0
    assert said.stdout.startswith(f"{sign} Versleuteld bewaard:")
    assert words in said.stdout


def test_the_doctor_asks_the_bucket_too(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Bucket:
        def encrypts(self) -> bool:
            return False

    monkeypatch.setenv("LESBEELD_STORE_URL", "s3://films")
    monkeypatch.setattr(doctor, "disk_encrypts", lambda _folder: True)
    monkeypatch.setattr(doctor, "media_store", Bucket)
    finding = doctor.look("at_rest", doctor.at_rest)
    assert (finding.well, finding.heed) == (True, True)
    assert "De schijf met de gegevens is versleuteld." in finding.says
    assert "De bucket versleutelt niets." in finding.says


def test_the_doctor_says_what_is_wrong_and_goes_on(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "media").write_text("a file where a folder should be")
    seen = lesbeeld.invoke(app, ["doctor", "--json"])
    found = json.loads(seen.stdout)
    assert seen.exit_code == 1
    assert not found["store"]["well"]
    assert found["python"]["well"]


def test_the_doctor_finds_ffmpeg_where_it_is_set(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LESBEELD_FFMPEG", "/nowhere/ffmpeg")
    doctor.settings.cache_clear()
    finding = doctor.look("film_tools", doctor.film_tools)
    assert not finding.well
