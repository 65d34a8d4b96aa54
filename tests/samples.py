"""Small films for tests, made with ffmpeg when first asked for and kept for the run.

Every picture carries its own number as a row of black and white blocks, so that a test can say
which pictures a clip holds. The sound is a tone that beeps at every whole second.
"""

import subprocess
import wave
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import numpy as np

from pipeline.ffmpeg import binary

BITS = 10
BLOCK = 16
WIDTH, HEIGHT = 320, 180
RATE = 48000

_folder: Path | None = None


def use_folder(folder: Path) -> None:
    """Keep the films here (the test run's own temporary folder)."""
    global _folder
    _folder = folder
    film.cache_clear()


def _home() -> Path:
    return _folder if _folder is not None else Path(mkdtemp(prefix="samples-"))


def _own(name: str) -> Path:
    """A path of this name in a folder of its own: two tests may give other films the same name."""
    return Path(mkdtemp(prefix="sample-", dir=_home())) / name


def ffmpeg(*arguments: str | Path) -> None:
    """Run ffmpeg plainly; a test's film must not depend on the code under test."""
    command = [binary(), "-nostdin", "-loglevel", "error", "-y", *arguments]
    subprocess.run([str(word) for word in command], check=True)


def read(path: Path, *arguments: str) -> bytes:
    """Return what ffmpeg, run plainly, makes of a film's decoded picture or sound."""
    command = [binary(), "-nostdin", "-loglevel", "error", "-i", path, *arguments, "-"]
    return subprocess.run([str(word) for word in command], check=True, capture_output=True).stdout


def numbered(seconds: float, fps: int = 25) -> tuple[Path, list[str]]:
    """Return raw pictures that carry their number, and ffmpeg's options to read them."""
    count = round(seconds * fps)
    path = _home() / f"numbered-{count}.gray"
    if not path.exists():
        pictures = np.full((count, HEIGHT, WIDTH), 110, dtype=np.uint8)
        pictures += (np.arange(WIDTH) // 8).astype(np.uint8)
        for bit in range(BITS):
            lit = np.where(np.arange(count) >> bit & 1, 235, 16).astype(np.uint8)
            pictures[:, :BLOCK, bit * BLOCK : (bit + 1) * BLOCK] = lit[:, None, None]
        path.write_bytes(pictures.tobytes())
    return path, ["-f", "rawvideo", "-pix_fmt", "gray", "-s", f"{WIDTH}x{HEIGHT}", "-r", str(fps)]


def beeps(seconds: float) -> Path:
    """Return a WAV that is silent but for a beep in the first tenth of every second."""
    path = _home() / f"beeps-{seconds}.wav"
    times = np.arange(round(seconds * RATE)) / RATE
    tone = np.sin(2 * np.pi * 880 * times) * (times % 1 < 0.1) * 0.5
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes((tone * 32767).astype("<i2").tobytes())
    return path


@cache
def film(name: str = "plain.mp4", seconds: float = 4, fps: int = 25, extra: str = "") -> Path:
    """Return a film with numbered pictures and beeps; `extra` are ffmpeg's output options."""
    pictures, form = numbered(seconds, fps)
    path = _own(name)
    ffmpeg(
        *form,
        "-i",
        pictures,
        "-i",
        beeps(seconds),
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-pix_fmt",
        "yuv420p",
        "-g",
        str(fps),
        "-c:a",
        "aac",
        *extra.split(),
        path,
    )
    return path


def picture_numbers(path: Path, *opened: str) -> list[int]:
    """Read the numbers that the pictures of a film carry, in the order they are shown.

    `opened`: ffmpeg's options for how the film is read.
    """
    done = subprocess.run(
        [
            str(binary()),
            "-nostdin",
            "-loglevel",
            "error",
            *opened,
            "-i",
            str(path),
            "-map",
            "0:v:0",
            "-vf",
            f"scale={WIDTH}:{HEIGHT},format=gray",
            "-fps_mode",
            "passthrough",
            "-f",
            "rawvideo",
            "-",
        ],
        check=True,
        capture_output=True,
    )
    shown = np.frombuffer(done.stdout, dtype=np.uint8).reshape(-1, HEIGHT, WIDTH)
    blocks = shown[:, :BLOCK, : BITS * BLOCK].reshape(len(shown), BLOCK, BITS, BLOCK)
    lit = blocks[:, 4:12, :, 4:12].mean(axis=(1, 3)) > 128
    return [int(number) for number in (lit << np.arange(BITS)).sum(axis=1)]


def beep_times(path: Path) -> list[float]:
    """Return at which second each beep of a film or WAV begins."""
    done = subprocess.run(
        [
            str(binary()),
            "-nostdin",
            "-loglevel",
            "error",
            "-i",
            str(path),
            "-map",
            "0:a:0",
            "-af",
            "aresample=async=1:first_pts=0",
            "-ac",
            "1",
            "-ar",
            "16000",
            "-f",
            "s16le",
            "-",
        ],
        check=True,
        capture_output=True,
    )
    loud = np.abs(np.frombuffer(done.stdout, dtype="<i2").astype(int)) > 3000
    starts = np.flatnonzero(loud)
    first = np.concatenate([[True], np.diff(starts) > 1600]) if len(starts) else []
    return [float(at) / 16000 for at in starts[first]]


def broken(name: str, change: Callable[[bytes], bytes], source: Path | None = None) -> Path:
    """Return a copy of a film with its bytes changed."""
    path = _own(name)
    path.write_bytes(change((source or film()).read_bytes()))
    return path


def written(name: str, contents: str | bytes) -> Path:
    """Return a file that only pretends to be a film."""
    path = _own(name)
    path.write_bytes(contents if isinstance(contents, bytes) else contents.encode())
    return path
