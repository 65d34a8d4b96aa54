"""The teacher of the demo lesson: a body that moves from pose to pose, and a face that talks."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from PIL import Image

from pipeline.demo_drawing import INK, PAPER, Point, Sheet, smooth

STEPS = 4  # pictures from one pose to the next
WALK = 8  # pictures from the board to the front
SKIN, THROAT = "#e8b993", "#d79f7a"
SKIRT, COAT, HAIR = "#4f7a7c", "#dba84c", "#5b3f35"
GLASSES, LIPS = "#7d5b74", "#8f3f3c"


class Arms(NamedTuple):
    """Elbows and hands, from the middle between the shoulders; left is left in the picture."""

    left_elbow: Point
    left_hand: Point
    right_elbow: Point
    right_hand: Point


# Each pose has two ways between which the arms go while the teacher talks.
POSES: dict[str, tuple[Arms, Arms]] = {
    "rest": (
        Arms((-56, 52), (-34, 98), (56, 52), (34, 98)),
        Arms((-57, 50), (-32, 94), (57, 50), (32, 94)),
    ),
    "talk": (
        Arms((-60, 54), (-52, 14), (58, 52), (36, 94)),
        Arms((-58, 56), (-66, 28), (62, 50), (58, 40)),
    ),
    "open": (
        Arms((-66, 46), (-96, 18), (66, 46), (96, 18)),
        Arms((-64, 50), (-86, 34), (64, 50), (86, 34)),
    ),
    "point": (
        Arms((-56, 52), (-34, 98), (72, 14), (118, -34)),
        Arms((-58, 50), (-40, 88), (70, 20), (114, -14)),
    ),
    "count": (
        Arms((-56, 52), (-34, 98), (64, 44), (58, -12)),
        Arms((-56, 52), (-34, 98), (66, 40), (66, -24)),
    ),
    "invite": (
        Arms((-56, 52), (-34, 98), (68, 48), (104, 44)),
        Arms((-56, 52), (-34, 98), (66, 50), (94, 56)),
    ),
    "listen": (
        Arms((-54, 54), (-12, 60), (54, 54), (10, 66)),
        Arms((-54, 54), (-12, 61), (54, 54), (10, 67)),
    ),
    "calm": (
        Arms((-56, 52), (-34, 98), (66, 54), (94, 76)),
        Arms((-56, 52), (-34, 98), (66, 52), (92, 64)),
    ),
    "raise": (
        Arms((-56, 52), (-34, 98), (66, -16), (58, -92)),
        Arms((-56, 52), (-34, 98), (66, -18), (60, -96)),
    ),
    "wave": (
        Arms((-56, 52), (-34, 98), (68, 10), (84, -54)),
        Arms((-56, 52), (-34, 98), (68, 10), (60, -58)),
    ),
}
TEACHER_SIZE = (300, 420)
HEAD_SIZE = (100, 120)
_COLLAR = (150, 136)


@cache
def teacher(before: str, pose: str, step: int, sway: int, walk: int) -> Image.Image:
    """The teacher without the face, `step` of STEPS on the way from one pose to the next.

    `sway` (0 to STEPS) goes between the two ways of a pose, `walk` (0 to WALK) to the front.
    """
    sheet = Sheet(*TEACHER_SIZE)
    arms = _part_way(_part_way(*POSES[before], sway), _part_way(*POSES[pose], sway), step)
    x, y = _COLLAR
    stride = 5 * (walk % 2) if 0 < walk < WALK else 0
    for side in (-1, 1):
        lift = stride if side > 0 else 0
        sheet.limb([(x + 15 * side, y + 180), (x + 16 * side, y + 262 - lift)], 15, SKIN)
        sheet.soft(
            [
                (x + 8 * side, y + 262 - lift),
                (x + 24 * side, y + 258 - lift),
                (x + 32 * side, y + 272 - lift),
                (x + 7 * side, y + 274 - lift),
            ],
            "#6b4b42",
        )
    sheet.soft(
        [
            (x - 32, y + 92),
            (x, y + 88),
            (x + 32, y + 92),
            (x + 50, y + 214),
            (x, y + 222),
            (x - 50, y + 214),
        ],
        SKIRT,
    )
    sheet.soft(
        [
            (x - 16, y + 2),
            (x + 16, y + 2),
            (x + 40, y + 12),
            (x + 36, y + 60),
            (x + 38, y + 122),
            (x, y + 128),
            (x - 38, y + 122),
            (x - 36, y + 60),
            (x - 40, y + 12),
        ],
        COAT,
    )
    sheet.shape(
        [
            (x - 13, y),
            (x + 13, y),
            (x + 9, y + 66),
            (x + 6, y + 126),
            (x - 6, y + 126),
            (x - 9, y + 66),
        ],
        PAPER,
        line=1.6,
    )
    sheet.shape(
        [(x - 11, y - 16), (x + 11, y - 16), (x + 11, y + 6), (x, y + 15), (x - 11, y + 6)],
        THROAT,
        line=1.6,
    )
    for side, elbow, hand in (
        (-1, arms.left_elbow, arms.left_hand),
        (1, arms.right_elbow, arms.right_hand),
    ):
        _arm(
            sheet, (x + 36 * side, y + 22), (x + elbow[0], y + elbow[1]), (x + hand[0], y + hand[1])
        )
    return sheet.smaller(nearness(walk))


def nearness(walk: int) -> float:
    """How much larger the teacher is on the way to the front, 1.0 at the board."""
    return 1 + 0.14 * walk / WALK


def _arm(sheet: Sheet, shoulder: Point, elbow: Point, hand: Point) -> None:
    sheet.oval(*hand, 10, 10.5, SKIN, line=2)
    wrist = (elbow[0] + (hand[0] - elbow[0]) * 0.74, elbow[1] + (hand[1] - elbow[1]) * 0.74)
    sheet.limb([shoulder, elbow, wrist], 19, COAT)


@cache
def face(mouth: int, shut: bool, look: int, walk: int) -> Image.Image:
    """The teacher's head, to lie on the middle of the body's top: its middle at 50, 68.

    `mouth` is how wide it is open (0 to 3), `shut` the eyes, `look` where they look (-1 to 1).
    """
    sheet = Sheet(*HEAD_SIZE)
    x, y = 50.0, 68.0
    sheet.oval(x, y - 46, 17, 16, HAIR)
    sheet.soft(
        [
            (x - 40, y + 34),
            (x - 43, y - 12),
            (x - 22, y - 44),
            (x + 22, y - 44),
            (x + 43, y - 12),
            (x + 40, y + 34),
            (x, y + 20),
        ],
        HAIR,
    )
    at = x + 3 * look
    sheet.soft(
        [
            (x - 31, y - 10),
            (x - 20, y - 30),
            (x + 20, y - 30),
            (x + 31, y - 10),
            (x + 28, y + 16),
            (x, y + 38),
            (x - 28, y + 16),
        ],
        SKIN,
    )
    sheet.soft(
        [
            (x - 34, y - 4),
            (x - 30, y - 34),
            (x + 4, y - 44),
            (x + 34, y - 30),
            (x + 35, y - 4),
            (x + 18, y - 24),
            (x - 12, y - 22),
        ],
        HAIR,
    )
    _eyes(sheet, at, y, shut, look)
    sheet.stroke(smooth([(at, y + 4), (at + 3, y + 10), (at - 1, y + 11)]), "#b97d5c", 1.8)
    _mouth(sheet, at, y + 17, mouth)
    return sheet.smaller(nearness(walk))


def _eyes(sheet: Sheet, x: float, y: float, shut: bool, look: int) -> None:
    for side in (-1, 1):
        eye = x + 13 * side
        if shut:
            sheet.stroke(smooth([(eye - 5, y - 1), (eye, y + 2), (eye + 5, y - 1)]), INK, 2)
        else:
            sheet.oval(eye + look, y, 2.9, 3.7, INK, ink=None)
        sheet.stroke(smooth([(eye - 6, y - 13), (eye, y - 15), (eye + 6, y - 13)]), HAIR, 2)
        sheet.oval(eye, y, 10, 9.5, None, ink=GLASSES, line=1.8)
        sheet.oval(x + 19 * side, y + 14, 6, 3.6, "#e59f80", ink=None)
    sheet.stroke([(x - 3, y - 1), (x + 3, y - 1)], GLASSES, 1.8)


def _mouth(sheet: Sheet, x: float, y: float, mouth: int) -> None:
    if mouth == 0:
        sheet.stroke(smooth([(x - 9, y + 2), (x, y + 6), (x + 9, y + 2)]), LIPS, 2.4)
        return
    wide, deep = 10 - mouth * 0.5, 1 + 2.6 * mouth
    sheet.soft(
        [
            (x - wide, y),
            (x, y + 1.5),
            (x + wide, y),
            (x + wide * 0.6, y + deep),
            (x, y + 1.5 + deep),
            (x - wide * 0.6, y + deep),
        ],
        LIPS,
        line=1.4,
    )


def _part_way(here: Arms, there: Arms, step: int) -> Arms:
    part = step / STEPS
    return Arms(
        *(
            (a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part)
            for a, b in zip(here, there, strict=True)
        )
    )
