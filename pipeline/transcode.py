"""Everything people watch and machines hear, made from one decode of the film."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from math import ceil
from pathlib import Path
from typing import Any

from config.media import LightProxy, Proxy, media
from pipeline import hdr
from pipeline.colour import matrix_out, named
from pipeline.errors import BadFilm, ToolFailed
from pipeline.ffmpeg import Plan, address, builder, open_film, run
from pipeline.film import Film
from pipeline.mono import make_mono
from pipeline.peaks import make_peaks
from pipeline.probe import SHORTFALL, probe
from pipeline.proof import lasts_ms, require_playing
from pipeline.renditions import Renditions
from pipeline.sniff import MP4
from pipeline.stills import Sheet, draw_filmstrip, draw_poster, plan_filmstrip
from pipeline.tool import limits_for

STEREO = "stereo.wav"
FULL_HD = 1920 * 1088
TOO_MANY_ERRORS = "stopped with 69"
"""What ffmpeg ends with when most of the film could not be decoded."""


async def make_renditions(
    source: Path, film: Film, out_dir: Path, on_progress: Callable[[float], None] | None = None
) -> Renditions:
    """Make all renditions of a film in `out_dir` and return where they are.

    Each file appears whole or not at all. BadFilm when the film turns out to be cut off or
    unreadable on the way; ToolFailed when the machine failed.
    """
    made, sheet = Renditions.inside(out_dir, film), plan_sheet(film)
    out_dir.mkdir(parents=True, exist_ok=True)
    partial = Renditions.inside(out_dir / ".partial", film)
    partial.proxy.parent.mkdir(exist_ok=True)
    plan = plan_renditions(source, film, partial, sheet)
    if film.hdr:
        await asyncio.to_thread(hdr.write_table, film, _table(partial))
    try:
        await run(plan, limits=limits_for("renditions", film.duration_ms), on_progress=on_progress)
    except ToolFailed as failed:
        raise _because(failed) from failed
    reached = await lasts_ms(partial.proxy)
    if reached < film.duration_ms * (1 - SHORTFALL) - 1000:
        raise BadFilm("refusals.film_cut_off")
    if reached > film.duration_ms * (1 + SHORTFALL) + 1000:
        sheet = await _stills_anew(partial, reached)
    await require_playing(*filter(None, (partial.proxy, partial.data_saver)))
    await asyncio.to_thread(listen, partial)
    _table(partial).unlink(missing_ok=True)
    partial.sheet.write_text(json.dumps(sheet.to_json()), encoding="ascii")
    for name, path in partial.files().items():
        path.replace(made.files()[name])
    partial.proxy.parent.rmdir()
    return replace(made, duration_ms=reached)


def room_for(source: Path, film: Film) -> int:
    """How many bytes the renditions of a film may take on disk, at most."""
    wish, saver = media().proxy, media().data_saver
    encoded = sum(each.bits_per_second + each.sound_bits_per_second for each in (wish, saver))
    heard = media().speech.sample_rate * 16 * 3  # both sides, and the two folded into one
    bits = heard if film.browser_playable else heard + encoded
    kept = source.stat().st_size if film.browser_playable else 0
    return kept + bits * film.duration_ms // 8000


def _because(failed: ToolFailed) -> BadFilm | ToolFailed:
    """A film that can be decoded for the least part only, or costs more than any film may."""
    if failed.why == TOO_MANY_ERRORS:
        return BadFilm("refusals.film_damaged")
    return BadFilm("refusals.film_too_heavy") if failed.over_limit else failed


def listen(to: Renditions) -> None:
    """Fold the sound into one channel and draw it."""
    both_sides = to.audio.with_name(STEREO)
    make_mono(both_sides, to.audio)
    both_sides.unlink()
    make_peaks(to.audio, to.peaks)


def plan_sheet(film: Film) -> Sheet:
    """Choose the stills; from keyframes alone where the film need not be decoded otherwise."""
    gap = ceil(film.keyframe_seconds * 1000) if film.browser_playable else 0
    return plan_filmstrip(
        film.duration_ms, least_step_ms=gap if gap <= media().filmstrip.keyframes_up_to_ms else 0
    )


def plan_renditions(source: Path, film: Film, to: Renditions, sheet: Sheet) -> Plan:
    """Return the one command that makes proxy, poster, filmstrip and sound."""
    few = film.browser_playable and film.keyframe_seconds * 1000 <= sheet.step_ms
    # A picture that changes size half-way is scaled; starting the filters anew would repeat sound.
    opened = open_film(
        source, film.demuxer, **{"reinit_filter:v": 0}, **({"skip_frame:v": "nokey"} if few else {})
    )
    picture, sound = opened[str(film.picture_index)], opened[str(film.sound_index)]
    heard = sound.filter("aresample", 48000, **{"async": 1, "first_pts": 0})
    if film.browser_playable:
        watched = [_repacked(picture, sound, to.proxy)]
        for_stills, for_audio = named(picture, film).split(), heard
    else:
        for_stills, sounds = _watchable(picture, film, _table(to)).split(), heard.asplit()
        for_audio = sounds[0]
        watched = [encoded(for_stills[2], sounds[1], film, to.proxy, media().proxy)]
        if to.data_saver is not None:
            lighter = smaller(for_stills[3], film)
            watched += [encoded(lighter, sounds[2], film, to.data_saver, media().data_saver)]
    poster = draw_poster(
        for_stills[0], film.duration_ms, round(film.keyframe_seconds * 1000) if few else 0
    )
    outputs = [
        *watched,
        *stills(poster, draw_filmstrip(for_stills[1], sheet), to),
        speech(for_audio, to.audio.with_name(STEREO)),
    ]
    arguments = tuple(builder.merge_outputs(*outputs).get_args())
    return Plan((*_filter_threads(film), *arguments), film.duration_ms)


def _filter_threads(film: Film) -> tuple[str, ...]:
    """Cutting small pictures up for several threads costs more than it saves: encoders wait less.

    One thread makes some 500 of these smaller in a second.
    """
    heavy = film.hdr or film.interlaced or film.width * film.height > FULL_HD
    return () if heavy else ("-filter_complex_threads", "1")


def _repacked(picture: Any, sound: Any, path: Path) -> Any:
    """The film as it is, without what the camera noted about place, time and device.

    Some write such notes between the pictures as well (units of type 6, which no player shows).
    """
    return builder.output(
        picture,
        sound,
        address(path),
        f="mp4",
        c="copy",
        **_clean(),
        **{"bsf:v": "filter_units=remove_types=6"},
    )


def _table(to: Renditions) -> Path:
    """Where the colours of a film too bright for ordinary screens are looked up meanwhile."""
    return to.proxy.with_name("colours.cube")


def smaller(picture: Any, film: Film) -> Any:
    """Return the picture as the light rendition shows it."""
    return picture.filter("scale", *film.size_within(media().data_saver.height)).filter("setsar", 1)


def encoded(picture: Any, sound: Any, film: Film, path: Path, wish: Proxy | LightProxy) -> Any:
    """Return the output of a film people watch, without anything the camera noted."""
    every = max(1, round(film.proxy_fps * media().proxy.keyframe_seconds))
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
            "ac": min(2, film.channels),
            "ar": 48000,
        },
    )


def _clean() -> dict[str, str | int]:
    return {"map_metadata": -1, "map_chapters": -1, "movflags": "+faststart", "fflags": "+bitexact"}


def stills(poster: Any, filmstrip: Any, to: Renditions) -> list[Any]:
    """Return the outputs of poster and filmstrip."""
    one = {"f": "mjpeg", "frames:v": 1, "map_metadata": -1, "fflags": "+bitexact"}
    wish = media()
    return [
        builder.output(poster, address(to.poster), **one, **{"q:v": wish.poster.quality}),
        builder.output(filmstrip, address(to.filmstrip), **one, **{"q:v": wish.filmstrip.quality}),
    ]


def speech(sound: Any, path: Path) -> Any:
    """Return the output of the sound as the speech model and the waveform want it."""
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


def _watchable(picture: Any, film: Film, table: Path) -> Any:
    """Whole pictures at an even pace, upright, with square pixels and ordinary brightness."""
    if film.interlaced:
        picture = picture.filter("yadif")
    picture = named(picture, film).filter("fps", fps=str(film.proxy_fps), start_time=0)
    if film.hdr:
        return hdr.drawn(picture, film.proxy_size, table)
    picture = picture.filter("scale", *film.proxy_size, out_range="tv", **matrix_out(film))
    return picture.filter("setsar", 1).filter("format", "yuv420p")


async def _stills_anew(to: Renditions, length_ms: int) -> Sheet:
    """Take the stills from the proxy, for a film that was longer than its clock said."""
    film = await probe(to.proxy)
    sheet = plan_filmstrip(length_ms)
    both = open_film(to.proxy, MP4)[str(film.picture_index)].split()
    outputs = stills(draw_poster(both[0], length_ms), draw_filmstrip(both[1], sheet), to)
    plan = Plan(tuple(builder.merge_outputs(*outputs).get_args()), length_ms)
    await run(plan, limits=limits_for("renditions", length_ms))
    return sheet
