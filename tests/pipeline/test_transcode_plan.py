"""The one command that makes everything of a film costs no more than it has to."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.ffmpeg import Plan
from pipeline.probe import probe
from pipeline.renditions import Renditions
from pipeline.stills import plan_filmstrip
from pipeline.transcode import plan_renditions
from tests import samples


def planned(folder: Path, **changes: Any) -> Plan:
    film = replace(asyncio.run(probe(samples.film("once.mkv"))), **changes)
    sheet = plan_filmstrip(film.duration_ms)
    return plan_renditions(Path("film.mkv"), film, Renditions.inside(folder, film), sheet)


def test_a_film_is_decoded_once(tmp_path: Path) -> None:
    assert planned(tmp_path).arguments.count("-i") == 1


@pytest.mark.parametrize(
    ("changes", "shared_out"),
    [({}, False), ({"width": 3840, "height": 2160}, True), ({"interlaced": True}, True)],
    ids=["ordinary", "large", "interlaced"],
)
def test_only_pictures_that_cost_much_are_shared_out_between_threads(
    tmp_path: Path, changes: dict[str, Any], shared_out: bool
) -> None:
    arguments = planned(tmp_path, **changes).arguments
    assert ("-filter_complex_threads" not in arguments) is shared_out


def test_after_the_poster_no_picture_is_made_smaller_for_it(tmp_path: Path) -> None:
    (graph,) = (each for each in planned(tmp_path).arguments if "tile=" in each)
    steps = graph.split(";")
    chosen = next(n for n, step in enumerate(steps) if "]select=gte(t" in step)
    assert "]trim=end_frame=1[" in steps[chosen + 1]
