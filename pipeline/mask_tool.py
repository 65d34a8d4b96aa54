"""Draw, picture after picture, what of a film is made unrecognisable: white there, black elsewhere.

Started by `pipeline.mask` as a process of its own: `python -m pipeline.mask_tool PLAN PICTURES`.
PLAN is the JSON of `mask.Drawing`; PICTURES takes one grey byte a pixel.
"""

import json
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.face_tracks import Box, Track

WHITE = 255


def main(plan: str, pictures: str) -> None:
    """Draw every picture."""
    told = json.loads(Path(plan).read_text("utf-8"))
    with Path(pictures).open("wb") as out:
        for mask in masks(told):
            out.write(mask.tobytes())


def masks(told: dict[str, Any]) -> Iterator[np.ndarray]:
    """Give the masks of a drawing, one for each picture of the film."""
    width, height = told["size"]
    tracks = sorted(
        (track_from(each) for each in told["tracks"]), key=lambda track: -track.start_ms
    )
    zones = [Box(*zone) for zone in told["zones"]]
    pace = Fraction(*told["fps"])
    blank = np.zeros((height, width), dtype=np.uint8)
    for zone in zones:
        _fill(blank, zone)
    here: list[Track] = []
    for number in range(told["pictures"]):
        at_ms = told["start_ms"] + int(number * 1000 / pace)
        while tracks and tracks[-1].start_ms <= at_ms:
            here.append(tracks.pop())
        here = [track for track in here if track.end_ms > at_ms]
        mask = blank.copy() if here else blank
        for track in here:
            if place := track.at(at_ms):
                _fill(mask, place.grown(told["margin"]))
        yield mask


def track_from(told: dict[str, Any]) -> Track:
    """Return the track that `mask.track_to_json` wrote."""
    places = tuple((int(ms), Box(*place)) for ms, *place in told["places"])
    return Track(told["start_ms"], told["end_ms"], places)


def _fill(mask: np.ndarray, place: Box) -> None:
    """Colour every pixel that the place touches."""
    height, width = mask.shape
    left, top = int(place.x * width), int(place.y * height)
    right = -int(-(place.x + place.width) * width // 1)
    bottom = -int(-(place.y + place.height) * height // 1)
    mask[top:bottom, left:right] = WHITE


if __name__ == "__main__":
    main(*sys.argv[1:3])
