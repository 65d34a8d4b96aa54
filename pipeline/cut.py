"""One clip as a file of its own: exactly the chosen pictures and their sound, and nothing else."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Protocol

from config.media import media
from pipeline.cut_copy import copy_span
from pipeline.cut_plan import Frames
from pipeline.cut_read import CannotCopy
from pipeline.errors import BadFilm, ToolFailed
from pipeline.ffmpeg import Plan, address, builder, open_film, probe_json, run
from pipeline.sniff import MP4
from pipeline.tool import limits_for
from storage.spans import Span


class Paced(Protocol):
    """A film of which it is known how long it lasts and how fast its pictures follow."""

    @property
    def duration_ms(self) -> int:
        """Length in ms."""

    @property
    def proxy_fps(self) -> Fraction:
        """Pictures per second of the proxy."""


@dataclass(frozen=True)
class Cut:
    """A clip's file, and the span it really holds: whole pictures."""

    path: Path
    start_ms: int
    end_ms: int
    frames: int
    anew: str = ""
    """Why all of it was encoded anew; empty when only its edges were, if that."""


def plan_frames(film: Paced, span: Span) -> Frames:
    """Return the pictures of a span: from the one nearest its start up to the one at its end.

    Milliseconds are coarser than pictures, so each edge goes to the nearest picture's start. A
    span shorter than a picture still gets one. BadFilm when it lies outside the film.
    """
    last = round(film.duration_ms * film.proxy_fps / 1000)
    first = round(span.start_ms * film.proxy_fps / 1000)
    end = min(last, max(first + 1, round(span.end_ms * film.proxy_fps / 1000)))
    if end <= first:
        raise BadFilm("refusals.span_outside_film")
    return Frames(first, end, film.proxy_fps)


def plan_cut(proxy: Path, frames: Frames, out: Path) -> Plan:
    """Return the command that cuts these pictures and their sound out of a proxy.

    Jumping to half a picture before the first one makes rounding harmless: the next picture is
    the right one. What was decoded on the way there never reaches the file.
    """
    wish, half = media().cut, 1 / (2 * frames.fps)
    jump = max(Fraction(0), frames.first / frames.fps - half)
    lead = frames.first / frames.fps - jump
    seconds = frames.count / frames.fps
    opened = open_film(proxy, MP4, ss=f"{float(jump):.6f}")
    picture = opened.video.filter(
        "fps", fps=str(frames.fps), start_time=f"{float(lead):.6f}"
    ).filter("setpts", "PTS-STARTPTS")
    sound = (
        opened.audio.filter("aresample", 48000, **{"async": 1, "first_pts": 0})
        .filter("atrim", start=f"{float(lead):.6f}", end=f"{float(lead + seconds):.6f}")
        .filter("asetpts", "PTS-STARTPTS")
    )
    output = builder.output(
        picture,
        sound,
        address(out),
        f="mp4",
        map_metadata=-1,
        map_chapters=-1,
        movflags="+faststart+negative_cts_offsets",
        fflags="+bitexact",
        **{
            "frames:v": frames.count,
            "c:v": "libx264",
            "preset": wish.preset,
            "crf": wish.quality,
            "pix_fmt": "yuv420p",
            "c:a": "aac",
            "ac": 2,
            "b:a": wish.sound_bits_per_second,
        },
    )
    return Plan(tuple(output.get_args()), round(seconds * 1000))


async def cut(proxy: Path, film: Paced, span: Span, out: Path) -> Cut:
    """Cut a span out of a proxy into `out`, which appears whole or not at all.

    Packets are copied and only the edges encoded anew; a film that forbids it, or gives less than
    it promised, is encoded anew from the first picture to the last.
    """
    frames = plan_frames(film, span)
    partial = out.with_name(f".{out.name}.partial")
    partial.unlink(missing_ok=True)
    try:
        made, anew = await copy_span(proxy, frames, partial), ""
    except CannotCopy as cannot:
        made, anew = await _encode(proxy, frames, partial), cannot.reason
    partial.replace(out)
    held = Frames(frames.first, frames.first + made, frames.fps)
    return Cut(out, held.start_ms, held.end_ms, made, anew)


async def _encode(proxy: Path, frames: Frames, out: Path) -> int:
    """Encode these pictures and their sound anew; return how many pictures there are."""
    length_ms = frames.end_ms - frames.start_ms
    await run(plan_cut(proxy, frames, out), limits=limits_for("cut", length_ms))
    streams = (await probe_json(out, MP4, show=("-show_streams",)))["streams"]
    made = next(int(each["nb_frames"]) for each in streams if each["codec_type"] == "video")
    if made == 0 or made > frames.count:
        raise ToolFailed("cut", f"made {made} pictures instead of {frames.count}")
    return made
