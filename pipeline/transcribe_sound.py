"""Sound for the speech model, read piece by piece, so that a long film takes no more memory."""

import wave
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from faster_whisper.vad import get_vad_model  # type: ignore[import-untyped]  # it has no stubs

from pipeline.speech_chunks import Chunk
from storage.spans import Span

BEAT = 512
"""Samples in which the voice detector says once how likely speech is."""

BLOCK_BEATS = 1875
"""A minute."""

BEFORE_BEATS = 62
"""Two seconds that the detector hears again before each block, to know where it is."""


class Sound:
    """A mono 16-bit WAV at the pace the speech model wants."""

    def __init__(self, opened: wave.Wave_read) -> None:
        self._wave = opened
        self._a_second = opened.getframerate()
        self.length_ms = opened.getnframes() * 1000 // self._a_second

    def piece(self, chunk: Chunk) -> np.ndarray:
        """Return what the model is given, as numbers from -1 to 1."""
        return self.joined([chunk])

    def joined(self, row: Sequence[Chunk]) -> np.ndarray:
        """Return these chunks as if nothing lay between them."""
        spans = [stretch for chunk in row for stretch in chunk.stretches]
        return np.concatenate([self._read(*self._samples(span)) for span in spans])

    def _samples(self, span: Span) -> tuple[int, int]:
        first = span.start_ms * self._a_second // 1000
        return first, span.end_ms * self._a_second // 1000 - first

    def likelihoods(self) -> Iterator[float]:
        """Say for every beat how likely somebody speaks, the last one filled up with silence."""
        detector = get_vad_model()
        beats = -(-self._wave.getnframes() // BEAT)
        for first in range(0, beats, BLOCK_BEATS):
            early = min(first, BEFORE_BEATS)
            wanted = min(BLOCK_BEATS, beats - first) + early
            block = self._read((first - early) * BEAT, wanted * BEAT)
            padded = np.pad(block, (0, wanted * BEAT - len(block)))
            yield from detector(padded).reshape(-1)[early:].tolist()

    def _read(self, first: int, count: int) -> np.ndarray:
        self._wave.setpos(min(first, self._wave.getnframes()))
        samples = np.frombuffer(self._wave.readframes(count), dtype="<i2")
        return samples.astype(np.float32) / 32768


@contextmanager
def open_sound(path: Path) -> Iterator[Sound]:
    """Open a WAV to read from."""
    with wave.open(str(path), "rb") as opened:
        yield Sound(opened)
