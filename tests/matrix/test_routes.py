"""Every route, asked by everybody in every state, answers as the matrix says."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from sqlalchemy import delete
from starlette.testclient import TestClient

from review_app import who
from storage import clock, holds, objections, people
from storage.database import acting
from storage.records import Person, RoleHeld
from storage.rules.hold import Reason
from tests.makers import PASSWORD
from tests.matrix.asked_routes import (
    ELSEWHERE,
    HERE,
    READING,
    WRITING,
    Way,
    browser,
    ways,
    words_in,
)
from tests.matrix.expected import (
    ADMIN,
    COACH,
    KINDS,
    LEADER,
    OFFICER,
    OTHER_TEACHER,
    SAME_COACH,
    SAME_TEACHER,
    TEACHER,
)
from tests.matrix.places import NOBODY, RELEASED, STATES, World
from tests.matrix.test_acts import states_for_everybody, too_much, with_a_part

SEEN = tuple(kind for kind in KINDS if kind not in (SAME_TEACHER, SAME_COACH))
"""Who can sign in like that; nobody in this school teaches and coordinates."""
NO = (403, 404)
End = Callable[[str, TestClient], None]


@pytest.fixture
def town(world: World) -> Iterator["Town"]:
    with ExitStack() as stack:
        yield Town(world, stack)


class Town:
    """The browsers of everybody, opened when first needed."""

    def __init__(self, world: World, stack: ExitStack) -> None:
        self.world, self._stack = world, stack
        self._open: dict[tuple[str, str], TestClient] = {}

    def of(self, kind: str, state: str) -> TestClient:
        asker = self.world.asker(kind, state)
        at = (asker.id, asker.role)
        if at not in self._open:
            self._open[at] = self._stack.enter_context(browser(asker))
        return self._open[at]


def test_every_route_has_its_place_here() -> None:
    named = [way.name for way in (*READING, *WRITING)]
    assert sorted([*named, *ELSEWHERE]) == sorted(ways()), "a route without a row, or the reverse"


@pytest.mark.parametrize("way", [*READING, *WRITING], ids=lambda way: way.name)
def test_everybody_hears_in_every_state_what_the_matrix_says(town: Town, way: Way) -> None:
    wrong = []
    for kind in reversed(SEEN):  # who may comes last: it may change what there is
        alike = None
        for state in states_for_everybody(kind):
            place = town.world.places[state]
            if state not in way.only or not way.address(place):
                continue
            answer = ask(town.of(kind, state), way, way.address(place))
            asker = town.world.asker(kind, state)
            if told := too_much(town.world, kind, words_in(answer), asker):
                wrong.append(f"{kind} in {state} is shown {', '.join(told)}")
            if way.may(kind, state):
                if answer.status_code in (401, *NO):
                    wrong.append(f"{kind} in {state}: {answer.status_code} {answer.text}")
                continue
            if answer.status_code < 400:
                wrong.append(f"{kind} in {state}: let in with {answer.status_code}")
            elif not with_a_part(kind, state):
                alike = alike or ask(town.of(kind, state), way, way.address(place, NOBODY))
                if (answer.status_code, answer.text) != (alike.status_code, alike.text):
                    wrong.append(f"{kind} in {state} learns that it exists: {answer.text}")
    assert not wrong, "\n".join(wrong)


def ask(client: TestClient, way: Way, address: str) -> Any:
    headers = {"origin": HERE} if way in WRITING else {}
    return client.request(way.method, address, headers=headers, **way.sent)


def gone(person_id: str, _: TestClient) -> None:
    with acting() as session:
        session.get_one(Person, person_id).closed_at = clock.now()


def without_the_role(person_id: str, _: TestClient) -> None:
    with acting() as session:
        session.execute(delete(RoleHeld).where(RoleHeld.person_id == person_id))


def signed_out(_: str, client: TestClient) -> None:
    token = client.cookies[who.cookie_name()]
    assert client.post("/sign-out", headers={"origin": HERE}).status_code == 303
    client.cookies.set(who.cookie_name(), token)  # somebody wrote it down


def out_everywhere(person_id: str, _: TestClient) -> None:
    with acting() as session:
        people.sign_out_everywhere(session, person_id)


def with_another_cookie(_: str, client: TestClient) -> None:
    client.cookies.set(who.cookie_name(), client.cookies[who.cookie_name()][::-1])


@pytest.mark.parametrize(
    "end", [gone, without_the_role, signed_out, out_everywhere, with_another_cookie]
)
def test_who_was_here_and_is_not_any_more_opens_nothing(world: World, end: End) -> None:
    places = [world.places[state] for state in "AUSCY"]
    for place in places:
        with browser(place.teacher) as client, browser() as nobody:
            end(place.teacher.id, client)
            for way in (*READING, *WRITING):
                if address := way.address(place):
                    answer, alike = ask(client, way, address), ask(nobody, way, address)
                    assert answer.status_code == 401, f"{way.name}: {answer.text}"
                    assert (answer.text, answer.headers) == (alike.text, alike.headers)


@pytest.mark.parametrize("origin", ["https://elsewhere.test", "null", "http://testserver.test"])
def test_nothing_is_changed_for_another_site(world: World, origin: str) -> None:
    for way in WRITING:
        for state in STATES:
            place = world.places[state]
            for kind in way.who:
                if not way.may(kind, state) or not (address := way.address(place)):
                    continue
                with browser(world.asker(kind, state)) as client:
                    sent = way.sent | {"headers": {"origin": origin}}
                    answer = client.request(way.method, address, **sent)
                assert answer.status_code == 404, f"{way.name}: {answer.text}"
    with browser(world.places[RELEASED].teacher) as client:
        for path in ("/uploads/", "/invitation", "/sign-out", "/sign-out-everywhere"):
            assert client.post(path, headers={"origin": origin}).status_code == 404
        form = {"email": "tessa@school.test", "password": PASSWORD}
        answer = client.post("/sign-in", data=form, headers={"origin": origin})
        assert "mistake=" in answer.headers["location"]
        assert who.cookie_name() not in answer.cookies
        address = film(world.places[RELEASED].ids["recording_id"])
        assert client.get(address).status_code == 200, "she is still signed in"


ODD_IDS = (
    "..%2f..%2fapp.sqlite", "%2e%2e", "....//", "%00", "a" * 5000, "é" * 40, "%F0%9F%A6%8A",
    "' OR 1=1 --", "<script>", "%0d%0aSet-Cookie:a=b", "..\\..\\app.sqlite",
)  # fmt: skip


def hold(world: World, recording_id: str) -> None:
    with acting() as session:
        officer, things = world.others[OFFICER], [recording_id]
        hold_id = holds.set_on(session, officer, things, Reason.complaint, not_for_judging=True)
        holds.confirm(session, world.others[LEADER], hold_id)


def objection(world: World, recording_id: str) -> None:
    with acting() as session:
        teacher = world.places[RELEASED].teacher
        objections.enter(session, teacher, recording_id, "3b", clock.today())


@pytest.mark.parametrize(("lock", "still"), [(hold, set()), (objection, {TEACHER})])
def test_what_is_locked_while_it_plays_stops_at_the_next_range(
    town: Town, lock: Callable[[World, str], None], still: set[str]
) -> None:
    recording_id = town.world.places[RELEASED].ids["recording_id"]
    for kind in (TEACHER, COACH):
        begun = town.of(kind, RELEASED).get(film(recording_id), headers={"range": "bytes=0-3"})
        assert begun.status_code == 206
    lock(town.world, recording_id)
    for kind in (TEACHER, COACH):
        asked = {"range": "bytes=4-7", "if-range": begun.headers["etag"]}
        client = town.of(kind, RELEASED)
        for method in ("GET", "HEAD"):
            following = client.request(method, film(recording_id), headers=asked)
            if kind in still:
                assert following.is_success
                continue
            nothing = client.request(method, film(NOBODY), headers=asked)
            assert (following.status_code, following.text) == (404, nothing.text)
            assert following.headers == nothing.headers


def film(recording_id: str) -> str:
    return f"/recordings/{recording_id}/proxy.mp4"


def test_no_odd_id_is_anything(world: World) -> None:
    place = world.places[RELEASED]
    upper = {key: found.upper() for key, found in place.ids.items()}
    with browser(place.teacher) as client:
        for way in (*READING, *WRITING):
            for odd in (*ODD_IDS, upper.get(way.of, "")):
                if not odd:
                    continue
                answer = ask(client, way, way.address(place, odd))
                home = answer.headers.get("location", "").startswith(f"{HERE}/")
                assert answer.status_code in (404, 405) or home, f"{way.name} {odd}"
                assert "Set-Cookie" not in answer.headers


def test_other_methods_do_nothing(world: World) -> None:
    known = ways()
    place = world.places[RELEASED]
    with browser(place.teacher) as client:
        for way in (*READING, *WRITING):
            for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "LINK"):
                if f"{method} {way.path}" in known or not (address := way.address(place)):
                    continue
                answer = client.request(method, address, headers={"origin": HERE})
                assert answer.status_code in (404, 405), f"{method} {way.path}"


def test_every_answer_is_careful_and_nothing_of_anybody_is_kept_on_the_way(town: Town) -> None:
    answers = [town.of(ADMIN, RELEASED).get(path) for path in ("/", "/health", "/niets", "/%00")]
    for way in READING:
        for state in (*RELEASED, *"AUSCY"):
            if not (address := way.address(town.world.places[state])):
                continue
            for kind in (TEACHER, OTHER_TEACHER, OFFICER):
                answer = ask(town.of(kind, state), way, address)
                assert "private, no-store" in answer.headers["cache-control"], way.name
                answers.append(answer)
            break
    with browser() as nobody:
        answers += [nobody.get("/health", headers={"host": "elsewhere.test"})]
        answers += [ask(nobody, way, way.address(town.world.places[RELEASED], NOBODY))
                    for way in (*READING, *WRITING)]  # fmt: skip
    assert {answer.status_code for answer in answers} >= {200, 401, 404, 421}
    for answer in answers:
        told = answer.headers
        assert "frame-ancestors 'none'" in told["content-security-policy"], answer.url
        assert told["x-content-type-options"] == "nosniff"
        assert told["referrer-policy"] == "same-origin"
        assert "camera=(self)" in told["permissions-policy"]
        assert "server" not in told


def test_what_is_allowed_to_nobody_there_is_told_to_nobody(town: Town) -> None:
    asked = {kind: town.of(kind, RELEASED).get("/tombstones.pdf").status_code for kind in SEEN}
    may = {kind for kind in SEEN if asked[kind] not in NO}
    assert may == {TEACHER, OTHER_TEACHER, ADMIN, OFFICER}
