"""What every page tells the browser: where things may come from, and its language."""

import base64
import hashlib
import re
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from config.settings import settings
from review_app.headers import Headers

PAGE = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")


async def page(_request: Request) -> Response:
    return HTMLResponse(PAGE)


async def facts(_request: Request) -> Response:
    return JSONResponse({"html": '<html lang="en"'}, headers={"referrer-policy": "no-referrer"})


@pytest.fixture
def client(home: Path) -> TestClient:
    return TestClient(
        Starlette(
            routes=[Route("/", page), Route("/facts", facts)],
            middleware=[Middleware(Headers), Middleware(GZipMiddleware, minimum_size=10)],
        )
    )


def policy(client: TestClient) -> dict[str, str]:
    told = client.get("/").headers["content-security-policy"]
    return dict(part.split(" ", 1) for part in told.split("; "))


def test_only_the_page_s_own_inline_script_runs(client: TestClient):
    (script,) = re.findall(r"<script>(.*?)</script>", PAGE, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert policy(client)["script-src"] == f"'self' 'sha256-{digest}'"


def test_nobody_frames_us_and_no_form_goes_elsewhere(client: TestClient):
    told = policy(client)
    assert told["frame-ancestors"] == "'none'"
    assert told["form-action"] == "'self'"
    assert told["object-src"] == "'none'"
    assert told["base-uri"] == "'self'"


def test_nothing_comes_from_another_server(client: TestClient):
    told = policy(client)
    assert told["default-src"] == "'self'"
    assert not [part for part in told.values() if "http" in part or "*" in part]


def test_films_come_from_here_even_when_they_lie_in_a_bucket(
    home: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("LESBEELD_STORE_URL", "s3://films/school")
    monkeypatch.setenv("LESBEELD_S3_ENDPOINT", "http://10.0.0.4:8333/path")
    settings.cache_clear()
    told = TestClient(
        Starlette(routes=[Route("/", page)], middleware=[Middleware(Headers)])
    ).get("/").headers["content-security-policy"]  # fmt: skip
    assert "media-src 'self' blob:;" in told
    assert "10.0.0.4" not in told


def test_every_answer_is_careful_and_keeps_what_a_route_said(client: TestClient):
    for path in ("/", "/facts", "/niets"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "strict-transport-security" not in headers
    assert client.get("/facts").headers["referrer-policy"] == "no-referrer"
    assert client.get("/").headers["referrer-policy"] == "same-origin"


def test_over_https_browsers_are_told_to_stay_there(home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LESBEELD_BASE_URL", "https://lesbeeld.school.example")
    settings.cache_clear()
    app = Starlette(routes=[Route("/", page)], middleware=[Middleware(Headers)])
    assert TestClient(app).get("/").headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.parametrize(
    ("asked", "told"),
    [("nl", "nl"), ("en-GB,nl;q=0.5", "en"), ("fr, nl", "nl"), ("fr", "nl"), ("", "nl")],
)
def test_a_page_says_its_language_and_nothing_else_of_it_changes(
    client: TestClient, asked: str, told: str
):
    headers = {"accept": "text/html,*/*", "accept-language": asked, "accept-encoding": "gzip"}
    answer = client.get("/", headers=headers)
    assert answer.text == PAGE.replace('<html lang="en"', f'<html lang="{told}"', 1)
    assert int(answer.headers["content-length"]) == len(PAGE.encode())


def test_what_is_no_page_stays_as_it_is(client: TestClient):
    answer = client.get("/facts", headers={"accept": "application/json", "accept-language": "nl"})
    assert answer.json() == {"html": '<html lang="en"'}


def test_streamlits_own_words_about_a_lost_line_are_left_out(client: TestClient):
    answer = client.get("/_stcore/host-config")
    assert answer.json()["blockErrorDialogs"] is True
    assert answer.json()["allowedOrigins"] == [], "no page around ours may steer it"
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_streamlits_inner_figures_are_told_to_nobody(client: TestClient):
    assert client.get("/_stcore/metrics").status_code == 404
