"""Everything made of a film shows the colours that a browser would have shown."""

import asyncio
from pathlib import Path

import numpy as np
import pytest

from pipeline import hdr
from pipeline.ffmpeg import probe_json
from pipeline.probe import probe
from pipeline.sniff import MP4
from pipeline.transcode import make_renditions
from tests import samples

GREYS = np.linspace(0, 1, 21)


def colours(path: Path, *how: str) -> list[float]:
    """The mean red, green and blue of the first picture."""
    raw = samples.read(path, *how, "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "rgb24")
    return [float(each) for each in np.frombuffer(raw, np.uint8).reshape(-1, 3).mean(axis=0)]


@pytest.mark.parametrize("high", [360, 720])
def test_a_film_that_does_not_say_its_colours_keeps_those_a_browser_would_show(
    tmp_path: Path, high: int
) -> None:
    red = "-vf drawbox=color=red:t=fill -c:v mpeg4 -q:v 2 -s {}x{} -f avi"
    source = samples.film(f"red-{high}.avi", 1, extra=red.format(high * 16 // 9, high))
    film = asyncio.run(probe(source))
    renditions = asyncio.run(make_renditions(source, film, tmp_path))
    matrix = "bt709" if high == 720 else "smpte170m"
    expected = colours(source, "-vf", f"scale=in_color_matrix={matrix}")
    for name in ("proxy", "data_saver", "poster", "filmstrip"):
        where = ("-vf", "crop=100:50:20:20") if name == "filmstrip" else ()
        assert colours(renditions.files()[name], *where) == pytest.approx(expected, abs=6), name
    assert said(renditions.proxy)["color_space"] == matrix
    assert renditions.data_saver is not None
    assert said(renditions.data_saver)["color_primaries"] == matrix


def said(path: Path) -> dict[str, str]:
    """What a film says about its picture."""
    found: dict[str, str] = asyncio.run(probe_json(path, MP4))["streams"][0]
    return found


@pytest.mark.parametrize("transfer", ["arib-std-b67", "smpte2084"])
def test_a_brighter_grey_stays_brighter_and_stays_grey(transfer: str) -> None:
    toned = hdr.toned(np.stack([GREYS] * 3, axis=-1), transfer)
    assert toned.min() == 0
    assert toned.max() == pytest.approx(1, abs=0.01)
    assert np.all(np.diff(toned[:, 1]) >= 0)
    assert np.abs(toned - toned[:, :1]).max() < 0.01


def test_paper_becomes_nearly_white_and_what_is_darker_keeps_its_light() -> None:
    hlg, pq = (hdr.toned(np.full((1, 3), at), of)[0, 0] for at, of in
               ((0.75, "arib-std-b67"), (0.58, "smpte2084")))  # fmt: skip
    assert hlg == pytest.approx(pq, abs=0.02), "white paper is white paper in both"
    assert 0.85 < hlg < 0.95
    assert hdr.rolled_off(np.array([0.0, 20.0, 80.0])) == pytest.approx([0, 20, 80], abs=0.1)
    assert hdr.rolled_off(np.array([1000.0, 4000.0])) == pytest.approx([203, 203], abs=1)


def test_a_colour_that_does_not_exist_on_ordinary_screens_goes_paler_not_another() -> None:
    green = hdr.toned(np.array([[0.0, 0.5, 0.0]]), "arib-std-b67")[0]
    assert green.argmax() == 1
    assert 0 <= green.min() < 0.35
    assert green[0] == pytest.approx(green[2], abs=0.35)


def test_the_table_says_the_same_as_the_sum(tmp_path: Path) -> None:
    film = asyncio.run(probe(samples.film(
        "bright.mkv", 1, extra="-pix_fmt yuv420p10le -vf "
        "setparams=color_trc=arib-std-b67:color_primaries=bt2020:colorspace=bt2020nc",
    )))  # fmt: skip
    lines = hdr.write_table(film, tmp_path / "colours.cube").read_text().splitlines()
    assert lines[0] == f"LUT_3D_SIZE {hdr.SIZE}"
    second = [float(word) for word in lines[2].split()]  # one step of red
    expected = hdr.toned(np.array([[1 / (hdr.SIZE - 1), 0, 0]]), "arib-std-b67")[0]
    assert second == pytest.approx(expected, abs=1e-4)
