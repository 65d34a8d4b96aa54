"""The index of a film, read packet by packet, and never believed."""

import json
import random
import subprocess
from fractions import Fraction
from pathlib import Path

import pytest

from pipeline.cut_plan import Frames, plan_seams
from pipeline.cut_read import CannotCopy, Packets, read_packets
from pipeline.cut_sets import Sets, is_fresh_start, require_known_sets, sets_of, with_sets
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


# --- What a decoder must know beforehand ---------------------------------------------------------


def some_sets(*, sequence: bytes = b"\x67\x64\0\x1f\xac", picture: bytes = b"\x68\xee") -> Sets:
    return Sets(100, 0, 31, (sequence,), (picture,), b"\xfd\xf8\xf8\0")


def test_our_own_parameter_sets_get_a_number_the_film_does_not_use() -> None:
    first, second = some_sets(), some_sets(sequence=b"\x67\x64\0\x1f\x5c", picture=b"\x68\x5e")
    assert (first.numbers, first.free_number) == ({0}, 1)
    assert (second.numbers, second.free_number) == ({1}, 2)
    assert first.joined(second).numbers == {0, 1}
    with pytest.raises(CannotCopy, match="parameter_sets_collide"):
        first.joined(some_sets())


def test_a_description_says_what_was_put_into_it() -> None:
    entry = read_packets(samples.film("index.mp4", seconds=5, extra=PYRAMID))["vide"].entry
    both = sets_of(entry).joined(some_sets(sequence=b"\x67\x64\0\x28\x5c", picture=b"\x68\x5e"))
    changed = with_sets(entry, both)
    assert sets_of(changed) == both
    assert with_sets(changed, sets_of(entry)) == entry
    assert len(changed) == int.from_bytes(changed[:4], "big")


def unit(*contents: int) -> bytes:
    return len(contents).to_bytes(4, "big") + bytes(contents)


def test_only_a_picture_that_needs_no_other_is_a_fresh_start() -> None:
    assert is_fresh_start(unit(6, 1) + unit(0x65, 1) + unit(0x65, 2))
    assert not is_fresh_start(unit(0x65, 1) + unit(0x41, 1))
    assert not is_fresh_start(unit(6, 1))


@pytest.mark.parametrize("packet", [b"\0\0", b"\0\0\0\0", unit(1)[:-1], b"\xff\xff\xff\xff\x65"])
def test_a_packet_that_does_not_add_up_is_refused(packet: bytes) -> None:
    with pytest.raises(CannotCopy, match="damaged_packet"):
        is_fresh_start(packet)


def test_parameter_sets_on_the_way_may_repeat_what_is_known_and_nothing_else() -> None:
    require_known_sets(unit(*some_sets().sequence[0]) + unit(0x65, 1), some_sets())
    with pytest.raises(CannotCopy, match="parameter_sets_change"):
        require_known_sets(unit(0x67, 0x64, 0, 0x28, 0xAC), some_sets())
