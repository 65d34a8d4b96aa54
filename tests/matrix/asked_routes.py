"""Every route of the web process, found by looking, and how each is asked about a place."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from sqlalchemy.orm import selectinload
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from review_app import asgi, who
from storage import people
from storage.database import acting
from storage.people import Member
from storage.records import Person
from storage.rules.access import Asker
from tests.matrix.expected import (
    ADMIN,
    COACH,
    OFFICER,
    TEACHER,
    WATCHED,
    WHO_SET_UP,
    _always,
    _pair,
)
from tests.matrix.places import STATES as ALL
from tests.matrix.places import Place

HERE = "http://testserver"
"""Where a test's browser finds us."""


@dataclass(frozen=True)
class Way:
    """One way in: a method and a path, about what it is, and who may when."""

    method: str
    path: str
    of: str
    who: dict[str, str]
    file: str = ""
    sent: dict[str, Any] = field(default_factory=dict)
    only: str = ALL
    """States in which it is asked."""

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    def address(self, place: Place, other: str = "") -> str:
        """Where it is for a place; empty when nothing of it is there."""
        found = other or place.ids.get(self.of, "") if self.of else "-"
        if not found:
            return ""
        for part in ("{id}", "{line}", "{cycle_id}", "{pair_id}", "{programme_id}"):
            if part in self.path:
                return self.path.replace(part, found).replace("{file}", self.file)
        return self.path

    def may(self, kind: str, state: str) -> bool:
        return state in self.who.get(kind, "")


_FILMS, _CLIPS = "/recordings/{id}", "/clips/{id}"
READING = (
    Way("GET", f"{_FILMS}/{{file}}", "recording_id", WATCHED, "proxy.mp4"),
    Way("GET", f"{_FILMS}/captions.vtt", "recording_id", WATCHED),
    Way("GET", f"{_FILMS}/lines.json", "recording_id", WATCHED),
    Way("GET", f"{_FILMS}/check", "recording_id", {TEACHER: "UO"}),
    Way("GET", f"{_FILMS}/masked/captions.vtt", "recording_id", {TEACHER: "UO"}),
    Way("GET", f"{_FILMS}/masked/{{file}}", "recording_id", {}, "proxy.mp4"),
    Way("GET", f"{_CLIPS}/{{file}}", "clip_id", _pair("PSTCYW", "PSTC") | {OFFICER: "H"},
        "clip.mp4"),
    Way("GET", f"{_CLIPS}/captions.vtt", "clip_id", _pair("PSTCYW", "RPSTC") | {OFFICER: "H"}),
    Way("GET", f"{_CLIPS}/download", "clip_id", {TEACHER: "Y"}),
    Way("GET", "/summaries/{cycle_id}.docx", "cycle_id", _pair("CY", "C")),
    Way("GET", "/agreements/{pair_id}.docx", "pair_id", _pair(ALL, ALL), only="RYW"),
    Way("GET", "/papers/{programme_id}.zip", "programme_id",
        _always(*WHO_SET_UP, ADMIN, OFFICER), only="R"),
    Way("GET", "/exports/{id}.zip", "export_id", {TEACHER: "S"}),
    Way("HEAD", "/uploads/{id}", "upload_id", {TEACHER: "A"}),
)  # fmt: skip
WRITING = (
    Way("POST", f"{_FILMS}/desk", "recording_id", {COACH: "R"},
        sent={"json": {"act": "remove", "act_id": "1", "client_id": "1", "id": "-"}}),
    Way("POST", f"{_FILMS}/check", "recording_id", {TEACHER: "UO"},
        sent={"json": {"act": "stop_making"}}),
    Way("POST", f"{_FILMS}/names", "recording_id", _pair("URPSTCYW", "RPST"),
        sent={"json": {"name": "Sofie", "sure": True}}),
    Way("PUT", "/lines/{line}", "line_id", _pair("URPSTCYW", "RPST"),
        sent={"json": {"text": "Anders.", "version": 7}}),
    Way("PATCH", "/uploads/{id}", "upload_id", {TEACHER: "A"}),
    Way("DELETE", "/uploads/{id}", "upload_id", {TEACHER: "A"}),
)  # fmt: skip
ELSEWHERE = frozenset({
    "GET /tombstones.pdf", "POST /uploads/", "OPTIONS /uploads/", "OPTIONS /uploads/{id}",
    "POST /sign-in", "POST /invitation", "POST /sign-out", "POST /sign-out-everywhere",
    "GET /health", "GET /assets",
})  # fmt: skip
"""About no place, or before anybody is there; they are asked one by one."""


def ways() -> set[str]:
    """Every method and path the web process answers of its own."""
    found = set()
    for route in asgi.app._user_routes:
        methods = route.methods if isinstance(route, Route) else {"GET"}
        found |= {f"{method} {route.path}" for method in methods or ()}
    return {name for name in found if not name.startswith("HEAD") or is_alone(name, found)}


def is_alone(name: str, found: set[str]) -> bool:
    """HEAD comes along with every GET."""
    return name.replace("HEAD", "GET", 1) not in found


def application() -> Starlette:
    """Our own routes behind what every answer passes, without Streamlit."""
    return Starlette(routes=asgi.app._user_routes, middleware=asgi.app._user_middleware)


@contextmanager
def browser(asker: Asker | None = None) -> Iterator[TestClient]:
    """A browser in which somebody looks with this role; or nobody."""
    headers = {"accept-language": "nl"}
    with TestClient(application(), HERE, headers=headers, follow_redirects=False) as client:
        if asker:
            client.cookies.set(who.cookie_name(), token_of(asker))
        yield client


def token_of(asker: Asker) -> str:
    """A fresh cookie of somebody who looks with this role."""
    with acting() as session:
        token = people.let_in(session, asker.id)
        person = session.get_one(Person, asker.id, options=[selectinload(Person.roles)])
        roles = frozenset(held.role for held in person.roles)
        member = Member(person.id, person.name, person.email, "nl", roles, asker.role)
        people.look_as(session, member, token, asker.role)
    return token


def words_in(answer: Response) -> str:
    """Everything that can be read in an answer, in a packed document too."""
    body = bytes(answer.content)
    try:
        with ZipFile(BytesIO(body)) as box:
            body = b" ".join(box.read(name) for name in box.namelist())
    except BadZipFile:
        pass
    return body.decode("utf-8", "replace")
