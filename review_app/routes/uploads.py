"""Films coming in: tus 1.0 (creation, asking, adding, stopping), resumable at any byte.

The offset is what the store holds, never what anybody remembers. One sender at a time per film:
a second tab hears so while the first is alive, and takes over once that one has gone silent.
"""

import asyncio
import base64
from dataclasses import dataclass
from datetime import date, timedelta

import anyio
import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from review_app.routes import upload_body
from review_app.routes.answers import PRIVATE, refusing
from review_app.who import member_here, member_of, require_same_origin
from storage import clock, uploads
from storage.database import acting, asking
from storage.errors import NotFound, Refused
from storage.media import Incoming, OffsetMoved, StoreMissing, media_store
from storage.people import Member
from storage.records import Upload
from storage.rules.upload import ending

VERSION = {"Tus-Resumable": "1.0.0"}
SILENT_AFTER = 10.0
"""Seconds without a byte after which another sender may take over."""
GIVES_WAY_WITHIN = 5.0
"""Seconds in which a silent sender writes what it still holds, when another takes over."""
SEEN_EVERY = timedelta(minutes=1)
"""How often at most is noted that somebody still sends: the sweep waits for days."""


@dataclass
class Sender:
    """The request that adds bytes to one upload now."""

    task: asyncio.Task[object] | None
    heard: float

    def alive(self) -> bool:
        """Whether bytes came in lately."""
        return anyio.current_time() - self.heard < SILENT_AFTER

    def hear(self) -> None:
        """Bytes came in."""
        self.heard = anyio.current_time()


_senders: dict[str, Sender] = {}


async def options(_request: Request) -> Response:
    """Say which parts of tus are spoken here."""
    more = {"Tus-Version": "1.0.0", "Tus-Extension": "creation,termination"}
    return Response(status_code=204, headers=VERSION | more)


async def create(request: Request) -> Response:
    """Keep a place for a film; answers with its address."""
    require_same_origin(request)
    member = await member_of(request)
    order = _order(request)

    def begin() -> Upload:
        with acting() as session:
            upload = uploads.begin(session, member.asker, order, media_store().free_bytes())
        media_store().begin(uploads.original_key(upload))
        return upload

    upload = await anyio.to_thread.run_sync(begin)
    place = {"Location": f"/uploads/{upload.id}", "Upload-Offset": "0"}
    return Response(status_code=201, headers=PRIVATE | VERSION | place)


async def ask(request: Request) -> Response:
    """Tell how much of a film has safely arrived."""
    member, upload = await anyio.to_thread.run_sync(_find, request)
    offset = await anyio.to_thread.run_sync(_offset, member, upload)
    return Response(status_code=200, headers=_standing(upload, offset))


async def add(request: Request) -> Response:
    """Take bytes in from the offset the sender names; the last one makes the recording."""
    require_same_origin(request)
    member, upload = await anyio.to_thread.run_sync(_find, request)
    if request.headers.get("content-type") != "application/offset+octet-stream":
        return Response(status_code=415, headers=PRIVATE | VERSION)
    if "upload-checksum" in request.headers:  # we take no promise that we do not check
        return Response(status_code=400, headers=PRIVATE | VERSION)
    at = _whole_number(request.headers.get("upload-offset"))
    if upload.recording_id:
        return Response(status_code=204, headers=_standing(upload, upload.length))
    await anyio.to_thread.run_sync(_require_welcome, upload)
    sender = await _take_turn(upload.id)
    try:
        offset = await _receive(request, upload, at, sender)
    finally:
        if _senders.get(upload.id) is sender:
            del _senders[upload.id]
    if offset == upload.length:
        await anyio.to_thread.run_sync(_finish, member, upload)
    return Response(status_code=204, headers=_standing(upload, offset))


async def stop(request: Request) -> Response:
    """Throw an unfinished film away."""
    require_same_origin(request)
    member = await member_of(request)

    def discard() -> None:
        with acting() as session:
            upload = uploads.discard(session, member.asker, request.path_params["id"])
        media_store().purge(upload.prefix)

    await anyio.to_thread.run_sync(discard)
    return Response(status_code=204, headers=PRIVATE | VERSION)


async def _receive(request: Request, upload: Upload, at: int, sender: Sender) -> int:
    """Write what comes in from `at` on, if that is where the upload stands."""
    incoming = await anyio.to_thread.run_sync(_standing_at, upload, at)
    return await upload_body.receive(request, incoming, at, upload.length - at, sender.hear)


