"""A clip of half a minute, against encoding the same half minute anew."""

import asyncio
from functools import partial
from pathlib import Path

from config.media import media
from pipeline.bench_films import lesson
from pipeline.bench_measure import Measure, Wish, turn_about
from pipeline.cut import cut
from pipeline.ffmpeg import Plan, address, builder, open_film, run
from pipeline.film import Film
from pipeline.probe import probe
from pipeline.sniff import MP4
from pipeline.tool import limits_for
from storage.spans import Span

CLIP_MS = 30_000
EARLIEST_MS, LATEST_MS = 4_960, 61_400
"""Where the clip begins; not on a keyframe, as no coach's in-point is."""


def measure(folder: Path, films: Path, wish: Wish) -> list[Measure]:
    """Cut a clip both ways."""
    proxy = lesson(films, wish)
    film = asyncio.run(probe(proxy))
    first = min(LATEST_MS if not wish.quick else EARLIEST_MS, film.duration_ms - CLIP_MS)
    span = Span(first, first + CLIP_MS)
    ours, theirs = turn_about(
        partial(_ours, proxy, film, span, folder / "clip.mp4"),
        partial(_anew, proxy, film, span, folder / "anew.mp4"), max(2, wish.tries),
    )  # fmt: skip
    clock = {"ours_s": ours.wall, "against_s": theirs.wall}
    return [Measure("cut", ours.cpu, theirs.cpu, "cpu_s", more=clock)]


def _ours(proxy: Path, film: Film, span: Span, out: Path) -> None:
    asyncio.run(cut(proxy, film, span, out))


def _anew(proxy: Path, film: Film, span: Span, out: Path) -> None:
    """One plain command with the settings of what people watch."""
    wish = media().proxy
    opened = open_film(proxy, MP4, ss=span.start_ms / 1000)
    every = round(film.proxy_fps * wish.keyframe_seconds)
    joined = builder.output(
        opened.video, opened.audio, address(out), f="mp4", t=span.length_ms / 1000, **{
            "c:v": "libx264", "preset": wish.preset, "crf": wish.quality, "g": every,
            "c:a": "aac", "b:a": wish.sound_bits_per_second,
        },
    )  # fmt: skip
    plan = Plan(tuple(joined.get_args()), span.length_ms)
    asyncio.run(run(plan, limits=limits_for("cut", span.length_ms)))
