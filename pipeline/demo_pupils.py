"""The eight pupils of the demo lesson, seen from behind, each with their own hair and jersey."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageColor

from pipeline.demo_drawing import (
    BLUE,
    INK,
    MUSTARD,
    PLUM,
    SAGE,
    TERRA,
    WOOD,
    WOOD_DARK,
    Sheet,
    smooth,
)


@dataclass(frozen=True)
class Seat:
    """Where a pupil sits and what we see of them: hair, skin and jersey."""

    x: int
    y: int
    scale: float
    side: int  # 1: looks right at the partner, and raises the left hand
    hair: str
    colour: str
    skin: str
    jersey: str


SEATS = {
    "window": Seat(118, 522, 0.8, 1, "short", "#c99645", "#efc9a8", TERRA),
    "aisle": Seat(238, 524, 0.8, -1, "plaits", "#4a3530", "#c98f68", SAGE),
    "friend": Seat(508, 522, 0.8, 1, "curls", "#2f2a2c", "#9a6a4b", MUSTARD),
    "middle": Seat(628, 524, 0.8, -1, "tail", "#b3703f", "#efc9a8", BLUE),
    "door": Seat(1064, 522, 0.8, 1, "scarf", "#7f93b8", "#dcae8a", "#6f86a8"),
    "corner": Seat(1184, 524, 0.8, -1, "short", "#4a3530", "#e3b995", "#8fae86"),
    "back_left": Seat(812, 616, 1.1, 1, "short", "#6b4a35", "#eec7a4", PLUM),
    "back_right": Seat(976, 618, 1.1, -1, "long", "#d6a957", "#f0cdae", "#c77f62"),
}
PUPIL_SIZE = (240, 380)
_NAPE = (120, 160)


@cache
def pupil(name: str, hand: int, turned: bool, loud: int) -> Image.Image:
    """A pupil at a table; `hand` is how far it is up, `loud` how loud they talk (both 0 to 3)."""
    seat = SEATS[name]
    sheet = Sheet(*PUPIL_SIZE)
    x, y = _NAPE
    for side in (-1, 1):
        sheet.stroke([(x + 46 * side, y + 120), (x + 52 * side, y + 206)], INK, 9)
        sheet.stroke([(x + 46 * side, y + 120), (x + 52 * side, y + 206)], WOOD_DARK, 5)
    if hand:
        _raised(sheet, seat, hand)
    sheet.shape([(x - 11, y - 16), (x + 11, y - 16), (x + 13, y + 12), (x - 13, y + 12)], seat.skin)
    sheet.soft(
        [
            (x - 14, y),
            (x - 44, y + 12),
            (x - 62, y + 46),
            (x - 60, y + 124),
            (x, y + 136),
            (x + 60, y + 124),
            (x + 62, y + 46),
            (x + 44, y + 12),
            (x + 14, y),
            (x, y + 4),
        ],
        seat.jersey,
    )
    _back_of_head(sheet, seat, turned, loud)
    sheet.box(x - 50, y + 66, x + 50, y + 104, WOOD)
    sheet.soft(
        [
            (x - 60, y + 134),
            (x, y + 128),
            (x + 60, y + 134),
            (x + 58, y + 150),
            (x, y + 156),
            (x - 58, y + 150),
        ],
        WOOD,
    )
    for side in (-1, 1):
        sheet.box(x + 50 * side - 6, y + 58, x + 50 * side + 6, y + 142, WOOD_DARK)
    return sheet.smaller(seat.scale)


def _raised(sheet: Sheet, seat: Seat, hand: int) -> None:
    x, y = _NAPE
    away = -seat.side
    elbow, top = [((66, 50), (72, 6)), ((74, 20), (70, -42)), ((70, -24), (60, -104))][hand - 1]
    tip = (x + top[0] * away, y + top[1])
    for finger in (-4, 0, 4):
        sheet.limb([tip, (tip[0] + finger * 1.4, tip[1] - 15)], 4.5, seat.skin)
    sheet.oval(*tip, 9.5, 10, seat.skin, line=2)
    wrist = (tip[0], tip[1] + 12)
    sheet.limb(
        [(x + 46 * away, y + 34), (x + elbow[0] * away, y + elbow[1]), wrist], 19, seat.jersey
    )


def _back_of_head(sheet: Sheet, seat: Seat, turned: bool, loud: int) -> None:
    x, y = _NAPE[0], _NAPE[1] - 46 - (2 if loud > 1 else 0)
    way = seat.side
    if not turned:
        for side in (-1, 1):
            sheet.oval(x + 37 * side, y + 4, 6, 9, seat.skin, line=1.8)
    HAIR_OF[seat.hair](sheet, seat.colour, x, y)
    if turned:
        sheet.soft(
            [
                (x + 12 * way, y - 22),
                (x + 32 * way, y - 20),
                (x + 35 * way, y - 5),
                (x + 45 * way, y + 6),
                (x + 36 * way, y + 11),
                (x + 34 * way, y + 25),
                (x + 20 * way, y + 35),
                (x + 8 * way, y + 22),
            ],
            seat.skin,
        )
        sheet.oval(x + 27 * way, y - 4, 2.8, 3.8, INK, ink=None)
        sheet.oval(x + 29 * way, y + 19, 4.5, 1.2 + 1.6 * loud, "#8f3f3c", line=1)
        sheet.oval(x + 19 * way, y + 10, 5, 3.2, "#dd947a", ink=None)
    if loud:
        for number, lift in enumerate((-34, -20, -4)):
            start = (x + 54 * way, y + lift + 8)
            sheet.stroke(
                [start, (start[0] + (6 + 5 * loud) * way, start[1] - 9 + 8 * number)], INK, 3
            )


def _crown(sheet: Sheet, colour: str, x: float, y: float, low: float = 26) -> None:
    sheet.soft(
        [
            (x - 34, y + low - 4),
            (x - 39, y - 8),
            (x - 26, y - 36),
            (x, y - 43),
            (x + 26, y - 36),
            (x + 39, y - 8),
            (x + 34, y + low - 4),
            (x, y + low + 6),
        ],
        colour,
    )


def _lines(
    sheet: Sheet, colour: str, x: float, lines: Sequence[tuple[float, float, float]]
) -> None:
    red, green, blue = (channel * 4 // 5 for channel in ImageColor.getrgb(colour)[:3])
    for dx, top, bottom in lines:
        path = smooth([(x + dx * 0.5, top), (x + dx, (top + bottom) / 2), (x + dx * 0.9, bottom)])
        sheet.stroke(path, f"#{red:02x}{green:02x}{blue:02x}", 2)


def _short(sheet: Sheet, colour: str, x: float, y: float) -> None:
    _crown(sheet, colour, x, y, 20)
    _lines(sheet, colour, x, [(-18, y - 30, y + 6), (4, y - 34, y + 12), (20, y - 28, y + 4)])


def _plaits(sheet: Sheet, colour: str, x: float, y: float) -> None:
    _crown(sheet, colour, x, y, 22)
    sheet.stroke([(x, y - 40), (x + 1, y + 24)], "#d79f7a", 2)
    for side in (-1, 1):
        for knot in range(4):
            sheet.oval(x + (26 + knot) * side, y + 30 + 15 * knot, 9.5 - knot, 10, colour)
        sheet.oval(x + 30 * side, y + 85, 6, 9, TERRA, line=1.6)


def _curls(sheet: Sheet, colour: str, x: float, y: float) -> None:
    rows = [
        (0, -38),
        (-22, -32),
        (22, -32),
        (-36, -14),
        (36, -14),
        (-38, 6),
        (38, 6),
        (-26, 22),
        (26, 22),
        (0, 26),
        (-12, -14),
        (14, -10),
        (0, 6),
    ]
    for dx, dy in rows:
        sheet.oval(x + dx, y + dy, 15, 14, colour, ink="#5a5054", line=1.4)


def _tail(sheet: Sheet, colour: str, x: float, y: float) -> None:
    _crown(sheet, colour, x, y, 18)
    sheet.soft(
        [
            (x - 9, y - 8),
            (x - 19, y + 30),
            (x - 11, y + 74),
            (x + 2, y + 90),
            (x + 13, y + 70),
            (x + 19, y + 30),
            (x + 9, y - 8),
        ],
        colour,
    )
    sheet.oval(x, y - 9, 12, 6.5, PLUM, line=1.8)
    _lines(sheet, colour, x, [(-8, y + 6, y + 66), (8, y + 6, y + 62)])


def _scarf(sheet: Sheet, colour: str, x: float, y: float) -> None:
    sheet.soft(
        [
            (x - 40, y + 8),
            (x - 36, y - 26),
            (x, y - 45),
            (x + 36, y - 26),
            (x + 40, y + 8),
            (x + 44, y + 46),
            (x + 50, y + 74),
            (x, y + 96),
            (x - 50, y + 74),
            (x - 44, y + 46),
        ],
        colour,
    )
    _lines(sheet, colour, x, [(-26, y + 10, y + 80), (10, y - 24, y + 30), (28, y + 14, y + 76)])


def _long(sheet: Sheet, colour: str, x: float, y: float) -> None:
    sheet.soft(
        [
            (x - 40, y + 70),
            (x - 42, y - 6),
            (x - 26, y - 36),
            (x, y - 43),
            (x + 26, y - 36),
            (x + 42, y - 6),
            (x + 40, y + 70),
            (x + 14, y + 62),
            (x - 12, y + 70),
        ],
        colour,
    )
    _lines(sheet, colour, x, [(-22, y - 24, y + 60), (2, y - 36, y + 54), (24, y - 22, y + 58)])


HAIR_OF: dict[str, Callable[[Sheet, str, float, float], None]] = {
    "short": _short,
    "plaits": _plaits,
    "curls": _curls,
    "tail": _tail,
    "scarf": _scarf,
    "long": _long,
}
