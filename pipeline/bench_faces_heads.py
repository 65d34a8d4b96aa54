"""Heads drawn by procedure, for measuring how well faces are found: shaded solids, nobody's face.

Each is a handful of ellipsoids (head, jaw, nose, ears, hair, neck, shoulders) hit by parallel rays,
lit from one side, with eyes, brows and mouth painted on. They turn, so that there are profiles.
They look like dolls, not like photographs: what is measured with them compares settings and
releases, and is no promise about a class.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians, sin
from random import Random

import numpy as np
from PIL import Image, ImageFilter

SIDE = 224
"""Pixels of a drawn head, both ways."""
REACH = 1.75
"""How far the picture reaches from the middle of the head, in half-heights of a head."""
SKINS = ((241, 205, 180), (226, 180, 150), (198, 145, 110), (150, 102, 72), (105, 70, 50),
         (72, 48, 36))  # fmt: skip
HAIRS = ((32, 24, 20), (70, 45, 28), (120, 80, 45), (190, 150, 90), (140, 60, 30), (95, 95, 98))
SHIRTS = (
    (60, 90, 150),
    (160, 60, 60),
    (70, 120, 80),
    (200, 190, 170),
    (60, 60, 70),
    (190, 150, 60),
)
LIGHT = np.array((-0.45, 0.6, 0.66))


@dataclass(frozen=True)
class Person:
    """How somebody who does not exist looks."""

    skin: tuple[int, int, int]
    hair: tuple[int, int, int]
    shirt: tuple[int, int, int]
    long_hair: bool
    glasses: bool
    wide: float
    smile: float

    @classmethod
    def by_chance(cls, chance: Random) -> "Person":
        """Return somebody."""
        return cls(
            chance.choice(SKINS),
            chance.choice(HAIRS),
            chance.choice(SHIRTS),
            chance.random() < 0.45,
            chance.random() < 0.2,
            chance.uniform(0.7, 0.82),
            chance.uniform(-0.02, 0.08),
        )


@dataclass(frozen=True)
class Head:
    """A drawn head, and where in its picture the face is: left, top, right, bottom in pixels."""

    picture: Image.Image
    face: tuple[int, int, int, int]


@dataclass(frozen=True)
class _Hit:
    """Where rays meet a solid: how near, the point and which way its surface looks."""

    near: np.ndarray
    point: np.ndarray
    normal: np.ndarray


@lru_cache(maxsize=2000)
def head(person: Person, yaw: int, pitch: int = 0) -> Head:
    """Draw somebody's head, turned by so many degrees (yaw 90 is a profile)."""
    turn = _turned(yaw, pitch)
    axis = np.linspace(-REACH, REACH, SIDE)
    across, down = np.meshgrid(axis, -axis)
    origin = np.stack((across, down, np.zeros_like(across)), axis=-1) @ turn
    towards = np.array((0.0, 0.0, 1.0)) @ turn
    light = LIGHT @ turn
    nearest = np.full((SIDE, SIDE), -np.inf)
    colour = np.zeros((SIDE, SIDE, 3))
    is_face = np.zeros((SIDE, SIDE), dtype=bool)
    for name, middle, radii in _solids(person):
        hit = _meet(origin, towards, np.array(middle), np.array(radii))
        shown = (hit.near > nearest) & _there(name, hit.point, person)
        shade = 0.42 + 0.62 * np.clip(hit.normal @ light, 0, None)
        painted = _painted(name, hit.point, person) * shade[..., None]
        nearest = np.where(shown, hit.near, nearest)
        colour = np.where(shown[..., None], painted, colour)
        front = (hit.point[..., 2] > 0.12) & (hit.point[..., 1] < 0.62)
        is_face = np.where(shown, front & (name in ("head", "jaw", "nose")), is_face)
    return _finished(colour, nearest > -np.inf, is_face)


def _turned(yaw: int, pitch: int) -> np.ndarray:
    a, b = radians(yaw), radians(pitch)
    about_y = np.array(((cos(a), 0, sin(a)), (0, 1, 0), (-sin(a), 0, cos(a))))
    about_x = np.array(((1, 0, 0), (0, cos(b), -sin(b)), (0, sin(b), cos(b))))
    return about_x @ about_y


def _solids(person: Person) -> list[tuple[str, tuple[float, ...], tuple[float, ...]]]:
    wide = person.wide
    length = 1.5 if person.long_hair else 1.0
    return [
        ("shirt", (0, -2.05, -0.25), (1.35, 0.75, 0.6)),
        ("neck", (0, -1.05, -0.15), (0.36, 0.7, 0.36)),
        ("head", (0, 0, 0), (wide, 1.0, 0.86)),
        ("jaw", (0, -0.42, 0.16), (wide * 0.78, 0.6, 0.66)),
        ("nose", (0, -0.1, 0.86), (0.12, 0.2, 0.2)),
        ("ear", (-wide, -0.02, -0.05), (0.07, 0.2, 0.12)),
        ("ear", (wide, -0.02, -0.05), (0.07, 0.2, 0.12)),
        ("hair", (0, 0.1 - (length - 1) * 0.6, -0.1), (wide + 0.09, length + 0.04, 0.94)),
    ]


