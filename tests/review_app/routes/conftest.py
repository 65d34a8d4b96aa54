"""Our own routes without the screens, and browsers of the people in a school."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import selectinload
from starlette.applications import Starlette
from starlette.testclient import TestClient

from review_app import who
from review_app.routes import (
    captions,
    desk,
    documents,
    exports,
    privacy_check,
    sign_in,
    transcript,
    uploads,
    watch,
)
from storage import departed, jobs, people
from storage.database import acting
from storage.records import Person
from storage.rules.access import Asker
from tests import makers
from tests.makers import Walk

Browser = Callable[..., TestClient]


def application() -> Starlette:
    """The routes as the web process has them, without Streamlit."""
    check = privacy_check
    rooms = (uploads, transcript, desk, check, captions, watch, documents, exports, sign_in)
    return Starlette(routes=[route for room in rooms for route in room.routes])


def token_of(asker: Asker) -> str:
    """A fresh cookie of somebody, as after signing in."""
    with acting() as session:
        person = session.get_one(Person, asker.id, options=[selectinload(Person.roles)])
        return people._let_in(session, person.id, departed.looks_as(session, person))


@pytest.fixture
def wanted() -> Iterator[list[tuple[str, str]]]:
    with jobs.collecting() as collected:
        yield collected


@pytest.fixture
def browser(sqlite_database: Engine, wanted: object) -> Iterator[Browser]:
    """Make a browser in which somebody (or nobody) is signed in; it reads Dutch."""
    opened: list[TestClient] = []

    def open_browser(asker: Asker | None = None, **headers: str) -> TestClient:
        client = TestClient(
            application(),
            headers={"accept-language": "nl", **headers},
            follow_redirects=False,
            raise_server_exceptions=True,
        )
        if asker:
            client.cookies.set(who.cookie_name(), token_of(asker))
        opened.append(client)
        return client

    yield open_browser
    for client in opened:
        client.close()


@pytest.fixture
def walk(browser: Browser) -> Walk:
    """A cycle that waits for its film."""
    return makers.a_walk().started()


@pytest.fixture
def phone(browser: Browser, walk: Walk) -> TestClient:
    """The browser of its teacher."""
    return browser(walk.teacher)
