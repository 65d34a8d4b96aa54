"""A labelled set for measuring how well faces are found: drawn heads before a moving background.

Every scene is a short film with, for each picture, where which face is. Two dozen at once, many
sizes, heads that turn away, faces half behind something, people who walk, a dim room.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from math import cos, pi, sin
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw, ImageEnhance

from config.media import media
from pipeline.bench_faces_heads import SIDE, Person, head
from pipeline.face_tracks import Box
from pipeline.ffmpeg import Plan, address, builder, open_film, run
from pipeline.sniff import MP4
from pipeline.tool import limits_for

WIDTH, HEIGHT = 1280, 720
PER_SECOND = 10
"""Pictures drawn in a second of film; each stands for two or three in it."""

LEAST_SEEN = 0.35
"""A face of which less is to be seen counts for nobody."""


@dataclass(frozen=True)
class Shown:
    """One head in one picture: in pixels, and how far it is turned."""

    number: int
    x: float
    y: float
    height: float
    """Of the whole head, from chin to crown."""
    yaw: float
    hidden: float = 0.0
    """Which part of the face, from below, something stands before."""


@dataclass(frozen=True)
class Scene:
    """A short film: who is to be seen at which moment (0..1), and how bright it is."""

    name: str
    at: Callable[[float], list[Shown]]
    light: float = 1.0


@dataclass(frozen=True)
class Labelled:
    """A film and, picture after picture, where the faces are in it."""

    name: str
    film: Path
    length_ms: int
    faces: list[list[tuple[int, Box]]]
    """By picture, `PER_SECOND` of them: who, and where."""


def scenes() -> list[Scene]:
    """Return the scenes of the set."""
    return [
        Scene("class", _class),
        Scene("sizes", _sizes),
        Scene("turning", _turning),
        Scene("partial", _partial),
        Scene("walking", _walking),
        Scene("dim", _class, light=0.38),
    ]


def _class(part: float) -> list[Shown]:
    """Two dozen, from the back of the room to the front, looking about."""
    found = []
    for row, (height, y) in enumerate(((30, 210), (42, 285), (62, 385), (96, 525))):
        for place in range(6):
            number = row * 6 + place
            x = 110 + place * 212 + 40 * (row % 2)
            look = 38 * sin(2 * pi * (part + number / 7))
            sway = 5 * sin(2 * pi * (2 * part + number / 5))
            found.append(Shown(number, x + sway * height / 60, y, height, look))
    return found


def _sizes(part: float) -> list[Shown]:
    """From very far to very near."""
    heights = (20, 26, 34, 46, 64, 92, 132, 190, 270, 380)
    spots = (60, 150, 245, 350, 465, 600, 775, 1000, 250, 760)
    return [
        Shown(
            30 + number, x + 30 * sin(2 * pi * part),
            200 if number < 8 else 500, height, 20 * sin(2 * pi * part + number),
        )
        for number, (height, x) in enumerate(zip(heights, spots, strict=True))
    ]  # fmt: skip


def _turning(part: float) -> list[Shown]:
    """Heads that turn to a full profile and back, to both sides."""
    return [
        Shown(
            50 + number, 110 + 150 * number, 240 + 200 * (number % 2), 60 + 12 * number,
            90 * sin(pi * part) * (1 if number % 3 else -1),
        )
        for number in range(8)
    ]  # fmt: skip


def _partial(part: float) -> list[Shown]:
    """Faces half behind a table or a hand, and half out of the picture."""
    found = [
        Shown(70 + n, 150 + 160 * n, 260, 84, 25 * sin(n), hidden=0.2 + 0.08 * n) for n in range(6)
    ]
    swing = 22 * sin(2 * pi * part)
    return [
        *found,
        Shown(80, 6 + swing, 520, 130, 10),
        Shown(81, 1276 + swing, 480, 150, -10),
        Shown(82, 640, 12 + swing / 2, 150, 0),
    ]


def _walking(part: float) -> list[Shown]:
    """People who cross the room, one of them quickly."""
    return [
        Shown(90, 80 + 1100 * part, 220, 70, 60),
        Shown(91, 1200 - 1100 * part, 350, 110, -55),
        Shown(92, 80 + 1120 * abs(sin(2 * pi * part)), 520, 150, 35 * cos(4 * pi * part)),
        Shown(93, 640, 160 + 60 * part, 50 + 60 * part, 0),
    ]


@cache
def people() -> dict[int, Person]:
    """Return who plays, always the same."""
    chance = Random(20)  # noqa: S311 - nothing secret is drawn
    return {number: Person.by_chance(chance) for number in range(100)}


def draw(scene: Scene, part: float) -> tuple[Image.Image, list[tuple[int, Box]]]:
    """Draw one picture of a scene, and say where the faces are."""
    picture = background(part)
    labels = []
    for shown in sorted(scene.at(part), key=lambda each: each.height):
        face = _lay(picture, shown)
        if face is not None:
            labels.append((shown.number, face))
    if scene.light != 1:
        picture = ImageEnhance.Brightness(picture).enhance(scene.light)
    return picture, labels


def _lay(picture: Image.Image, shown: Shown) -> Box | None:
    """Put a head in the picture; None when hardly anything of its face is to be seen."""
    drawn = head(people()[shown.number], round(shown.yaw / 6) * 6)
    scale = shown.height / (SIDE / 1.75)  # a head is two of the 3.5 half-heights of its picture
    side = max(2, round(SIDE * scale))
    small = drawn.picture.resize((side, side), Image.Resampling.LANCZOS)
    left, top = round(shown.x - side / 2), round(shown.y - side / 2)
    picture.paste(small, (left, top), small)
    x1, y1, x2, y2 = (at * side / SIDE for at in drawn.face)
    bottom = y2 - (y2 - y1) * shown.hidden
    if shown.hidden:
        cover = ImageDraw.Draw(picture)
        cover.rectangle((left, top + bottom, left + side, top + side), fill=(150, 118, 84))
    return _inside(left + x1, top + y1, left + x2, top + bottom, (x2 - x1) * (y2 - y1))


def _inside(x1: float, y1: float, x2: float, y2: float, whole: float) -> Box | None:
    x1, y1, x2, y2 = max(0.0, x1), max(0.0, y1), min(float(WIDTH), x2), min(float(HEIGHT), y2)
    if (x2 - x1) <= 0 or (y2 - y1) <= 0 or (x2 - x1) * (y2 - y1) < LEAST_SEEN * whole:
        return None
    return Box(x1 / WIDTH, y1 / HEIGHT, (x2 - x1) / WIDTH, (y2 - y1) / HEIGHT)


def background(part: float) -> Image.Image:
    """Draw a room that moves a little, as before a camera in somebody's hand."""
    room = _room()
    x, y = round(60 + 55 * sin(2 * pi * part)), round(30 + 25 * cos(4 * pi * part))
    return room.crop((x, y, x + WIDTH, y + HEIGHT))


