"""Proof that what was made plays, before anybody is offered it: no tool is asked what it knows.

Its own index tells how long it lasts and that it is there to its end; decoding shows the rest.
"""

import asyncio
from pathlib import Path

from pipeline.errors import BadFilm, ToolFailed
from pipeline.probe import because, try_beginnings, whole_index
from pipeline.sniff import MP4

PICTURE, SOUND = 0, 1
"""In this order they lie in all that we make."""


async def lasts_ms(made: Path) -> int:
    """Return how long what was made lasts, by its longer track. BadFilm when it is not whole."""
    index = await asyncio.to_thread(whole_index, made)
    return max((track.lasts_ms for track in index.tracks), default=0)


async def require_playing(*made: Path) -> None:
    """BadFilm when one of these does not play: tried in one go."""
    for each in made:
        index = await asyncio.to_thread(whole_index, each)
        kinds = [track.kind for track in index.tracks if track.whole or not track.lasts_ms]
        if kinds != ["vide", "soun"]:
            raise BadFilm("refusals.film_damaged")
    try:
        await try_beginnings(*((each, MP4, PICTURE, SOUND) for each in made))
    except ToolFailed as failed:
        raise because(failed) from failed
