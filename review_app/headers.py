"""What every page says to the browser: where things may come from, and its language."""

import base64
import hashlib
import re
from pathlib import Path
from urllib.parse import urlsplit

import streamlit
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from config.settings import settings
from config.texts import LANGUAGES

CLOSED = frozenset({"/_stcore/metrics"})
"""Streamlit tells its inner figures there to anybody who asks."""
HOST = "/_stcore/host-config"
"""Where Streamlit's page asks what the page around it wants; around ours there is none."""
ASKED_OF_STREAMLIT = {
    "allowedOrigins": [],
    "useExternalAuthToken": False,
    "enableCustomParentMessages": False,
    "enforceDownloadInNewTab": False,
    "metricsUrl": "",
    "blockErrorDialogs": True,  # parts/connection.py says it, in words for people
    "resourceCrossOriginMode": None,
}
_INLINE = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


def content_security_policy() -> str:
    """Only this server: films too come from here, wherever they lie."""
    page = Path(streamlit.__file__).parent / "static" / "index.html"
    inline = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'"
        for script in _INLINE.findall(page.read_bytes())
    )
    return "; ".join(
        [
            "default-src 'self'",
            f"script-src 'self' {inline}".strip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "media-src 'self' blob:",
            "font-src 'self' data:",
            f"connect-src 'self' {_sockets()}",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    )


def _sockets() -> str:
    """Our own host for the screens' socket: older Safari does not read 'self' that way."""
    host = urlsplit(settings().base_url).netloc
    return f"ws://{host} wss://{host}"


class Headers:
    """Add the security headers to every answer, and the reader's language to every page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.ours: dict[str, ASGIApp] = dict.fromkeys(CLOSED, PlainTextResponse("", 404))
        self.ours[HOST] = JSONResponse(ASKED_OF_STREAMLIT, headers={"Cache-Control": "no-cache"})
        fixed = {
            "content-security-policy": content_security_policy(),
            "referrer-policy": "same-origin",
            "x-content-type-options": "nosniff",
            "permissions-policy": "geolocation=(), camera=(self), microphone=(self)",
        }
        if settings().base_url.startswith("https://"):
            fixed["strict-transport-security"] = "max-age=31536000"
        self.fixed = [(name.encode(), value.encode()) for name, value in fixed.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; change only what is answered."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        app = self.ours.get(scope["path"], self.app)
        page = _asks_for_a_page(scope)
        if page:  # else the packing layer would hide the page's first line from us
            scope = dict(scope, headers=_without(scope["headers"], b"accept-encoding"))
        tongue = _language(scope)

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = {name for name, _ in message.get("headers", [])}
                extra = [pair for pair in self.fixed if pair[0] not in said]
                message = {**message, "headers": [*message.get("headers", []), *extra]}
            elif page and message["type"] == "http.response.body":
                body = message.get("body", b"")
                body = body.replace(b'<html lang="en"', b'<html lang="' + tongue + b'"', 1)
                message = {**message, "body": body}
            await send(message)

        await app(scope, receive, answer)


def _asks_for_a_page(scope: Scope) -> bool:
    return any(name == b"accept" and b"text/html" in value for name, value in scope["headers"])


def _without(headers: list[tuple[bytes, bytes]], name: bytes) -> list[tuple[bytes, bytes]]:
    return [pair for pair in headers if pair[0] != name]


def _language(scope: Scope) -> bytes:
    """The first of our languages the browser asks for; two letters, so the length stays."""
    for name, value in scope["headers"]:
        if name == b"accept-language":
            for wish in value.decode("latin-1").split(","):
                if wish.strip()[:2].lower() in LANGUAGES:
                    return wish.strip()[:2].lower().encode()
    return LANGUAGES[0].encode()
