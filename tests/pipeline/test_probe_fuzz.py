"""Whatever is done to a film's bytes, looking at it ends with a film or with a reason."""

import asyncio
import random
from pathlib import Path

import pytest

from config.texts import text
from pipeline import boxes, ffmpeg, probe, sniff
from pipeline.errors import BadFilm
from pipeline.film import Film
from pipeline.tool import Limits
from tests import samples

KINDS = {
    "mp4": "",
    "mov": "-movflags +faststart",
    "mkv": "",
    "webm": "-c:v libvpx -deadline realtime -c:a libopus",
    "avi": "-c:v mjpeg -c:a pcm_s16le",
    "ts": "",
    "mpg": "-c:v mpeg2video -c:a mp2 -f vob",
    "wmv": "-c:v wmv2 -c:a wmav2",
    "flv": "-ar 44100",
    "3gp": "-c:v h263 -s 352x288 -c:a aac",
}
TRIES = 5
INDEX_TRIES = 400
HELD_TO = Limits(seconds=60, memory=2**31, output=2**20)


def changed(whole: bytes, chance: random.Random) -> bytes:
    """The same bytes with some of them wrong, missing, doubled or moved."""
    found = bytearray(whole)
    for _ in range(chance.randint(1, 12)):
        # The beginning and the end say what a film is; damage there tells more than elsewhere.
        at = chance.choice((chance.randrange(min(4096, len(found))), chance.randrange(len(found))))
        length = chance.choice((1, 2, 4, 8, 64, 1024))
        match chance.randrange(5):
            case 0:
                found[at : at + length] = chance.randbytes(length)
            case 1:
                found[at : at + length] = chance.choice((b"\xff", b"\0", b"\x7f")) * length
            case 2:
                del found[at : at + length]
            case 3:
                found[at:at] = found[at : at + length]
            case _:
                del found[chance.randrange(len(found) // 2, len(found)) :]
        found = found or bytearray(b"\0")
    return bytes(found)


def outcome(path: Path) -> Film | BadFilm:
    """What looking at it ends with; anything else than these two is an error."""
    try:
        return asyncio.run(probe.probe(path))
    except BadFilm as refused:
        return refused


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_film_is_a_film_or_is_refused_with_a_sentence(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (ffmpeg, probe):
        monkeypatch.setattr(module, "limits_for", lambda *_: HELD_TO)
    whole = samples.film(f"whole.{kind}", seconds=1, extra=KINDS[kind]).read_bytes()
    chance = random.Random(kind)
    for _ in range(TRIES):
        came = outcome(samples.written(f"damaged.{kind}", changed(whole, chance)))
        if isinstance(came, BadFilm):
            assert text(came.key, **came.fields).endswith(".")
        else:
            assert came.duration_ms > 0
            assert Film.from_json(came.to_json()) == came


@pytest.mark.parametrize("kind", ["mp4", "mov", "3gp"])
def test_a_damaged_index_is_read_as_far_as_it_goes(kind: str) -> None:
    whole = samples.film(f"whole.{kind}", seconds=1, extra=KINDS[kind]).read_bytes()
    chance = random.Random(kind)
    moov = whole.index(b"moov") - 4
    for _ in range(INDEX_TRIES):
        index = changed(whole[moov : moov + 4000], chance)
        path = samples.written(f"damaged.{kind}", whole[:moov] + index)
        found = boxes.read_index(path)
        assert found.missing_part <= 1
        assert all(track.keyframe_seconds >= 0 for track in found.tracks)


def test_bytes_that_mean_nothing_are_no_film() -> None:
    chance = random.Random(0)
    for length in (1, 2, 3, 4, 7, 8, 12, 100, 9000):
        path = samples.written("noise.mp4", chance.randbytes(length))
        with pytest.raises(BadFilm, match=r"refusals\.(not_a_film|film_no_picture)"):
            sniff.demuxer(path)
