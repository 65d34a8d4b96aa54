"""Each film of the folder ends as its line says: measured against the film itself."""

import asyncio
import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from config.texts import text
from pipeline.errors import BadFilm
from pipeline.ffmpeg import probe_json
from pipeline.film import Film
from pipeline.probe import probe
from pipeline.sniff import MP4
from tests.pipeline.likeness import Looked, colour_off, out_of_step, small
from tests.pipeline.torture import LESSONS, REFUSED, USABLE, Make, Usable, folder

IN_STEP_S = 0.04
SAME_COLOUR = 3.0
"""Mean difference per colour, of 255."""
LIGHTER = 360
LUMA = np.array([0.2126, 0.7152, 0.0722])
NOTES = (
    b"+52.",
    b"GoPro",
    b"iPhone",
    b"Apple",
    b"KODAK",
    b"Kodak",
    b"\xa9xyz",
    b"location",
    b"GPMF",
)
"""What the cameras of the folder wrote about place and device."""

pytestmark = pytest.mark.slow


def test_every_film_has_its_line(shared_media: Path) -> None:
    assert {path.name for path in folder(shared_media).iterdir()} == set(USABLE) | set(REFUSED)


@pytest.mark.parametrize(("name", "key"), REFUSED.items())
def test_a_film_that_cannot_be_used_is_refused_with_its_reason(
    shared_media: Path, name: str, key: str
) -> None:
    with pytest.raises(BadFilm, match=rf"refusals\.{key}$") as refused:
        asyncio.run(probe(folder(shared_media) / name))
    assert text(refused.value.key).endswith(".")


@pytest.mark.parametrize(("name", "must"), USABLE.items())
def test_a_film_becomes_one_to_watch(
    shared_media: Path, made: Make, name: str, must: Usable
) -> None:
    path = folder(shared_media) / name
    film, renditions = made(path)
    assert (film.picture_index, film.sound_index) == (must.picture, must.sound)
    assert (film.rotation, film.hdr, film.browser_playable) == (
        must.turned, must.bright, must.as_it_is
    )  # fmt: skip
    assert (renditions.data_saver is None) == must.as_it_is
    assert renditions.duration_ms == pytest.approx(must.ms, abs=must.one_picture_ms)
    original = as_it_came(film, path, must)
    for rendition in filter(None, (renditions.proxy, renditions.data_saver)):
        is_right(rendition, must, light=rendition == renditions.data_saver)
        if not must.jumps:
            is_like(original, Looked(rendition, original.size), must)
    for each in renditions.files().values():
        kept = each.read_bytes()
        assert [note for note in NOTES if note in kept] == [], each.name


def is_right(rendition: Path, must: Usable, *, light: bool) -> None:
    """It has the right shape, length and pace, and only picture and sound."""
    said = asyncio.run(probe_json(rendition, MP4))
    picture, sound = said["streams"]
    assert (picture["codec_name"], sound["codec_name"]) == ("h264", "aac")
    size = smaller(must.size) if light else must.size
    assert (picture["width"], picture["height"]) == size
    assert picture.get("sample_aspect_ratio", "1:1") == "1:1"
    assert "side_data_list" not in picture, "it stands upright by itself"
    assert float(Fraction(picture["avg_frame_rate"])) == pytest.approx(float(must.fps), rel=0.01)
    assert float(said["format"]["duration"]) * 1000 == pytest.approx(
        must.ms, abs=must.one_picture_ms
    )
    assert set(said["format"]["tags"]) == {"major_brand", "minor_version", "compatible_brands"}
    for stream in said["streams"]:
        assert set(stream["tags"]) <= {"language", "handler_name", "encoder"}
        assert stream["tags"]["handler_name"] in ("VideoHandler", "SoundHandler")


def as_it_came(film: Film, path: Path, must: Usable) -> Looked:
    """The film itself, its colours read as browsers would where it does not say."""
    matrix = "auto" if film.matrix else "bt709" if film.height >= 720 else "smpte170m"
    return Looked(path, small(must.size), str(must.picture), str(must.sound), matrix)


def is_like(original: Looked, watched: Looked, must: Usable) -> None:
    """It looks like the film, and its sound is in step as in the film."""
    if not must.bright:
        assert colour_off(original, watched) < SAME_COLOUR
    late = out_of_step(original, watched)
    assert (late is None) == must.silent
    assert late is None or abs(late) <= IN_STEP_S


def smaller(size: tuple[int, int]) -> tuple[int, int]:
    part = min(1.0, LIGHTER / min(size))
    wide, high = (round(side * part / 2) * 2 for side in size)
    return wide, high


def test_a_film_too_bright_for_ordinary_screens_is_neither_washed_out_nor_burnt(
    shared_media: Path, made: Make
) -> None:
    _, renditions = made(folder(shared_media) / "phone_hevc10_hlg_rot90_gps.mov")
    shown = Looked(renditions.proxy, (64, 36)).pictures
    dark, middle, bright = np.percentile(shown @ LUMA, (3, 45, 97))
    assert dark < 40
    assert 60 < middle < 200
    assert 200 < bright <= 255
    assert (shown.max(axis=-1) - shown.min(axis=-1)).mean() > 20, "there is colour in it"


@pytest.mark.parametrize(("name", "must"), LESSONS.items())
def test_a_lesson_is_watched_as_it_is(
    shared_media: Path, made: Make, name: str, must: Usable
) -> None:
    film, renditions = made(shared_media / "open" / "lessons" / name)
    assert film.browser_playable
    is_right(renditions.proxy, must, light=False)
    assert json.loads(renditions.sheet.read_text())["count"] > 30
