"""Makes the demo's lesson film: our own script and sound, and a classroom drawn on the spot.

The sound and its script lie in config/packs/demo_lesson. A picture is drawn for every beat of
80 ms and stands for two frames, as in drawn films.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import ffmpeg as builder
import yaml
from PIL import Image
from pydantic import BaseModel, ConfigDict

import config
from pipeline.demo_board import board
from pipeline.demo_pupils import PUPIL_SIZE, SEATS, pupil
from pipeline.demo_room import BOARD, CLOCK, clock_hands, near_table, room
from pipeline.demo_teacher import STEPS, WALK, face, nearness, teacher
from pipeline.ffmpeg import Plan, open_film, run
from pipeline.tool import limits_for

PACK = Path(config.__file__).parent / "packs" / "demo_lesson"
BEAT_MS = 80
FRAMES_PER_SECOND = 25
HALF_PAST_EIGHT = 30 * 60  # the lesson begins at 8:30 on the clock, in seconds after eight
PLACES = {"board": 0, "front": WALK}
FEET = ((366, 508), (372, 584))  # where the teacher stands: at the board, at the front
SWAY = (0, 0, 0, 1, 2, 3, 4, 4, 4, 4, 3, 2, 1, 0)


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(_Declared):
    """What stands on the board in one part of the lesson."""

    title: str
    lines: tuple[str, ...]
    picture: str


class Moment(_Declared):
    """A spoken line, or a silence in which something is to be seen; times in milliseconds."""

    speaker: str
    shows: str
    start_ms: int
    end_ms: int
    text: str = ""
    mouth: str = ""
    board: str | None = None
    teacher: str | None = None
    place: str | None = None
    hands: tuple[str, ...] = ()
    turned: tuple[str, ...] = ()
    sound: str | None = None
    pause_ms: int = 0
    length_ms: int | None = None


class Script(_Declared):
    """The whole lesson."""

    title: str
    language: str
    length_ms: int
    boards: dict[str, Words]
    moments: tuple[Moment, ...]


@cache
def pack_mark() -> str:
    """Return a short mark of the lesson's script and sound: another lesson has another mark."""
    told = hashlib.sha256()
    for name in ("script.yaml", "lesson.opus"):
        told.update((PACK / name).read_bytes())
    return told.hexdigest()[:8]


@cache
def script() -> Script:
    """Return the lesson as it was spoken and mixed."""
    declared = yaml.safe_load((PACK / "script.yaml").read_text("utf-8"))
    return Script.model_validate(declared)


@dataclass(frozen=True)
class Picture:
    """All that decides how one picture looks; equal values draw the same picture."""

    board: str
    second: int
    body: tuple[str, str, int, int]
    face: tuple[int, bool, int]
    walk: int
    pupils: tuple[tuple[str, int, bool, int], ...]


@dataclass
class _Stage:
    """The classroom from beat to beat: people move on a little in each."""

    board: str = ""
    before: str = "rest"
    pose: str = "rest"
    place: int = 0
    step: int = STEPS
    sway: int = 0
    walk: int = 0
    hands: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SEATS, 0))

    def enter(self, moment: Moment) -> None:
        """Begin a moment: what it names changes, the rest stays."""
        self.board = moment.board or self.board
        self.place = PLACES[moment.place] if moment.place else self.place
        if moment.teacher and moment.teacher != self.pose:
            self.before, self.pose, self.step = self.pose, moment.teacher, 0

    def picture(self, moment: Moment, beat: int, since: int) -> Picture:
        """Move everybody on by one beat; `since` counts the beats of this moment."""
        spoken = beat - moment.start_ms // BEAT_MS
        loud = int(moment.mouth[spoken]) if 0 <= spoken < len(moment.mouth) else 0
        talks = moment.speaker == "teacher" and spoken >= 0
        self.step = min(STEPS, self.step + 1)
        self.walk += (self.place > self.walk) - (self.place < self.walk)
        moves = talks or self.pose == "wave"
        self.sway = SWAY[since % len(SWAY)] if moves else max(0, self.sway - 1)
        return Picture(
            self.board,
            beat * BEAT_MS // 1000,
            (self.before, self.pose, self.step, self.sway),
            (loud if talks else 0, beat % 43 in (0, 1), self._look(moment)),
            self.walk,
            tuple(self._pupil(name, moment, since, loud) for name in SEATS),
        )

    def _look(self, moment: Moment) -> int:
        if self.pose in ("point", "calm"):
            return 1
        if moment.speaker in SEATS:
            return -1 if SEATS[moment.speaker].x < FEET[0][0] else 1
        return 0

    def _pupil(
        self, name: str, moment: Moment, since: int, loud: int
    ) -> tuple[str, int, bool, int]:
        up = name in moment.hands and since > 4 * moment.hands.index(name)
        self.hands[name] = max(0, min(3, self.hands[name] + (1 if up else -1)))
        turned = name in moment.turned
        whispers = (since * 7 + len(name) * 3) % 11 % 4 if turned and since > 4 else 0
        return name, self.hands[name], turned, loud if name == moment.speaker else whispers


