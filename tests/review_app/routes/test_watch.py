"""Watching: ranges to who may look now, and nothing at all to anybody else."""

import pytest
from sqlalchemy import Engine, select
from starlette.testclient import TestClient

from storage import clip_downloads, machine_work
from storage.database import acting, asking
from storage.machine_work import StoredFile
from storage.media import media_store
from storage.records import Clip, LedgerEntry, Recording, RenditionKind
from storage.rules.set_up import Use
from tests import makers
from tests.makers import BytesIO, Walk
from tests.review_app.routes.conftest import Browser

FILM = bytes(range(256)) * 40
FILES = [
    "proxy.mp4", "poster.jpg", "filmstrip.jpg", "filmstrip.json", "peaks.json", "captions.vtt",
    "transcript.json",
]  # fmt: skip


@pytest.fixture
def walk(browser: Browser) -> Walk:
    return with_film(makers.a_walk().released())


def with_film(walk: Walk, film: bytes = FILM) -> Walk:
    with acting() as session:
        prefix = session.get_one(Recording, walk.recording_id).prefix
        blob = media_store().put(f"{prefix}/proxy.mp4", BytesIO(film))
        file = StoredFile(RenditionKind.proxy, blob.key, blob.size, blob.sha256, "video/mp4")
        machine_work.add_file(session, walk.recording_id, file)
    return walk


def film_of(walk: Walk, file: str = "proxy.mp4") -> str:
    return f"/recordings/{walk.recording_id}/{file}"


@pytest.fixture
def coach(walk: Walk, browser: Browser) -> TestClient:
    return browser(walk.coach)


# Ranges


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [("bytes=0-99", 0, 100), ("bytes=100-", 100, len(FILM)), ("bytes=-50", -50, len(FILM))],
)
def test_a_player_gets_the_range_it_asks_for(
    walk: Walk, coach: TestClient, asked: str, start: int, end: int
):
    answer = coach.get(film_of(walk), headers={"range": asked})
    assert (answer.status_code, answer.content) == (206, FILM[start:end])
    start %= len(FILM)
    assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{len(FILM)}"
    assert answer.headers["content-length"] == str(end - start)


def test_a_range_that_is_not_there_is_refused_with_the_size(walk: Walk, coach: TestClient):
    answer = coach.get(film_of(walk), headers={"range": f"bytes={len(FILM)}-"})
    assert (answer.status_code, answer.content) == (416, b"")
    assert answer.headers["content-range"] == f"bytes */{len(FILM)}"


def test_several_ranges_at_once_are_answered_with_the_whole(walk: Walk, coach: TestClient):
    answer = coach.get(film_of(walk), headers={"range": "bytes=0-1,5-6"})
    assert (answer.status_code, answer.content) == (200, FILM)
    assert "content-range" not in answer.headers


def test_head_says_what_get_of_the_whole_would_and_sends_nothing(walk: Walk, coach: TestClient):
    for headers in ({}, {"range": "bytes=0-9"}):
        answer = coach.head(film_of(walk), headers=headers)
        assert (answer.status_code, answer.content) == (200, b"")
        assert answer.headers["content-length"] == str(len(FILM))
        assert answer.headers["accept-ranges"] == "bytes"


def test_pieces_of_two_different_films_are_never_glued_together(walk: Walk, coach: TestClient):
    begun = coach.get(film_of(walk), headers={"range": "bytes=0-9"})
    on = {"range": "bytes=10-19", "if-range": begun.headers["etag"]}
    assert coach.get(film_of(walk), headers=on).content == FILM[10:20]
    another = FILM[::-1]
    with_film(walk, another)
    answer = coach.get(film_of(walk), headers=on)
    assert (answer.status_code, answer.content) == (200, another)


def test_an_empty_file_is_answered_and_has_no_ranges(walk: Walk, coach: TestClient):
    with_film(walk, b"")
    assert coach.get(film_of(walk)).content == b""
    assert coach.get(film_of(walk), headers={"range": "bytes=0-"}).status_code == 416


def test_nothing_of_a_lesson_is_kept_by_the_browser(walk: Walk, coach: TestClient):
    for file in FILES[:-1]:
        answer = coach.get(film_of(walk, file))
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "private, no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert coach.get(film_of(walk)).headers["content-type"] == "video/mp4"
    assert coach.get(film_of(walk, "captions.vtt")).headers["content-type"].startswith("text/vtt")


# Who may


def test_nobody_else_learns_that_a_film_is_there(walk: Walk, browser: Browser):
    other = makers.second_pair(walk.school)
    for somebody in (other.teacher, other.coach, walk.school.coordinator):
        theirs = browser(somebody)
        for file in FILES:
            there = theirs.get(film_of(walk, file))
            absent = theirs.get(f"/recordings/00000000-0000-4000-8000-000000000000/{file}")
            assert (there.status_code, there.text) == (404, absent.text)
            assert dict(there.headers) == dict(absent.headers)


