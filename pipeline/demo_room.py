"""The demo lesson's classroom without people: the room, its windows and the clock."""

from __future__ import annotations

from functools import cache
from math import cos, pi, sin
from typing import Any

import numpy as np
from PIL import Image

from pipeline.demo_drawing import (
    BLUE,
    FLOOR,
    HEIGHT,
    INK,
    MUSTARD,
    PAPER,
    PLUM,
    SAGE,
    SKY,
    TERRA,
    WALL,
    WIDTH,
    WOOD,
    Sheet,
    smooth,
)

BOARD = (470, 66, 1046, 372)  # left, top, right, bottom of what is written on
CLOCK = (1160, 108)


@cache
def room() -> Image.Image:
    """The empty classroom on paper, the board still blank."""
    sheet = Sheet(WIDTH, HEIGHT, WALL)
    sheet.box(-5, 462, 1285, 725, FLOOR, ink=None)
    for x in range(-700, 2000, 130):
        sheet.stroke([(640 + (x - 640) * 0.62, 464), (x, 720)], "#d3b98f", 1.2)
    sheet.box(-5, 452, 1285, 466, "#e9dcc0")
    _windows(sheet)
    _bunting(sheet)
    _wall(sheet)
    left, top, right, bottom = BOARD
    sheet.box(left - 14, top - 12, right + 14, bottom + 14, "#8b8a8f")
    sheet.box(left, top, right, bottom, PAPER)
    sheet.box(left + 190, bottom + 14, right - 190, bottom + 24, "#a5a3a6")
    for x in (left + 230, left + 262):
        sheet.stroke([(x, bottom + 12), (x + 22, bottom + 12)], TERRA if x > 720 else BLUE, 5)
    for pair in ((38, 318, 536), (428, 708, 536), (984, 1264, 536), (704, 1084, 640)):
        _table(sheet, *pair)
    return on_paper(sheet.smaller().convert("RGB"))


def _table(sheet: Sheet, left: float, right: float, top: float) -> None:
    """A table for two, with an open book and a pencil for each."""
    size = (right - left) / 280
    for x in (left + 14, right - 14):
        sheet.stroke([(x, top + 30), (x, top + 112 * size)], INK, 9)
        sheet.stroke([(x, top + 30), (x, top + 112 * size)], "#9b9aa0", 5)
    sheet.shape(
        [(left + 16, top), (right - 16, top), (right, top + 34 * size), (left, top + 34 * size)],
        "#e6d3ae",
    )
    sheet.shape(
        [
            (left, top + 34 * size),
            (right, top + 34 * size),
            (right, top + 42 * size),
            (left, top + 42 * size),
        ],
        WOOD,
    )
    for x in (left + 32 * size, (left + right) / 2 - 26 * size, right - 84 * size):
        for page in (0, 26 * size):
            sheet.shape(
                [
                    (x + page, top + 8),
                    (x + page + 26 * size, top + 8),
                    (x + page + 24 * size, top + 26 * size),
                    (x + page - 3, top + 26 * size),
                ],
                PAPER,
                line=1.4,
            )
    sheet.stroke([(right - 24 * size, top + 10), (right - 34 * size, top + 27 * size)], TERRA, 4)


@cache
def near_table() -> Image.Image:
    """The empty table closest to the camera: its left top at 0, 650."""
    sheet = Sheet(WIDTH, HEIGHT)
    _table(sheet, 96, 520, 660)
    return sheet.smaller().crop((0, 650, 560, HEIGHT))


