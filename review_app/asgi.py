"""The one web process: screens, and our own routes beside them.

Started with `streamlit run review_app/asgi.py`, so that STREAMLIT_… settings count and addresses
are not logged.
"""

import gc
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:  # streamlit puts this file's own folder there, not the project's
    sys.path.insert(0, str(ROOT))

import anyio  # noqa: E402 - after the path is right
import anyio.to_thread  # noqa: E402
import streamlit as st  # noqa: E402
from starlette.middleware import Middleware  # noqa: E402
from starlette.requests import Request  # noqa: E402
from starlette.responses import PlainTextResponse  # noqa: E402
from starlette.routing import Mount, Route  # noqa: E402
from starlette.staticfiles import StaticFiles  # noqa: E402

from review_app.addresses import Addresses  # noqa: E402
from review_app.headers import Headers  # noqa: E402
from review_app.hosts import Hosts  # noqa: E402
from review_app.parts.component import ASSETS  # noqa: E402
from review_app.routes import (  # noqa: E402
    captions,
    desk,
    documents,
    exports,
    privacy_check,
    sign_in,
    transcript,
    uploads,
    watch,
)
from storage import database  # noqa: E402


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Serve at once; the heavy modules load meanwhile."""
    database.engine()
    async with anyio.create_task_group() as group:
        group.start_soon(anyio.to_thread.run_sync, _load_what_is_slow)
        yield
    database.let_go()


def _load_what_is_slow() -> None:
    """Import what screens draw with, and keep the collector away from it."""
    import pandas  # noqa: F401 - slow to import in a first run
    import pyarrow  # noqa: F401

    gc.collect()
    gc.freeze()


async def health(_request: Request) -> PlainTextResponse:
    """Answer that this process is alive; says nothing else to anybody."""
    return PlainTextResponse("ok")


app = st.App(
    Path(__file__).parent / "main.py",
    lifespan=lifespan,
    routes=[
        *uploads.routes,
        *transcript.routes,
        *desk.routes,
        *privacy_check.routes,
        *captions.routes,  # before the files: they are told as they are written now
        *watch.routes,
        *documents.routes,
        *exports.routes,
        *sign_in.routes,
        Route("/health", health),
        Mount("/assets", StaticFiles(directory=ASSETS, check_dir=False)),
    ],
    middleware=[Middleware(Headers), Middleware(Hosts), Middleware(Addresses)],
)
