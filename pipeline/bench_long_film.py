"""A lesson of two hours to measure watching with: a short piece of film, again and again."""

import asyncio
from pathlib import Path

from config.media import media
from pipeline.bench_films import lesson
from pipeline.bench_measure import Wish
from pipeline.ffmpeg import Plan, address, builder, open_film, run
from pipeline.sniff import MP4
from pipeline.tool import limits_for

PIECE_MS = 20_000
BITS_PER_SECOND = 1_600_000
"""What a real classroom takes; the drawn lesson takes far less, so grain is laid over it."""
FRAMES_PER_SECOND = 25


def long_film(films: Path, out: Path, length_ms: int) -> None:
    """Make a film of this length as the ingest would leave it: 720p, keyframes, header first.

    Only the piece is encoded, once; the rest is the same packets copied on.
    """
    limits = limits_for("renditions", length_ms)
    asyncio.run(run(_plan_copies(_piece(films), out, length_ms), limits=limits))


def _piece(films: Path) -> Path:
    out = films / f"grainy-{PIECE_MS}.mp4"
    if not out.exists():
        source = lesson(films, Wish(quick=True))
        partial = out.with_name(f".{out.name}")
        asyncio.run(run(_plan_piece(source, partial), limits=limits_for("renditions", PIECE_MS)))
        partial.replace(out)
    return out


def _plan_piece(source: Path, out: Path) -> Plan:
    wish, opened = media().proxy, open_film(source, MP4)
    seen = opened.video.filter("scale", -2, wish.height).filter("noise", alls=14, allf="t")
    gap = FRAMES_PER_SECOND * wish.keyframe_seconds
    made = builder.output(
        seen, opened.audio, address(out), f="mp4", t=PIECE_MS / 1000, r=FRAMES_PER_SECOND,
        vcodec="libx264", preset=wish.preset, video_bitrate=BITS_PER_SECOND,
        maxrate=2 * BITS_PER_SECOND, bufsize=2 * BITS_PER_SECOND, pix_fmt="yuv420p",
        g=gap, keyint_min=gap, sc_threshold=0, acodec="aac", ar=48000,
        audio_bitrate=wish.sound_bits_per_second,
    )  # fmt: skip
    return Plan(tuple(made.get_args()), PIECE_MS)


def _plan_copies(piece: Path, out: Path, length_ms: int) -> Plan:
    opened = open_film(piece, MP4, stream_loop=-1)
    made = builder.output(
        opened.video, opened.audio, address(out), f="mp4", c="copy", t=length_ms / 1000,
        movflags="+faststart",
    )  # fmt: skip
    return Plan(tuple(made.get_args()), length_ms)
