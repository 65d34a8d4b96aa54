"""The voice survives when two channels become one."""

import asyncio
import wave
from pathlib import Path

import numpy as np

from pipeline.mono import fold, make_mono
from pipeline.probe import probe
from pipeline.transcode import make_renditions
from tests import samples


def test_left_and_right_are_added() -> None:
    assert fold(np.array([[100, 300], [-50, -70]], dtype=np.int16)).tolist() == [200, -60]


def test_two_sides_that_cancel_each_other_do_not_leave_silence() -> None:
    assert fold(np.array([[900, -900], [-800, 800]], dtype=np.int16)).tolist() == [900, -800]


def test_a_microphone_on_one_side_only_is_heard() -> None:
    assert np.abs(fold(np.array([[0, 900], [0, -800]], dtype=np.int16))).min() >= 400


def test_silence_stays_silence() -> None:
    assert fold(np.zeros((10, 2), dtype=np.int16)).tolist() == [0] * 10


def test_every_sample_is_kept(tmp_path: Path) -> None:
    with wave.open(str(tmp_path / "in.wav"), "wb") as sound:
        sound.setparams((2, 2, 16000, 0, "NONE", ""))
        sound.writeframes(bytes(4 * 16000 * 61))
    make_mono(tmp_path / "in.wav", tmp_path / "out.wav")
    with wave.open(str(tmp_path / "out.wav"), "rb") as sound:
        assert (sound.getnframes(), sound.getnchannels()) == (16000 * 61, 1)


def test_a_wrongly_wired_microphone_is_still_understood(tmp_path: Path) -> None:
    wired = samples.film("wired.mp4", extra="-af pan=stereo|c0=c0|c1=-1*c0")

    async def make() -> Path:
        return (await make_renditions(wired, await probe(wired), tmp_path)).audio

    assert len(samples.beep_times(asyncio.run(make()))) == 4
