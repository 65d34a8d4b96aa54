"""Where nobody speaks, nothing is written: not in silence, not in noise, not in music."""

import asyncio
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from pipeline.transcribe import transcribe
from pipeline.transcribe_sound import BLOCK_BEATS, open_sound

RATE = 16_000
CHANCE = np.random.default_rng(7)


def silence(seconds: float) -> np.ndarray:
    return np.zeros(round(seconds * RATE))


def white(seconds: float) -> np.ndarray:
    return CHANCE.standard_normal(round(seconds * RATE)) * 0.1


def pink(seconds: float) -> np.ndarray:
    count = round(seconds * RATE)
    slope = np.sqrt(np.maximum(1, np.arange(count // 2 + 1)))
    found = np.fft.irfft(np.fft.rfft(CHANCE.standard_normal(count)) / slope, count)
    return found / np.abs(found).max() * 0.5


def hum(seconds: float) -> np.ndarray:
    at = np.arange(round(seconds * RATE)) / RATE
    return 0.1 * sum(np.sin(2 * np.pi * 50 * tone * at) / tone for tone in (1, 2, 3, 5))


def music(seconds: float) -> np.ndarray:
    """Chords in the left hand, a tune with some tremble in the right, and a drum."""
    out = np.zeros(round((seconds + 4) * RATE))

    def play(at: float, height: int, length: float, loud: float, tremble: float = 0.0) -> None:
        time = np.arange(round(length * RATE)) / RATE
        turn = 2 * np.pi * 130.8 * 2 ** (height / 12) * time + tremble * np.sin(34 * time)
        tone = sum(np.sin(over * turn) / over for over in range(1, 7))
        first = round(at * RATE)
        out[first : first + len(time)] += (
            loud * tone * np.minimum(1, time * 50) * np.exp(-1.5 * time)
        )

    for bar, root in zip(np.arange(0, seconds, 2), [0, 5, 7, 0] * 30, strict=False):
        for height in (root, root + 4, root + 7):
            play(bar, height, 2, 0.3)
        for beat, height in enumerate(CHANCE.choice([12, 14, 16, 17, 19, 21, 24], 4)):
            play(bar + beat / 2, int(height), 0.6, 0.8, 3.0)
            drum = round((bar + beat / 2) * RATE)
            out[drum : drum + 800] += CHANCE.standard_normal(800) * np.linspace(0.3, 0, 800)
    return out[: round(seconds * RATE)] / np.abs(out).max() * 0.6


NOBODY: list[tuple[Callable[[float], np.ndarray], float]] = [
    (silence, 60), (white, 60), (pink, 40), (hum, 20), (music, 30),
]  # fmt: skip


def written(sound: np.ndarray, path: Path) -> Path:
    with wave.open(str(path), "wb") as opened:
        opened.setnchannels(1)
        opened.setsampwidth(2)
        opened.setframerate(RATE)
        opened.writeframes((sound * 32767).astype("<i2").tobytes())
    return path


@pytest.mark.model
@pytest.mark.parametrize(("make", "seconds"), NOBODY)
def test_nothing_at_all_is_written_where_nobody_speaks(
    home: Path, tmp_path: Path, make: Callable[[float], np.ndarray], seconds: float
) -> None:
    sound = written(make(seconds), tmp_path / "sound.wav")
    for language in ("nl", None):
        assert asyncio.run(transcribe(sound, language)).segments == ()


@pytest.mark.slow
@pytest.mark.model
def test_speech_is_found_between_noise_and_music(
    home: Path, shared_media: Path, tmp_path: Path
) -> None:
    clip = shared_media / "open" / "speech" / "nl_rdh" / "vl14994.wav"
    with wave.open(str(clip)) as opened:
        said = np.frombuffer(opened.readframes(opened.getnframes()), "<i2") / 32768
        there = np.arange(0, len(said), opened.getframerate() / RATE)
    speech = np.interp(there, np.arange(len(said)), said)
    row = (white(10), speech, music(20), pink(10), speech, silence(10))
    heard = asyncio.run(transcribe(written(np.concatenate(row), tmp_path / "sound.wav")))
    starts = [10_000, 40_000 + len(speech) * 1000 // RATE]
    assert heard.segments
    for segment in heard.segments:
        assert any(
            start - 500 < segment.start_ms < segment.end_ms < start + 4_000 for start in starts
        )
    assert "uitkomsten" in " ".join(segment.text for segment in heard.segments)


def test_sound_is_read_in_pieces_and_every_beat_of_it_is_judged(tmp_path: Path) -> None:
    beats = BLOCK_BEATS + 100
    ramp = np.linspace(-0.5, 0.5, beats * 512 - 10)
    with open_sound(written(ramp, tmp_path / "sound.wav")) as sound:
        likely = list(sound.likelihoods())
        assert len(likely) == beats
        assert all(0 <= each <= 1 for each in likely)
        assert sound.length_ms == len(ramp) * 1000 // RATE


def test_a_sound_without_sound_has_no_beats(tmp_path: Path) -> None:
    with open_sound(written(np.zeros(0), tmp_path / "sound.wav")) as sound:
        assert list(sound.likelihoods()) == []