def _windows(sheet: Sheet) -> None:
    sheet.box(34, 58, 268, 318, SKY)
    hill = smooth([(36, 268), (90, 250), (150, 262), (210, 246), (266, 258)])
    sheet.shape([*hill, (266, 316), (36, 316)], "#f1f4ef", ink=None)
    sheet.shape([(60, 262), (60, 226), (82, 206), (104, 226), (104, 262)], "#d9a58c", line=1.6)
    sheet.shape([(56, 228), (82, 203), (108, 228), (82, 212)], PAPER, line=1.4)
    for branch in (
        [(206, 286), (208, 200), (202, 150)],
        [(207, 214), (184, 178), (176, 150)],
        [(207, 196), (230, 164), (236, 138)],
        [(190, 188), (170, 180)],
        [(220, 178), (242, 172)],
    ):
        sheet.stroke(smooth(branch), "#8a7565", 3)
    for x, y in ((76, 110), (120, 150), (104, 92), (232, 96), (188, 120), (134, 196), (70, 168)):
        sheet.oval(x, y, 2.4, 2.4, PAPER, ink=None)
    for edges in (
        (146, 66, 156, 312),
        (42, 178, 260, 187),
        (34, 58, 268, 70),
        (34, 306, 268, 318),
        (34, 58, 46, 318),
        (256, 58, 268, 318),
    ):
        sheet.box(*edges, WOOD, line=1.6)
    sheet.box(24, 314, 278, 328, "#eddfc4")
    sheet.shape([(62, 284), (96, 284), (91, 316), (67, 316)], TERRA)
    for tip in ((56, 250), (70, 240), (84, 238), (98, 248), (106, 262)):
        sheet.soft(
            [
                (79, 284),
                ((79 + tip[0]) / 2 - 6, tip[1] + 12),
                tip,
                ((79 + tip[0]) / 2 + 7, tip[1] + 20),
            ],
            SAGE,
            line=1.6,
        )


def _bunting(sheet: Sheet) -> None:
    colours = (TERRA, MUSTARD, SAGE, BLUE, PLUM)
    rope = [(x, 16 + 14 * sin(x / 1280 * pi * 4) ** 2) for x in range(-10, 1300, 10)]
    sheet.stroke(rope, INK, 1.6)
    for number, x in enumerate(range(10, 1290, 46)):
        y = 16 + 14 * sin(x / 1280 * pi * 4) ** 2
        sheet.shape([(x - 13, y), (x + 13, y), (x, y + 25)], colours[number % 5], line=1.6)


def _wall(sheet: Sheet) -> None:
    sheet.box(1104, 196, 1238, 458, "#c9a67a")
    for top, bottom in ((214, 310), (330, 440)):
        sheet.box(1122, top, 1220, bottom, "#d6b68c", line=1.6)
    sheet.oval(1116, 336, 5, 5, MUSTARD, line=1.6)
    sheet.box(286, 62, 336, 120, PAPER, line=1.6)
    sheet.oval(311, 86, 12, 12, MUSTARD, line=1.4)
    sheet.stroke(smooth([(293, 109), (304, 102), (316, 107), (329, 100)]), SAGE, 3)
    sheet.box(394, 58, 442, 116, PAPER, line=1.6)
    sheet.shape([(403, 106), (403, 88), (418, 74), (433, 88), (433, 106)], BLUE, line=1.4)
    x, y = CLOCK
    sheet.oval(x, y, 44, 44, TERRA)
    sheet.oval(x, y, 36, 36, PAPER, line=1.6)
    for hour in range(12):
        a = hour * pi / 6
        sheet.stroke(
            [(x + 29 * cos(a), y + 29 * sin(a)), (x + 32 * cos(a), y + 32 * sin(a))], INK, 2
        )


@cache
def clock_hands(minute: int, second: int) -> Image.Image:
    """Hands for the clock, 80 by 80, its middle in the middle."""
    sheet = Sheet(80, 80)
    for turn, length, ink, line in (
        (8 / 12 + minute / 720, 17, INK, 3.6),
        (minute / 60, 27, INK, 2.6),
        (second / 60, 29, TERRA, 1.4),
    ):
        a = 2 * pi * turn - pi / 2
        sheet.stroke([(40, 40), (40 + length * cos(a), 40 + length * sin(a))], ink, line)
    sheet.oval(40, 40, 2.4, 2.4, INK, ink=None)
    return sheet.smaller()


def on_paper(image: Image.Image) -> Image.Image:
    """The same picture on rough paper: a faint grain, and light that falls in from the left."""
    grain = np.random.default_rng(7).normal(1, 0.006, (HEIGHT // 2, WIDTH // 2, 1))
    grain = grain.repeat(2, axis=0).repeat(2, axis=1)
    across, down = np.meshgrid(np.arange(WIDTH), np.arange(HEIGHT))
    light = 1.02 - 0.06 * np.hypot((across - 480) / 1100, (down - 260) / 700)[:, :, None]
    pixels: Any = np.asarray(image, np.float32) * grain * light
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
