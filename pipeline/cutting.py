"""`lesbeeld clip`: cut a piece out of a recording into a file of its own."""

import time
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pipeline.ingest import LOOK_S, address, somebody_working
from storage import command_line, jobs
from storage.database import acting, asking
from storage.errors import Refused
from storage.records import Clip
from storage.rules.clip import span_of


@dataclass(frozen=True)
class ClipFile:
    """A clip's file and the span it really holds: whole pictures."""

    clip_id: str
    path: str
    start_ms: int
    end_ms: int
    frames: int

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return dict(self.__dict__)


def cut(recording_id: str, start_s: float, end_s: float) -> ClipFile:
    """Cut from `start_s` to `end_s` (seconds) out of a recording that came in by command line.

    Through the same durable workflow as a coach's clip. Raises NotFound for anybody's lesson.
    """
    with acting() as session:
        recording = command_line.recording(session, recording_id)
        span = span_of(round(start_s * 1000), round(end_s * 1000), recording.duration_ms or 0)
        clip_id = command_line.cut(session, recording, span).id
    with somebody_working():
        return wait_for(clip_id)


def wait_for(clip_id: str) -> ClipFile:
    """Wait until the file of a clip is there. Raises Refused when it could not be cut."""
    while True:
        with asking() as session:
            clip = session.get_one(Clip, clip_id)
        if clip.file_key:
            return told(clip)
        if jobs.fate("cut", clip_id) in jobs.ENDED:
            raise Refused("refusals.could_not_process")
        time.sleep(LOOK_S)


def told(clip: Clip) -> ClipFile:
    """Say what was cut: the pictures nearest the span's edges."""
    fps, frames = Fraction(clip.fps_num or 25, clip.fps_den or 1), clip.frames or 0
    first = round(clip.start_ms * fps / 1000)
    start_ms, end_ms = (round(picture / fps * 1000) for picture in (first, first + frames))
    return ClipFile(clip.id, address(clip.file_key or ""), start_ms, end_ms, frames)
