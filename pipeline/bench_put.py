"""The web process of a measurement: the product, and beside it one route that only writes.

Started by its path, as the product's own is. What a plain PUT of a film costs in the very same
process is what taking it in with care is held against. The product has no such route.
"""

import os
import runpy
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from config.settings import settings
from pipeline.bench_server import PLAIN
from pipeline.serve import ROOT

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_product = runpy.run_path(str(ROOT / "review_app" / "asgi.py"))["app"]


async def app(scope: Message, receive: Receive, send: Send) -> None:
    """Answer the one route ourselves, and leave everything else to the product."""
    if scope["type"] == "http" and scope["method"] == "PUT" and scope["path"] == PLAIN:
        await _put(receive)
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})
    else:
        await _product(scope, receive, send)


async def _put(receive: Receive) -> None:
    """Write the body to the disk as it comes, and sync once."""
    with (settings().home / "plain").open("wb", buffering=0) as file:
        more = True
        while more:
            message = await receive()
            file.write(message.get("body", b""))
            more = message["type"] == "http.request" and message.get("more_body", False)
        os.fsync(file.fileno())
