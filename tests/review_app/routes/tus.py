"""A sender of films, as the component in the browser is one."""

import base64
from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient

CONTENT = "application/offset+octet-stream"


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
