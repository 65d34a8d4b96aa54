"""What was made is proven to play before anybody is offered it."""

import asyncio
from pathlib import Path

import pytest

from pipeline.errors import BadFilm
from pipeline.proof import lasts_ms, require_playing
from tests import samples


def refusal(*made: Path) -> str:
    with pytest.raises(BadFilm) as refused:
        asyncio.run(require_playing(*made))
    return refused.value.key


def test_a_film_that_plays_is_accepted_and_says_how_long_it_lasts() -> None:
    film, longer = samples.film(), samples.film("longer.mp4", seconds=6)
    asyncio.run(require_playing(film, longer))
    assert asyncio.run(lasts_ms(film)) == 4000
    assert asyncio.run(lasts_ms(longer)) == 6000


def test_one_film_that_does_not_play_is_enough_to_refuse_both() -> None:
    mute = samples.film("mute.mp4", extra="-an")
    assert refusal(samples.film(), mute) == "refusals.film_damaged"


def test_a_film_that_lost_its_end_is_refused() -> None:
    fast = samples.film("fast.mp4", extra="-movflags +faststart")
    half = samples.broken("half.mp4", lambda whole: whole[: len(whole) * 6 // 10], fast)
    assert refusal(half) == "refusals.film_cut_off"


def test_a_film_of_which_nothing_can_be_decoded_is_refused() -> None:
    def emptied(whole: bytes) -> bytes:
        at = whole.index(b"mdat") + 4
        return whole[:at] + bytes(len(whole) - at)

    fast = samples.film("fast.mp4", extra="-movflags +faststart")
    assert refusal(samples.broken("empty.mp4", emptied, fast)) == "refusals.film_damaged"
