"""Everything people watch and machines hear comes from one decode of the film."""

import asyncio
import json
import wave
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from pipeline import transcode
from pipeline.errors import BadFilm
from pipeline.ffmpeg import probe_json
from pipeline.film import Film
from pipeline.probe import probe
from pipeline.renditions import Renditions
from pipeline.sniff import MP4
from pipeline.tool import Limits
from pipeline.transcode import make_renditions
from tests import samples


def made(source: Path, folder: Path) -> tuple[Film, Renditions]:
    async def make() -> tuple[Film, Renditions]:
        film = await probe(source)
        return film, await make_renditions(source, film, folder)

    return asyncio.run(make())


def picture(path: Path) -> dict[str, Any]:
    streams = asyncio.run(probe_json(path, MP4))["streams"]
    return next(stream for stream in streams if stream["codec_type"] == "video")


def test_a_film_browsers_play_is_repacked_picture_by_picture(tmp_path: Path) -> None:
    film, renditions = made(samples.film(), tmp_path)
    assert film.browser_playable
    assert samples.picture_numbers(renditions.proxy) == list(range(100))
    assert renditions.duration_ms == pytest.approx(4000, abs=30)


def test_any_other_film_becomes_one_that_browsers_play(tmp_path: Path) -> None:
    source = samples.film("hevc.mkv", extra="-c:v libx265 -x265-params log-level=none -c:a libopus")
    _, renditions = made(source, tmp_path)
    assert samples.picture_numbers(renditions.proxy) == list(range(100))
    assert asyncio.run(probe(renditions.proxy)).browser_playable


@pytest.mark.parametrize(("name", "extra"), [("plain.mp4", ""), ("mpeg.avi", "-c:v mpeg4")])
def test_sound_stays_in_step(tmp_path: Path, name: str, extra: str) -> None:
    _, renditions = made(samples.film(name, extra=extra), tmp_path)
    for path in (renditions.proxy, renditions.audio):
        assert samples.beep_times(path) == pytest.approx([0, 1, 2, 3], abs=0.05)


def test_sound_that_begins_late_stays_late(tmp_path: Path) -> None:
    late = samples.film().with_name("late.mkv")
    samples.ffmpeg(
        "-i",
        samples.film(),
        "-itsoffset",
        "1.5",
        "-i",
        samples.film(),
        "-map",
        "0:v",
        "-map",
        "1:a",
        "-c",
        "copy",
        late,
    )
    _, renditions = made(late, tmp_path)
    for path in (renditions.proxy, renditions.audio):
        assert samples.beep_times(path)[:2] == pytest.approx([1.5, 2.5], abs=0.05)


def test_speech_is_given_as_16_khz_mono(tmp_path: Path) -> None:
    _, renditions = made(samples.film(), tmp_path)
    with wave.open(str(renditions.audio), "rb") as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (16000, 1, 2)
        assert sound.getnframes() / 16000 == pytest.approx(4, abs=0.05)


def test_the_camera_s_notes_about_place_and_device_are_left_out(tmp_path: Path) -> None:
    noted = samples.film(
        "noted.mp4",
        extra=(
            "-metadata location=+52.37+004.89/ -metadata title=Kamer-7 "
            "-metadata:s:v comment=iPhone "
            "-metadata creation_time=2026-11-21T10:00:00 -movflags +use_metadata_tags"
        ),
    )
    said = json.dumps(asyncio.run(probe_json(noted, MP4)))
    assert "52.37" in said
    _, renditions = made(noted, tmp_path)
    kept = renditions.proxy.read_bytes()
    for note in (b"52.37", b"Kamer-7", b"iPhone", b"location"):
        assert note not in kept
    assert "creation_time" not in json.dumps(asyncio.run(probe_json(renditions.proxy, MP4)))


