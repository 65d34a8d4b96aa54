"""A teacher's own material in one file: whole or not at all, and nobody else's to read."""

import json
import stat
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from config.texts import language, text
from pipeline import exporting
from pipeline.cli import app
from storage import accounts, clip_downloads, clips, transcripts
from storage.database import acting, asking
from storage.errors import NotFound, Refused
from storage.media import media_store
from storage.records import Clip, LedgerEntry, Person
from storage.rules.set_up import Use
from storage.transcripts import Line
from tests import makers
from tests.makers import Walk

FILM = bytes(range(256)) * 4096


@pytest.fixture
def walk(sqlite_database: object, home: Path) -> Walk:
    """A cycle that is done, its clips cut, in a programme that lets teachers keep them."""
    with makers.quiet_jobs():
        made = makers.a_walk().completed()
    makers.decided(made.school, Use.outside_school)
    with acting() as session:
        transcripts.keep(session, made.recording_id, "nl", "m", [Line(1, 9_000_000, "Goed zo.")])
        for clip in session.scalars(select(Clip)):
            clip.file_key, clip.file_sha256 = f"{clips.folder(clip.id)}/clip.mp4", "a1b2"
            media_store().put(clip.file_key, BytesIO(FILM))
        coordinator, programme = made.school.coordinator, made.school.programme_id
        clip_downloads.allow(session, coordinator, programme, allowed=True)
    return made


@pytest.fixture
def email(walk: Walk) -> str:
    with asking() as session:
        return session.get_one(Person, walk.teacher.id).email


def test_all_of_it_is_in_one_file_with_the_clips_she_may_keep(
    walk: Walk, email: str, tmp_path: Path
) -> None:
    out = tmp_path / "own.zip"
    exporting.export(email, out)
    with zipfile.ZipFile(out) as box:
        names = set(box.namelist())
        assert {"index.html", "own.json", "annotations.json", "lesson-1.vtt"} <= names
        assert box.read("clips/cycle-1-clip-1.mp4") == FILM
        assert "zo." in box.read("clips/cycle-1-clip-1.vtt").decode()
        told = json.loads(box.read("own.json"))
        assert b'src="clips/cycle-1-clip-1.mp4"' in box.read("index.html")
    assert told["person"]["email"] == email
    assert stat.S_IMODE(out.stat().st_mode) == 0o600, "whoever shares this machine cannot read it"


def test_who_is_gone_is_told_in_the_language_of_whose_it_is(
    walk: Walk, email: str, tmp_path: Path
) -> None:
    with acting() as session:
        session.get_one(Person, walk.teacher.id).language = "en"
        for statement in accounts.forgetting(walk.coach.id):
            session.execute(statement)
    out = tmp_path / "own.zip"
    exporting.export(email, out)
    with language("en"):
        nobody = text("departures.somebody")
    with zipfile.ZipFile(out) as box:
        told = json.loads(box.read("own.json"))
    actors = {line["who"] for line in told["ledger"]}
    assert nobody in actors, actors


def test_that_it_was_taken_stands_in_her_ledger(walk: Walk, email: str, tmp_path: Path) -> None:
    exporting.export(email, tmp_path / "own.zip")
    with asking() as session:
        lines = session.scalars(select(LedgerEntry).where(LedgerEntry.act == "take_own")).all()
    assert {line.owner_id for line in lines} == {walk.teacher.id}


def test_a_clip_that_went_meanwhile_is_left_out(walk: Walk, email: str, tmp_path: Path) -> None:
    media_store().purge(clips.folder(walk.clip_ids[0]))
    exporting.export(email, tmp_path / "own.zip")
    with zipfile.ZipFile(tmp_path / "own.zip") as box:
        films = [name for name in box.namelist() if name.endswith(".mp4")]
    assert len(films) == len(walk.clip_ids) - 1


def test_what_cannot_be_written_whole_leaves_nothing_behind(
    walk: Walk, email: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr(exporting, "as_html", full)
    with pytest.raises(Refused, match="cannot_write"):
        exporting.export(email, tmp_path / "own.zip")
    with pytest.raises(Refused, match="cannot_write"):
        exporting.export(email, tmp_path / "nowhere" / "own.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


@pytest.mark.usefixtures("walk")
def test_somebody_who_is_no_teacher_has_nothing_to_take(tmp_path: Path) -> None:
    for nobody in ("niemand@elders.test", ""):
        with pytest.raises(NotFound):
            exporting.export(nobody, tmp_path / "own.zip")


@pytest.mark.usefixtures("walk")
def test_the_command_says_what_is_in_it(email: str, tmp_path: Path) -> None:
    said = CliRunner().invoke(app, ["export", email, str(tmp_path / "own.zip"), "--json"])
    assert said.exit_code == 0, said.output
    assert json.loads(said.stdout)["clips"] > 0
    no = CliRunner().invoke(app, ["export", "niemand@elders.test", str(tmp_path / "no.zip")])
    assert no.exit_code == 1
    assert not (tmp_path / "no.zip").exists()
