"""A film on its way in: our tools against ffmpeg alone, the workflow against our tools."""

import asyncio
import shutil
from functools import partial
from pathlib import Path
from typing import Any

from config.media import LightProxy, Proxy, media
from pipeline import ingest
from pipeline.bench_films import camera_film, lesson
from pipeline.bench_home import apart
from pipeline.bench_measure import Measure, Took, Wish, took, turn_about
from pipeline.ffmpeg import Plan, address, builder, open_film, run
from pipeline.film import Film
from pipeline.probe import probe
from pipeline.stills import plan_filmstrip
from pipeline.tool import limits_for
from pipeline.transcode import make_renditions
from pipeline.transcribe import transcribe
from storage import database, jobs
from storage.captions import webvtt
from storage.media import media_store


def measure(folder: Path, films: Path, wish: Wish) -> list[Measure]:
    """Bring films in: one that is only repacked, one that is made anew, and one all the way."""
    return [
        _against_ffmpeg("ingest_repack", lesson(films, wish), folder, wish),
        _against_ffmpeg("ingest_anew", camera_film(films, wish), folder, wish),
        _whole(wish.film or lesson(films, wish), folder),
    ]


def _against_ffmpeg(name: str, source: Path, folder: Path, wish: Wish) -> Measure:
    film = asyncio.run(probe(source))
    ours, bare = turn_about(
        partial(_ours, source, folder / "ours"),
        partial(_bare, source, film, folder / "bare"), wish.tries,
    )  # fmt: skip
    work = {"ours_cpu_s": ours.cpu, "against_cpu_s": bare.cpu, "film_s": film.duration_ms / 1000}
    return Measure(name, ours.wall, bare.wall, "s", more=work)


def _ours(source: Path, out: Path) -> None:
    """From the first look at the film to the last file that is safely in the store."""
    asyncio.run(_looked_at_and_kept(source, out))
    shutil.rmtree(out)


async def _looked_at_and_kept(source: Path, out: Path) -> None:
    made = await make_renditions(source, await probe(source), out)
    for path in filter(None, (made.proxy, made.data_saver)):
        await probe(path)
    store = media_store(f"file://{out / 'store'}")
    for path in made.files().values():
        store.put_file(f"rec/bench/{path.name}", path)


def _bare(source: Path, film: Film, out: Path) -> None:
    """The same files from one command, as somebody would type it."""
    out.mkdir()
    asyncio.run(
        run(_plan_bare(source, film, out), limits=limits_for("renditions", film.duration_ms))
    )
    shutil.rmtree(out)


def _plan_bare(source: Path, film: Film, out: Path) -> Plan:
    wish, sheet = media(), plan_filmstrip(film.duration_ms)
    opened = open_film(source, film.demuxer)
    picture, sound = opened[str(film.picture_index)], opened[str(film.sound_index)]
    still = {"f": "mjpeg", "frames:v": 1}
    at = f"gte(t,{film.duration_ms * wish.poster.at / 1000:.3f})"
    strip = (
        f"fps=1000/{sheet.step_ms},scale={sheet.width}:{sheet.height},"
        f"tile={sheet.columns}x{sheet.rows}"
    )
    outputs = [
        *_plan_watched(picture, sound, film, out),
        builder.output(
            picture,
            address(out / "poster.jpg"),
            **still,
            vf=f"select='{at}',scale=-2:{wish.poster.height}",
        ),
        builder.output(picture, address(out / "filmstrip.jpg"), **still, vf=strip),
        builder.output(
            sound, address(out / "audio.wav"), f="wav", ac=1, ar=wish.speech.sample_rate
        ),
    ]
    return Plan(tuple(builder.merge_outputs(*outputs).get_args()), film.duration_ms)


def _plan_watched(picture: Any, sound: Any, film: Film, out: Path) -> list[Any]:
    """What people watch: as it is, or made anew in two sizes."""
    mp4 = {"f": "mp4", "movflags": "+faststart"}
    if film.browser_playable:
        return [builder.output(picture, sound, address(out / "proxy.mp4"), c="copy", **mp4)]
    return [
        builder.output(picture, sound, address(out / name), **mp4, **_encoded(film, wish))
        for name, wish in (("proxy.mp4", media().proxy), ("data-saver.mp4", media().data_saver))
    ]


def _encoded(film: Film, wish: Proxy | LightProxy) -> dict[str, Any]:
    every = round(film.proxy_fps * media().proxy.keyframe_seconds)
    return {
        "vf": f"scale=-2:{wish.height}", "c:v": "libx264", "preset": wish.preset,
        "crf": wish.quality, "maxrate": wish.bits_per_second,
        "bufsize": 2 * wish.bits_per_second, "pix_fmt": "yuv420p",
        "g": every, "keyint_min": every, "sc_threshold": 0, "flags": "+cgop",
        "c:a": "aac", "b:a": wish.sound_bits_per_second,
    }  # fmt: skip


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
