"""A film on its way in: our tools against ffmpeg alone, the workflow against our tools."""

import asyncio
import hashlib
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from pipeline import ingest
from pipeline.bench_films import camera_film, lesson
from pipeline.bench_home import apart
from pipeline.bench_ingest_bare import plan_bare
from pipeline.bench_measure import Measure, Took, Wish, least, took
from pipeline.ffmpeg import run
from pipeline.film import Film
from pipeline.probe import probe
from pipeline.tool import limits_for
from pipeline.transcode import make_renditions
from pipeline.transcribe import transcribe
from storage import database, jobs
from storage.captions import webvtt
from storage.media import media_store

ROUNDS_OF_A_LESSON = 2


@dataclass(frozen=True)
class Held:
    """One film held against ffmpeg: under which name, made anew whatever it is, how often."""

    name: str
    source: Path
    rounds: int
    anew: bool = False


def measure(folder: Path, films: Path, wish: Wish) -> list[Measure]:
    """Bring films in: repacked, made anew (40 s, and a whole lesson), and one all the way."""
    return [
        *(_against_ffmpeg(each, folder) for each in _held(films, wish)),
        _whole(wish.film or lesson(films, wish), folder),
    ]


def _held(films: Path, wish: Wish) -> list[Held]:
    """A fixed cost weighs less in a whole lesson; `--quick` takes one only when it is named."""
    short = Held("ingest_anew", camera_film(films, Wish(quick=True)), max(2, wish.tries))
    held = [Held("ingest_repack", lesson(films, wish), wish.tries), short]
    if wish.film is not None:
        return [*held, Held("ingest_anew", wish.film, min(wish.tries, ROUNDS_OF_A_LESSON), True)]
    if wish.quick:
        return held
    return [*held, Held("ingest_anew", camera_film(films, wish), ROUNDS_OF_A_LESSON)]


def _against_ffmpeg(held: Held, folder: Path) -> Measure:
    film = asyncio.run(_looked_at(held))
    ours, bare = by_turns(
        partial(_ours, held, folder / "ours"),
        partial(_bare, held.source, film, folder / "bare"), held.rounds,
    )  # fmt: skip
    more = {
        "cpu_ratio": ours.cpu / bare.cpu, "ours_cpu_s": ours.cpu, "against_cpu_s": bare.cpu,
        "film_s": film.duration_ms / 1000, "load": os.getloadavg()[0],
    }  # fmt: skip
    minutes, seconds = divmod(round(film.duration_ms / 1000), 60)
    return Measure(held.name, ours.wall, bare.wall, "s", f"{minutes}:{seconds:02}", more)


def by_turns(
    ours: Callable[[], object], bare: Callable[[], object], rounds: int
) -> tuple[Took, Took]:
    """Run both by turns, every other round the other way about; return the least of each."""
    mine, others = [], []
    for n in range(rounds):
        if n % 2:
            others.append(_cost(bare))
            mine.append(_cost(ours))
        else:
            mine.append(_cost(ours))
            others.append(_cost(bare))
    return least(mine), least(others)


def _cost(work: Callable[[], object]) -> Took:
    """What it took, with what was worked out in this process itself: sums, loudness."""
    before = time.process_time()
    found = took(work)
    return Took(found.wall, found.cpu + time.process_time() - before)


async def _looked_at(held: Held) -> Film:
    film = await probe(held.source)
    return replace(film, browser_playable=False) if held.anew else film


def _ours(held: Held, out: Path) -> None:
    """From the first look at the film to the last file that is safely in the store."""
    asyncio.run(_looked_at_and_kept(held, out))
    shutil.rmtree(out)


async def _looked_at_and_kept(held: Held, out: Path) -> None:
    film = await _looked_at(held)
    with held.source.open("rb") as file:
        hashlib.file_digest(file, "sha256")  # as the first step notes it
    made = await make_renditions(held.source, film, out)
    store = media_store(f"file://{out / 'store'}")
    for path in made.files().values():
        store.put_file(f"rec/bench/{path.name}", path)


def _bare(source: Path, film: Film, out: Path) -> None:
    """The same files from one command, as somebody would type it."""
    out.mkdir()
    limits = limits_for("renditions", film.duration_ms)
    asyncio.run(run(plan_bare(source, film, out), limits=limits))
    shutil.rmtree(out)


def _whole(source: Path, folder: Path) -> Measure:
    plain = took(partial(_plainly, source, folder / "plain"))
    steps: dict[str, float] = {}
    with apart(folder / "home"):
        ours = _through_the_engine(source, steps)
    more = {f"{name}_s": seconds for name, seconds in steps.items()}
    more["beside_steps_s"] = ours.wall - sum(steps.values())
    return Measure("ingest_whole", ours.wall, plain.wall, "s", more=more)


def _through_the_engine(source: Path, steps: dict[str, float]) -> Took:
    """As a server does it: the worker is there already, the film is copied into the store."""
    database.migrate()
    jobs.prepare()

    def way_in() -> None:
        recording_id = ingest.bring_in(source, None, lambda _step, _part: None)
        ingest.wait_for(recording_id, lambda _step, _part: None)
        steps.update(ingest.result(recording_id).steps)

    with ingest.somebody_working():
        return took(way_in)


def _plainly(source: Path, out: Path) -> None:
    asyncio.run(_tools(source, out))
    shutil.rmtree(out)


async def _tools(source: Path, out: Path) -> None:
    """The same tools one after another, with nothing kept between them."""
    made = await make_renditions(source, await probe(source), out)
    heard = await transcribe(made.audio, None)
    (out / "captions.vtt").write_text(webvtt(heard.segments), encoding="utf-8")
