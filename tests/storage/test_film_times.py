"""Which part of a film some bytes show: against what ffprobe says of the same file."""

import json
import random
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from pipeline.ffmpeg import probe_binary
from storage.film_times import STEP_MS, FilmTimes, NoTimes, film_times
from storage.media import MediaStore, StoreMissing, media_store
from storage.spans import Span
from tests import samples

KEY = "rec/film/proxy.mp4"
SECONDS = 20
ROUGHLY_MS = 2 * STEP_MS
"""How much more than was sent may be told at either side."""


def made(extra: str = "-g 50 -movflags +faststart") -> Path:
    """A film as the machine makes them: its index in front, a keyframe every two seconds."""
    return samples.film(seconds=SECONDS, extra=extra)


@pytest.fixture(autouse=True)
def _anew() -> Iterator[None]:
    film_times.cache_clear()
    yield
    film_times.cache_clear()


def times_of(film: bytes) -> FilmTimes:
    blob = media_store().put(KEY, BytesIO(film))
    return film_times(KEY, blob.sha256)


def packets(path: Path) -> list[tuple[int, int, float]]:
    """Of each picture: where its bytes begin and end, and its moment in milliseconds."""
    asked = [str(probe_binary()), "-v", "error", "-select_streams", "v", "-show_packets"]
    told = subprocess.run([*asked, "-of", "json", str(path)], check=True, capture_output=True)
    return [
        (int(each["pos"]), int(each["pos"]) + int(each["size"]), float(each["dts_time"]) * 1000)
        for each in json.loads(told.stdout)["packets"]
    ]


@pytest.mark.parametrize("extra", ["-g 50 -movflags +faststart", "-g 50"])
def test_bytes_show_the_part_of_the_film_they_are_of(local_store: MediaStore, extra: str):
    path = made(extra)
    times, size = times_of(path.read_bytes()), path.stat().st_size
    pictures = packets(path)
    shift = pictures[0][2]
    chance = random.Random(4)
    for _ in range(200):
        start = chance.randrange(size)
        end = chance.randrange(start, size) + 1
        sent = [at - shift for begin, after, at in pictures if begin < end and after > start]
        told = times.shown([(start, end)])
        if not sent:
            assert not told or told[0].length_ms <= ROUGHLY_MS
            continue
        (span,) = told
        assert sent[0] - ROUGHLY_MS <= span.start_ms <= sent[0]
        assert sent[-1] <= span.end_ms <= sent[-1] + ROUGHLY_MS


def test_the_whole_file_is_the_whole_film_and_its_index_is_none_of_it(local_store: MediaStore):
    path = made()
    times = times_of(path.read_bytes())
    (whole,) = times.shown([(0, path.stat().st_size)])
    assert whole.start_ms == 0
    assert whole.end_ms == pytest.approx(SECONDS * 1000, abs=100)
    assert times.shown([(0, packets(path)[0][0])]) == []
    assert times.shown([]) == []


def test_a_film_in_a_bucket_tells_the_same(s3_store: MediaStore):
    path = made()
    (whole,) = times_of(path.read_bytes()).shown([(0, path.stat().st_size)])
    assert whole == Span(0, whole.end_ms)
    assert whole.end_ms == pytest.approx(SECONDS * 1000, abs=100)


@pytest.mark.parametrize("film", [b"", b"a film", b"\0\0\0\x08moov", b"\xff" * 64])
def test_what_has_no_index_tells_nothing(local_store: MediaStore, film: bytes):
    with pytest.raises(NoTimes):
        times_of(film)


def test_a_damaged_index_tells_something_or_nothing_and_never_more_than_that(
    local_store: MediaStore,
):
    film = made().read_bytes()
    head, chance, told = 8000, random.Random(7), 0
    for _ in range(150):
        harmed = bytearray(film)
        for _ in range(8):
            harmed[chance.randrange(head)] = chance.randrange(256)
        try:
            told += len(times_of(bytes(harmed)).shown([(0, len(film))]))
        except NoTimes:
            continue
    assert told


def test_a_film_that_is_gone_is_missing(local_store: MediaStore):
    with pytest.raises(StoreMissing):
        film_times(KEY, "")
