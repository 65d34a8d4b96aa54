"""The index of a film, read packet by packet, and never believed."""

import json
import random
import subprocess
from fractions import Fraction
from pathlib import Path

import pytest

from pipeline.cut_packets import CannotCopy, Packets
from pipeline.cut_plan import Frames, plan_seams
from pipeline.cut_read import read_packets
from pipeline.cut_sets import sets_of
from pipeline.cut_units import is_fresh_start
from pipeline.ffmpeg import probe_binary
from tests import samples

PYRAMID = "-preset veryfast -g 50 -bf 3"


def told_by_ffprobe(film: Path, kind: str) -> list[tuple[int, int, float, bool]]:
    asked = ("-select_streams", kind, "-show_packets", "-of", "json")
    said = subprocess.run(
        [str(probe_binary()), "-v", "error", *asked, str(film)], check=True, capture_output=True
    )
    return [
        (int(each["pos"]), int(each["size"]), float(each["pts_time"]), "K" in each["flags"])
        for each in json.loads(said.stdout)["packets"]
    ]


def as_told(packets: Packets) -> list[tuple[int, int, float, bool]]:
    keys = set(packets.keys.tolist())
    columns = (packets.offsets.tolist(), packets.sizes.tolist(), packets.shown.tolist())
    return [
        (offset, size, pytest.approx(shown / packets.scale, abs=1e-5), number in keys)
        for number, (offset, size, shown) in enumerate(zip(*columns, strict=True))
    ]


@pytest.mark.parametrize("extra", [
    PYRAMID,
    PYRAMID + " -af asetpts=PTS+0.2/TB",
    PYRAMID + " -movflags negative_cts_offsets -use_editlist 0",
    "-preset veryfast -bf 0 -video_track_timescale 90000",
])  # fmt: skip
def test_each_packet_lies_and_shows_where_ffprobe_says(extra: str) -> None:
    film = samples.film("index.mp4", seconds=5, extra=extra)
    tracks = read_packets(film)
    for kind, letter in (("vide", "v"), ("soun", "a")):
        assert told_by_ffprobe(film, letter) == as_told(tracks[kind])


def test_an_index_that_lies_is_never_more_than_refused() -> None:
    """Whatever stands in it, reading it and planning a cut ends in a plan or in CannotCopy."""
    whole = samples.film("index.mp4", seconds=5, extra=PYRAMID).read_bytes()
    index, chance, refused = whole.index(b"moov"), random.Random(5), 0
    for _ in range(400):
        changed = bytearray(whole)
        for _ in range(chance.choice([1, 1, 2, 8])):
            at = chance.randrange(index + 4, len(changed))
            changed[at] = chance.choice([0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)])
        path = samples.broken("lies.mp4", lambda _, changed=changed: bytes(changed))
        try:
            pictures = read_packets(path)["vide"]
            sets_of(pictures.entry)
            with path.open("rb") as file:
                plan_seams(
                    pictures,
                    Frames(30, 110, Fraction(25)),
                    lambda at, file=file, pictures=pictures: is_fresh_start(
                        pictures.read(file, at)
                    ),
                )
        except CannotCopy as cannot:
            refused += bool(cannot.reason)
        path.unlink()
    assert refused > 40


@pytest.mark.parametrize("change", [
    lambda whole: whole[: len(whole) // 2],
    lambda whole: whole.replace(b"moov", b"free"),
    lambda whole: whole.replace(b"trak", b"free"),
    lambda whole: b"",
])  # fmt: skip
def test_a_file_without_its_index_or_half_of_it_is_refused(change) -> None:
    path = samples.broken("half.mp4", change, samples.film("index.mp4", seconds=5, extra=PYRAMID))
    with pytest.raises(CannotCopy, match="unreadable_index"):
        read_packets(path)
