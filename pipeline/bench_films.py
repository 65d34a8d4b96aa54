"""The films that are measured with: the demo's lesson, and one that must be made anew."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.bench_measure import Wish
from pipeline.demo_lesson import draw_all, plan_lesson, script
from pipeline.ffmpeg import Plan, address, builder, open_film, run
from pipeline.sniff import MP4
from pipeline.tool import limits_for

HEIGHT = 1080
QUALITY = 4


def lesson(folder: Path, wish: Wish) -> Path:
    """The demo's lesson, or its beginning: browsers play it as it is. Made once, then kept."""
    whole = script()
    length_ms = wish.lesson_ms or whole.length_ms
    out = folder / f"lesson-{length_ms}.mp4"
    if not out.exists():
        with TemporaryDirectory(dir=folder) as inside:
            drawn, film = Path(inside) / "pictures.mjpeg", Path(inside) / "lesson.mp4"
            draw_all(whole.model_copy(update={"length_ms": length_ms}), drawn)
            limits = limits_for("renditions", length_ms)
            asyncio.run(run(plan_lesson(drawn, film, length_ms), limits=limits))
            film.replace(out)
    return out


def camera_film(folder: Path, wish: Wish) -> Path:
    """The same lesson as an older camera would keep it: 1080p MPEG-4, to be made anew."""
    source = lesson(folder, wish)
    out = source.with_name(source.name.replace("lesson", "camera"))
    if not out.exists():
        length_ms = wish.lesson_ms or script().length_ms
        partial = out.with_name(f".{out.name}")
        asyncio.run(
            run(
                _plan_camera(source, partial, length_ms), limits=limits_for("renditions", length_ms)
            )
        )
        partial.replace(out)
    return out


def _plan_camera(source: Path, out: Path, length_ms: int) -> Plan:
    opened = open_film(source, MP4)
    joined = builder.output(
        opened.video.filter("scale", -2, HEIGHT),
        opened.audio,
        address(out),
        f="mp4",
        vcodec="mpeg4",
        acodec="aac",
        movflags="+faststart",
        **{"q:v": QUALITY},
    )
    return Plan(tuple(joined.get_args()), length_ms)
