"""One channel out of two, without losing the voice.

Adding left and right is right nearly always. But a wrongly wired microphone gives the same sound
upside down on the other side, and adding those two leaves silence: then the louder side is taken.
"""

import wave
from pathlib import Path

import numpy as np

BLOCK_SECONDS = 60
CANCELLED = 0.05
"""The part of the energy that must survive adding; less means the sides cancel each other."""


def fold(sides: np.ndarray) -> np.ndarray:
    """Turn 16-bit samples of shape (n, 2) into n samples."""
    wide = sides.astype(np.int32)
    both = wide.sum(axis=1) // 2
    energy = (wide.astype(np.float64) ** 2).sum(axis=0)
    if (both.astype(np.float64) ** 2).sum() * 2 < CANCELLED * energy.sum():
        both = wide[:, int(energy.argmax())]
    return np.asarray(both, dtype="<i2")


def make_mono(stereo: Path, out: Path) -> None:
    """Fold a 16-bit stereo WAV into a mono one, a minute at a time."""
    with wave.open(str(stereo), "rb") as source, wave.open(str(out), "wb") as target:
        target.setnchannels(1)
        target.setsampwidth(2)
        target.setframerate(source.getframerate())
        while block := source.readframes(source.getframerate() * BLOCK_SECONDS):
            target.writeframes(fold(np.frombuffer(block, dtype="<i2").reshape(-1, 2)).tobytes())
