"""`lesbeeld backup` and `lesbeeld restore`: what they say and how they end."""

import asyncio
import json
import shutil
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline import chores
from pipeline.cli import app
from storage import clock, database
from storage.media import media_store
from storage.restoring import MARK
from tests.conftest import forget

lesbeeld = CliRunner()
PASSPHRASE = "zeven paarse fietsen"


def test_a_backup_comes_back_by_two_commands(home: Path, tmp_path: Path) -> None:
    key = tmp_path / "passphrase"
    key.write_text(PASSPHRASE + "\n")
    database.migrate()
    media_store().put("rec/1/original.mp4", BytesIO(b"a film"))
    words = ["backup", str(tmp_path / "out"), "--key-file", str(key), "--json"]
    made = lesbeeld.invoke(app, words)
    assert made.exit_code == 0, made.stderr
    assert "met 1 bestanden" in made.stderr
    file = json.loads(made.stdout)["path"]
    database.let_go()
    shutil.rmtree(home)
    forget()
    back = lesbeeld.invoke(app, ["restore", file, "--key-file", str(key), "--json"])
    assert back.exit_code == 0, back.stderr
    assert json.loads(back.stdout) == {"objects": 1, "erased": 0, "stopped": 0}
    assert b"".join(media_store().open("rec/1/original.mp4")) == b"a film"


def test_a_no_is_one_sentence(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    no = lesbeeld.invoke(app, ["backup"])
    assert (no.exit_code, "in welke map" in no.stderr) == (1, True)
    no = lesbeeld.invoke(app, ["backup", str(tmp_path)])
    assert (no.exit_code, "geen wachtzin" in no.stderr) == (1, True)
    monkeypatch.setenv("LESBEELD_BACKUP_KEY", PASSPHRASE)
    forget()
    (tmp_path / "film.mp4").write_bytes(b"a film")
    no = lesbeeld.invoke(app, ["restore", str(tmp_path / "film.mp4")])
    assert (no.exit_code, "geen reservekopie" in no.stderr) == (1, True)
    assert no.stderr.count("\n") == 1


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_nothing_opens_while_a_restore_is_not_whole(home: Path, command: str) -> None:
    (home / MARK).write_text("")
    no = lesbeeld.invoke(app, [command])
    assert (no.exit_code, "is niet af" in no.stderr) == (1, True)


def test_the_nightly_sweep_removes_old_backups_and_keeps_the_erasure_ledger_beside_them(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LESBEELD_BACKUP_KEY", PASSPHRASE)
    monkeypatch.setenv("LESBEELD_BACKUPS", str(tmp_path / "out"))
    forget()
    assert lesbeeld.invoke(app, ["backup"]).exit_code == 0
    assert len(list((tmp_path / "out").glob("*.backup"))) == 1
    with clock.at(clock.now() + timedelta(days=31)):
        asyncio.run(chores.sweep())
    assert list((tmp_path / "out").glob("*.backup")) == []
    assert '"kind":"backup"' in (tmp_path / "out" / "erased.jsonl").read_text()
