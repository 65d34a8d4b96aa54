"""A clip's file holds exactly the chosen pictures and their sound."""

import asyncio
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cut import Cut, cut, plan_frames
from pipeline.errors import BadFilm
from pipeline.film import Film
from pipeline.probe import probe
from storage.spans import Span
from tests import samples

NTSC = Fraction(30000, 1001)


@pytest.fixture(scope="module")
def film() -> Film:
    return asyncio.run(probe(samples.film("lesson.mp4", seconds=8, extra="-g 50")))


def clip(film: Film, span: Span, folder: Path, proxy: Path | None = None) -> Cut:
    proxy = proxy or samples.film("lesson.mp4", seconds=8, extra="-g 50")
    return asyncio.run(cut(proxy, film, span, folder / "clip.mp4"))


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (0, 1000),
        (40, 80),
        (1000, 2000),
        (2040, 3960),
        (1999, 2001),
        (7000, 8000),
        (0, 8000),
    ],
)
def test_the_first_and_last_picture_are_those_chosen(
    film: Film, tmp_path: Path, start: int, end: int
) -> None:
    made = clip(film, Span(start, end), tmp_path)
    first, past = round(start / 40), max(round(end / 40), round(start / 40) + 1)
    assert samples.picture_numbers(made.path) == list(range(first, past))
    assert made.frames == past - first
    assert (made.start_ms, made.end_ms) == (first * 40, past * 40)


def test_sound_is_in_step_with_the_pictures(film: Film, tmp_path: Path) -> None:
    made = clip(film, Span(2520, 5520), tmp_path)
    assert samples.beep_times(made.path) == pytest.approx([0.48, 1.48, 2.48], abs=0.03)


def test_a_clip_of_a_film_at_broadcast_pace_is_exact_too(tmp_path: Path) -> None:
    pictures, form = samples.numbered(6, 30)
    form[-1] = "30000/1001"
    proxy = tmp_path / "ntsc.mp4"
    samples.ffmpeg(
        *form,
        "-i",
        pictures,
        "-i",
        samples.beeps(6),
        "-pix_fmt",
        "yuv420p",
        "-bf",
        "3",
        "-g",
        "60",
        "-c:a",
        "aac",
        "-shortest",
        proxy,
    )
    film = asyncio.run(probe(proxy))
    assert film.fps == NTSC
    for first in (1, 31, 100):
        span = Span(round(first / NTSC * 1000), round((first + 37) / NTSC * 1000))
        made = clip(film, span, tmp_path, proxy)
        assert samples.picture_numbers(made.path) == list(range(first, first + 37))


def test_nothing_outside_the_span_is_in_the_file(film: Film, tmp_path: Path) -> None:
    made = clip(film, Span(3000, 4000), tmp_path)
    everything = tmp_path / "everything.mp4"
    samples.ffmpeg(
        "-ignore_editlist", "1", "-i", made.path, "-map", "0:v", "-c", "copy", everything
    )
    assert set(samples.picture_numbers(everything)) == set(range(75, 100))


def test_a_span_that_runs_past_the_end_stops_at_the_last_picture(
    film: Film, tmp_path: Path
) -> None:
    made = clip(film, Span(7800, 9000), tmp_path)
    assert samples.picture_numbers(made.path) == list(range(195, 200))
    assert made.end_ms == 8000


def test_a_span_outside_the_film_is_refused(film: Film, tmp_path: Path) -> None:
    with pytest.raises(BadFilm, match=r"refusals\.span_outside_film"):
        clip(film, Span(9000, 9500), tmp_path)


@given(
    fps=st.sampled_from([Fraction(24), Fraction(25), NTSC, Fraction(30), Fraction(60)]),
    first=st.integers(0, 40_000),
    count=st.integers(1, 9000),
)
def test_a_picture_s_time_in_milliseconds_leads_back_to_that_picture(
    fps: Fraction, first: int, count: int
) -> None:
    film = replace(_any_film(), fps=fps, duration_ms=7_200_000)
    span = Span(round(first / fps * 1000), round((first + count) / fps * 1000))
    frames = plan_frames(film, span)
    assert (frames.first, frames.count) == (first, count)
    assert (frames.start_ms, frames.end_ms) == (span.start_ms, span.end_ms)


def _any_film() -> Film:
    return Film(
        1000,
        Fraction(25),
        Fraction(25),
        320,
        180,
        0,
        Fraction(1),
        "mov",
        "mov",
        "h264",
        "aac",
        0,
        1,
        "yuv420p",
        "",
        0,
        0,
        1000,
        constant_rate=True,
        interlaced=False,
        browser_playable=True,
    )
