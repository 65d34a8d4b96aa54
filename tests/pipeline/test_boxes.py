"""The index of an mp4 or mov file is read before any tool opens it, and never believed."""

import asyncio
from pathlib import Path
from struct import pack

import pytest

from pipeline import boxes
from pipeline.boxes import MOST_INSIDE, read_index
from pipeline.errors import BadFilm
from pipeline.ffmpeg import probe_json
from pipeline.probe import probe
from pipeline.sniff import MP4
from tests import samples


def box(name: str, *contents: bytes) -> bytes:
    inside = b"".join(contents)
    return pack(">I", len(inside) + 8) + name.encode("latin-1") + inside


def full(name: str, *contents: bytes, flags: int = 0) -> bytes:
    return box(name, pack(">I", flags), *contents)


def track(*table: bytes, lies: bytes = b"", number: int = 1) -> bytes:
    here = lies or full("url ", flags=1)
    return box(
        "trak",
        full("tkhd", pack(">III", 0, 0, number), bytes(68)),
        box(
            "mdia",
            full("mdhd", pack(">IIII", 0, 0, 1000, 0), bytes(4)),
            full("hdlr", bytes(4), b"vide", bytes(12)),
            box("minf", box("dinf", full("dref", pack(">I", 1), here)), box("stbl", *table)),
        ),
    )


def movie(name: str, *tracks: bytes) -> Path:
    start = box("ftyp", b"qt  ", bytes(4)) + box("mdat", bytes(64))
    return samples.written(name, start + box("moov", *tracks))


@pytest.mark.parametrize(
    "reference",
    [
        full("url ", b"https://example.test/lesson.mov\0"),
        full("url ", b"file:///etc/passwd\0"),
        full("urn ", b"urn:lesson\0"),
        full("alis", pack(">H", 150) + b"/etc/passwd" + bytes(140)),
        full("url ", b"file:///etc/passwd\0", flags=1),
    ],
    ids=["address", "file", "name", "alias", "both here and elsewhere"],
)
def test_a_film_of_which_a_track_lies_elsewhere_is_refused(reference: bytes) -> None:
    with pytest.raises(BadFilm, match=r"refusals\.film_names_others"):
        asyncio.run(probe(movie("elsewhere.mov", track(lies=reference))))


@pytest.mark.parametrize("name", ["rmra", "cmov"])
def test_a_film_that_is_a_list_of_films_or_hides_its_index_is_refused(name: str) -> None:
    listed = box(name, box("rmda", full("rdrf", b"url ", pack(">I", 19), b"file:///etc/passwd\0")))
    with pytest.raises(BadFilm, match=r"refusals\.film_names_others"):
        asyncio.run(probe(movie("list.mov", listed)))


@pytest.mark.parametrize(
    "reference", [full("url ", flags=1), full("alis", flags=1), full("url ", b"\0")]
)
def test_a_track_that_lies_in_the_file_itself_names_nothing(reference: bytes) -> None:
    assert not read_index(movie("here.mov", track(lies=reference))).names_others


def test_the_tracks_of_a_film_have_the_numbers_that_ffprobe_tells() -> None:
    index = read_index(samples.film())
    assert not index.names_others
    assert [(found.number, found.kind) for found in index.tracks] == [(1, "vide"), (2, "soun")]
    assert index.track(2) is index.tracks[1]
    assert index.track(9) is None


def test_a_track_lasts_as_long_as_ffprobe_says_and_is_whole() -> None:
    film = samples.film("late.mp4", extra="-bf 2 -g 50")
    said = asyncio.run(probe_json(film, MP4))["streams"]
    index = read_index(film)
    assert [track.lasts_ms for track in index.tracks] == [
        round(float(stream["duration"]) * 1000) for stream in said
    ]
    assert all(track.whole for track in index.tracks)


def test_a_track_of_which_the_last_sample_is_gone_is_not_whole() -> None:
    fast = samples.film("fast.mp4", extra="-movflags +faststart")
    short = read_index(samples.broken("short.mp4", lambda whole: whole[:-1], fast))
    assert not all(track.whole for track in short.tracks)


RUNS = full("stts", pack(">III", 1, 2, 500))
TWO_IN_A_PIECE = full("stsc", pack(">IIII", 1, 1, 2, 1))
TWO_SIZES = full("stsz", pack(">IIII", 0, 2, 20, 24))


@pytest.mark.parametrize(
    ("tables", "whole"),
    [
        ((RUNS, TWO_IN_A_PIECE, TWO_SIZES, full("stco", pack(">II", 1, 20))), True),
        ((RUNS, TWO_IN_A_PIECE, TWO_SIZES, full("co64", pack(">IQ", 1, 20))), True),
        ((RUNS, TWO_IN_A_PIECE, TWO_SIZES, full("co64", pack(">IQ", 1, 2**33))), False),
        ((RUNS, TWO_IN_A_PIECE, TWO_SIZES, full("stco", pack(">II", 1, 9999))), False),
        ((RUNS, TWO_IN_A_PIECE, TWO_SIZES), False),
        ((RUNS, TWO_SIZES, full("stco", pack(">II", 1, 20))), False),
        ((TWO_IN_A_PIECE, TWO_SIZES, full("stco", pack(">II", 1, 20))), False),
        (
            (
                RUNS,
                TWO_IN_A_PIECE,
                full("stsz", pack(">III", 0, 2, 20)),
                full("stco", pack(">II", 1, 20)),
            ),
            False,
        ),
        (
            (
                RUNS,
                full("stsc", pack(">IIII", 1, 1, 2**32 - 1, 1)),
                TWO_SIZES,
                full("stco", pack(">II", 1, 20)),
            ),
            False,
        ),
    ],
    ids=[
        "all there", "far offsets", "beyond 8 GB", "beyond the file", "nowhere", "in no pieces",
        "no times", "a size missing", "more in a piece than there is",
    ],
)  # fmt: skip
def test_tables_that_do_not_agree_promise_nothing(tables: tuple[bytes, ...], whole: bool) -> None:
    (found,) = read_index(movie("tables.mov", track(*tables))).tracks
    assert found.whole is whole


def test_a_film_of_thousands_of_tracks_is_refused_before_a_tool_opens_it() -> None:
    many = movie("many.mov", *(track(number=n) for n in range(1, 3000)))
    with pytest.raises(BadFilm, match=r"refusals\.film_too_many_parts"):
        asyncio.run(probe(many))


@pytest.mark.parametrize(
    "table",
    [
        full("stts", pack(">I", 2**32 - 1)),
        full("stts", pack(">I", 1), pack(">II", 2**32 - 1, 2**32 - 1)),
        full("stss", pack(">I", 2**32 - 1), bytes(64)),
        full("stss"),
        full("stsd", bytes(2)),
        b"\0\0\0\x07stts",
        b"\xff\xff\xff\xffstts",
    ],
)
def test_a_table_that_claims_more_than_it_holds_is_read_as_far_as_it_goes(table: bytes) -> None:
    index = read_index(movie("claims.mov", track(table, full("stts", pack(">I", 0)))))
    assert [found.kind for found in index.tracks] == ["vide"]


def test_boxes_are_walked_up_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    crowd = movie("crowd.mov", box("free") * MOST_INSIDE, track())
    assert read_index(crowd).tracks == ()
    behind = samples.written("behind.mov", box("free") * 50 + crowd.read_bytes())
    assert read_index(behind).complete
    monkeypatch.setattr(boxes, "MOST_BOXES", 50)
    assert not read_index(behind).complete
