"""Under which names we answer."""

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from config.settings import settings
from review_app.hosts import Hosts


async def here(_request: object) -> PlainTextResponse:
    return PlainTextResponse("here")


async def line(socket: WebSocket) -> None:
    await socket.accept()
    await socket.close()


@pytest.fixture
def client(home: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    monkeypatch.setenv("LESBEELD_BASE_URL", "https://lesbeeld.school.test")
    settings.cache_clear()
    routes = [Route("/", here), WebSocketRoute("/line", line)]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(Hosts)]))


@pytest.mark.parametrize(
    "host",
    ["lesbeeld.school.test", "lesbeeld.school.test:443", "localhost:8501", "127.0.0.1:8501",
     "[::1]:8501", "192.168.1.20:8501", "laptop.local:8501"],
)  # fmt: skip
def test_people_come_in_by_the_address_of_the_school_or_on_its_own_network(
    client: TestClient, host: str
):
    assert client.get("/", headers={"host": host}).text == "here"


@pytest.mark.parametrize(
    "host",
    ["elders.example", "lesbeeld.school.test.elders.example", "127.0.0.1.elders.example",
     "elders.example:8501", "[:::::", "localhost.elders.example"],
)  # fmt: skip
def test_a_name_that_somebody_else_pointed_at_us_opens_nothing(client: TestClient, host: str):
    answer = client.get("/", headers={"host": host, "accept-language": "en"})
    assert answer.status_code == 421
    assert "https://lesbeeld.school.test" in answer.text
    with (
        pytest.raises(WebSocketDisconnect),
        client.websocket_connect("/line", headers={"host": host}),
    ):
        raise AssertionError("the line was opened")


def test_a_line_under_our_own_name_opens(client: TestClient):
    with client.websocket_connect("/line", headers={"host": "lesbeeld.school.test"}) as opened:
        assert opened
