"""Which of several sound tracks holds the lesson: the one in which somebody speaks.

A camera often writes its own microphone first and the teacher's second. Speech rises far above
what lies between the words; the room, a motor or a dead cable stay as they are.
"""

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from config.media import media
from pipeline.ffmpeg import Plan, builder, open_film, run
from pipeline.film import Film, Said
from pipeline.tool import limits_for

MOMENTS = 20
"""Per second; a syllable lasts about four of them."""
SILENCE_DB, FAINT_DB = -90.0, -55.0
"""Below the one there is nothing; a track that never rises above the other says nothing."""
CLEARLY_DB = 6.0
"""So much further must speech rise above the rest than in the track the film marks as its own."""
CHANNEL_RATE = 16000

_LEVEL = re.compile(r"^lavfi\.astats\.Overall\.RMS_level=(-?\d+(?:\.\d+)?|-inf)$")


async def most_spoken(path: Path, film: Film, tracks: Sequence[Said]) -> int:
    """Return the index of the track with the most speech; the first of `tracks` when in doubt."""
    tracks = tracks[: media().sound.tracks]
    if len(tracks) < 2:
        return int(tracks[0]["index"])
    rises = [rise(await _levels(path, film, int(track["index"]))) for track in tracks]
    best = choose(rises, [int(track.get("sample_rate", 0)) for track in tracks])
    return int(tracks[best]["index"])


def rise(levels: Sequence[float]) -> float:
    """How far the loud moments (dB) rise above the quiet ones; 0 where nothing is to be heard."""
    if not levels:
        return 0.0
    quiet, loud = np.percentile(np.maximum(levels, SILENCE_DB), (20, 90))
    return float(loud - max(quiet, loud - 40)) if loud > FAINT_DB else 0.0


def choose(rises: Sequence[float], rates: Sequence[int]) -> int:
    """Return which track to take: the first, unless one is clearly better or as good but finer."""
    best = max(rises)
    good = [n for n, found in enumerate(rises) if found > best - CLEARLY_DB]
    return max(good, key=lambda n: (n == 0 and rates[n] >= CHANNEL_RATE, rates[n], rises[n], -n))


def places(film: Film) -> list[float]:
    """Where to listen, in seconds from the film's beginning: all of a short film, else spread."""
    wish, length = media().sound, film.duration_ms / 1000
    if length <= wish.listen_seconds * wish.places:
        return [0.0]
    return [length * (n + 0.5) / wish.places for n in range(wish.places)]


def plan_levels(path: Path, film: Film, index: int, place: float) -> Plan:
    """Return the command that tells the loudness of one track's voices, moment by moment."""
    wish = media().sound
    alone = len(places(film)) == 1
    opened = open_film(path, film.demuxer, **({} if place == 0 else {"ss": f"{place:.3f}"}))
    sound = (
        opened[str(index)]
        .filter("highpass", f=200)
        .filter("lowpass", f=3800)
        .filter("aresample", CHANNEL_RATE)
        .filter("asetnsamples", n=CHANNEL_RATE // MOMENTS)
        .filter(
            "astats", metadata=1, reset=1, measure_perchannel="none", measure_overall="RMS_level"
        )
        .filter("ametadata", mode="print", key="lavfi.astats.Overall.RMS_level", file="pipe:1")
    )
    seconds = wish.listen_seconds * (wish.places if alone else 1)
    # Progress and levels share one pipe: with progress told once an hour, no line is cut in two.
    out = builder.output(sound, "-", f="null", t=seconds, stats_period=3600)
    return Plan(tuple(out.get_args()), 0)


async def _levels(path: Path, film: Film, index: int) -> list[float]:
    found: list[float] = []

    def hear(line: str) -> None:
        if level := _LEVEL.match(line.strip()):
            found.append(SILENCE_DB if level[1] == "-inf" else float(level[1]))

    for place in places(film):
        await run(plan_levels(path, film, index, place), limits=limits_for("probe"), on_line=hear)
    return found