def test_a_film_that_is_not_released_opens_for_its_owner_alone(browser: Browser):
    walk = with_film(makers.a_walk().ready())
    assert browser(walk.teacher).get(film_of(walk)).status_code == 200
    for file in FILES:
        assert browser(walk.coach).get(film_of(walk, file)).status_code == 404
        assert browser().get(film_of(walk, file)).status_code == 401


@pytest.mark.parametrize(
    "path",
    [
        "/recordings/{id}/original.mp4",
        "/recordings/{id}/sound.wav",
        "/recordings/{id}/..%2f..%2fapp.sqlite",
        "/recordings/{id}/../../app.sqlite",
        "/recordings/{id}/proxy.mp4%00.jpg",
        "/recordings/%2e%2e/proxy.mp4",
        "/recordings/%00/proxy.mp4",
        "/recordings/{id}%00/proxy.mp4",
        "/recordings/{id}/PROXY.MP4",
        "/recordings/{id}/",
        "/clips/%00/clip.mp4",
        "/clips/{id}/../proxy.mp4",
        "/summaries/%00.docx",
    ],
)
def test_no_trick_with_the_address_opens_anything(walk: Walk, coach: TestClient, path: str):
    assert coach.get(path.format(id=walk.recording_id)).status_code == 404


def test_a_strange_id_is_not_found_on_postgres_either(postgres_database: Engine, browser: Browser):
    walk = makers.a_walk().released()
    for path in ("/recordings/%00/proxy.mp4", "/clips/%00/clip.mp4", "/summaries/%00.docx"):
        assert browser(walk.coach).get(path).status_code == 404


# Clips


def test_a_draft_plays_for_its_writer_and_a_published_clip_for_both(
    walk: Walk, coach: TestClient, browser: Browser
):
    walk.cut()
    (clip_id,) = walk.clip_ids
    assert coach.get(f"/clips/{clip_id}/clip.mp4").status_code == 404  # not cut yet
    media_store().put(f"clip/{clip_id}/clip.mp4", BytesIO(b"clip"))
    with acting() as session:
        session.get_one(Clip, clip_id).file_key = f"clip/{clip_id}/clip.mp4"
    teacher = browser(walk.teacher)
    assert coach.get(f"/clips/{clip_id}/clip.mp4").content == b"clip"
    assert teacher.get(f"/clips/{clip_id}/clip.mp4").status_code == 404
    walk.published()
    assert teacher.get(f"/clips/{clip_id}/clip.mp4").content == b"clip"
    stranger = browser(makers.second_pair(walk.school).coach)
    assert stranger.get(f"/clips/{clip_id}/clip.mp4").status_code == 404
    assert coach.get(f"/clips/{clip_id}/original").status_code == 404


# The ledger


@pytest.mark.parametrize("asked", ["bytes=0-9", "bytes=5-9", "bytes=-9", "niets", ""])
def test_no_way_of_asking_keeps_an_opening_out_of_the_ledger(
    walk: Walk, coach: TestClient, asked: str
):
    for _ in range(3):
        assert coach.get(film_of(walk), headers={"range": asked}).status_code in (200, 206)
    with asking() as session:
        lines = session.scalars(select(LedgerEntry).where(LedgerEntry.act == "open_proxy")).all()
    assert [line.actor_id for line in lines] == [walk.coach.id]


def test_who_may_not_look_leaves_no_opening(walk: Walk, browser: Browser):
    browser(makers.second_pair(walk.school).coach).get(film_of(walk))
    with asking() as session:
        assert not session.scalars(select(LedgerEntry).where(LedgerEntry.act == "open_proxy")).all()


# Keeping a clip


def test_a_clip_is_kept_as_a_file_without_a_name_in_it_only_where_that_is_allowed(
    walk: Walk, browser: Browser
):
    walk.published()
    clip_id = walk.clip_ids[0]
    media_store().put(f"clip/{clip_id}/clip.mp4", BytesIO(b"clip"))
    with acting() as session:
        session.get_one(Clip, clip_id).file_key = f"clip/{clip_id}/clip.mp4"
    teacher, address = browser(walk.teacher), f"/clips/{clip_id}/download"
    nothing = teacher.get("/clips/00000000-0000-4000-8000-000000000000/download")
    shut = teacher.get(address)
    assert (shut.status_code, shut.text) == (nothing.status_code, nothing.text) == (404, shut.text)
    makers.decided(walk.school, Use.outside_school)
    with acting() as session:
        clip_downloads.allow(
            session, walk.school.coordinator, walk.school.programme_id, allowed=True
        )
    answer = teacher.get(address)
    assert (answer.status_code, answer.content) == (200, b"clip")
    told = answer.headers["content-disposition"]
    assert told == 'attachment; filename="lesbeeld-cyclus-1-fragment-1.mp4"'
    assert answer.headers["cache-control"] == "private, no-store"
    on = teacher.get(address, headers={"range": "bytes=2-"})
    assert (on.status_code, on.content) == (206, b"ip")
    assert browser(walk.coach).get(address).status_code == 404
    assert browser().get(address).status_code == 401
