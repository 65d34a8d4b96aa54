"""A sender of films, as the component in the browser is one; and what became of what it sent."""

import base64
from collections.abc import Iterable
from typing import Any

import anyio
from httpx2 import Response
from sqlalchemy import select
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from storage.database import asking
from storage.media import media_store
from storage.records import Recording

CONTENT = "application/offset+octet-stream"
GONE: dict[str, object] = {"type": "http.disconnect"}
"""The line breaks."""
Headers = list[tuple[bytes, bytes]]


def metadata(**said: str) -> str:
    pairs = ((name, base64.b64encode(value.encode()).decode()) for name, value in said.items())
    return ",".join(f"{name} {value}" for name, value in pairs)


def create(browser: TestClient, cycle_id: str, length: int | str, **more: Any) -> Response:
    said = {
        "filename": "Les van Fatima.mp4",
        "cycle": cycle_id,
        "intention": "Kijk naar mijn vragen",
        "attested": "parents,register,camera",
    } | more.pop("said", {})
    headers: dict[str, Any] = {
        "Upload-Length": str(length).encode("latin-1"),
        "Upload-Metadata": metadata(**said),
    }
    return browser.post("/uploads/", headers=headers | more.pop("headers", {}), **more)


def place(browser: TestClient, cycle_id: str, length: int) -> str:
    """Begin a film and return its address."""
    answer = create(browser, cycle_id, length)
    assert answer.status_code == 201, answer.text
    return str(answer.headers["location"])


def send(browser: TestClient, address: str, at: int | str, body: Any, **headers: str) -> Response:
    told = {"Upload-Offset": str(at), "Content-Type": CONTENT} | headers
    return browser.patch(address, headers=told, content=body)


def standing(browser: TestClient, address: str) -> int:
    """How much has safely arrived."""
    answer = browser.head(address)
    assert answer.status_code == 200
    return int(answer.headers["upload-offset"])


def recordings() -> list[Recording]:
    """Every recording there is."""
    with asking() as session:
        return list(session.scalars(select(Recording)))


def stored() -> bytes:
    """The bytes of the one film that came in whole."""
    (key,) = [key for key in media_store().list() if "/original" in key]
    return b"".join(media_store().open(key))


def part(body: bytes, *, last: bool = False) -> dict[str, object]:
    """Bytes that come in, as a server hands them to us."""
    return {"type": "http.request", "body": body, "more_body": not last}


async def raw(
    app: ASGIApp, method: str, path: str, headers: Headers, messages: Iterable[dict[str, object]]
) -> list[dict[str, Any]]:
    """One request whose line does what `messages` say, without a client in between."""
    said: list[dict[str, Any]] = []
    coming = iter(messages)

    async def receive() -> dict[str, object]:
        message = next(coming, None)
        if message is None:
            await anyio.sleep_forever()
        assert message
        return message

    async def send(message: dict[str, Any]) -> None:
        said.append(message)

    scope = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(),
        "query_string": b"", "headers": headers, "http_version": "1.1", "scheme": "http",
        "server": ("testserver", 80), "client": ("10.0.0.1", 1), "root_path": "",
    }  # fmt: skip
    await app(scope, receive, send)  # type: ignore[arg-type] # plain dictionaries
    return said