def test_pixels_become_square_upright_and_even_in_number(tmp_path: Path) -> None:
    odd = samples.film(
        "odd.mkv",
        seconds=1,
        extra=("-vf scale=321:181,setsar=4/3,format=yuv444p -c:a flac -pix_fmt yuv444p"),
    )
    _, renditions = made(odd, tmp_path)
    shape = picture(renditions.proxy)
    assert (shape["width"], shape["height"]) == (428, 180)
    assert shape["pix_fmt"] == "yuv420p"


def test_a_film_on_its_side_is_put_upright(tmp_path: Path) -> None:
    turned = samples.film().with_name("side.mp4")
    samples.ffmpeg("-display_rotation", "90", "-i", samples.film(), "-c", "copy", turned)
    _, renditions = made(turned, tmp_path)
    shape = picture(renditions.proxy)
    assert (shape["width"], shape["height"]) == (180, 320)
    assert "side_data_list" not in shape


@pytest.mark.parametrize(("fps", "expected"), [(50, 25), (60, 30), (24, 24), (120, 30)])
def test_the_proxy_keeps_the_film_s_pace_or_every_nth_picture(
    tmp_path: Path, fps: int, expected: int
) -> None:
    source = samples.film(f"pace-{fps}.mkv", seconds=2, fps=fps)
    film, renditions = made(source, tmp_path)
    assert film.proxy_fps == expected
    assert Fraction(picture(renditions.proxy)["avg_frame_rate"]) == expected


def test_keyframes_come_every_two_seconds(tmp_path: Path) -> None:
    _, renditions = made(samples.film("long.mkv", seconds=7), tmp_path)
    assert asyncio.run(probe(renditions.proxy)).keyframe_seconds == pytest.approx(2, abs=0.05)


def test_the_filmstrip_shows_the_film_at_each_step(tmp_path: Path) -> None:
    _, renditions = made(samples.film("steps.mkv", seconds=12), tmp_path)
    sheet = json.loads(renditions.sheet.read_text())
    assert sheet == {"step_ms": 1000, "width": 160, "height": 90, "columns": 10, "count": 12}
    for n in range(12):
        still = tmp_path / f"still-{n}.mp4"
        x, y = n % 10 * 160, n // 10 * 90
        samples.ffmpeg(
            "-i",
            renditions.filmstrip,
            "-vf",
            f"crop=160:90:{x}:{y},scale=320:180",
            "-frames:v",
            "1",
            "-c:v",
            "libx264",
            "-pix_fmt",
            "yuv420p",
            still,
        )
        assert samples.picture_numbers(still) == [n * 25]


def test_the_poster_is_one_picture_from_early_in_the_film(tmp_path: Path) -> None:
    _, renditions = made(samples.film("early.mkv"), tmp_path)
    assert samples.picture_numbers(renditions.poster) == pytest.approx([10], abs=1)


def test_a_film_with_a_single_keyframe_has_a_poster_too(tmp_path: Path) -> None:
    rare = samples.film("rare.mp4", extra="-g 9999 -keyint_min 9999 -sc_threshold 0")
    film, renditions = made(rare, tmp_path)
    assert film.browser_playable
    assert len(samples.picture_numbers(renditions.poster)) == 1


def test_a_film_that_stops_half_way_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    async def make() -> None:
        whole = await probe(samples.film("whole.mkv", seconds=20))
        half = samples.film("half.mkv", seconds=9)
        await make_renditions(half, whole, tmp_path)

    with pytest.raises(BadFilm, match=r"refusals\.film_cut_off"):
        asyncio.run(make())
    assert not Renditions.inside(tmp_path).proxy.exists()


def test_each_size_is_known(tmp_path: Path) -> None:
    _, renditions = made(samples.film(), tmp_path)
    assert set(renditions.sizes()) == {"proxy", "poster", "filmstrip", "sheet", "peaks", "audio"}
    assert all(size > 0 for size in renditions.sizes().values())


