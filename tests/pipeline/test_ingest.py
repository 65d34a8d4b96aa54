"""One film through the whole workflow from the command line."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from config.media import Upload
from config.texts import language, text
from pipeline import probe, speech_steps
from pipeline.cli import app
from pipeline.errors import BadFilm
from pipeline.film import Film
from storage import database
from storage.database import acting, asking
from storage.media import media_store
from storage.records import Recording
from tests import makers, samples
from tests.pipeline.machine import ROOT
from tests.pipeline.test_workflows import stand_in


@pytest.fixture(autouse=True)
def machine(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speech_steps, "transcribe", stand_in)
    monkeypatch.setenv("LANG", "nl_NL.UTF-8")
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)


def lesbeeld(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)


def test_a_film_comes_out_as_files_that_are_named_in_json() -> None:
    done = lesbeeld("ingest", samples.film("lesson.mp4", 8), "--json")
    assert done.exit_code == 0
    made = json.loads(done.stdout)
    assert (made["duration_ms"], made["language"]) == (8000, "nl")
    assert list(made["steps"]) == ["probe", "renditions", "transcript", "captions"]
    assert set(made["files"]) == {
        "proxy", "poster", "filmstrip", "peaks", "transcript", "captions"
    }  # fmt: skip
    assert all(Path(place).stat().st_size > 0 for place in made["files"].values())


def test_a_clip_of_it_is_exact_to_the_picture_and_never_past_the_end() -> None:
    film = json.loads(lesbeeld("ingest", samples.film("lesson.mp4", 8), "--json").stdout)
    done = lesbeeld("clip", film["recording_id"], "2", "4.6", "--json")
    clip = json.loads(done.stdout)
    assert (clip["start_ms"], clip["end_ms"], clip["frames"]) == (2000, 4600, 65)
    assert samples.picture_numbers(Path(clip["path"])) == list(range(50, 115))
    spans = [("4", "2", "clip_ends_before_it_starts"), ("7", "9", "clip_beyond_the_film")]
    for start, end, key in spans:
        refused = lesbeeld("clip", film["recording_id"], start, end)
        assert refused.exit_code == 1
        assert refused.stderr.strip() == text(f"refusals.{key}")


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("words", "not_a_film"),
        ("empty", "film_empty"),
        ("cut_off", "film_cut_off"),
        ("no_picture", "film_no_picture"),
        ("no_sound", "film_no_sound"),
    ],
)
def test_a_film_that_cannot_be_used_is_refused_in_one_sentence(
    kind: str, key: str, tmp_path: Path
) -> None:
    done = lesbeeld("ingest", unusable(kind, tmp_path / f"{kind}.mp4"), "--json")
    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr.strip() == text(f"refusals.{key}")
    with asking() as session:
        (recording,) = session.query(Recording).all()
    assert recording.refusal == f"refusals.{key}"


def unusable(kind: str, path: Path) -> Path:
    whole = samples.film("lesson.mp4", 8)
    match kind:
        case "words":
            path.write_text("Dit is een tekst.\n" * 40)
        case "empty":
            path.touch()
        case "cut_off":
            path.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
        case "no_picture":
            samples.ffmpeg("-i", whole, "-vn", "-c:a", "copy", path)
        case "no_sound":
            samples.ffmpeg("-i", whole, "-an", "-c:v", "copy", path)
    return path


def test_a_refusal_names_the_limit_and_speaks_the_language_of_the_person(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def too_long(film: Film, limits: Upload) -> None:
        raise BadFilm("refusals.film_too_long", minutes=120)

    monkeypatch.setattr(probe, "check", too_long)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    done = lesbeeld("ingest", samples.film("lesson.mp4", 8))
    assert done.exit_code == 1
    with language("en"):
        assert done.stderr.strip() == text("refusals.film_too_long", minutes=120)


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.parametrize(
    ("lesson", "spoken", "words"),
    [
        ("lesson_en_open", "en", ["good morning", "leaves"]),
        ("lesson_nl_open", "nl", ["de ", "een "]),
    ],
)
def test_a_real_lesson_is_heard_in_its_own_language(
    home: Path, shared_media: Path, lesson: str, spoken: str, words: list[str]
) -> None:
    film = shared_media / "open" / "lessons" / f"{lesson}.mp4"
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "ingest", film, "--json"],
        cwd=ROOT, env=os.environ | {"LESBEELD_HOME": str(home)}, capture_output=True, check=True,
    )  # fmt: skip
    made = json.loads(done.stdout)
    heard = json.loads(Path(made["files"]["transcript"]).read_text())
    said = " ".join(segment["text"] for segment in heard["segments"]).lower()
    assert made["language"] == spoken
    assert all(word in said for word in words)
    assert all(segment["words"] for segment in heard["segments"])


def test_no_film_comes_in_while_a_programme_that_runs_here_is_not_set_up() -> None:
    database.migrate()
    school = makers.school(prepared=False)
    refused = lesbeeld("ingest", samples.film("lesson.mp4", 8), "--json")
    assert refused.exit_code == 1
    assert refused.stderr.strip().endswith(text("set_up.missing.legal_basis"))
    assert list(media_store().list()) == []
    with acting() as session:
        makers.prepare(session, school.coordinator, school.programme_id)
    assert lesbeeld("ingest", samples.film("lesson.mp4", 8), "--json").exit_code == 0