def _meet(origin: np.ndarray, towards: np.ndarray, middle: np.ndarray, radii: np.ndarray) -> _Hit:
    start, step = (origin - middle) / radii, towards / radii
    a = step @ step
    b = start @ step
    inside = b * b - a * ((start * start).sum(axis=-1) - 1)
    near = np.where(inside > 0, (-b + np.sqrt(np.clip(inside, 0, None))) / a, -np.inf)
    point = origin + np.where(inside > 0, near, 0)[..., None] * towards
    normal = (point - middle) / radii**2
    length = np.linalg.norm(normal, axis=-1, keepdims=True)
    return _Hit(near, point, normal / np.where(length > 0, length, 1))


def _there(name: str, point: np.ndarray, person: Person) -> np.ndarray:
    """Hair leaves the face free."""
    if name != "hair":
        return np.ones(point.shape[:2], dtype=bool)
    x, y, z = np.moveaxis(point, -1, 0)
    lowest = -1.3 if person.long_hair else -0.35
    line = 0.62 - 0.5 * np.clip(np.abs(x) - 0.4, 0, None)
    return ((y > line) | (z < -0.02)) & (y > lowest)


def _painted(name: str, point: np.ndarray, person: Person) -> np.ndarray:
    plain = {"shirt": person.shirt, "hair": person.hair}.get(name, person.skin)
    colour = np.broadcast_to(np.array(plain, dtype=float), point.shape).copy()
    if name in ("head", "jaw"):
        _paint_face(colour, point, person)
    if name == "nose":
        x, y, _ = np.moveaxis(point, -1, 0)
        colour[(np.abs(np.abs(x) - 0.06) < 0.035) & (y < -0.2)] *= 0.45
    return colour


def _paint_face(colour: np.ndarray, point: np.ndarray, person: Person) -> None:
    x, y, z = np.moveaxis(point, -1, 0)
    front, side = z > 0.1, np.abs(x)
    eye = _oval(side, y, (0.29, 0.1), (0.15, 0.075))
    socket = np.exp(-(((side - 0.29) / 0.2) ** 2 + ((y - 0.14) / 0.14) ** 2))
    cheek = np.exp(-(((side - 0.38) / 0.2) ** 2 + ((y + 0.25) / 0.18) ** 2))
    colour *= (1 - 0.28 * socket * front)[..., None]
    colour[..., 0] *= 1 + 0.07 * cheek * front
    colour[front & (eye < 1.25) & (y > 0.1)] *= 0.4
    colour[front & (eye < 1)] = (232, 230, 226)
    iris = np.hypot(side - 0.29, y - 0.1)
    colour[front & (eye < 1) & (iris < 0.072)] = (70, 55, 45)
    colour[front & (eye < 1) & (iris < 0.035)] = (15, 12, 12)
    arch = 0.29 - 0.12 * (side - 0.3) ** 2 / 0.04
    brow = front & (np.abs(y - arch) < 0.035) & (np.abs(side - 0.3) < 0.19)
    colour[brow] = np.array(person.hair) * 0.8
    bow = -0.47 + person.smile * (x / 0.24) ** 2
    lips = front & (np.abs(y - bow) < 0.065 * np.sqrt(np.clip(1 - (x / 0.25) ** 2, 0, 1)))
    colour[lips] = colour[lips] * np.array((0.82, 0.55, 0.55))
    colour[lips & (np.abs(y - bow) < 0.014)] *= 0.45
    colour[front & (np.abs(y + 0.62) < 0.02) & (side < 0.12)] *= 0.85
    if person.glasses:
        rim = _oval(side, y, (0.3, 0.08), (0.22, 0.16))
        colour[front & (np.abs(rim - 1) < 0.22)] = (25, 25, 28)


def _oval(
    x: np.ndarray, y: np.ndarray, middle: tuple[float, float], radii: tuple[float, float]
) -> np.ndarray:
    return ((x - middle[0]) / radii[0]) ** 2 + ((y - middle[1]) / radii[1]) ** 2


def _finished(colour: np.ndarray, solid: np.ndarray, is_face: np.ndarray) -> Head:
    grain = np.random.default_rng(7).normal(0, 3, colour.shape)
    pixels = np.dstack((np.clip(colour + grain, 0, 255), solid * 255.0)).astype(np.uint8)
    rows, columns = np.nonzero(is_face)
    face = (int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1)
    return Head(Image.fromarray(pixels, "RGBA").filter(ImageFilter.GaussianBlur(1.1)), face)
