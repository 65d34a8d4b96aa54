"""Everything people watch and machines hear, made from one decode of the film."""

import json
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from math import ceil
from pathlib import Path
from typing import Any

from config.media import media
from pipeline.errors import BadFilm, ToolFailed
from pipeline.ffmpeg import Plan, address, builder, has_option, open_film, probe_json, run
from pipeline.film import Film
from pipeline.mono import make_mono
from pipeline.peaks import make_peaks
from pipeline.probe import SHORTFALL
from pipeline.sniff import MP4
from pipeline.stills import Sheet, draw_filmstrip, draw_poster, plan_filmstrip
from pipeline.tool import limits_for

STEREO = "stereo.wav"
TOO_MANY_ERRORS = "stopped with 69"
"""What ffmpeg ends with when most of the film could not be decoded."""


@dataclass(frozen=True)
class Renditions:
    """The files made from a film."""

    proxy: Path
    poster: Path
    filmstrip: Path
    sheet: Path
    """JSON: what `stills.Sheet` says about the filmstrip."""

    peaks: Path
    audio: Path
    """16 kHz mono WAV, for the speech model; not kept."""

    duration_ms: int = 0
    """How long the proxy lasts: what was really in the film, whatever it said beforehand."""

    @classmethod
    def inside(cls, folder: Path) -> "Renditions":
        """Return where they lie in a folder."""
        return cls(
            folder / "proxy.mp4",
            folder / "poster.jpg",
            folder / "filmstrip.jpg",
            folder / "filmstrip.json",
            folder / "peaks.json",
            folder / "audio.wav",
        )

    def files(self) -> dict[str, Path]:
        """Return each file by name."""
        return {
            each.name: getattr(self, each.name)
            for each in fields(self)
            if each.name != "duration_ms"
        }

    def sizes(self) -> dict[str, int]:
        """Return the size of each file in bytes, by name."""
        return {name: path.stat().st_size for name, path in self.files().items()}


@dataclass(frozen=True)
class Screen:
    """What the machine's ffmpeg can do with pictures brighter than ordinary screens."""

    zscale: bool = False
    scale_transfer: bool = False


async def make_renditions(
    source: Path, film: Film, out_dir: Path, on_progress: Callable[[float], None] | None = None
) -> Renditions:
    """Make all renditions of a film in `out_dir` and return where they are.

    Each file appears whole or not at all. BadFilm when the film turns out to be cut off or
    unreadable on the way; ToolFailed when the machine failed.
    """
    made, sheet = Renditions.inside(out_dir), plan_sheet(film)
    out_dir.mkdir(parents=True, exist_ok=True)
    partial = Renditions.inside(out_dir / ".partial")
    partial.proxy.parent.mkdir(exist_ok=True)
    plan = plan_renditions(source, film, partial, sheet, await _screen(film))
    try:
        await run(plan, limits=limits_for("renditions", film.duration_ms), on_progress=on_progress)
    except ToolFailed as failed:
        if failed.why == TOO_MANY_ERRORS:
            raise BadFilm("refusals.film_damaged") from failed
        raise
    reached = await _length_ms(partial.proxy)
    if reached < film.duration_ms * (1 - SHORTFALL) - 1000:
        raise BadFilm("refusals.film_cut_off")
    both_sides = partial.audio.with_name(STEREO)
    make_mono(both_sides, partial.audio)
    both_sides.unlink()
    make_peaks(partial.audio, partial.peaks)
    partial.sheet.write_text(json.dumps(sheet.to_json()), encoding="ascii")
    for name, path in partial.files().items():
        path.replace(made.files()[name])
    partial.proxy.parent.rmdir()
    return replace(made, duration_ms=reached)


def plan_sheet(film: Film) -> Sheet:
    """Choose the stills; from keyframes alone where the film need not be decoded otherwise."""
    gap = ceil(film.keyframe_seconds * 1000) if film.browser_playable else 0
    return plan_filmstrip(
        film.duration_ms, least_step_ms=gap if gap <= media().filmstrip.keyframes_up_to_ms else 0
    )


