"""A clip out of packets that are copied as they are, and a few pictures at its edges made anew.

What happens here in our own process is reading an index and moving bytes about, of a film that
our own ffmpeg wrote; everything that decodes is a tool of its own.
"""

import asyncio
from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from math import ceil, floor
from pathlib import Path

import numpy as np

from pipeline.cut_edges import Anew, make_edges
from pipeline.cut_packets import CannotCopy, Packets
from pipeline.cut_plan import Frames, plan_seams
from pipeline.cut_read import read_packets
from pipeline.cut_sets import sets_of, size_of, with_sets
from pipeline.cut_units import is_fresh_start, require_aac, require_known_sets
from pipeline.cut_work import Work
from pipeline.cut_write import Packet, Strip, write_film


async def copy_span(film: Path, frames: Frames, out: Path) -> int:
    """Cut these pictures and their sound out of a film into `out`; return how many there are.

    CannotCopy when the film does not allow it: then it must be encoded anew as a whole.
    """
    work = await asyncio.to_thread(_look, film, frames)
    made = out.with_name(f"{out.name}.edges")
    try:
        anew = await make_edges(work, made) if work.edges else None
        await asyncio.to_thread(_put_together, work, anew, out)
    finally:
        made.unlink(missing_ok=True)
    return work.seams.tail.end - work.seams.head.first


def _look(film: Path, frames: Frames) -> Work:
    """Read the film's index, and find the seams."""
    tracks = read_packets(film)
    pictures, sound = tracks["vide"], tracks.get("soun")
    if sound is not None:
        require_aac(sound.entry)
    sets = sets_of(pictures.entry)
    with film.open("rb") as file:
        seams = plan_seams(
            pictures, frames, lambda packet: is_fresh_start(pictures.read(file, packet))
        )
    return Work(film, pictures, sound, sets, seams, frames.fps)


def _put_together(work: Work, anew: Anew | None, out: Path) -> None:
    pictures = work.pictures
    sets = work.sets.joined(anew.sets) if anew else work.sets
    strips = [
        Strip(
            "vide",
            pictures.scale,
            with_sets(pictures.entry, sets),
            [*_pictures(work, anew)],
            size=size_of(pictures.entry),
            look=partial(require_known_sets, sets=sets),
        )
    ]
    if work.sound is not None:
        strips.append(_sound(work, work.sound))
    write_film(out, strips)


def _pictures(work: Work, anew: Anew | None) -> Iterator[Packet]:
    """The clip's pictures in the order in which they are decoded, each at its moment."""
    seams, film, begin = work.seams, work.pictures, work.begin
    each = round(film.scale / work.fps)
    keys = set(film.keys[(film.keys >= seams.first) & (film.keys < seams.end)].tolist())
    if anew is not None:
        yield from anew.placed(work.moments(seams.head), 0, each)
    for at in range(seams.first, seams.end):
        yield Packet(work.film, *film.place(at), int(film.shown[at]) - begin, each, at in keys)
    if anew is not None:
        yield from anew.placed(work.moments(seams.tail), len(seams.head), each)


def _sound(work: Work, sound: Packets) -> Strip:
    """The packets that lie wholly within the clip; they wait for their moment."""
    start = Fraction(work.begin, work.pictures.scale)
    length = Fraction(work.last - work.begin, work.pictures.scale) + 1 / work.fps
    low, high = ceil(start * sound.scale), floor((start + length) * sound.scale)
    within = (sound.shown >= low) & (sound.shown + sound.lasting <= high)
    inside = [int(at) for at in np.flatnonzero(within & (sound.shown < sound.ends))]
    if not inside:
        raise CannotCopy("no_sound_inside")
    begin = int(sound.shown[inside[0]])
    packets = [
        Packet(work.film, *sound.place(at), int(sound.shown[at]) - begin, int(sound.lasting[at]))
        for at in inside
    ]
    return Strip("soun", sound.scale, sound.entry, packets, Fraction(begin, sound.scale) - start)
