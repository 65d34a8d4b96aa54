"""Addresses that are no screen of ours lead to the screen that says so.

Streamlit answers every unknown address with its page: one word gets a window in English over
somebody's start screen, two words a page that never finds its own files.
"""

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from review_app.screens import NOWHERE, SCREENS

SEE_OTHER = 303


class Addresses:
    """Send whoever asks for a page that is not there to the screen `NOWHERE`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.known = {"", *(screen.noun for screen in SCREENS)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; only a page under an unknown address is answered otherwise."""
        if scope["type"] != "http" or scope["path"].strip("/") in self.known:
            await self.app(scope, receive, send)
            return
        elsewhere = RedirectResponse(f"/{NOWHERE}", SEE_OTHER, {"cache-control": "no-store"})
        lost = False

        async def answer(message: Message) -> None:
            nonlocal lost
            if message["type"] == "http.response.start" and _is_page(message):
                lost = True
                await elsewhere(scope, receive, send)
            elif not lost:
                await send(message)

        await self.app(scope, receive, answer)


def _is_page(start: Message) -> bool:
    """Whether this answer is a page, and not a file, a refusal or another way."""
    kinds = [value for name, value in start["headers"] if name.lower() == b"content-type"]
    return start["status"] == 200 and any(kind.startswith(b"text/html") for kind in kinds)
