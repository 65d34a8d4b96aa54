"""Faces are found in a film by a process of its own, which says where and nothing else."""

import asyncio
import dataclasses
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from config.media import media
from pipeline import faces, faces_eye
from pipeline.bench_faces import compare
from pipeline.bench_faces_set import PER_SECOND, Labelled, Scene, Shown, draw, make, scenes
from pipeline.errors import ToolFailed
from pipeline.face_tracks import Box, Track
from pipeline.faces import find_faces
from pipeline.probe import probe

SECONDS = 2


def two_people(part: float) -> list[Shown]:
    return [Shown(3, 300 + 60 * part, 300, 150, 10), Shown(7, 900, 360, 90, -25)]


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> Labelled:
    folder = tmp_path_factory.mktemp("faces")
    return asyncio.run(make(Scene("two", two_people), folder, SECONDS))


def found(film: Path, told: Callable[[float], None] | None = None) -> list[Track]:
    async def look() -> list[Track]:
        return await find_faces(film, await probe(film), told)

    return asyncio.run(look())


@pytest.mark.slow
def test_the_faces_of_a_film_are_covered_for_as_long_as_they_are_there(labelled: Labelled):
    told: list[float] = []
    tracks = found(labelled.film, told.append)
    counted = compare(labelled, tracks, 1.0)
    assert counted.there == 2 * SECONDS * PER_SECOND
    assert counted.recall > 95
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_a_track_holds_places_and_moments_and_nothing_of_how_a_face_looks():
    assert {field.name for field in dataclasses.fields(Track)} == {"start_ms", "end_ms", "places"}
    assert {field.name for field in dataclasses.fields(Box)} == {"x", "y", "width", "height"}


def test_a_detector_that_dies_is_told_and_ends_the_decoder_too(
    labelled: Labelled, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(faces, "plan_looking", lambda *_: ("/bin/false",))
    with pytest.raises(ToolFailed):
        found(labelled.film)


def test_a_film_that_cannot_be_decoded_is_told_and_ends_the_detector_too(
    labelled: Labelled, tmp_path: Path
):
    film = asyncio.run(probe(labelled.film))
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no film")
    with pytest.raises(ToolFailed):
        asyncio.run(find_faces(broken, film))


def test_a_model_with_other_bytes_is_not_used(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(faces_eye, "SHA256", "0" * 64)
    with pytest.raises(ToolFailed, match="sha256"):
        faces_eye.model_path()


def test_an_empty_wall_has_no_faces():
    assert len(faces_eye.Eye().look(np.full((360, 640, 3), 180, dtype=np.uint8))) == 0


def test_of_two_that_overlap_the_likelier_stays():
    doubled = np.array(
        [[0.1, 0.1, 0.2, 0.2, 0.6], [0.11, 0.1, 0.2, 0.2, 0.9], [0.6, 0.1, 0.2, 0.2, 0.5]],
        dtype=np.float32,
    )
    kept = faces_eye.without_doubles(doubled, media().faces.doubles)
    assert sorted(round(float(row[4]), 1) for row in kept) == [0.5, 0.9]


@pytest.mark.slow
def test_labelled_faces_lie_within_the_picture_and_a_class_has_two_dozen():
    for scene in (each for each in scenes() if each.name in ("class", "partial")):
        _, labels = draw(scene, 0.5)
        assert len(labels) == {"class": 24, "partial": 9}[scene.name]
        for _, box in labels:
            assert box.x >= 0
            assert box.y >= 0
            assert box.x + box.width <= 1
            assert box.y + box.height <= 1


def test_what_covers_nothing_is_not_counted_and_what_covers_a_wall_is_told(labelled: Labelled):
    nothing = compare(labelled, [], 1.0)
    assert nothing.covered == 0
    wall = Track(0, SECONDS * 1000, ((0, Box(0.0, 0.8, 0.1, 0.1)),))
    assert compare(labelled, [wall], 1.0).needless > 0.009
