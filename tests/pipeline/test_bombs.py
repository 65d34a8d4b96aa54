"""Files made to cost much: they end as a refusal with a reason, within the limits of a tool."""

import asyncio
from dataclasses import replace
from pathlib import Path
from struct import pack_into

import pytest

from config.media import media
from config.texts import text
from pipeline import ffmpeg
from pipeline.errors import BadFilm, ToolFailed
from pipeline.ffmpeg import Answer, Plan, builder, open_film, run
from pipeline.probe import probe
from pipeline.tool import Limits, limits_for
from pipeline.transcode import make_renditions, room_for
from tests import samples


def refusal(path: Path) -> str:
    with pytest.raises(BadFilm) as refused:
        asyncio.run(probe(path))
    assert text(refused.value.key, **refused.value.fields)
    return refused.value.key


def test_a_film_that_claims_a_huge_picture_is_refused() -> None:
    huge = samples.film("huge.mkv", 2, fps=1, extra="-s 16384x2176 -c:v mjpeg -q:v 31")
    assert refusal(huge) == "refusals.film_too_large"


def test_a_tiny_picture_for_ten_hours_is_refused() -> None:
    long = samples.film("long.mkv", 1).with_name("ten-hours.mkv")
    samples.ffmpeg(
        "-f", "lavfi", "-i", "color=size=2x2:rate=1/60:duration=36000", "-i", samples.beeps(1),
        "-c:v", "mpeg4", "-c:a", "aac", long,
    )  # fmt: skip
    assert refusal(long) == "refusals.film_too_long"


def test_a_film_that_claims_to_last_for_hours_is_refused() -> None:
    """Its index says that a second has one tick, where it has thousands."""

    def lie(whole: bytes) -> bytes:
        found, at = bytearray(whole), whole.find(b"mdhd")
        while at >= 0:
            pack_into(">I", found, at + 16, 1)
            at = found.find(b"mdhd", at + 1)
        return bytes(found)

    honest = samples.film("small.mp4", 1, extra="-use_editlist 0")
    assert refusal(samples.broken("hours.mp4", lie, honest)) == "refusals.film_too_long"


def test_more_pictures_in_a_second_than_any_camera_takes_are_refused() -> None:
    assert refusal(samples.film("fast.mkv", 1, fps=1000)) == "refusals.film_too_large"


def test_a_film_with_more_tracks_than_any_camera_writes_is_refused() -> None:
    few = samples.film("few.mkv", 0.2)
    many = few.with_name("many.mkv")
    samples.ffmpeg("-i", few, *["-map", "0:v"], *["-map", "0:a"] * 70, "-c", "copy", many)
    assert refusal(many) == "refusals.film_too_many_parts"


def test_a_picture_that_grows_half_way_is_not_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        ffmpeg, "media",
        lambda: media().model_copy(update={"upload": media().upload.model_copy(
            update={"pixels": 320 * 180})}),
    )  # fmt: skip
    large = samples.film("large.mkv", 0.2, extra="-s 640x360")
    opened = open_film(large, "matroska,webm")
    plan = Plan(tuple(builder.output(opened["0"], "-", f="null").get_args()), 200)
    with pytest.raises(ToolFailed):
        asyncio.run(run(plan, limits=limits_for("probe")))


def test_a_probe_that_never_stops_talking_is_stopped() -> None:
    answer = Answer()
    answer.hear("x" * ffmpeg.MOST_SAID)
    with pytest.raises(ToolFailed) as failed:
        answer.hear("x")
    assert failed.value.over_limit
    with pytest.raises(ToolFailed):
        Answer(["half an ans"]).read()


@pytest.mark.slow
def test_large_pictures_of_nothing_cost_no_more_than_they_may(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eight thousand pixels wide and all one colour: a few kilobytes that unpack to gigabytes."""
    nothing = samples.film("nothing.mkv", 1).with_name("nothing-8k.mkv")
    samples.ffmpeg(
        "-f", "lavfi", "-i", "color=size=8192x4320:rate=5:duration=1", "-i", samples.beeps(1),
        "-c:v", "mjpeg", "-q:v", "31", "-c:a", "aac", nothing,
    )  # fmt: skip
    film = asyncio.run(probe(nothing))
    assert film.width * film.height <= media().upload.pixels
    tight = Limits(seconds=120, memory=200_000_000, output=2**30)
    monkeypatch.setattr("pipeline.transcode.limits_for", lambda *_: tight)
    with pytest.raises(BadFilm, match=r"refusals\.film_too_heavy"):
        asyncio.run(make_renditions(nothing, film, tmp_path))


def test_the_room_a_film_may_take_is_known_beforehand(tmp_path: Path) -> None:
    film = asyncio.run(probe(samples.film("room.mkv", 2)))
    made = asyncio.run(make_renditions(samples.film("room.mkv", 2), film, tmp_path))
    assert sum(made.sizes().values()) <= room_for(samples.film("room.mkv", 2), film)
    hours = replace(film, duration_ms=7_200_000)
    assert room_for(samples.film("room.mkv", 2), hours) < limits_for("renditions").output