def plan_renditions(source: Path, film: Film, to: Renditions, sheet: Sheet, screen: Screen) -> Plan:
    """Return the one command that makes proxy, poster, filmstrip and sound."""
    few = film.browser_playable and film.keyframe_seconds * 1000 <= sheet.step_ms
    # A picture that changes size half-way is scaled; starting the filters anew would repeat sound.
    opened = open_film(
        source, film.demuxer, **{"reinit_filter:v": 0}, **({"skip_frame:v": "nokey"} if few else {})
    )
    picture, sound = opened[str(film.picture_index)], opened[str(film.sound_index)]
    heard = sound.filter("aresample", 48000, **{"async": 1, "first_pts": 0})
    if film.browser_playable:
        proxy = _repacked(picture, sound, to.proxy)
        for_stills, for_audio = picture.split(), heard
    else:
        splits, sounds = _watchable(picture, film, screen).split(), heard.asplit()
        proxy = _encoded(splits[2], sounds[1], film, to.proxy)
        for_stills, for_audio = splits, sounds[0]
    poster = draw_poster(
        for_stills[0], film.duration_ms, round(film.keyframe_seconds * 1000) if few else 0
    )
    outputs = [
        proxy,
        *_stills(poster, draw_filmstrip(for_stills[1], sheet), to),
        _speech(for_audio, to.audio.with_name(STEREO)),
    ]
    return Plan(tuple(builder.merge_outputs(*outputs).get_args()), film.duration_ms)


def _repacked(picture: Any, sound: Any, path: Path) -> Any:
    """The film as it is, without what the camera noted about place, time and device."""
    return builder.output(picture, sound, address(path), f="mp4", c="copy", **_clean())


def _encoded(picture: Any, sound: Any, film: Film, path: Path) -> Any:
    wish = media().proxy
    every = max(1, round(film.proxy_fps * wish.keyframe_seconds))
    return builder.output(
        picture,
        sound,
        address(path),
        f="mp4",
        **_clean(),
        **{
            "c:v": "libx264",
            "preset": wish.preset,
            "crf": wish.quality,
            "maxrate": wish.bits_per_second,
            "bufsize": wish.bits_per_second * 2,
            "g": every,
            "keyint_min": every,
            "sc_threshold": 0,
            "flags": "+cgop",
            "c:a": "aac",
            "b:a": wish.sound_bits_per_second,
            "ac": 2,
            "ar": 48000,
        },
    )


def _clean() -> dict[str, str | int]:
    return {"map_metadata": -1, "map_chapters": -1, "movflags": "+faststart", "fflags": "+bitexact"}


def _stills(poster: Any, filmstrip: Any, to: Renditions) -> list[Any]:
    one = {"f": "mjpeg", "frames:v": 1, "map_metadata": -1, "fflags": "+bitexact"}
    wish = media()
    return [
        builder.output(poster, address(to.poster), **one, **{"q:v": wish.poster.quality}),
        builder.output(filmstrip, address(to.filmstrip), **one, **{"q:v": wish.filmstrip.quality}),
    ]


def _speech(sound: Any, path: Path) -> Any:
    sides = sound.filter(
        "aformat", sample_rates=media().speech.sample_rate, channel_layouts="stereo"
    )
    return builder.output(
        sides,
        address(path),
        f="wav",
        map_metadata=-1,
        **{"c:a": "pcm_s16le", "fflags": "+bitexact"},
    )


def _watchable(picture: Any, film: Film, screen: Screen) -> Any:
    """Whole pictures at an even pace, upright, with square pixels and ordinary brightness."""
    if film.interlaced:
        picture = picture.filter("yadif")
    width, height = film.proxy_size
    picture = picture.filter("fps", fps=str(film.proxy_fps), start_time=0)
    picture = picture.filter("scale", width, height, out_range="tv").filter("setsar", 1)
    if film.hdr:
        picture = _toned_down(picture, screen)
    return picture.filter("format", "yuv420p")


def _toned_down(picture: Any, screen: Screen) -> Any:
    if screen.zscale:
        return (
            picture.filter("zscale", t="linear", npl=100)
            .filter("format", "gbrpf32le")
            .filter("zscale", p="bt709")
            .filter("tonemap", "hable", desat=0)
            .filter("zscale", t="bt709", m="bt709", r="tv")
        )
    if screen.scale_transfer:
        return picture.filter(
            "scale",
            out_transfer="bt709",
            out_primaries="bt709",
            out_color_matrix="bt709",
            out_range="tv",
        )
    return picture


async def _length_ms(proxy: Path) -> int:
    streams = (await probe_json(proxy, MP4))["streams"]
    return round(max(float(stream["duration"]) for stream in streams) * 1000)


async def _screen(film: Film) -> Screen:
    if not film.hdr:
        return Screen()
    return Screen(await has_option("zscale", "transfer"), await has_option("scale", "out_transfer"))
