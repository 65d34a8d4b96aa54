"""Leave that is taken back ends at the next range, from a folder and from a bucket alike."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.client import HTTPConnection, IncompleteRead

import pytest
import uvicorn
from sqlalchemy import Engine, delete
from starlette.testclient import TestClient

from config.settings import settings
from review_app import who
from review_app.routes.streaming import ASKED_AGAIN
from storage import clock, cycles, departures, people, recordings, withdrawals
from storage.database import acting
from storage.media import MediaStore
from storage.people import Member
from storage.records import Pair, RoleHeld
from storage.rules.roles import Role
from storage.rules.steps import Unusable
from tests import makers
from tests.makers import Walk
from tests.review_app.routes.conftest import Browser, application, token_of
from tests.review_app.routes.test_watch import FILM, film_of, with_film

NOWHERE = "/recordings/00000000-0000-4000-8000-000000000000/proxy.mp4"


@pytest.fixture(params=["local_store", "s3_store"])
def store(request: pytest.FixtureRequest, browser: Browser) -> MediaStore:
    return request.getfixturevalue(request.param)


@pytest.fixture
def walk(store: MediaStore) -> Walk:
    """A released film whose coach teaches as well."""
    made = with_film(makers.a_walk().released())
    with acting() as session:
        held = RoleHeld(role=Role.teacher)
        held.person_id = made.coach.id
        session.add(held)
    both = frozenset({Role.coach, Role.teacher})
    made.school.coach = replace(made.coach, holds=both)
    return made


def withdraw(walk: Walk, _coach: TestClient) -> None:
    with acting() as session:
        cycles.withdraw(session, walk.teacher, walk.cycle_id)


def take_the_film_back(walk: Walk, _coach: TestClient) -> None:
    with acting() as session:
        withdrawals.from_recording(session, walk.teacher, walk.recording_id)


def stop_with_the_programme(walk: Walk, _coach: TestClient) -> None:
    with acting() as session:
        withdrawals.from_programme(
            session, walk.teacher, walk.school.programme_id, keep_summaries=True
        )


def discard(walk: Walk, _coach: TestClient) -> None:
    with acting() as session:
        recordings.discard(session, walk.teacher, walk.recording_id)


def report_unusable(walk: Walk, _coach: TestClient) -> None:
    with acting() as session:
        recordings.report_unusable(session, walk.coach, walk.recording_id, Unusable.no_audio)


def end_the_pair(walk: Walk, _coach: TestClient) -> None:
    with acting() as session:
        session.get_one(Pair, walk.school.pair_id).ended_at = clock.now()


def give_the_pair_another_coach(walk: Walk, _coach: TestClient) -> None:
    other = makers.person("Coos", Role.coach)
    with acting() as session:
        session.get_one(Pair, walk.school.pair_id).coach_id = other.id


def take_the_role(walk: Walk, _coach: TestClient) -> None:
    with acting() as session:
        session.execute(
            delete(RoleHeld).where(RoleHeld.person_id == walk.coach.id, RoleHeld.role == Role.coach)
        )


def coach_leaves(walk: Walk, _coach: TestClient) -> None:
    admin = makers.person("Aad", Role.admin)
    with acting() as session:
        departures.note(session, admin, walk.coach.id, "Carlijn")


def teacher_leaves(walk: Walk, _coach: TestClient) -> None:
    with acting() as session:
        departures.note(session, walk.school.coordinator, walk.teacher.id, "Tessa")


def look_as(role: Role, coach: TestClient) -> None:
    token = coach.cookies[who.cookie_name()]
    with acting() as session:
        member = people.signed_in(session, token)
        assert isinstance(member, Member)
        people.look_as(session, member, token, role)


def look_as_a_teacher(_walk: Walk, coach: TestClient) -> None:
    look_as(Role.teacher, coach)


def sign_out_everywhere(walk: Walk, _coach: TestClient) -> None:
    with acting() as session:
        people.sign_out_everywhere(session, walk.coach.id)


def sign_out(_walk: Walk, coach: TestClient) -> None:
    with acting() as session:
        people.sign_out(session, coach.cookies[who.cookie_name()])


@pytest.mark.parametrize(
    "take_back",
    [
        withdraw,
        take_the_film_back,
        stop_with_the_programme,
        discard,
        report_unusable,
        end_the_pair,
        give_the_pair_another_coach,
        take_the_role,
        coach_leaves,
        teacher_leaves,
        look_as_a_teacher,
        sign_out,
        sign_out_everywhere,
    ],
)
def test_the_next_range_is_answered_as_for_a_film_that_does_not_exist(
    walk: Walk, browser: Browser, take_back: Callable[[Walk, TestClient], None]
):
    coach = browser(walk.coach)
    look_as(Role.coach, coach)
    begun = coach.get(film_of(walk), headers={"range": "bytes=0-99"})
    assert (begun.status_code, begun.content) == (206, FILM[:100])
    take_back(walk, coach)
    for method in ("GET", "HEAD"):
        asked = {"range": "bytes=100-199", "if-range": begun.headers["etag"]}
        next_range = coach.request(method, film_of(walk), headers=asked)
        nothing = coach.request(method, NOWHERE, headers=asked)
        assert next_range.status_code in (401, 404)
        assert (next_range.status_code, next_range.text) == (nothing.status_code, nothing.text)
        assert dict(next_range.headers) == dict(nothing.headers)


@pytest.mark.parametrize(
    ("asked", "sent"), [("", FILM), ("bytes=0-99", FILM[:100]), ("bytes=-9", FILM[-9:])]
)
def test_no_address_in_the_bucket_ever_leaves_the_house(
    browser: Browser, s3_store: MediaStore, asked: str, sent: bytes
):
    walk = with_film(makers.a_walk().released())
    answer = browser(walk.coach).get(film_of(walk), headers={"range": asked})
    assert (answer.status_code, answer.content) == (206 if asked else 200, sent)
    told = " ".join(answer.headers.values()).lower()
    assert settings().s3_endpoint not in told
    assert "signature" not in told


@pytest.mark.expects_error_log  # the server notes that an answer was left unfinished
def test_an_answer_that_is_under_way_breaks_off_and_is_not_taken_for_the_whole(
    sqlite_database: Engine, wanted: object
):
    film = FILM * 3300  # some 34 MB: far more than two sockets keep on the way
    walk = with_film(makers.a_walk().released(), film)
    with serving() as port:
        line = HTTPConnection("localhost", port, timeout=30)
        cookie = f"{who.cookie_name()}={token_of(walk.coach)}"
        line.request("GET", film_of(walk), headers={"Cookie": cookie, "Range": "bytes=0-"})
        answer = line.getresponse()
        assert answer.read(1000) == film[:1000]
        withdraw(walk, TestClient(application()))
        with pytest.raises(IncompleteRead) as broken:
            answer.read()
        line.close()
    assert film[1000:].startswith(broken.value.partial)
    assert len(broken.value.partial) < len(film) - 5 * ASKED_AGAIN


@contextmanager
def serving() -> Iterator[int]:
    """The routes behind a real server, in a thread; gives its port."""
    with socket.create_server(("localhost", 0)) as door:
        server = uvicorn.Server(uvicorn.Config(application(), log_config=None))
        running = threading.Thread(target=server.run, args=([door],))
        running.start()
        try:
            yield door.getsockname()[1]
        finally:
            server.should_exit = True
            running.join()
