"""The demo lesson's board: what is written on it and the little pictures beside the words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import cos, pi, sin

from PIL import Image

from pipeline.demo_drawing import (
    BLUE,
    INK,
    MUSTARD,
    PAPER,
    PLUM,
    SAGE,
    TERRA,
    WOOD,
    WOOD_DARK,
    Sheet,
    smooth,
)
from pipeline.demo_room import BOARD


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
    sheet.soft(
        [(214, 200), (250, 188), (300, 196), (334, 186), (334, 224), (214, 224)], SAGE, line=1.4
    )
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
        sheet.soft(
            [
                (x - 28, 204),
                (x - 28, 172),
                (x, 160),
                (x + 28, 172),
                (x + 28, 204),
                (x - 4 * way, 184),
            ],
            hair,
        )
        sheet.oval(x + 9 * way, 196, 2.6, 3.4, INK, ink=None)
        sheet.stroke(smooth([(x + 4 * way, 210), (x + 10 * way, 213), (x + 16 * way, 209)]), INK, 2)
    sheet.soft(
        [
            (390, 100),
            (400, 74),
            (450, 70),
            (476, 90),
            (470, 120),
            (446, 130),
            (436, 148),
            (430, 130),
            (400, 124),
        ],
        "#ffffff",
    )
    sheet.soft(
        [
            (486, 122),
            (498, 98),
            (536, 96),
            (556, 116),
            (548, 138),
            (528, 144),
            (524, 158),
            (516, 144),
            (494, 140),
        ],
        "#ffffff",
    )
    for x, y in ((418, 100), (434, 100), (450, 100), (506, 120), (521, 120), (536, 120)):
        sheet.oval(x, y, 4, 4, TERRA, ink=None)


def _dog(sheet: Sheet) -> None:
    sheet.box(36, 62, 532, 286, "#e8e6d6")
    sheet.shape([(36, 226), (532, 226), (532, 286), (36, 286)], "#d8c3a0", line=1.6)
    sheet.soft(
        [(190, 272), (230, 258), (330, 258), (386, 270), (330, 280), (240, 282)],
        "#a9c5d2",
        line=1.4,
    )
    for x in (140, 414):
        sheet.box(x, 130, x + 14, 274, WOOD)
    sheet.shape([(104, 112), (464, 112), (476, 132), (92, 132)], WOOD)
    fur, dark = "#c08a58", "#8d5f3b"
    sheet.soft([(350, 250), (384, 230), (388, 200), (376, 216), (352, 230)], fur)
    sheet.soft([(236, 272), (232, 218), (262, 192), (310, 196), (346, 226), (356, 270)], fur)
    sheet.soft([(214, 190), (218, 154), (256, 142), (294, 156), (298, 192), (258, 218)], fur)
    for side in (-1, 1):
        sheet.soft(
            [
                (256 + 34 * side, 152),
                (256 + 54 * side, 164),
                (256 + 50 * side, 204),
                (256 + 36 * side, 188),
            ],
            dark,
        )
        sheet.oval(256 + 17 * side, 176, 4, 5, INK, ink=None)
        sheet.oval(256 + 20 * side, 270, 15, 9, fur)
    sheet.oval(256, 194, 9, 6.5, INK, ink=None)
    sheet.soft([(250, 208), (264, 208), (264, 224), (256, 228), (250, 222)], TERRA, line=1.4)
    sheet.stroke(smooth([(236, 204), (256, 210), (276, 204)]), INK, 2.4)
    for x, y in ((196, 150), (206, 212), (318, 158), (330, 182), (184, 190)):
        sheet.soft([(x, y - 9), (x + 5, y + 2), (x, y + 6), (x - 5, y + 2)], BLUE, line=1.2)


PICTURES: dict[str, Callable[[Sheet], None]] = {
    "sun": _sun,
    "clue": _clue,
    "doorway": _doorway,
    "partners": _partners,
    "dog": _dog,
}
