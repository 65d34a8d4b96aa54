"""How loud a film is, moment by moment: what the waveform draws."""

import json
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from config.media import media

VERSION = 1
LOUDEST = 127
BLOCK_SECONDS = 60


def plan_peaks(samples: np.ndarray, per_peak: int) -> list[int]:
    """Return the largest deviation in each run of `per_peak` 16-bit samples, as 0..127."""
    whole = -(-len(samples) // per_peak) * per_peak
    padded = np.zeros(whole, dtype=np.int32)
    padded[: len(samples)] = samples
    loudest = np.abs(padded).reshape(-1, per_peak).max(axis=1)
    return [int(value) for value in np.round(loudest * (LOUDEST / 32768))]


def make_peaks(audio: Path, out: Path) -> None:
    """Write the peaks of a mono 16-bit WAV as JSON: `{"version", "per_second", "peaks"}`.

    Reads a minute at a time, so that memory does not grow with the film.
    """
    per_second = media().peaks.per_second
    found: list[int] = []
    with wave.open(str(audio), "rb") as sound:
        per_peak = sound.getframerate() // per_second
        for block in _blocks(sound, per_peak * per_second * BLOCK_SECONDS):
            found += plan_peaks(block, per_peak)
    drawn = {"version": VERSION, "per_second": per_second, "peaks": found}
    partial = out.with_name(f".{out.name}.partial")
    partial.write_text(json.dumps(drawn, separators=(",", ":")), encoding="ascii")
    partial.replace(out)


def _blocks(sound: wave.Wave_read, length: int) -> Iterator[np.ndarray]:
    while block := sound.readframes(length):
        yield np.frombuffer(block, dtype="<i2")
