"""Only under an address of ours: a name that somebody else pointed at this computer opens nothing.

Else a page on such a name would be on the same site as we are, as far as a browser can see. A name
without a dot, or of the own network, is nobody else's to point.
"""

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from config.settings import settings
from config.texts import language, text
from review_app.routes.answers import language_of

MISDIRECTED = 421
_OWN_NETWORK = (".local", ".localhost")


class Hosts:
    """Answer who comes under another name with a sentence that names the right address."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.ours = urlsplit(settings().base_url).hostname

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what was sent to an address of ours."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        asked = HTTPConnection(scope)
        if self.is_ours(asked.headers.get("host", "")):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            with language(language_of(asked)):
                told = text("refusals.other_address", address=settings().base_url)
            await PlainTextResponse(told, MISDIRECTED)(scope, receive, send)

    def is_ours(self, host: str) -> bool:
        """Whether this Host is where people find us, a number, or a name of the own network."""
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        if name == self.ours or "." not in name or name.endswith(_OWN_NETWORK):
            return True
        try:
            ip_address(name)
        except ValueError:
            return False
        return True
