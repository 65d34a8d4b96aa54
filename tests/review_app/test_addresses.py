"""An address that is no screen leads to the screen that says so; everything else is left alone."""

from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.testclient import TestClient
from streamlit.web.server.starlette.starlette_static_routes import create_streamlit_static_handler

from review_app.addresses import Addresses
from review_app.screens import SCREENS

PAGE = Path(streamlit.__file__).parent / "static"


@pytest.fixture
def client() -> TestClient:
    """Streamlit's own answers to every address, with ours in front."""
    pages = Mount("/", create_streamlit_static_handler(str(PAGE), None))
    app = Starlette(routes=[pages], middleware=[Middleware(Addresses)])
    return TestClient(app, follow_redirects=False)


@pytest.mark.parametrize(
    "path", ["/nergens", "/foo/bar", "/today/anders", "/index.html", "/TODAY", "/vandaag?id=1"]
)
def test_an_unknown_address_leads_to_the_screen_that_says_so(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/nowhere")
    assert answer.content == b""
    assert answer.headers["cache-control"] == "no-store"


def test_every_screen_is_found_where_it_was(client: TestClient) -> None:
    for path in ("/", *(f"/{screen.noun}" for screen in SCREENS)):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "<html" in answer.text


def test_files_and_what_is_not_there_at_all_are_left_alone(client: TestClient) -> None:
    assert client.get("/favicon.png").status_code == 200
    assert client.get("/nowhere/_stcore/health").status_code == 404
    assert client.get("/today/").headers["location"] == "/today"
