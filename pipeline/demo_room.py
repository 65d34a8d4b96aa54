"""The demo lesson's classroom without people: the room, the clock, the board and its pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
    WOOD_DARK,
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
    sheet.shape([(left + 16, top), (right - 16, top), (right, top + 34 * size),
                 (left, top + 34 * size)], "#e6d3ae")
    sheet.shape([(left, top + 34 * size), (right, top + 34 * size), (right, top + 42 * size),
                 (left, top + 42 * size)], WOOD)
    for x in (left + 32 * size, (left + right) / 2 - 26 * size, right - 84 * size):
        for page in (0, 26 * size):
            sheet.shape([(x + page, top + 8), (x + page + 26 * size, top + 8),
                         (x + page + 24 * size, top + 26 * size),
                         (x + page - 3, top + 26 * size)], PAPER, line=1.4)
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
    for branch in ([(206, 286), (208, 200), (202, 150)], [(207, 214), (184, 178), (176, 150)],
                   [(207, 196), (230, 164), (236, 138)], [(190, 188), (170, 180)],
                   [(220, 178), (242, 172)]):
        sheet.stroke(smooth(branch), "#8a7565", 3)
    for x, y in ((76, 110), (120, 150), (104, 92), (232, 96), (188, 120), (134, 196), (70, 168)):
        sheet.oval(x, y, 2.4, 2.4, PAPER, ink=None)
    for edges in ((146, 66, 156, 312), (42, 178, 260, 187), (34, 58, 268, 70), (34, 306, 268, 318),
                  (34, 58, 46, 318), (256, 58, 268, 318)):
        sheet.box(*edges, WOOD, line=1.6)
    sheet.box(24, 314, 278, 328, "#eddfc4")
    sheet.shape([(62, 284), (96, 284), (91, 316), (67, 316)], TERRA)
    for tip in ((56, 250), (70, 240), (84, 238), (98, 248), (106, 262)):
        sheet.soft([(79, 284), ((79 + tip[0]) / 2 - 6, tip[1] + 12), tip,
                    ((79 + tip[0]) / 2 + 7, tip[1] + 20)], SAGE, line=1.6)


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
        sheet.stroke([(x + 29 * cos(a), y + 29 * sin(a)), (x + 32 * cos(a), y + 32 * sin(a))],
                     INK, 2)


@cache
def clock_hands(minute: int, second: int) -> Image.Image:
    """Hands for the clock, 80 by 80, its middle in the middle."""
    sheet = Sheet(80, 80)
    for turn, length, ink, line in ((8 / 12 + minute / 720, 17, INK, 3.6),
                                    (minute / 60, 27, INK, 2.6),
                                    (second / 60, 29, TERRA, 1.4)):
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


def board(title: str, lines: Sequence[str], picture: str) -> Image.Image:
    """What stands on the board: a title, some lines under it, and a drawing."""
    left, top, right, bottom = BOARD
    sheet = Sheet(right - left - 8, bottom - top - 8, PAPER)
    PICTURES[picture](sheet)
    middle = 280 if not lines else 206
    sheet.write(middle, 30, title, 25, "#3d5f74")
    underline = [(middle - 6.2 * len(title), 50), (middle, 53), (middle + 6.2 * len(title), 49)]
    sheet.stroke(smooth(underline), MUSTARD, 3)
    rows = [row for line in lines for row in _rows(line, 24)]
    for number, row in enumerate(rows):
        sheet.write(middle, 118 + 48 * number - 8 * len(rows), row, 27)
    return sheet.smaller().convert("RGB")


def _rows(line: str, longest: int) -> list[str]:
    rows = [""]
    for word in line.split():
        if rows[-1] and len(rows[-1]) + len(word) >= longest:
            rows.append("")
        rows[-1] = f"{rows[-1]} {word}".strip()
    return rows


def _sun(sheet: Sheet) -> None:
    for ray in range(12):
        a = ray * pi / 6
        ends = [(468 + far * cos(a), 150 + far * sin(a)) for far in (58, 76)]
        sheet.stroke(ends, MUSTARD, 5)
    sheet.oval(468, 150, 44, 44, MUSTARD)
    for x in (453, 483):
        sheet.oval(x, 142, 3.4, 4.4, INK, ink=None)
    sheet.stroke(smooth([(447, 160), (456, 169), (468, 172), (480, 169), (489, 160)]), INK, 3)


def _clue(sheet: Sheet) -> None:
    _footprint(sheet, 466, 138, 2.1)
    sheet.stroke([(506, 188), (540, 226)], INK, 17)
    sheet.stroke([(507, 189), (539, 225)], WOOD_DARK, 12)
    sheet.oval(466, 144, 60, 60, None, line=11)
    sheet.oval(466, 144, 60, 60, None, ink=BLUE, line=6)


def _footprint(sheet: Sheet, x: float, y: float, size: float) -> None:
    """Small and wet, and not to be told whose."""
    sheet.oval(x + 3 * size, y - 5 * size, 6 * size, 8 * size, BLUE, ink=None)
    sheet.oval(x - 2 * size, y + 8 * size, 4.5 * size, 5 * size, BLUE, ink=None)


def _doorway(sheet: Sheet) -> None:
    sheet.box(36, 62, 532, 286, "#f0dfc3")
    sheet.shape([(36, 222), (532, 222), (532, 286), (36, 286)], "#d8c3a0", line=1.6)
    sheet.box(214, 80, 334, 224, "#a9bfca")
    for number in range(22):
        x, y = 220 + (number * 37) % 104, 88 + (number * 53) % 112
        sheet.stroke([(x, y), (x - 4, y + 13)], "#e8f0f2", 2)
    sheet.soft([(214, 200), (250, 188), (300, 196), (334, 186), (334, 224), (214, 224)], SAGE,
               line=1.4)
    sheet.shape([(334, 80), (402, 66), (402, 250), (334, 224)], TERRA)
    sheet.oval(392, 162, 4, 5, MUSTARD, line=1.4)
    sheet.box(206, 74, 342, 82, WOOD)
    steps = [(262, 234), (238, 248), (204, 242), (172, 258), (132, 254), (96, 270)]
    for number, (x, y) in enumerate(steps):
        _footprint(sheet, x, y, 0.8 + number * 0.06)
    for x, colour in ((78, PLUM), (126, MUSTARD)):
        sheet.soft([(x, 104), (x - 20, 124), (x - 22, 186), (x + 22, 186), (x + 20, 124)], colour)
    sheet.box(54, 94, 156, 102, WOOD)
    sheet.shape([(450, 250), (506, 250), (514, 272), (442, 272)], BLUE)
    sheet.oval(478, 250, 28, 6, "#b5835f", line=1.6)


def _partners(sheet: Sheet) -> None:
    for x, way, coat, hair in ((432, 1, SAGE, "#7a5a44"), (524, -1, PLUM, "#d9a94e")):
        sheet.soft([(x - 38, 284), (x - 30, 240), (x, 228), (x + 30, 240), (x + 38, 284)], coat)
        sheet.oval(x, 196, 26, 29, "#eec7a4")
        sheet.soft([(x - 28, 204), (x - 28, 172), (x, 160), (x + 28, 172), (x + 28, 204),
                    (x - 4 * way, 184)], hair)
        sheet.oval(x + 9 * way, 196, 2.6, 3.4, INK, ink=None)
        sheet.stroke(smooth([(x + 4 * way, 210), (x + 10 * way, 213), (x + 16 * way, 209)]), INK, 2)
    sheet.soft([(390, 100), (400, 74), (450, 70), (476, 90), (470, 120), (446, 130), (436, 148),
                (430, 130), (400, 124)], "#ffffff")
    sheet.soft([(486, 122), (498, 98), (536, 96), (556, 116), (548, 138), (528, 144), (524, 158),
                (516, 144), (494, 140)], "#ffffff")
    for x, y in ((418, 100), (434, 100), (450, 100), (506, 120), (521, 120), (536, 120)):
        sheet.oval(x, y, 4, 4, TERRA, ink=None)


def _dog(sheet: Sheet) -> None:
    sheet.box(36, 62, 532, 286, "#e8e6d6")
    sheet.shape([(36, 226), (532, 226), (532, 286), (36, 286)], "#d8c3a0", line=1.6)
    sheet.soft([(190, 272), (230, 258), (330, 258), (386, 270), (330, 280), (240, 282)], "#a9c5d2",
               line=1.4)
    for x in (140, 414):
        sheet.box(x, 130, x + 14, 274, WOOD)
    sheet.shape([(104, 112), (464, 112), (476, 132), (92, 132)], WOOD)
    fur, dark = "#c08a58", "#8d5f3b"
    sheet.soft([(350, 250), (384, 230), (388, 200), (376, 216), (352, 230)], fur)
    sheet.soft([(236, 272), (232, 218), (262, 192), (310, 196), (346, 226), (356, 270)], fur)
    sheet.soft([(214, 190), (218, 154), (256, 142), (294, 156), (298, 192), (258, 218)], fur)
    for side in (-1, 1):
        sheet.soft([(256 + 34 * side, 152), (256 + 54 * side, 164), (256 + 50 * side, 204),
                    (256 + 36 * side, 188)], dark)
        sheet.oval(256 + 17 * side, 176, 4, 5, INK, ink=None)
        sheet.oval(256 + 20 * side, 270, 15, 9, fur)
    sheet.oval(256, 194, 9, 6.5, INK, ink=None)
    sheet.soft([(250, 208), (264, 208), (264, 224), (256, 228), (250, 222)], TERRA, line=1.4)
    sheet.stroke(smooth([(236, 204), (256, 210), (276, 204)]), INK, 2.4)
    for x, y in ((196, 150), (206, 212), (318, 158), (330, 182), (184, 190)):
        sheet.soft([(x, y - 9), (x + 5, y + 2), (x, y + 6), (x - 5, y + 2)], BLUE, line=1.2)


PICTURES: dict[str, Callable[[Sheet], None]] = {
    "sun": _sun, "clue": _clue, "doorway": _doorway, "partners": _partners, "dog": _dog,
}
