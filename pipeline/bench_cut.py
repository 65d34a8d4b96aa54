"""A clip of half a minute, against encoding the same half minute anew."""

import asyncio
import resource
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory

from config.media import media
from pipeline.bench_films import lesson
from pipeline.bench_measure import Measure, Took, Wish, least, took
from pipeline.cut import cut
from pipeline.ffmpeg import Plan, address, builder, open_film, run
from pipeline.film import Film
from pipeline.probe import probe
from pipeline.sniff import MP4
from pipeline.tool import limits_for
from pipeline.transcode import make_renditions
from storage.spans import Span

CLIP_MS = 30_000
FROM_KEYFRAME_MS = (40, 480, 960, 1440, 1960)
"""How long after a keyframe the clip begins: a coach's in-point is anywhere between two."""
EARLIEST_MS, LATEST_MS = 4000, 60_000


def measure(folder: Path, films: Path, wish: Wish) -> list[Measure]:
    """Cut clips that begin anywhere between two keyframes, and make one of them anew."""
    proxy = _proxy(films, wish)
    film = asyncio.run(probe(proxy))
    begin = EARLIEST_MS if wish.quick else LATEST_MS
    spans = [Span(begin + late, begin + late + CLIP_MS) for late in FROM_KEYFRAME_MS]
    own, plain = folder / "clip.mp4", folder / "anew.mp4"
    ours: list[list[Took]] = [[] for _ in spans]
    theirs = []
    for _ in range(max(2, wish.tries)):
        for span, found in zip(spans, ours, strict=True):
            found.append(_all_of(partial(_ours, proxy, film, span, own)))
        theirs.append(_all_of(partial(_anew, proxy, film, spans[-1], plain)))
    each, other = [least(found) for found in ours], least(theirs)
    more = {
        "ours_s": mean(cost.wall for cost in each),
        "against_s": other.wall,
        "worst_ratio": max(cost.cpu for cost in each) / other.cpu,
        "size_ratio": own.stat().st_size / plain.stat().st_size,
    }
    return [Measure("cut", mean(cost.cpu for cost in each), other.cpu, "cpu_s", more=more)]


def _proxy(films: Path, wish: Wish) -> Path:
    """The lesson as a camera's film would come out: made anew at 720p. Made once, then kept."""
    source = lesson(films, wish)
    kept = source.with_name(f"proxy-of-{source.name}")
    if not kept.exists():
        film = replace(asyncio.run(probe(source)), browser_playable=False)
        with TemporaryDirectory(dir=films) as inside:
            made = asyncio.run(make_renditions(source, film, Path(inside)))
            made.proxy.replace(kept)
    return kept


def _all_of(work: Callable[[], None]) -> Took:
    """What work cost, with the processor seconds of this process too: cutting is done in it."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    spent = took(work)
    after = resource.getrusage(resource.RUSAGE_SELF)
    own = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Took(spent.wall, spent.cpu + own)


def _ours(proxy: Path, film: Film, span: Span, out: Path) -> None:
    made = asyncio.run(cut(proxy, film, span, out))
    if made.anew:
        raise ValueError(made.anew)  # then this would be a comparison with itself


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
