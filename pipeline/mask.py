"""A film without what its teacher took out: ends cut off, spans silent, places unrecognisable.

Everything people watch is made anew in one pass from the proxy. A place is made unrecognisable by
keeping one colour for some eighty pixels each way: what was there is gone, and no sharpening brings
it back. Where, is drawn by `pipeline.mask_tool` and handed over through a pipe.
"""

import asyncio
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from config.media import media
from pipeline.errors import BadFilm
from pipeline.face_tracks import Track
from pipeline.faces import together
from pipeline.ffmpeg import Plan, builder, open_film, run
from pipeline.film import Film
from pipeline.proof import lasts_ms, require_playing
from pipeline.renditions import Renditions
from pipeline.sniff import MP4
from pipeline.stills import Sheet, draw_filmstrip, draw_poster, plan_filmstrip
from pipeline.tool import limits_for, run_tool
from pipeline.transcode import STEREO, encoded, listen, smaller, speech, stills
from storage.rules.privacy_check import Masks, Zone
from storage.spans import Span

SIZE = (240, 136)
"""Of the drawn masks, in pixels."""
CELLS = 9
"""So many colours are left from top to bottom of the picture: of a face that fills half, four."""
NEAR_MS = 1000
"""So much the new film may differ in length from what it should be."""


@dataclass(frozen=True)
class Drawing:
    """What is drawn over a film, picture after picture."""

    size: tuple[int, int]
    fps: tuple[int, int]
    pictures: int
    start_ms: int
    margin: float
    zones: Sequence[Sequence[float]]
    tracks: Sequence[dict[str, Any]]


async def make_masked(
    proxy: Path,
    film: Film,
    masks: Masks,
    tracks: Sequence[Track],
    out_dir: Path,
    on_progress: Callable[[float], None] | None = None,
) -> Renditions:
    """Make all renditions of what is left of a film, and return where they are.

    `tracks` are the faces that were found; those in `masks.left` stay. ToolFailed when a tool
    fails; then there is nothing in `out_dir` that anybody could take for a film.
    """
    made = Renditions.inside(out_dir, replace(film, browser_playable=False))
    out_dir.mkdir(parents=True, exist_ok=True)
    told, pipe = out_dir / "drawing.json", out_dir / "masks"
    pipe.unlink(missing_ok=True)
    os.mkfifo(pipe)
    told.write_text(json.dumps(asdict(drawing(film, masks, tracks))), encoding="ascii")
    sheet = plan_filmstrip(masks.kept.length_ms)
    limits = limits_for("renditions", film.duration_ms)
    plan = plan_masked(proxy, film, masks, pipe, made, sheet)
    try:
        await together(
            run(plan, limits=limits, on_progress=on_progress),
            run_tool(
                (sys.executable, "-m", "pipeline.mask_tool", str(told), str(pipe)), limits=limits
            ),
        )
    finally:
        pipe.unlink(missing_ok=True)
    reached = await lasts_ms(made.proxy)
    if abs(reached - masks.kept.length_ms) > NEAR_MS:
        raise BadFilm("refusals.film_cut_off")
    await require_playing(*filter(None, (made.proxy, made.data_saver)))
    await asyncio.to_thread(listen, made)
    made.sheet.write_text(json.dumps(sheet.to_json()), encoding="ascii")
    return replace(made, duration_ms=reached)


def drawing(film: Film, masks: Masks, tracks: Sequence[Track]) -> Drawing:
    """Return what is to be drawn: the zones, and each face that does not stay as it is."""
    pace = film.proxy_fps
    chosen = [
        track_to_json(track)
        for number, track in enumerate(tracks)
        if masks.blur_faces and number not in masks.left
    ]
    always = [zone for zone in masks.zones if zone.span is None]
    chosen += [_for_a_while(zone, zone.span) for zone in masks.zones if zone.span]
    return Drawing(
        SIZE,
        (pace.numerator, pace.denominator),
        int(masks.kept.length_ms * pace / 1000) + 1,
        masks.kept.start_ms,
        media().faces.margin,
        [zone.to_json() for zone in always],
        chosen,
    )


def _for_a_while(zone: Zone, span: Span) -> dict[str, Any]:
    """A place that is covered for a while is drawn as something that stands still."""
    place = [span.start_ms, *zone.to_json()[:4]]
    return {"start_ms": span.start_ms, "end_ms": span.end_ms, "places": [place]}


def track_to_json(track: Track) -> dict[str, Any]:
    """Return a track as plain values."""
    places = [
        [ms, *(round(part, 5) for part in (box.x, box.y, box.width, box.height))]
        for ms, box in track.places
    ]
    return {"start_ms": track.start_ms, "end_ms": track.end_ms, "places": places}


def plan_masked(
    proxy: Path, film: Film, masks: Masks, pipe: Path, to: Renditions, sheet: Sheet
) -> Plan:
    """Return the one command that makes everything people watch of what is left."""
    begin, end = masks.kept.start_ms / 1000, masks.kept.end_ms / 1000
    opened = open_film(proxy, MP4)
    cut = opened[str(film.picture_index)].filter("trim", start=begin, end=end)
    seen = cut.filter("setpts", "PTS-STARTPTS").filter("fps", fps=str(film.proxy_fps), start_time=0)
    size = film.size_within(media().proxy.height)
    shown = covered(seen.filter("scale", *size).filter("setsar", 1), size, film, pipe)
    pictures = shown.filter("format", "yuv420p").split()
    sound = opened[str(film.sound_index)].filter("aresample", 48000, **{"async": 1, "first_pts": 0})
    sounds = silenced(sound, masks).asplit()
    lighter = replace(film, browser_playable=False)
    outputs = [
        encoded(pictures[0], sounds[0], lighter, to.proxy, media().proxy),
        *stills(
            draw_poster(pictures[1], masks.kept.length_ms), draw_filmstrip(pictures[2], sheet), to
        ),
        speech(sounds[1], to.audio.with_name(STEREO)),
    ]
    if to.data_saver is not None:
        small = smaller(pictures[3], film)
        outputs.append(encoded(small, sounds[2], lighter, to.data_saver, media().data_saver))
    return Plan(tuple(builder.merge_outputs(*outputs).get_args()), masks.kept.length_ms)


def covered(picture: Any, size: tuple[int, int], film: Film, pipe: Path) -> Any:
    """Return the picture with few colours left wherever the mask is white."""
    width, height = size
    mask = builder.input(
        str(pipe.resolve()),
        f="rawvideo",
        pix_fmt="gray",
        s=f"{SIZE[0]}x{SIZE[1]}",
        framerate=str(film.proxy_fps),
    )
    both = picture.split()
    cell = max(2, height // CELLS)
    coarse = (
        both[0]
        .filter("scale", max(2, width // cell), max(2, height // cell), flags="area")
        .filter("scale", width, height, flags="bicubic")
    )
    white = mask.filter("scale", width, height, flags="neighbor").filter("format", "gray")
    hidden = builder.filter([coarse, white], "alphamerge")
    return builder.filter([both[1], hidden], "overlay", format="yuv420")


def silenced(sound: Any, masks: Masks) -> Any:
    """Return the sound of what is left, with nothing to be heard in the muted spans."""
    for span in masks.silent:
        moment = f"between(t,{span.start_ms / 1000:.3f},{span.end_ms / 1000:.3f})"
        sound = sound.filter("volume", 0, enable=moment)
    begin, end = masks.kept.start_ms / 1000, masks.kept.end_ms / 1000
    return sound.filter("atrim", start=begin, end=end).filter("asetpts", "PTS-STARTPTS")
