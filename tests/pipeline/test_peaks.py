"""The waveform shows where the sound is."""

import asyncio
import json
import tracemalloc
import wave
from pathlib import Path

import numpy as np

from pipeline.peaks import make_peaks, plan_peaks
from pipeline.probe import probe
from pipeline.transcode import make_renditions
from tests import samples


def test_each_peak_is_the_largest_deviation_of_its_moment() -> None:
    samples_16 = np.array([0, 100, -32768, 5, 16384, 0, 0], dtype=np.int16)
    assert plan_peaks(samples_16, 3) == [127, 64, 0]


def test_silence_has_no_peaks() -> None:
    assert plan_peaks(np.zeros(1600, dtype=np.int16), 800) == [0, 0]


def test_a_film_has_peaks_where_it_beeps(tmp_path: Path) -> None:
    async def make() -> Path:
        film = await probe(samples.film())
        return (await make_renditions(samples.film(), film, tmp_path)).peaks

    drawn = json.loads(asyncio.run(make()).read_text())
    assert (drawn["version"], drawn["per_second"]) == (1, 20)
    assert abs(len(drawn["peaks"]) - 80) <= 2
    loud = [n for n, peak in enumerate(drawn["peaks"]) if peak > 30]
    assert {n // 20 for n in loud} == {0, 1, 2, 3}
    assert all(n % 20 <= 3 for n in loud)


def test_a_long_film_takes_no_more_memory_than_a_short_one(tmp_path: Path) -> None:
    def most_memory(minutes: int) -> int:
        path = tmp_path / f"{minutes}.wav"
        with wave.open(str(path), "wb") as sound:
            sound.setparams((1, 2, 16000, 0, "NONE", ""))
            for _ in range(minutes):
                sound.writeframes(bytes(1_920_000))
        tracemalloc.start()
        make_peaks(path, tmp_path / "peaks.json")
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    assert most_memory(20) < most_memory(2) * 1.5
