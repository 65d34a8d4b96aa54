"""Look for faces in raw pictures and say on stdout, line by line as JSON, where they are.

Started by `pipeline.faces` as a process of its own, so that it can be killed and cannot take the
worker with it: `python -m pipeline.faces_tool PICTURES WIDTH HEIGHT`. PICTURES gives one picture
after another, three bytes (blue, green, red) a pixel; lines: {"picture", "faces": [[x, y, width,
height, likelihood], …]}, places as parts of the picture. Nothing else is said about a face, and no
picture is kept.
"""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from pipeline.faces_eye import Eye

CHANNELS = 3
AFTER_OTHERS = 10
"""Whoever waits for a film to be watchable, or for a clip, goes before: this takes long."""


def main(pictures: str, width: str, height: str) -> None:
    """Look at every picture until there are no more."""
    os.nice(AFTER_OTHERS)
    eye = Eye()
    for number, picture in enumerate(read(Path(pictures), int(width), int(height))):
        faces = [[round(float(value), 5) for value in face] for face in eye.look(picture)]
        sys.stdout.write(json.dumps({"picture": number, "faces": faces}) + "\n")
        sys.stdout.flush()


def read(pictures: Path, width: int, height: int) -> Iterator[np.ndarray]:
    """Give each whole picture."""
    size = width * height * CHANNELS
    with pictures.open("rb") as stream:
        while len(block := stream.read(size)) == size:
            yield np.frombuffer(block, dtype=np.uint8).reshape(height, width, CHANNELS)


if __name__ == "__main__":
    main(*sys.argv[1:4])
