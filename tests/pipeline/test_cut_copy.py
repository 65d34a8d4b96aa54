"""A clip keeps the film's own packets; only what its edges need is encoded anew."""

import asyncio
import json
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from pipeline.cut import Cut, cut
from pipeline.ffmpeg import probe_binary
from pipeline.probe import probe
from storage.spans import Span
from tests import samples

FPS = 25
OWN = "-preset veryfast -crf 23 -g 50 -keyint_min 50 -sc_threshold 0 -flags +cgop"
"""As the films we make ourselves: a keyframe every two seconds, three pictures between anchors."""
PACKET_S = 1024 / 48000


@dataclass(frozen=True)
class Heard:
    """A packet of sound: what is in it, and when it is heard."""

    md5: str
    at: float


def packets(path: Path, kind: str, *opened: str) -> list[Heard]:
    asked = ("-select_streams", kind, "-show_packets", "-show_data_hash", "md5", "-of", "json")
    done = subprocess.run(
        [str(probe_binary()), "-v", "error", *opened, *asked, str(path)],
        check=True,
        capture_output=True,
    )
    return [
        Heard(each["data_hash"], float(each["pts_time"]))
        for each in json.loads(done.stdout)["packets"]
    ]


@cache
def sound_of(film: Path) -> list[Heard]:
    return packets(film, "a")


def clip(film: Path, first: int, end: int, folder: Path, fps: float = FPS) -> Cut:
    span = Span(round(first * 1000 / fps), round(end * 1000 / fps))
    return asyncio.run(cut(film, asyncio.run(probe(film)), span, folder / "clip.mp4"))


def require_exact(film: Path, made: Cut, first: int, end: int, fps: float = FPS) -> None:
    """Nothing but the span is in the file, whoever reads it, and sound keeps step."""
    chosen = list(range(first, end))
    hidden = ("-ignore_editlist", "1")
    assert samples.picture_numbers(made.path) == chosen
    assert samples.picture_numbers(made.path, *hidden) == chosen
    assert len(packets(made.path, "v", *hidden)) == len(chosen) == made.frames
    start, past = first / fps, end / fps
    inside = [
        each
        for each in sound_of(film)
        if start <= each.at + 1e-6 and each.at + PACKET_S <= past + 1e-6
    ]
    assert [each.md5 for each in packets(made.path, "a", *hidden)] == [each.md5 for each in inside]
    late = [
        mine.at - (its.at - start)
        for mine, its in zip(packets(made.path, "a"), inside, strict=True)
    ]
    assert max(map(abs, late)) < 0.001


@pytest.mark.parametrize("first", [100, 101, 149, 75], ids=lambda n: f"in{n}")
@pytest.mark.parametrize("end", [250, 249, 251, 252, 253, 254, 277], ids=lambda n: f"out{n}")
def test_a_clip_is_exact_wherever_it_begins_and_ends_between_keyframes(
    tmp_path: Path, first: int, end: int
) -> None:
    film = samples.film("own.mp4", seconds=12, extra=OWN)
    made = clip(film, first, end, tmp_path)
    assert made.anew == ""
    require_exact(film, made, first, end)
    assert [path.name for path in tmp_path.iterdir()] == ["clip.mp4"]


OTHERS = {
    "no picture between anchors": "-profile:v baseline -g 50",
    "many pictures between anchors": "-preset veryfast -bf 8 -b_strategy 0 -refs 5 -g 50",
    "the middle profile": "-preset veryfast -profile:v main -g 40",
    "several slices to a picture": "-preset veryfast -slices 4 -g 50",
    "more colours than television": "-preset veryfast -pix_fmt yuvj420p -g 50",
    "keyframes where the film asks for them": "-preset veryfast -g 250 -force_key_frames 2.2,6.48",
    "sound that begins late": "-preset veryfast -g 50 -af asetpts=PTS+0.1/TB",
    "a clock of its own": "-preset veryfast -g 50 -video_track_timescale 90000",
}


@pytest.mark.parametrize("made_with", OTHERS.values(), ids=OTHERS)
def test_films_of_other_makers_are_copied_too(tmp_path: Path, made_with: str) -> None:
    film = samples.film("other.mp4", seconds=10, extra=made_with)
    made = clip(film, 37, 213, tmp_path)
    assert made.anew == ""
    require_exact(film, made, 37, 213)


def test_at_broadcast_pace_the_packets_are_copied_too(tmp_path: Path) -> None:
    pace = "-vf settb=1/30000,setpts=N*1001 -fps_mode passthrough -enc_time_base 1/30000"
    film = samples.film("ntsc.mp4", seconds=10, fps=30, extra=f"{pace} -preset veryfast -g 60")
    made = clip(film, 100, 221, tmp_path, fps=30000 / 1001)
    assert made.anew == ""
    require_exact(film, made, 100, 221, fps=30000 / 1001)


def test_a_clip_that_begins_and_ends_at_keyframes_needs_no_ffmpeg_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = samples.film("own.mp4", seconds=12, extra=OWN)
    found = asyncio.run(probe(film))
    monkeypatch.setenv("LESBEELD_FFMPEG", str(tmp_path / "no-such-ffmpeg"))
    made = asyncio.run(cut(film, found, Span(2000, 8000), tmp_path / "clip.mp4"))
    monkeypatch.undo()
    require_exact(film, made, 50, 200)
