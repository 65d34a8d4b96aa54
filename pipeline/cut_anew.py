"""A clip encoded anew from its first picture to its last, where its packets cannot be copied."""

from fractions import Fraction
from pathlib import Path

from config.media import media
from pipeline.cut_plan import Frames
from pipeline.errors import ToolFailed
from pipeline.ffmpeg import Plan, address, builder, open_film, probe_json, run
from pipeline.sniff import MP4
from pipeline.tool import limits_for


def plan_anew(proxy: Path, frames: Frames, out: Path) -> Plan:
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


async def encode_span(proxy: Path, frames: Frames, out: Path) -> int:
    """Encode these pictures and their sound anew; return how many pictures there are."""
    length_ms = frames.end_ms - frames.start_ms
    await run(plan_anew(proxy, frames, out), limits=limits_for("cut", length_ms))
    streams = (await probe_json(out, MP4, show=("-show_streams",)))["streams"]
    made = next(int(each["nb_frames"]) for each in streams if each["codec_type"] == "video")
    if made == 0 or made > frames.count:
        raise ToolFailed("cut", f"made {made} pictures instead of {frames.count}")
    return made
