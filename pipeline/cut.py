"""One clip as a file of its own: exactly the chosen pictures and their sound, and nothing else."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from config.media import media
from pipeline.errors import BadFilm, ToolFailed
from pipeline.ffmpeg import Plan, address, builder, open_film, probe_json, run
from pipeline.film import Film
from pipeline.sniff import MP4
from pipeline.tool import limits_for
from storage.spans import Span


@dataclass(frozen=True)
class Frames:
    """Pictures `first` up to but not including `end`, at `fps` pictures per second."""

    first: int
    end: int
    fps: Fraction

    @property
    def count(self) -> int:
        """How many pictures."""
        return self.end - self.first

    @property
    def start_ms(self) -> int:
        """When the first picture appears."""
        return round(self.first / self.fps * 1000)

    @property
    def end_ms(self) -> int:
        """When the last picture goes away."""
        return round(self.end / self.fps * 1000)


@dataclass(frozen=True)
class Cut:
    """A clip's file, and the span it really holds: whole pictures."""

    path: Path
    start_ms: int
    end_ms: int
    frames: int


def plan_frames(film: Film, span: Span) -> Frames:
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
        movflags="+faststart",
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


async def cut(proxy: Path, film: Film, span: Span, out: Path) -> Cut:
    """Cut a span out of a proxy into `out`, which appears whole or not at all."""
    frames = plan_frames(film, span)
    partial = out.with_name(f".{out.name}.partial")
    await run(plan_cut(proxy, frames, partial), limits=limits_for("cut", span.length_ms))
    streams = (await probe_json(partial, MP4, show=("-show_streams",)))["streams"]
    made = next(int(each["nb_frames"]) for each in streams if each["codec_type"] == "video")
    if made == 0 or made > frames.count:
        raise ToolFailed("cut", f"made {made} pictures instead of {frames.count}")
    partial.replace(out)
    held = Frames(frames.first, frames.first + made, frames.fps)
    return Cut(out, held.start_ms, held.end_ms, made)