def _require_welcome(upload: Upload) -> None:
    with asking() as session:
        uploads.require_welcome(session, upload)


def _standing_at(upload: Upload, at: int) -> Incoming:
    """Open an upload that stands at `at`. Raises OffsetMoved when it is elsewhere.

    Refused when another phone was faster: its cycle has a film.
    """
    with asking() as session:
        uploads.require_wanted(session, upload)
    _seen(upload)
    incoming = _incoming(upload)
    if at != (stands := incoming.offset()):
        raise OffsetMoved(stands)
    return incoming


async def _take_turn(upload_id: str) -> Sender:
    """Become the one sender of this film. Refused while another one is alive."""
    while before := _senders.get(upload_id):
        if before.alive():
            raise Refused("refusals.upload_busy")
        # What it is writing now still counts: only afterwards the upload stands still.
        if before.task:
            before.task.cancel()
            await asyncio.wait([before.task], timeout=GIVES_WAY_WITHIN)
        if _senders.get(upload_id) is before:
            del _senders[upload_id]
    sender = Sender(asyncio.current_task(), anyio.current_time())
    _senders[upload_id] = sender
    return sender


def _finish(member: Member, upload: Upload) -> None:
    """Make the recording; also when a crash or another tab finished the file before."""
    try:
        size = _incoming(upload).finish()
    except StoreMissing:
        size = media_store().size(uploads.original_key(upload))
    with acting() as session:
        uploads.finish(session, member.asker, upload.id, size)


def _incoming(upload: Upload) -> Incoming:
    return media_store().incoming(uploads.original_key(upload))


def _offset(member: Member, upload: Upload) -> int:
    if upload.recording_id:
        return upload.length
    _seen(upload)
    try:
        offset = _incoming(upload).offset()
    except StoreMissing:
        if not media_store().exists(uploads.original_key(upload)):
            raise NotFound() from None
        offset = upload.length
    if offset == upload.length:  # the last answer was lost, or we were stopped just before it
        _finish(member, upload)
    return offset


def _seen(upload: Upload) -> None:
    if clock.now() - upload.seen_at < SEEN_EVERY:
        return
    with acting() as session:
        uploads.seen(session, upload.id)


def _find(request: Request) -> tuple[Member, Upload]:
    """Who asks, and which film of theirs. Raises SignedOut or NotFound."""
    member = member_here(request)
    with asking() as session:
        return member, uploads.find(session, member.asker, request.path_params["id"])


def _standing(upload: Upload, offset: int) -> dict[str, str]:
    told = {"Upload-Offset": str(offset), "Upload-Length": str(upload.length)}
    return PRIVATE | VERSION | told


def _order(request: Request) -> uploads.UploadOrder:
    said = _metadata(request.headers.get("upload-metadata", ""))
    return uploads.UploadOrder(
        length=_whole_number(request.headers.get("upload-length")),
        ending=ending(said.get("filename", "")),
        cycle_id=said.get("cycle", ""),
        intention=said.get("intention", ""),
        attested=frozenset(said.get("attested", "").split(",")),
        class_group=said.get("class", ""),
        lesson_on=_day(said.get("lesson", "")),
    )


def _day(said: str) -> date | None:
    """The day of the lesson; a slip keeps no film out."""
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _metadata(header: str) -> dict[str, str]:
    """Read `name base64, name base64`. Raises Refused when it cannot be read."""
    said = {}
    for pair in filter(None, (part.strip() for part in header.split(","))):
        name, _, value = pair.partition(" ")
        try:
            said[name] = base64.b64decode(value, validate=True).decode()
        except ValueError:  # also for what is not base64, or not of ASCII at all
            raise Refused("refusals.upload_unreadable") from None
        if "\0" in said[name]:  # no database keeps it
            raise Refused("refusals.upload_unreadable")
    return said


def _whole_number(said: str | None) -> int:
    if said is None or not said.isdecimal() or not said.isascii() or len(said) > 15:
        raise Refused("refusals.upload_unreadable")
    return int(said)


routes = [
    Route("/uploads/", refusing(create), methods=["POST"]),
    Route("/uploads/", options, methods=["OPTIONS"]),
    Route("/uploads/{id}", refusing(ask), methods=["HEAD"]),
    Route("/uploads/{id}", refusing(add), methods=["PATCH"]),
    Route("/uploads/{id}", refusing(stop), methods=["DELETE"]),
    Route("/uploads/{id}", options, methods=["OPTIONS"]),
]
