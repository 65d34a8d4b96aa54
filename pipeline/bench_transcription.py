"""Listening: how long a minute of a lesson takes."""

import asyncio
from pathlib import Path

from pipeline.bench_films import lesson
from pipeline.bench_measure import Measure, Wish, took
from pipeline.probe import probe
from pipeline.speech import Heard
from pipeline.transcode import make_renditions
from pipeline.transcribe import transcribe

MINUTE_S = 60.0


def measure(folder: Path, films: Path, wish: Wish) -> list[Measure]:
    """Listen to the film once, loading the model and hearing which language it is included."""
    source = wish.film or lesson(films, wish)
    made = asyncio.run(_sound(source, folder / "heard"))
    found: list[Heard] = []
    cost = took(lambda: found.append(asyncio.run(transcribe(made[0], None))))
    minutes = made[1] / 60_000
    more = {
        "times_real_time": made[1] / 1000 / cost.wall,
        "film_s": made[1] / 1000,
        "cpu_s_per_minute": cost.cpu / minutes,
        "words": float(sum(len(segment.words) for segment in found[0].segments)),
    }
    return [Measure("transcription", cost.wall / minutes, MINUTE_S, "s", more=more)]


async def _sound(source: Path, folder: Path) -> tuple[Path, int]:
    made = await make_renditions(source, await probe(source), folder)
    return made.audio, made.duration_ms
