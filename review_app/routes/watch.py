"""Watching: ranges of a rendition, authorised anew at every request.

A browser that asks for "everything from here" gets a piece at a time, so that taking access away
stops a player within one piece.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from review_app.routes.answers import PRIVATE, refusing
from review_app.who import member_of
from storage import clips, recordings
from storage.database import acting
from storage.errors import NotFound
from storage.media import media_store
from storage.people import Member
from storage.records import RenditionKind

PIECE = 4 * 1024 * 1024
"""Bytes per answer to an open-ended range: a few seconds of a lesson."""
SIGNED_FOR = 300
"""Seconds an address in an S3 store stays good."""

_RANGE = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})")
_FILES = {
    "proxy.mp4": RenditionKind.proxy,
    "poster.jpg": RenditionKind.poster,
    "filmstrip.jpg": RenditionKind.filmstrip,
    "filmstrip.json": RenditionKind.filmstrip_plan,
    "peaks.json": RenditionKind.peaks,
    "captions.vtt": RenditionKind.captions,
    "transcript.json": RenditionKind.transcript,
}
_TYPES = {
    "mp4": "video/mp4",
    "jpg": "image/jpeg",
    "json": "application/json",
    "vtt": "text/vtt; charset=utf-8",
}
_CLIP_FILES = frozenset({"clip.mp4", "captions.vtt"})


@dataclass(frozen=True)
class Piece:
    """Which bytes to send: `end` not included, of `size` in all."""

    start: int
    end: int
    size: int
    asked: bool
    """Whether the browser asked for a range."""


async def recording_file(request: Request) -> Response:
    """Send one file of a recording to somebody who may open it now."""
    kind = _FILES.get(request.path_params["file"])
    if kind is None:
        raise NotFound()
    member = await member_of(request)
    recording_id = request.path_params["id"]

    def leave() -> str:
        with acting() as session:
            rendition = recordings.open_rendition(session, member.asker, recording_id, kind)
            recordings.note_opened(session, member.asker, recording_id, kind)
            return rendition.key

    return await _send(request, leave)


async def clip_file(request: Request) -> Response:
    """Send one file of a clip: a draft to its author, a published one to both."""
    name = request.path_params["file"]
    if name not in _CLIP_FILES:
        raise NotFound()
    member: Member = await member_of(request)

    def leave() -> str:
        with acting() as session:
            folder = clips.file_of(session, member.asker, request.path_params["id"])
            if name == "clip.mp4":
                clips.note_opened(session, member.asker, request.path_params["id"])
            return f"{folder}/{name}"

    return await _send(request, leave)


def piece_of(header: str | None, size: int) -> Piece | None:
    """Return what to send for a Range header; None when it asks for what is not there.

    Anything that is not one plain range is answered with the whole, as the standard allows.
    """
    found = _RANGE.fullmatch(header.strip()) if header else None
    if not found or not (found[1] or found[2]):
        return Piece(0, size, size, False)
    if not found[1]:  # the last n bytes
        start = max(0, size - int(found[2]))
        return Piece(start, size, size, True) if int(found[2]) else None
    start = int(found[1])
    end = min(int(found[2]) + 1, size) if found[2] else min(start + PIECE, size)
    return Piece(start, end, size, True) if start < end else None


async def _send(request: Request, leave: Callable[[], str]) -> Response:
    key = await anyio.to_thread.run_sync(leave)
    address = await anyio.to_thread.run_sync(media_store().url, key, SIGNED_FOR)
    if address and not key.endswith((".vtt", ".json")):
        return RedirectResponse(address, 302, headers=PRIVATE)
    size = await anyio.to_thread.run_sync(media_store().size, key)
    piece = piece_of(request.headers.get("range"), size)
    if piece is None:
        return Response(status_code=416, headers=PRIVATE | {"Content-Range": f"bytes */{size}"})
    return _stream(request, key, piece, leave)


def pieces(key: str, piece: Piece, leave: Callable[[], str]) -> Iterator[bytes]:
    """The bytes, asking leave again before every further PIECE; without it the answer breaks off.

    A request without a range asks for the whole lesson at once: that too must end in the middle.
    """
    for start in range(piece.start, piece.end, PIECE):
        if start > piece.start:
            try:
                leave()
            except NotFound:
                return
        yield from media_store().open(key, start, min(start + PIECE, piece.end))


def _stream(request: Request, key: str, piece: Piece, leave: Callable[[], str]) -> Response:
    headers = PRIVATE | {
        "Accept-Ranges": "bytes",
        "Content-Length": str(piece.end - piece.start),
        "Content-Disposition": "inline",
    }
    if piece.asked:
        headers["Content-Range"] = f"bytes {piece.start}-{piece.end - 1}/{piece.size}"
    media_type = _TYPES[key.rpartition(".")[2]]
    code = 206 if piece.asked else 200
    if request.method == "HEAD":
        return Response(None, code, headers, media_type)
    return StreamingResponse(pieces(key, piece, leave), code, headers, media_type)


routes = [
    Route("/recordings/{id}/{file}", refusing(recording_file), methods=["GET", "HEAD"]),
    Route("/clips/{id}/{file}", refusing(clip_file), methods=["GET", "HEAD"]),
]
