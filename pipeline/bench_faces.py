"""Faces on a labelled set: how many seconds of faces are covered, and how quickly."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from config.media import media
from pipeline.bench_faces_set import PER_SECOND, Labelled, Scene, make, scenes
from pipeline.bench_measure import Measure, Wish
from pipeline.face_tracks import Box, Track
from pipeline.faces import find_faces
from pipeline.probe import probe

GOAL = 98.0
"""Of a hundred seconds of faces so many must be covered."""
ENOUGH = 0.9
"""A face is covered when so much of it lies within one place that is made unrecognisable."""


@dataclass(frozen=True)
class Found:
    """What was found of one film."""

    name: str
    covered: int
    there: int
    """Faces in single pictures; `PER_SECOND` of them are a second of a face."""
    needless: float
    """Which part of the picture is covered where no face is, on average."""
    film_s: float
    took_s: float

    @property
    def recall(self) -> float:
        """How many in a hundred were covered."""
        return 100 * self.covered / self.there


def measure(folder: Path, _films: Path, wish: Wish) -> list[Measure]:
    """Draw the set, look for faces in it, and compare; scenes are told apart beside the figure."""
    chosen = scenes()[:2] if wish.quick else scenes()
    found = [asyncio.run(_found(scene, folder, 4 if wish.quick else 10)) for scene in chosen]
    there, covered = sum(each.there for each in found), sum(each.covered for each in found)
    by_scene = {f"{each.name}_percent": each.recall for each in found}
    more = by_scene | {
        "face_seconds": there / PER_SECOND,
        "needless_percent": 100 * mean(each.needless for each in found),
    }
    film_s, took_s = sum(each.film_s for each in found), sum(each.took_s for each in found)
    looked_at = film_s * media().faces.per_second
    return [
        Measure("faces", 100 * covered / there, GOAL, "percent", more=more),
        Measure(
            "faces_pace",
            looked_at / took_s,
            media().faces.per_second,
            "per_s",
            more={"film_seconds": film_s, "took_s": took_s},
        ),
    ]


async def _found(scene: Scene, folder: Path, seconds: int) -> Found:
    labelled = await make(scene, folder, seconds)
    film = await probe(labelled.film)
    began = time.perf_counter()
    tracks = await find_faces(labelled.film, film)
    took = time.perf_counter() - began
    return compare(labelled, tracks, took)


def compare(labelled: Labelled, tracks: Sequence[Track], took_s: float) -> Found:
    """Count, picture after picture, which labelled faces are covered."""
    margin = media().faces.margin
    covered = there = 0
    needless = []
    for number, faces in enumerate(labelled.faces):
        at_ms = round((number + 0.5) * 1000 / PER_SECOND)
        places = [place.grown(margin) for track in tracks if (place := track.at(at_ms))]
        there += len(faces)
        covered += sum(any(place.covers(face) >= ENOUGH for place in places) for _, face in faces)
        needless.append(sum(_size(place) for place in places if not _meets(place, faces)))
    film_s = labelled.length_ms / 1000
    return Found(labelled.name, covered, there, mean(needless), film_s, took_s)


def _size(place: Box) -> float:
    return place.width * place.height


def _meets(place: Box, faces: Sequence[tuple[int, Box]]) -> bool:
    return any(place.covers(face) > 0 for _, face in faces)