@cache
def _room() -> Image.Image:
    """A wall with windows, posters, cupboards, clocks and shelves full of things."""
    chance = Random(4)  # noqa: S311 - nothing secret is drawn
    room = Image.new("RGB", (WIDTH + 120, HEIGHT + 60), (206, 200, 186))
    pen = ImageDraw.Draw(room)
    pen.rectangle((0, 560, WIDTH + 120, HEIGHT + 60), fill=(150, 128, 104))
    pen.rectangle((420, 40, 900, 300), fill=(38, 74, 60), outline=(120, 96, 60), width=10)
    for _ in range(60):
        x, y = chance.randrange(430, 860), chance.randrange(60, 280)
        pen.line((x, y, x + chance.randrange(10, 40), y), fill=(220, 224, 220), width=3)
    for left in (40, 1010):
        pen.rectangle((left, 50, left + 260, 260), fill=(196, 218, 236), outline=(240, 240, 236))
        pen.line((left + 130, 50, left + 130, 260), fill=(240, 240, 236), width=8)
    for _ in range(160):
        x, y = chance.randrange(0, WIDTH + 100), chance.randrange(280, HEIGHT)
        w, h = chance.randrange(8, 60), chance.randrange(8, 50)
        colour = tuple(chance.randrange(60, 220) for _ in range(3))
        shape = pen.ellipse if chance.random() < 0.3 else pen.rectangle
        shape((x, y, x + w, y + h), fill=colour)
    return room


async def make(scene: Scene, folder: Path, seconds: int) -> Labelled:
    """Draw a scene as a film of so many seconds, encoded as what people watch."""
    drawn, film = folder / f"{scene.name}.mjpeg", folder / f"{scene.name}.mp4"
    count = seconds * PER_SECOND
    faces = []
    with drawn.open("wb") as out:
        for number in range(count):
            picture, labels = draw(scene, number / count)
            memory = BytesIO()
            picture.save(memory, "JPEG", quality=92)
            out.write(memory.getvalue())
            faces.append(labels)
    length_ms = seconds * 1000
    await run(_plan(drawn, film, length_ms), limits=limits_for("renditions", length_ms))
    drawn.unlink()
    return Labelled(scene.name, film, length_ms, faces)


def _plan(drawn: Path, film: Path, length_ms: int) -> Plan:
    wish = media().proxy
    seen = open_film(drawn, "mjpeg", f="mjpeg", framerate=PER_SECOND)
    silence = builder.input("anullsrc=r=48000:cl=mono", f="lavfi", t=length_ms / 1000)
    joined = builder.output(
        seen.video.filter("scale", out_range="limited").filter("format", "yuv420p"),
        silence.audio,
        address(film),
        f=MP4.split(",")[1] if "," in MP4 else "mp4",
        r=25,
        **{"c:v": "libx264", "preset": wish.preset, "crf": wish.quality, "c:a": "aac"},
    )
    return Plan(tuple(joined.get_args()), length_ms)
