"""Where faces are in a film, as tracks: a proposal for what is made unrecognisable.

It finds places and no persons: nothing is recognised, compared or kept of how a face looks.
"""

import asyncio
import json
import os
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from config.media import media
from pipeline.errors import ToolFailed
from pipeline.face_tracks import Box, Seen, Track, follow
from pipeline.ffmpeg import Plan, address, builder, open_film, run
from pipeline.film import Film
from pipeline.sniff import MP4
from pipeline.tool import limits_for, run_tool

PIPE = "pictures"


async def find_faces(
    proxy: Path, film: Film, on_progress: Callable[[float], None] | None = None
) -> list[Track]:
    """Return the tracks of all faces found in a proxy, in the order in which they appear.

    It looks at a few pictures a second. The decoder hands them to the detector through a pipe, so
    that nothing of them ever lies on a disk. ToolFailed when either fails or takes too long.
    """
    wish = media().faces
    size = film.size_within(wish.height)
    pictures: list[list[Seen]] = []
    total = max(1, film.duration_ms * wish.per_second // 1000)

    def read(line: str) -> None:
        pictures.append(_seen(line))
        if on_progress is not None:
            on_progress(min(1.0, len(pictures) / total))

    with TemporaryDirectory(prefix="lesbeeld-faces-") as folder:
        pipe = Path(folder) / PIPE
        os.mkfifo(pipe)
        limits = limits_for("faces", film.duration_ms)
        await together(
            run(plan_pictures(proxy, film, size, pipe), limits=limits),
            run_tool(plan_looking(pipe, size), limits=limits, on_line=read),
        )
    if not pictures:
        raise ToolFailed("faces", "saw no pictures")
    return follow(pictures, film.duration_ms, wish.tracks)


def plan_pictures(proxy: Path, film: Film, size: tuple[int, int], pipe: Path) -> Plan:
    """Return the command that gives a few raw pictures of each second.

    Rounding up makes picture n what is on screen at its moment, not what comes after.
    """
    picture = open_film(proxy, MP4)[str(film.picture_index)]
    few = picture.filter("fps", fps=media().faces.per_second, round="up", start_time=0)
    shown = few.filter("scale", *size, flags="bilinear").filter("format", "bgr24")
    joined = builder.output(shown, address(pipe), f="rawvideo", map_metadata=-1)
    return Plan(tuple(joined.get_args()), film.duration_ms)


def plan_looking(pipe: Path, size: tuple[int, int]) -> tuple[str, ...]:
    """Return the command that looks for faces in what comes through the pipe."""
    width, height = size
    return (sys.executable, "-m", "pipeline.faces_tool", str(pipe), str(width), str(height))


async def together(*works: Coroutine[Any, Any, object]) -> None:
    """Do both; when one fails the other is ended before that is told."""
    doing = [asyncio.create_task(work) for work in works]
    try:
        await asyncio.gather(*doing)
    finally:
        for each in doing:
            each.cancel()
        await asyncio.gather(*doing, return_exceptions=True)


def _seen(line: str) -> list[Seen]:
    try:
        said = json.loads(line)
        at_ms = round(said["picture"] * 1000 / media().faces.per_second)
        return [Seen(at_ms, Box(*place), likely) for *place, likely in said["faces"]]
    except (ValueError, KeyError, TypeError):
        raise ToolFailed("faces", "said something that makes no sense") from None
