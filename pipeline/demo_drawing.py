"""Ink and coloured paper: the pen that draws the demo lesson.

Everything is drawn twice as large as it is shown and then made smaller, which gives soft edges.
Coordinates are those of the finished picture, 1280 by 720.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import cos, pi, sin

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1280, 720
LARGER = 2
Point = tuple[float, float]

INK = "#413c46"
PAPER, WALL, FLOOR = "#fffaf0", "#f5ecd9", "#e2cba6"
WOOD, WOOD_DARK, SKY = "#d9b586", "#b98f60", "#cfe0e6"
SAGE, BLUE, TERRA, MUSTARD, PLUM = "#a3b997", "#8fb0c4", "#d98b69", "#e3b656", "#9a7896"


class Sheet:
    """Something to draw on, with an unsteady pen and colour that does not quite fill the line."""

    def __init__(self, width: int, height: int, ground: str | None = None) -> None:
        size = (width * LARGER, height * LARGER)
        self.image = Image.new("RGBA", size, ground or (0, 0, 0, 0))
        self.pen = ImageDraw.Draw(self.image)

    def shape(
        self, points: Sequence[Point], fill: str | None, ink: str | None = INK, line: float = 2.2
    ) -> None:
        """A closed form: colour first, a little beside the line, as in a hand print."""
        outline = [(x * LARGER, y * LARGER) for x, y in _unsteady([*points, points[0]])]
        if fill:
            beside = 1.2 * LARGER if ink else 0
            self.pen.polygon([(x + beside, y + beside) for x, y in outline], fill=fill)
            self.pen.polygon(outline, fill=fill)
        if ink:
            self.pen.line(outline, fill=ink, width=round(line * LARGER), joint="curve")

    def box(
        self,
        left: float,
        top: float,
        right: float,
        bottom: float,
        fill: str | None,
        ink: str | None = INK,
        line: float = 2.2,
    ) -> None:
        """An upright rectangle."""
        corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
        self.shape(corners, fill, ink, line)

    def oval(
        self,
        x: float,
        y: float,
        rx: float,
        ry: float,
        fill: str | None,
        ink: str | None = INK,
        line: float = 2.2,
    ) -> None:
        """An ellipse round its middle."""
        steps = [2 * pi * step / 36 for step in range(36)]
        self.shape([(x + rx * cos(a), y + ry * sin(a)) for a in steps], fill, ink, line)

    def soft(
        self, points: Sequence[Point], fill: str | None, ink: str | None = INK, line: float = 2.2
    ) -> None:
        """A closed form that runs smoothly through its points."""
        self.shape(smooth([*points, points[0]]), fill, ink, line)

    def stroke(self, points: Sequence[Point], ink: str = INK, line: float = 2.2) -> None:
        """An open line with round ends."""
        path = [(x * LARGER, y * LARGER) for x, y in _unsteady(points)]
        self.pen.line(path, fill=ink, width=round(line * LARGER), joint="curve")
        radius = line * LARGER / 2
        for x, y in (path[0], path[-1]):
            self.pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=ink)

    def limb(self, points: Sequence[Point], width: float, fill: str) -> None:
        """An arm or a leg: a thick line with an outline."""
        path = smooth(points)
        self.stroke(path, INK, width + 4.4)
        self.stroke(path, fill, width)

    def write(self, x: float, y: float, words: str, size: float, ink: str = INK) -> None:
        """Words from the middle at x, y; each letter stands a little differently, as by hand."""
        font = ImageFont.load_default(size * LARGER)
        at = x * LARGER - font.getlength(words) / 2
        for number, letter in enumerate(words):
            lift = sin(number * 2.3 + size) * size * 0.035 * LARGER
            self.pen.text(
                (at, y * LARGER + lift),
                letter,
                fill=ink,
                font=font,
                anchor="lm",
                stroke_width=1,
                stroke_fill=ink,
            )
            at += font.getlength(letter)

    def smaller(self, scale: float = 1.0) -> Image.Image:
        """The finished drawing."""
        width, height = self.image.size
        size = (round(width * scale / LARGER), round(height * scale / LARGER))
        return self.image.resize(size, Image.Resampling.HAMMING)


def smooth(points: Sequence[Point], steps: int = 8) -> list[Point]:
    """More points on a smooth line through these (Catmull-Rom); closed if it ends as it begins."""
    closed = points[0] == points[-1]
    before, after = (points[-2], points[1]) if closed else (points[0], points[-1])
    padded = [before, *points, after]
    path: list[Point] = []
    for p0, p1, p2, p3 in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for t in (step / steps for step in range(steps)):
            path.append(
                (_between(p0[0], p1[0], p2[0], p3[0], t), _between(p0[1], p1[1], p2[1], p3[1], t))
            )
    return [*path, points[-1]]


def _between(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (
        2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    )


def _unsteady(points: Sequence[Point]) -> list[Point]:
    """The same line by a human hand: long edges get a slight bend, always the same one."""
    path: list[Point] = []
    for (x0, y0), (x1, y1) in pairwise(points):
        parts = max(1, round(max(abs(x1 - x0), abs(y1 - y0)) / 40))
        for part in range(parts):
            path.append((x0 + (x1 - x0) * part / parts, y0 + (y1 - y0) * part / parts))
    path.append(points[-1])
    return [
        (x + 0.9 * sin(y * 0.11 + x * 0.017), y + 0.9 * sin(x * 0.09 + y * 0.023)) for x, y in path
    ]
