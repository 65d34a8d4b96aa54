"""Who was sent which part of a film: written by the route that sends it, whatever a player says."""

import asyncio

import pytest
from starlette.testclient import TestClient

from review_app.routes import sittings as at_the_door
from review_app.routes.sittings import MOST_PIECES, Showing, fewer, note, sending
from storage import ledger
from storage.database import acting, asking
from storage.film_times import film_times
from storage.ledger import Line
from storage.media import MediaStore, media_store
from storage.records import Clip, Recording
from storage.rules.access import Asker
from tests import makers, samples
from tests.makers import BytesIO, Walk
from tests.review_app.routes.conftest import Browser
from tests.review_app.routes.test_watch import film_of, with_film

SECONDS = 60


@pytest.fixture(scope="module")
def film() -> bytes:
    made = samples.film(seconds=SECONDS, extra="-g 50 -movflags +faststart -b:v 200k")
    return made.read_bytes()


@pytest.fixture
def walk(browser: Browser, film: bytes) -> Walk:
    film_times.cache_clear()
    return with_film(makers.a_walk().released(), film)


@pytest.fixture
def coach(walk: Walk, browser: Browser) -> TestClient:
    return browser(walk.coach)


def told(walk: Walk, of: Asker | None = None) -> list[Line]:
    with asking() as session:
        lines = ledger.read(session, walk.teacher)
    who = (of or walk.coach).id
    return [line for line in lines if line.act == "send" and line.actor_id == who]


def place(walk: Walk, film: bytes, ms: int) -> int:
    """Where in the file this moment begins."""
    with asking() as session:
        prefix = session.get_one(Recording, walk.recording_id).prefix
    times = film_times(f"{prefix}/proxy.mp4", "")
    return next(
        offset for offset, at in zip(times.offsets, times.starts_ms, strict=True) if at >= ms
    )


def test_the_part_that_is_sent_stands_in_the_ledger(walk: Walk, coach: TestClient, film: bytes):
    start, end = place(walk, film, 20_000), place(walk, film, 30_000)
    coach.get(film_of(walk), headers={"range": f"bytes={start}-{end - 1}"})
    (line,) = told(walk)
    assert line.span is not None
    assert line.span.start_ms == pytest.approx(20_000, abs=1000)
    assert line.span.end_ms == pytest.approx(30_000, abs=1000)
    assert (line.thing_id, line.role) == (walk.recording_id, "coach")


@pytest.mark.parametrize("asked", ["", "niets", "bytes=0-", "bytes=0-1,5-6"])
def test_no_way_of_asking_keeps_what_is_sent_out_of_the_ledger(
    walk: Walk, coach: TestClient, asked: str
):
    coach.get(film_of(walk), headers={"range": asked})
    (line,) = told(walk)
    assert line.span is not None
    assert (line.span.start_ms, round(line.span.end_ms, -3)) == (0, SECONDS * 1000)


def test_what_was_not_sent_is_not_told(
    walk: Walk, coach: TestClient, browser: Browser, film: bytes
):
    coach.head(film_of(walk))
    coach.get(film_of(walk), headers={"range": f"bytes={len(film)}-"})
    coach.get(film_of(walk), headers={"range": "bytes=0-15"})  # of the index alone
    coach.get(film_of(walk, "poster.jpg"))
    browser(makers.second_pair(walk.school).coach).get(film_of(walk))
    with asking() as session:
        assert not [each for each in ledger.read(session, walk.teacher) if each.act == "send"]


def test_the_light_copy_of_a_film_counts_as_the_film(walk: Walk, coach: TestClient, film: bytes):
    with acting() as session:
        prefix = session.get_one(Recording, walk.recording_id).prefix
    media_store().put(f"{prefix}/data-saver.mp4", BytesIO(film))
    coach.get(film_of(walk, "data-saver.mp4"))
    coach.get(film_of(walk))
    (line,) = told(walk)
    assert line.thing_id == walk.recording_id


def test_a_jump_to_and_fro_through_the_whole_film_stays_a_few_lines(
    walk: Walk, coach: TestClient, film: bytes
):
    step = len(film) // 40
    for at in [*range(1, 40, 3), *range(2, 40, 3)]:
        asked = f"bytes={at * step}-{at * step + 1000}"
        assert coach.get(film_of(walk), headers={"range": asked}).status_code == 206
    assert 1 <= len(told(walk)) <= 7


def test_of_a_clip_the_part_of_the_lesson_is_told(walk: Walk, browser: Browser, film: bytes):
    clip_id = walk.cut(start_ms=60_000)
    media_store().put(f"clip/{clip_id}/clip.mp4", BytesIO(film))
    with acting() as session:
        session.get_one(Clip, clip_id).file_key = f"clip/{clip_id}/clip.mp4"
    browser(walk.coach).get(f"/clips/{clip_id}/clip.mp4")
    (line,) = told(walk)
    assert line.span is not None
    assert (line.thing, line.span.start_ms) == ("clip", 60_000)
    assert round(line.span.end_ms, -3) == 60_000 + SECONDS * 1000
    assert line.recording_id == walk.recording_id


def test_a_film_in_a_bucket_is_told_of_too(
    s3_store: MediaStore, walk: Walk, coach: TestClient, film: bytes
):
    start = place(walk, film, 40_000)
    coach.get(film_of(walk), headers={"range": f"bytes={start}-"})
    (line,) = told(walk)
    assert line.span is not None
    assert line.span.start_ms == pytest.approx(40_000, abs=1000)


def test_a_film_that_was_thrown_away_meanwhile_stops_nothing(walk: Walk, film: bytes):
    with asking() as session:
        key = f"{session.get_one(Recording, walk.recording_id).prefix}/proxy.mp4"
    showing = Showing(walk.coach, "recording", walk.recording_id, key, "")
    film_times.cache_clear()
    media_store().purge(key)
    assert note({showing: [(0, len(film))]}) == {}
    assert told(walk) == []


def test_while_the_database_cannot_be_written_nothing_is_lost(
    walk: Walk, film: bytes, monkeypatch: pytest.MonkeyPatch
):
    with asking() as session:
        key = f"{session.get_one(Recording, walk.recording_id).prefix}/proxy.mp4"
    showing = Showing(walk.coach, "recording", walk.recording_id, key, "")

    def full() -> None:
        raise OSError("no room")

    with monkeypatch.context() as broken:
        broken.setattr(at_the_door, "acting", full)
        left = note({showing: [(0, len(film))]})
    assert left == {showing: [(0, len(film))]}
    assert note(left) == {}
    assert len(told(walk)) == 1


def test_what_is_gathered_stays_small_however_much_is_jumped():
    asker = makers.Asker(id="somebody", role=makers.Role.coach)
    showing = Showing(asker, "recording", "film", "rec/film/proxy.mp4", "")

    async def jumping() -> list[tuple[int, int]]:
        left = sending(showing)
        for at in range(3000):
            left(at * 7919 % 3000 * 1000, at * 7919 % 3000 * 1000 + 10)
        return at_the_door._taken()[showing]

    pieces = asyncio.run(jumping())
    assert len(pieces) <= MOST_PIECES
    assert (min(pieces)[0], max(end for _, end in pieces)) == (0, 2_999_010)


def test_pieces_that_touch_are_one_and_the_nearest_become_one():
    assert fewer([(5, 9), (0, 5), (20, 30)], 8) == [(0, 9), (20, 30)]
    assert fewer([(0, 1), (10, 11), (13, 14), (50, 51)], 3) == [(0, 1), (10, 14), (50, 51)]
