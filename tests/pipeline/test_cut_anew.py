"""A film whose packets cannot be copied gives an exact clip all the same."""

import asyncio
from pathlib import Path

import pytest

from pipeline.cut import Cut, cut
from pipeline.cut_read import read_packets
from pipeline.probe import probe
from storage.spans import Span
from tests import samples

OWN = "-preset veryfast -g 50 -keyint_min 50 -sc_threshold 0 -flags +cgop"
"""As the films we make ourselves."""


def clip(film: Path, first: int, end: int, folder: Path) -> Cut:
    span = Span(first * 40, end * 40)
    return asyncio.run(cut(film, asyncio.run(probe(film)), span, folder / "clip.mp4"))


FORBID = {
    "open groups of pictures": ("-preset veryfast -x264-params open-gop=1", "no_keyframe_inside"),
    "one keyframe": ("-preset veryfast -g 9999 -sc_threshold 0", "no_keyframe_inside"),
    "another codec": ("-c:v mpeg4", "not_h264"),
    "other sound": ("-preset veryfast -g 50 -c:a libmp3lame", "not_aac"),
    "finer colours": ("-pix_fmt yuv444p -g 50", "unusual_h264"),
    "an uneven pace": ("-vf select=mod(n\\,7)-3 -fps_mode vfr -g 50", "uneven_pace"),
}


@pytest.mark.parametrize(("made_with", "reason"), FORBID.values(), ids=FORBID)
def test_a_film_that_forbids_copying_is_encoded_anew_and_it_says_why(
    tmp_path: Path, made_with: str, reason: str
) -> None:
    film = samples.film("forbids.mp4", seconds=8, extra=made_with)
    made = clip(film, 37, 163, tmp_path)
    assert made.anew == reason
    shown = samples.picture_numbers(made.path, "-ignore_editlist", "1")
    assert shown == samples.picture_numbers(made.path)
    assert (shown[0], shown[-1], len(shown)) == (37, 162, 126)
    assert samples.beep_times(made.path) == pytest.approx([0.52, 1.52, 2.52, 3.52, 4.52], abs=0.04)


def test_a_film_that_changes_its_parameter_sets_on_the_way_is_encoded_anew(tmp_path: Path) -> None:
    parts = [tmp_path / "part0.264", tmp_path / "part1.264"]
    whole, film = tmp_path / "whole.264", tmp_path / "film.mp4"
    for number, part in enumerate(parts):
        half = f"select='between(n,{number * 100},{number * 100 + 99})'"
        samples.ffmpeg(
            "-i", samples.film("plain.mp4", seconds=8), "-vf", half,
            "-fps_mode", "passthrough", "-preset", "veryfast", "-bf", "0", "-g", "50",
            "-refs", str(1 + 3 * number), "-f", "h264", part,
        )  # fmt: skip
    whole.write_bytes(b"".join(part.read_bytes() for part in parts))
    sound = ("-i", samples.beeps(8), "-c:v", "copy", "-c:a", "aac")
    samples.ffmpeg("-r", "25", "-i", whole, *sound, film)
    made = clip(film, 60, 190, tmp_path)
    assert made.anew == "parameter_sets_change"
    assert samples.picture_numbers(made.path) == list(range(60, 190))


def test_a_span_between_two_keyframes_is_encoded_anew(tmp_path: Path) -> None:
    film = samples.film("own.mp4", seconds=12, extra=OWN)
    made = clip(film, 60, 90, tmp_path)
    assert made.anew == "no_keyframe_inside"
    assert samples.picture_numbers(made.path, "-ignore_editlist", "1") == list(range(60, 90))


def test_a_damaged_picture_inside_the_span_does_not_keep_the_clip_from_being_made(
    tmp_path: Path,
) -> None:
    film = tmp_path / "damaged.mp4"
    whole = read_packets(samples.film("own.mp4", seconds=12, extra=OWN))["vide"]
    contents = bytearray(samples.film("own.mp4", seconds=12, extra=OWN).read_bytes())
    contents[whole.offsets[160] : whole.offsets[160] + 4] = b"\xff\xff\xff\xff"
    film.write_bytes(contents)
    made = clip(film, 120, 230, tmp_path)
    assert made.anew == "damaged_packet"
    assert set(samples.picture_numbers(made.path)) <= set(range(120, 230))
