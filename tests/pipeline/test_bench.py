"""What `lesbeeld bench` says: figures that can be read, and a reason where there is none."""

import json
import os
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from config.texts import language
from pipeline import bench
from pipeline.bench_home import LEFT_BEHIND_S, bench_folder, films_folder
from pipeline.bench_measure import Measure, Took, Wish, least
from pipeline.cli import app
from pipeline.errors import ToolFailed

CUT = Measure("cut", 3.0, 2.0, "cpu_s", more={"ours_s": 4.0})


@pytest.mark.slow
def test_one_part_is_measured_quickly_and_told_as_json(home: Path):
    said = CliRunner().invoke(app, ["bench", "--quick", "--only", "cut", "--json"])
    assert said.exit_code == 0, said.output
    told = json.loads(said.stdout)
    assert told["failed"] == {}
    assert told["cores"] >= 1
    (cut,) = told["measures"]
    assert cut["name"] == "cut"
    assert cut["unit"] == "cpu_s"
    assert 0 < cut["ours"] < 600
    assert 0 < cut["against"] < 600
    assert cut["ratio"] == pytest.approx(cut["ours"] / cut["against"], rel=0.01)
    assert cut["more"]["ours_s"] > 0
    assert cut["what"]
    assert cut["how"]
    assert [place.name for place in (home / "bench").iterdir()] == ["films"]


def test_a_part_nobody_knows_is_refused_with_the_names_of_those_there_are(home: Path):
    said = CliRunner().invoke(app, ["bench", "--only", "patience"])
    assert said.exit_code == 1
    assert all(name in said.stderr for name in ("patience", *bench.PARTS))


def test_a_part_that_fails_says_why_and_keeps_no_other_from_being_told(
    home: Path, monkeypatch: pytest.MonkeyPatch
):
    def fails(*_: object) -> list[Measure]:
        raise ToolFailed("ffmpeg", "stopped with 1", "no such film")

    monkeypatch.setattr(bench, "PARTS", {"broken": fails, "cut": lambda *_: [CUT]})
    outcome = bench.measure((), Wish(), lambda _name: None)
    assert outcome.measures == (CUT,)
    assert outcome.failed == {"broken": "ffmpeg: stopped with 1 (no such film)"}


def test_a_screen_that_was_not_drawn_gives_no_figure(home: Path, monkeypatch: pytest.MonkeyPatch):
    broken = Measure("screen_time", 3.0, 2.0, "ms", "talk", trouble="refusals.unexpected")
    monkeypatch.setattr(bench, "PARTS", {"screens": lambda *_: [broken]})
    outcome = bench.measure(("screens",), Wish(), lambda _name: None)
    assert outcome.measures == ()
    assert outcome.failed == {"screens: talk": "refusals.unexpected"}


def test_a_ratio_is_ours_by_theirs_and_is_left_out_where_there_is_no_peer():
    assert CUT.ratio == 1.5
    assert Measure("cut", 3.0, None, "cpu_s").ratio is None
    assert least([Took(2.0, 5.0), Took(3.0, 4.0)]) == Took(2.0, 4.0)


def test_what_a_killed_run_left_behind_goes_and_a_run_of_now_stays(home: Path):
    for name, age in (("upload-killed", 2 * LEFT_BEHIND_S), ("upload-now", 0.0)):
        folder = bench_folder() / name
        folder.mkdir()
        os.utime(folder, (time.time() - age, time.time() - age))
    films = films_folder()
    assert {place.name for place in films.parent.iterdir()} == {"films", "upload-now"}


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("cut", "cpu_s"),
        ("ingest_repack", "s"),
        ("ingest_anew", "s"),
        ("ingest_whole", "s"),
        ("transcription", "s"),
        ("transcription_words", "wrong"),
        ("upload_memory", "MB"),
        ("upload_speed", "MB/s"),
        ("watch_seek", "ms"),
        ("watch_memory", "MB"),
        ("watch_pace", "per_s"),
        ("screen_time", "ms"),
        ("screen_queries", "queries"),
        ("faces", "percent"),
        ("faces_pace", "per_s"),
        ("sweep_pace", "per_s"),
        ("sweep_memory", "MB"),
    ],
)
def test_every_figure_is_told_in_both_languages(
    name: str, unit: str, lang: str, capsys: pytest.CaptureFixture[str]
):
    found = Measure(name, 3.0, 2.0, unit, "talk" if name.startswith("screen") else "")
    with language(lang):
        bench.show(bench.Outcome((found,), {"cut": "why not"}, 1.0, 2, (0.1, 0.2)))
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "1.50" in shown.err
    assert "why not" in shown.err
