"""Look at a film before anything is made of it: what it is, or why it cannot be used."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

from config.media import Upload, media
from pipeline import boxes, sniff
from pipeline.errors import BadFilm, ToolFailed
from pipeline.ffmpeg import Plan, builder, open_film, probe_json, run
from pipeline.film import Film, Said, film_from, sound_tracks, track_number
from pipeline.sound_tracks import most_spoken
from pipeline.tool import limits_for

SHORTFALL = 0.02
"""The part of a film that may be missing at its end before we say that it was cut off."""

Beginning = tuple[Path, str, int, int]
"""Where a film lies, its demuxer, and the index of its picture and of its sound."""

UNREADABLE_KINDS = {
    "moov atom not found": "refusals.film_cut_off",
    "Invalid data found": "refusals.film_damaged",
}


async def probe(path: Path) -> Film:
    """Return what this film is. BadFilm, with the reason as a text key, when it cannot be used."""
    demuxer = sniff.demuxer(path)
    index = await asyncio.to_thread(whole_index, path) if demuxer == sniff.MP4 else None
    try:
        said = await probe_json(path, demuxer)
        film = film_from(said, demuxer, index)
        _check_parts(len(said.get("streams", [])))
        heard = await most_spoken(path, film, sound_tracks(said))
        if heard != film.sound_index:
            film = film_from(said, demuxer, index, heard)
        if not _is_whole(said, film, index):
            film = await _with_true_length(path, film)
        check(film, media().upload)
        await try_beginnings((path, demuxer, film.picture_index, film.sound_index))
    except ToolFailed as failed:
        raise because(failed) from failed
    return film


def whole_index(path: Path) -> boxes.Index:
    """Read the index of an mp4. BadFilm when the film cannot be whole, or is not in this file."""
    index = boxes.read_index(path)
    if index.names_others:
        raise BadFilm("refusals.film_names_others")
    if not index.complete or index.missing_part > SHORTFALL:
        raise BadFilm("refusals.film_cut_off")
    _check_parts(len(index.tracks))
    return index


def _is_whole(said: Said, film: Film, index: boxes.Index | None) -> bool:
    """The index itself tells that both tracks are in the file, for as long as the film lasts."""
    used = (film.picture_index, film.sound_index)
    tracks = [
        index.track(track_number(stream)) if index is not None else None
        for stream in said.get("streams", [])
        if stream.get("index") in used
    ]
    found = [track.lasts_ms for track in tracks if track is not None and track.whole]
    return len(found) == len(used) and film.duration_ms > 0 and max(found) >= _least(film)


def _least(film: Film) -> float:
    """How many ms of a film must be there for it to be taken."""
    return film.duration_ms * (1 - SHORTFALL) - 1000


def _check_parts(tracks: int) -> None:
    if tracks > media().upload.tracks:
        raise BadFilm("refusals.film_too_many_parts")


def check(film: Film, limits: Upload) -> None:
    """BadFilm when the film is too long, too short or too large to work on."""
    if film.duration_ms > limits.minutes.most * 60_000:
        raise BadFilm("refusals.film_too_long", minutes=round(limits.minutes.most))
    if film.duration_ms < limits.minutes.least * 60_000:
        raise BadFilm("refusals.film_too_short", seconds=round(limits.minutes.least * 60))
    if film.width * film.height > limits.pixels or film.fps > limits.frames_per_second:
        raise BadFilm("refusals.film_too_large", width=film.width, height=film.height)


def because(failed: ToolFailed) -> BadFilm | ToolFailed:
    """What understood nothing will not do so later, nor what costs more than any film may."""
    if failed.over_limit:
        return BadFilm("refusals.film_too_heavy")
    for words, key in UNREADABLE_KINDS.items():
        if words in failed.said:
            return BadFilm(key)
    return BadFilm("refusals.film_damaged") if failed.said else failed


async def _with_true_length(path: Path, film: Film) -> Film:
    """Fill in a length the container does not give; refuse one that it cannot keep."""
    if film.duration_ms == 0:
        counted = await _play_through(path, film)
        if counted == 0:
            raise BadFilm("refusals.film_damaged")
        return replace(film, duration_ms=counted)
    last = await _last_moment(path, film)
    if last < _least(film):
        raise BadFilm("refusals.film_cut_off")
    return film


async def _play_through(path: Path, film: Film) -> int:
    """Return the length in ms by reading (not decoding) everything."""
    source = open_film(path, film.demuxer)
    plan = Plan(
        tuple(builder.output(source[str(film.picture_index)], "-", f="null", c="copy").get_args()),
        0,
    )
    return await run(plan, limits=limits_for("probe", 3_600_000))


async def _last_moment(path: Path, film: Film) -> int:
    """Return the time in ms of the last thing that can be read, by jumping to near the end."""
    near = film.start_ms / 1000 + film.duration_ms / 1000 * (1 - SHORTFALL) - 1
    show = (
        "-read_intervals",
        f"{max(near, film.start_ms / 1000):.3f}%",
        "-show_entries",
        "packet=pts_time,dts_time",
    )
    packets = (await probe_json(path, film.demuxer, show=show)).get("packets", [])
    times = [
        float(time)
        for packet in packets
        for time in packet.values()
        if str(time).replace(".", "", 1).replace("-", "", 1).isdigit()
    ]
    return round(max(times, default=0.0) * 1000) - film.start_ms


async def try_beginnings(*films: Beginning) -> None:
    """Decode one picture and half a second of sound of each: does anything come out at all?"""
    outputs = [output for film in films for output in _nothing_kept(*film)]
    plan = Plan(tuple(builder.merge_outputs(*outputs).get_args()), 0)
    await run(plan, limits=limits_for("probe"))


def _nothing_kept(path: Path, demuxer: str, picture: int, sound: int) -> list[Any]:
    source = open_film(path, demuxer)
    return [
        builder.output(source[str(picture)], "-", f="null", **{"frames:v": 1}),
        builder.output(source[str(sound)], "-", f="null", t=0.5),
    ]
