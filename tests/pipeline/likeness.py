"""How much a rendition is like its film: measured on decoded pictures and sound, by ffmpeg alone.

Nothing here uses the code under test but the binary's place: times come from ffprobe's frames,
pictures and sound from plain decoding.
"""

import json
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from pipeline.ffmpeg import binary, probe_binary

RATE = 16000
SMALL = 64
"""Pixels along the longer side when pictures are compared."""
MOST_SHIFT_S = 0.4


@dataclass(frozen=True)
class Looked:
    """One film as it is decoded: its picture track, and its sound track `sound`."""

    path: Path
    size: tuple[int, int]
    picture: str = "v:0"
    sound: str = "a:0"
    matrix: str = "auto"
    """How colours are to be read where the film does not say."""

    @cached_property
    def times(self) -> np.ndarray:
        """When each picture is shown, in seconds."""
        said = _frames(self.path, self.picture, "best_effort_timestamp_time")
        return np.array([float(frame["best_effort_timestamp_time"]) for frame in said])

    @cached_property
    def pictures(self) -> np.ndarray:
        """The pictures, small, as (n, high, wide, 3) values 0 to 255; upright."""
        wide, high = self.size
        scale = f"scale={wide}:{high}:flags=area+accurate_rnd:in_color_matrix={self.matrix}"
        raw = _decoded(
            self.path, "-map", f"0:{self.picture}", "-vf", f"{scale},format=rgb24",
            "-fps_mode", "passthrough", "-f", "rawvideo",
        )  # fmt: skip
        return np.frombuffer(raw, np.uint8).reshape(-1, high, wide, 3).astype(np.float32)

    @cached_property
    def hears_from(self) -> float:
        """When the sound begins, in seconds."""
        return float(_frames(self.path, self.sound, "pts_time", "%+#20")[0]["pts_time"])

    @cached_property
    def heard(self) -> np.ndarray:
        """The left side of the sound, silence filled in where it was left out."""
        raw = _decoded(
            self.path, "-map", f"0:{self.sound}", "-af",
            f"aresample={RATE}:async=1,aformat=channel_layouts=stereo,pan=mono|c0=c0",
            "-f", "f32le",
        )  # fmt: skip
        return np.frombuffer(raw, np.float32)

    def picture_at(self, moment: float) -> np.ndarray:
        """The picture that is on screen at this moment."""
        at = int(np.searchsorted(self.times, moment + 1e-4, side="right")) - 1
        return self.pictures[min(max(at, 0), len(self.pictures) - 1)]


def small(size: tuple[int, int]) -> tuple[int, int]:
    """Return a small size of the same shape."""
    wide, high = size
    part = SMALL / max(size)
    return max(2, round(wide * part)), max(2, round(high * part))


def colour_off(film: Looked, made: Looked) -> float:
    """The mean difference (0 to 255) per colour of pictures at the same moments."""
    shift = picture_shift(film, made)
    found = [
        np.abs(made.picture_at(moment) - film.picture_at(moment - shift)).mean()
        for moment in _moments(made)
    ]
    return float(np.mean(found))


def out_of_step(film: Looked, made: Looked) -> float | None:
    """How many seconds the sound lags the picture more than in the film; None in silence."""
    sound = sound_shift(film, made)
    return None if sound is None else sound - picture_shift(film, made)


def picture_shift(film: Looked, made: Looked) -> float:
    """How much later than in the film a picture is shown, in seconds by the films' own clocks."""
    step = float(np.median(np.diff(made.times))) if len(made.times) > 1 else 0.04
    straight = float(made.times[0] - min(film.times[0], film.hears_from))
    most = int(MOST_SHIFT_S / step * 4)
    tried = [n * step / 4 for n in range(-most, most + 1)]
    moments = [each + step / 2 for each in _moments(made)]

    def differs(shift: float) -> float:
        return float(
            np.mean([
                np.abs(made.picture_at(each) - film.picture_at(each - straight - shift)).mean()
                for each in moments
            ])
        )  # fmt: skip

    found = {shift: differs(shift) for shift in tried}
    least = min(found.values())
    # Where nothing moves every shift looks alike: then nobody sees one either.
    same = [shift for shift, off in found.items() if off <= least + 0.05]
    return straight + min(same, key=abs)


def sound_shift(film: Looked, made: Looked) -> float | None:
    """How much later than in the film a sound is heard, in seconds by the films' own clocks."""
    a, b = film.heard, made.heard
    if np.abs(a).max(initial=0) < 1e-4:
        return None
    length = 1 << int(np.ceil(np.log2(len(a) + len(b))))
    alike = np.fft.irfft(np.fft.rfft(a, length).conj() * np.fft.rfft(b, length), length)
    later = int(np.abs(alike).argmax())
    later = later - length if later > length // 2 else later
    return later / RATE + made.hears_from - film.hears_from


def _moments(made: Looked) -> np.ndarray:
    """Some moments along it, away from both ends."""
    first, last = made.times[0], made.times[-1]
    return np.linspace(first + (last - first) * 0.1, first + (last - first) * 0.9, 12)


def _frames(path: Path, stream: str, entry: str, only: str = "") -> list[dict[str, str]]:
    command = [
        probe_binary(), "-loglevel", "quiet", "-select_streams", stream, "-print_format", "json",
        *(("-read_intervals", only) if only else ()), "-show_entries", f"frame={entry}", path,
    ]  # fmt: skip
    done = subprocess.run([str(word) for word in command], capture_output=True, check=False)
    frames = json.loads(done.stdout)["frames"]
    return [frame for frame in frames if entry in frame]


def _decoded(path: Path, *how: str) -> bytes:
    command = [binary(), "-nostdin", "-loglevel", "quiet", "-i", path, *how, "-"]
    return subprocess.run([str(word) for word in command], capture_output=True, check=False).stdout
