"""What watching is measured against: one film through Starlette's own FileResponse, to anybody.

Started by `lesbeeld bench`, never by the product: nobody is asked for leave here.
"""

import os

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse
from starlette.routing import Route


async def film(_request: Request) -> FileResponse:
    """Send the film this process was started with."""
    return FileResponse(os.environ["BARE_FILM"], headers={"Cache-Control": "private, no-store"})


async def health(_request: Request) -> PlainTextResponse:
    """Answer that this process is alive."""
    return PlainTextResponse("ok")


app = Starlette(routes=[Route("/film", film), Route("/health", health)])
