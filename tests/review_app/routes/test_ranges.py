"""Which bytes a request asks for, whatever a browser or a bored pupil writes in the header."""

import pytest

from review_app.routes.ranges import Part, part_of

SIZE, MARK = 10_000, "a1b2"
WHOLE = Part(0, SIZE, SIZE, False)


def asked(header: str, size: int = SIZE, **more: str) -> Part | None:
    return part_of("GET", {"range": header} | more, size, MARK)


@pytest.mark.parametrize(
    ("header", "start", "end"),
    [
        ("bytes=0-99", 0, 100),
        ("bytes=100-", 100, SIZE),
        ("bytes=0-", 0, SIZE),
        ("bytes=9999-", 9999, SIZE),
        ("bytes=7-7", 7, 8),
        ("bytes=10-999999999", 10, SIZE),
        (f"bytes=0-{'9' * 5000}", 0, SIZE),
        ("bytes=-50", SIZE - 50, SIZE),
        ("bytes=-999999999", 0, SIZE),
        ("BYTES=0-99", 0, 100),
        (" bytes= 0-99 ", 0, 100),
        ("bytes=0000000000000000000000001-2", 1, 3),
    ],
)
def test_one_range_is_what_it_says_as_far_as_the_file_goes(header: str, start: int, end: int):
    assert asked(header) == Part(start, end, SIZE, True)


@pytest.mark.parametrize(
    "header", [f"bytes={SIZE}-", f"bytes={SIZE}-{SIZE}", "bytes=-0", f"bytes={'9' * 5000}-"]
)
def test_a_range_where_there_is_nothing_is_not_there(header: str):
    assert asked(header) is None


@pytest.mark.parametrize("header", ["bytes=0-", "bytes=0-0", "bytes=-1"])
def test_an_empty_file_has_no_ranges(header: str):
    assert asked(header, size=0) is None
    assert part_of("GET", {}, 0, MARK) == Part(0, 0, 0, False)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=--1",
        "bytes=0-1,5-6",
        "bytes=0-1,",
        "bytes=9-5",
        "items=0-1",
        "bytes=a-b",
        "bytes=1.5-3",
        "bytes=0x0-1",
        "bytes=+0-1",
        "bytes=\u0661-\u0662",
        "bytes = 0-1",
        "bytes=0 - 1",
    ],
)
def test_what_is_no_plain_range_gets_the_whole(header: str):
    assert asked(header) == WHOLE


@pytest.mark.parametrize("method", ["HEAD", "POST"])
def test_only_a_get_has_ranges(method: str):
    assert part_of(method, {"range": "bytes=0-1"}, SIZE, MARK) == WHOLE


def test_who_goes_on_with_the_same_file_gets_the_range():
    assert asked("bytes=5-9", **{"if-range": f'"{MARK}"'}) == Part(5, 10, SIZE, True)


@pytest.mark.parametrize(
    "if_range", ['"another"', f'W/"{MARK}"', MARK, '""', "", "Sun, 22 Nov 2026 10:00:00 GMT"]
)
def test_who_goes_on_with_another_file_gets_the_whole_new_one(if_range: str):
    assert asked("bytes=5-9", **{"if-range": if_range}) == WHOLE
    assert part_of("GET", {"range": "bytes=5-9", "if-range": if_range}, SIZE, "") == WHOLE


def test_the_headers_name_the_first_and_the_last_byte():
    assert Part(5, 10, SIZE, True).headers() == {
        "Accept-Ranges": "bytes",
        "Content-Length": "5",
        "Content-Range": f"bytes 5-9/{SIZE}",
    }
    assert "Content-Range" not in WHOLE.headers()
