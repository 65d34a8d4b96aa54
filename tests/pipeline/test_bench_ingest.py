"""What ingest is held against makes the very same files, so that the ratio means something."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.bench_ingest import by_turns
from pipeline.bench_ingest_bare import plan_bare
from pipeline.ffmpeg import probe_json, run
from pipeline.film import Film
from pipeline.probe import probe
from pipeline.renditions import Renditions
from pipeline.sniff import MP4
from pipeline.tool import limits_for
from pipeline.transcode import make_renditions
from tests import samples

SAME = ("width", "height", "avg_frame_rate", "nb_frames", "codec_name", "pix_fmt", "channels")


def both(source: Path, folder: Path, *, anew: bool = False) -> tuple[Film, Renditions, Path]:
    film = asyncio.run(probe(source))
    film = replace(film, browser_playable=film.browser_playable and not anew)
    made = asyncio.run(make_renditions(source, film, folder / "ours"))
    bare = folder / "bare"
    bare.mkdir()
    plan = plan_bare(source, film, bare)
    assert plan.arguments.count("-i") == 1
    asyncio.run(run(plan, limits=limits_for("renditions", film.duration_ms)))
    return film, made, bare


def shape(path: Path) -> list[dict[str, str]]:
    streams = asyncio.run(probe_json(path, MP4))["streams"]
    return [{name: stream[name] for name in SAME if name in stream} for stream in streams]


def test_it_makes_the_same_films_stills_and_sound_of_the_same_size(tmp_path: Path) -> None:
    source = samples.film("camera.mkv", fps=50, extra="-c:v mpeg4 -q:v 2 -s 1280x720")
    _, made, bare = both(source, tmp_path)
    assert made.data_saver is not None
    for path in (made.proxy, made.data_saver):
        other = bare / path.name
        assert shape(path) == shape(other)
        assert other.stat().st_size == pytest.approx(path.stat().st_size, rel=0.1)
    sounds = (made.audio.stat().st_size, (bare / "audio.wav").stat().st_size)
    assert sounds[0] == pytest.approx(sounds[1], rel=0.02)
    assert {path.name for path in bare.iterdir()} == {
        "proxy.mp4", "data-saver.mp4", "poster.jpg", "filmstrip.jpg", "audio.wav", "peaks.txt",
    }  # fmt: skip
    drawn = len(json.loads(made.peaks.read_text())["peaks"])
    assert (bare / "peaks.txt").read_text().count("Peak_level=") == pytest.approx(drawn, abs=1)


def test_a_film_that_browsers_play_is_copied_there_too_unless_it_is_made_anew(
    tmp_path: Path,
) -> None:
    (tmp_path / "anew").mkdir()
    _, made, bare = both(samples.film(), tmp_path)
    assert shape(bare / "proxy.mp4") == shape(made.proxy)
    assert not (bare / "data-saver.mp4").exists()
    _, made, bare = both(samples.film(), tmp_path / "anew", anew=True)
    assert shape(bare / "data-saver.mp4") == shape(made.files()["data_saver"])


def test_neither_always_goes_first() -> None:
    order: list[str] = []
    by_turns(lambda: order.append("ours"), lambda: order.append("bare"), 3)
    assert order == ["ours", "bare", "bare", "ours", "ours", "bare"]
