"""Make the pictures at a clip's edges anew: only these are decoded and encoded.

What they need of the film is first written to a small film of its own, so that one start of
ffmpeg decodes just that, and makes both edges.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from config.media import media
from pipeline.cut_packets import CannotCopy, Packets
from pipeline.cut_read import read_packets
from pipeline.cut_sets import PROFILES, Sets, sets_of, size_of
from pipeline.cut_units import is_fresh_start
from pipeline.cut_work import Work
from pipeline.cut_write import Packet, Strip, write_film
from pipeline.errors import ToolFailed
from pipeline.ffmpeg import Plan, address, builder, open_film, run
from pipeline.sniff import MP4
from pipeline.tool import limits_for

LOOK_AHEAD = "mbtree=1:rc-lookahead=10:scenecut=0"
"""What the fastest presets leave out and makes a file half as large for next to no time."""
STEP = 1000
"""Ticks from one picture to the next in the small film."""


@dataclass(frozen=True)
class Anew:
    """Both edges as they were encoded: a file, its packets, head before tail."""

    file: Path
    packets: Packets
    sets: Sets

    def placed(self, moments: list[int], first: int, each: int) -> Iterator[Packet]:
        """Yield the packets of one edge from packet `first` on, shown at these moments."""
        packets, count = self.packets, len(moments)
        turn = {int(at): n for n, at in enumerate(packets.order[first : first + count])}
        for at in range(first, first + count):
            key = at in packets.keys
            yield Packet(self.file, *packets.place(at), moments[turn[at]], each, key)


async def make_edges(work: Work, out: Path) -> Anew:
    """Encode both edges of a clip into `out`. CannotCopy when that is not what came out."""
    small = out.with_name(f"{out.name}.part")
    try:
        chosen = await asyncio.to_thread(_write_small, work, small)
        length_ms = round(sum(len(edge.packets) for edge in work.edges) / work.fps * 1000)
        await run(plan_edges(small, chosen, work.sets, out), limits=limits_for("cut", length_ms))
    except ToolFailed as failed:
        raise CannotCopy("edges_went_wrong") from failed
    finally:
        small.unlink(missing_ok=True)
    return await asyncio.to_thread(_checked, out, work)


def _write_small(work: Work, out: Path) -> list[range]:
    """Write what the edges need; return which pictures of it, by order of showing, they are."""
    film = work.pictures
    needed = np.concatenate([np.array(edge.packets) for edge in work.edges])
    by_showing = needed[np.argsort(film.shown[needed], kind="stable")]
    turn = {int(at): number for number, at in enumerate(by_showing)}
    packets = [Packet(work.film, *film.place(at), turn[at] * STEP, STEP) for at in map(int, needed)]
    scale, size = round(work.fps * STEP), size_of(film.entry)
    write_film(out, [Strip("vide", scale, film.entry, packets, size=size)])
    firsts = [turn[int(film.order[edge.first])] for edge in work.edges]
    return [range(at, at + len(edge)) for at, edge in zip(firsts, work.edges, strict=True)]


def plan_edges(small: Path, chosen: list[range], sets: Sets, out: Path) -> Plan:
    """Return the command that encodes the chosen pictures, each run from a keyframe on.

    Their parameter sets get a number the film does not use, and say no more than its own do. One
    thread: for so few pictures more of them cost more than they bring.
    """
    wish = media().cut
    wanted = "+".join(f"between(pts,{run[0] * STEP},{run[-1] * STEP})" for run in chosen)
    picture = (
        open_film(small, MP4, threads=1)
        .video.filter("select", wanted)
        .filter("setpts", f"N*{STEP}")
    )
    mine = f"sps-id={sets.free_number}:level={sets.level}:{LOOK_AHEAD}"
    made = builder.output(
        picture,
        address(out),
        f="mp4",
        map_metadata=-1,
        fps_mode="passthrough",
        force_key_frames=f"expr:eq(n,{len(chosen[0])})",
        **{
            "c:v": "libx264",
            "preset": wish.edge_preset,
            "crf": wish.quality,
            "profile:v": PROFILES[sets.profile],
            "g": sum(map(len, chosen)),
            "forced-idr": 1,
            "threads": 1,
            "x264-params": mine,
        },
    )
    return Plan(tuple(made.get_args()), 0)


def _checked(made: Path, work: Work) -> Anew:
    """Look whether every edge came out whole, and apart from the other."""
    packets = read_packets(made)["vide"]
    lengths = [len(edge) for edge in work.edges]
    if len(packets) != sum(lengths) or size_of(packets.entry) != size_of(work.pictures.entry):
        raise CannotCopy("edges_went_wrong")
    start = 0
    with made.open("rb") as file:
        for length in lengths:
            own = set(packets.order[start : start + length].tolist())
            fresh = is_fresh_start(packets.read(file, start))
            if not fresh or own != set(range(start, start + length)):
                raise CannotCopy("edges_went_wrong")
            start += length
    return Anew(made, packets, sets_of(packets.entry))