def pictures(lesson: Script) -> Iterator[Picture]:
    """The lesson as pictures, one for each beat."""
    stage = _Stage()
    coming = list(lesson.moments)
    moment, begun = coming.pop(0), 0
    stage.enter(moment)
    for beat in range(lesson.length_ms // BEAT_MS):
        # A moment's picture begins where the one before ended: its pause belongs to it.
        if coming and beat * BEAT_MS >= moment.end_ms:
            moment, begun = coming.pop(0), beat
            stage.enter(moment)
        yield stage.picture(moment, beat, beat - begun)


@cache
def _room_with(name: str) -> Image.Image:
    words = script().boards[name]
    drawn = room().copy()
    drawn.paste(board(words.title, words.lines, words.picture), (BOARD[0] + 4, BOARD[1] + 4))
    return drawn


def draw(picture: Picture) -> Image.Image:
    """Draw one picture, 1280 by 720."""
    drawn = _room_with(picture.board).copy()
    minute, second = divmod(HALF_PAST_EIGHT + picture.second, 60)
    _lay(drawn, clock_hands(minute, second), CLOCK[0] - 40, CLOCK[1] - 40)
    part, scale = picture.walk / WALK, nearness(picture.walk)
    x, y = (here + (there - here) * part for here, there in zip(*FEET, strict=True))
    _lay(drawn, teacher(*picture.body, picture.walk), x - 150 * scale, y - 410 * scale)
    _lay(drawn, face(*picture.face, picture.walk), x - 50 * scale, y - 390 * scale)
    for name, hand, turned, loud in picture.pupils:
        seat = SEATS[name]
        _lay(
            drawn,
            pupil(name, hand, turned, loud),
            seat.x - PUPIL_SIZE[0] / 2 * seat.scale,
            seat.y - 160 * seat.scale,
        )
    _lay(drawn, near_table(), 0, 650)
    return drawn


def _lay(drawn: Image.Image, sprite: Image.Image, x: float, y: float) -> None:
    drawn.paste(sprite, (round(x), round(y)), sprite)


def draw_all(lesson: Script, out: Path) -> None:
    """Write all pictures of the lesson one after another, as motion JPEG."""
    last: Picture | None = None
    drawn = b""
    with out.open("wb") as film:
        for picture in pictures(lesson):
            if picture != last:
                memory = BytesIO()
                draw(picture).save(memory, "JPEG", quality=84)
                last, drawn = picture, memory.getvalue()
            film.write(drawn)
    for kept in (teacher, face, pupil, clock_hands):  # about 100 MB that nobody needs again
        kept.cache_clear()


def plan_lesson(drawn: Path, out: Path, length_ms: int) -> Plan:
    """Put pictures and sound together: H.264 and AAC in MP4."""
    seen = open_film(drawn, "mjpeg", f="mjpeg", framerate=f"{FRAMES_PER_SECOND}/2")
    heard = open_film(PACK / "lesson.opus", "ogg")
    # JPEG counts colour from 0 to 255 in its own way; films for browsers do it as television does.
    shown = seen.video.filter(
        "scale",
        in_range="full",
        out_range="limited",
        in_color_matrix="bt601",
        out_color_matrix="bt709",
    )
    joined = builder.output(
        shown,
        heard.audio,
        str(out),
        f="mp4",
        vcodec="libx264",
        preset="veryfast",
        crf=24,
        tune="animation",
        pix_fmt="yuv420p",
        r=FRAMES_PER_SECOND,
        g=5 * FRAMES_PER_SECOND,
        acodec="aac",
        ar=48000,
        audio_bitrate="96k",
        t=length_ms / 1000,
        movflags="+faststart",
        color_range="tv",
        colorspace="bt709",
        color_primaries="bt709",
        color_trc="bt709",
    )
    return Plan(tuple(joined.get_args()), length_ms)


async def make_lesson(out: Path) -> Path:
    """Make the lesson film at `out`: 1280 by 720, 25 frames a second, H.264 and AAC in MP4."""
    lesson = script()
    with TemporaryDirectory(dir=out.parent) as folder:
        drawn, film = Path(folder) / "pictures.mjpeg", Path(folder) / "lesson.mp4"
        await asyncio.to_thread(draw_all, lesson, drawn)
        limits = limits_for("renditions", lesson.length_ms)
        await run(plan_lesson(drawn, film, lesson.length_ms), limits=limits)
        film.replace(out)
    return out