def bright() -> Path:
    return samples.film(
        "bright.mkv",
        seconds=1,
        extra=(
            "-pix_fmt yuv420p10le -vf "
            "setparams=color_trc=arib-std-b67:color_primaries=bt2020:colorspace=bt2020nc"
        ),
    )


def test_a_film_brighter_than_a_screen_becomes_an_ordinary_one(tmp_path: Path) -> None:
    film, renditions = made(bright(), tmp_path)
    assert film.hdr
    assert not asyncio.run(probe(renditions.proxy)).hdr
    assert len(samples.picture_numbers(renditions.proxy)) == 25


def test_a_film_whose_clock_jumps_back_is_kept_whole_and_has_stills_of_all_of_it(
    tmp_path: Path,
) -> None:
    first, second = (samples.film(f"{n}.ts", extra=f"-s {n}") for n in ("320x180", "160x90"))
    jumping = samples.broken("jumping.ts", lambda whole: whole + second.read_bytes(), first)
    film, renditions = made(jumping, tmp_path)
    assert film.duration_ms == pytest.approx(4000, abs=100), "which is what its clock says"
    assert renditions.duration_ms == pytest.approx(8000, abs=100)
    shown = samples.picture_numbers(renditions.proxy)
    assert [shown[n] for n in (10, 60, 90)] == pytest.approx([10, 60, 90], abs=1)
    assert [shown[n] for n in (160, 190)] == pytest.approx([60, 90], abs=2)
    assert samples.beep_times(renditions.proxy) == pytest.approx(range(8), abs=0.08)
    assert json.loads(renditions.sheet.read_text())["count"] == 8


def test_the_film_for_a_slow_connection_is_the_same_film_but_lighter(tmp_path: Path) -> None:
    source = samples.film("heavy.mkv", seconds=6, extra="-c:v mpeg4 -q:v 2 -s 1280x720")
    film, renditions = made(source, tmp_path)
    assert renditions.data_saver is not None
    assert samples.picture_numbers(renditions.data_saver) == list(range(150))
    assert samples.beep_times(renditions.data_saver) == pytest.approx(range(6), abs=0.05)
    lighter = asyncio.run(probe(renditions.data_saver))
    assert lighter.browser_playable
    assert (lighter.shown_size, lighter.fps) == ((640, 360), film.fps)
    assert lighter.keyframe_seconds == pytest.approx(2, abs=0.05)
    assert renditions.data_saver.stat().st_size < renditions.proxy.stat().st_size
    index = renditions.data_saver.read_bytes().index
    assert index(b"moov") < index(b"mdat"), "it starts before it is there"


def test_a_film_that_is_watched_as_it_is_gets_no_lighter_version(tmp_path: Path) -> None:
    _, renditions = made(samples.film(), tmp_path)
    assert renditions.data_saver is None


def test_notes_between_the_pictures_are_left_out_too(tmp_path: Path) -> None:
    noted = samples.film(
        "sei.mp4",
        extra="-bsf:v h264_metadata=sei_user_data=086f3693-b7b3-4f2c-9653-21492feee5b8+Kamer-7",
    )
    assert b"Kamer-7" in noted.read_bytes()
    film, renditions = made(noted, tmp_path)
    assert film.browser_playable
    assert b"Kamer-7" not in renditions.proxy.read_bytes()
    assert samples.picture_numbers(renditions.proxy) == list(range(100))


def test_a_film_that_costs_more_than_any_film_may_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = samples.film("heavy.mkv")
    film = asyncio.run(probe(source))
    for limits in (Limits(0.05, 2**32, 2**30), Limits(60, 2**32, 1000), Limits(60, 2**24, 2**30)):
        monkeypatch.setattr(transcode, "limits_for", lambda *_, limits=limits: limits)
        with pytest.raises(BadFilm, match=r"refusals\.film_too_heavy"):
            asyncio.run(make_renditions(source, film, tmp_path))
