"""Whatever is said to the routes for films: never an error of ours, never another's, never a wrong
byte."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import anyio
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from review_app import who
from review_app.routes.uploads import uploads
from storage.database import asking
from storage.media import media_store
from storage.records import Upload
from tests import makers
from tests.makers import Walk
from tests.review_app.routes import tus
from tests.review_app.routes.conftest import Browser, application, token_of
from tests.review_app.routes.tus import CONTENT

FILM = bytes(range(256)) * 400
"""More than a round of requests can send, so that it never becomes a recording."""
ORDINARY = {200, 201, 204, 400, 401, 404, 405, 409, 412, 415}
MINE, THEIRS = "mine", "theirs"

NAMES = (
    "upload-checksum", "upload-length", "upload-metadata", "upload-defer-length", "upload-concat",
    "x-http-method-override", "content-length", "tus-resumable", "transfer-encoding", "range",
)  # fmt: skip
SAID = [
    (b"upload-checksum", b"sha1 AAAAAAAAAAAAAAAAAAAAAAAAAAA="),
    (b"upload-offset", b"7"),
    (b"origin", b"https://elders.example"),
    (b"origin", b"null"),
    (b"x-http-method-override", b"DELETE"),
    (b"upload-length", b"-5"),
    (b"upload-length", b"9" * 30),
]

rounds = partial(
    settings, derandomize=True, deadline=None, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


@dataclass(frozen=True)
class Said:
    """One request, in the words of the test."""

    method: str
    of: str
    """Whose film: mine, theirs, or any other piece of an address."""
    by: str
    at: int | str | None
    """How far from the right place, or what stands there instead of a number."""
    kind: str | None
    sizes: list[int]
    ends: bool
    more: list[tuple[bytes, bytes]]


header_text = some.text(some.characters(max_codepoint=255, exclude_categories=["Cc"]), max_size=40)
places = some.one_of(
    some.just(0),
    some.just(0),
    some.integers(-(10**18), 10**18),
    some.sampled_from(
        ["", "-1", "1e3", "0x10", "²", "٣", "9" * 400, "NaN", "0,0", " 0", "+0", None]
    ),
    header_text,
)
kinds = some.sampled_from([CONTENT] * 4 + [CONTENT.upper(), f"{CONTENT}; charset=x", "", None])
others = some.one_of(
    some.sampled_from([MINE] * 4 + [THEIRS]),
    some.sampled_from(["niets", "..", "%2e%2e", "\0", "x" * 5000, "é", "0" * 36, "' OR 1=1 --"]),
)
extras = some.lists(
    some.one_of(
        some.tuples(
            some.sampled_from(NAMES).map(lambda said: said.encode()),
            header_text.map(lambda said: said.encode("latin-1")),
        ),
        some.sampled_from(SAID),
    ),
    max_size=2,
)
requests = some.builds(
    Said,
    method=some.sampled_from(["PATCH"] * 6 + ["HEAD", "POST", "OPTIONS", "PUT", "GET", "BREW"]),
    of=others,
    by=some.sampled_from([MINE] * 5 + [THEIRS, "nobody", "nonsense"]),
    at=places,
    kind=kinds,
    sizes=some.lists(some.sampled_from([0, 1, 7, 256, 3000]), max_size=3),
    ends=some.booleans(),
    more=extras,
)


@dataclass
class Line:
    """Two teachers with a film of the same bytes on its way, and the routes they share."""

    app: Starlette
    cookies: dict[str, str]
    addresses: dict[str, str]
    uploads: dict[str, Upload]

    def lies(self, whose: str) -> bytes:
        """What the store holds of a film that is still coming."""
        incoming: Any = media_store().incoming(uploads.original_key(self.uploads[whose]))
        return incoming._part.read_bytes()

    def say(self, said: Said, standing: int) -> tuple[int, dict[str, str]]:
        """Send it; returns the answer."""
        path = self.addresses.get(said.of, f"/uploads/{said.of}")
        path = "/uploads/" if said.method == "POST" else path
        headers = [*said.more]
        if said.by in self.cookies or said.by == "nonsense":
            cookie = self.cookies.get(said.by, "niet-echt")
            headers.append((b"cookie", f"{who.cookie_name()}={cookie}".encode()))
        if said.at is not None:
            at = str(standing + said.at) if isinstance(said.at, int) else said.at
            headers.append((b"upload-offset", at.encode("utf-8", "replace")))
        if said.kind is not None:
            headers.append((b"content-type", said.kind.encode()))
        answer = anyio.run(
            tus.raw, self.app, said.method, path, headers, [*messages(said, standing)]
        )
        told = {k.decode().lower(): v.decode("latin-1") for k, v in answer[0]["headers"]}
        return answer[0]["status"], told


def messages(said: Said, standing: int) -> Iterator[dict[str, object]]:
    """The right bytes of the film for that place, in pieces; then the end, or a broken line."""
    for size in said.sizes:
        yield tus.part(FILM[standing : standing + size])
        standing += size
    yield tus.part(b"", last=True) if said.ends else tus.GONE


@pytest.fixture
def line(walk: Walk, phone: TestClient, browser: Browser) -> Line:
    other = Walk(makers.second_pair(walk.school)).started()
    phones = {MINE: phone, THEIRS: browser(other.teacher)}
    addresses = {
        whose: tus.place(phones[whose], each.cycle_id, len(FILM))
        for whose, each in ((MINE, walk), (THEIRS, other))
    }
    with asking() as session:
        kept = {address: session.get_one(Upload, address[9:]) for address in addresses.values()}
    return Line(
        application(),
        {MINE: token_of(walk.teacher), THEIRS: token_of(other.teacher)},
        addresses,
        {whose: kept[address] for whose, address in addresses.items()},
    )


def begin_anew(line: Line) -> None:
    for each in line.uploads.values():
        media_store().begin(uploads.original_key(each))


@rounds(max_examples=80)
@given(said=some.lists(requests, min_size=1, max_size=8))
@example([Said("PATCH", MINE, MINE, 0, CONTENT, [3000], ends, []) for ends in (True, False)])
def test_nothing_that_is_said_breaks_a_film_or_shows_anothers(line: Line, said: list[Said]):
    begin_anew(line)
    for each in said:
        before = {whose: line.lies(whose) for whose in line.uploads}
        standing = len(before.get(each.of, b""))
        code, told = line.say(each, standing)
        assert code in ORDINARY
        if each.by != each.of:
            assert each.method == "OPTIONS" or "upload-offset" not in told
        for whose in line.uploads:
            after = line.lies(whose)
            assert FILM.startswith(after)
            assert after.startswith(before[whose])
            if each.by != whose or each.of != whose or each.method != "PATCH":
                assert after == before[whose]
        if code == 204 and each.method == "PATCH":
            taken = sum(each.sizes)
            assert told["upload-offset"] == str(standing + taken)
            assert len(line.lies(each.of)) == standing + taken


lengths = some.one_of(
    some.integers(-(10**30), 10**30).map(str), header_text, some.sampled_from(["", "0", "1", "007"])
)
metadata = some.one_of(
    header_text,
    some.binary(max_size=60).map(lambda raw: raw.decode("latin-1")),
    some.sampled_from(["filename", "filename ", "filename ZmlsbQ==,cycle", ",,,", " , ", "a a a"]),
)


@rounds(max_examples=120)
@given(length=lengths, words=metadata)
@example(length="100", words="0 ¡")
def test_no_announcement_makes_more_than_a_refusal(line: Line, length: str, words: str):
    cookie = f"{who.cookie_name()}={line.cookies[MINE]}".encode()
    headers = [
        (b"cookie", cookie),
        (b"upload-length", length.encode("utf-8")),
        (b"upload-metadata", words.encode("latin-1", "replace")),
    ]
    answer = anyio.run(tus.raw, line.app, "POST", "/uploads/", headers, [tus.part(b"", last=True)])
    assert answer[0]["status"] in (404, 409)
    with asking() as session:
        assert len(session.scalars(select(Upload.id)).all()) == 2
