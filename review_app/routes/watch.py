"""Watching: the bytes of a film to who may look now, asked anew at every request and in between.

From a bucket too they come through here: an address signed for the browser would go on working
after leave was taken back. And who was sent what is written down here, where it happens, and not
at the word of a player.
"""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from config.texts import language, text
from review_app.routes.answers import PRIVATE, refusing
from review_app.routes.ranges import Part, part_of
from review_app.routes.sittings import Showing, sending
from review_app.routes.streaming import Stream, blocks, by_a_reader, read_here
from review_app.who import member_here
from storage import clip_downloads, clips, recordings
from storage.database import acting, asking
from storage.errors import NotFound, Refused
from storage.media import media_store, media_type
from storage.people import Member
from storage.records import RenditionKind

FILES = {
    "proxy.mp4": RenditionKind.proxy,
    "data-saver.mp4": RenditionKind.data_saver,
    "poster.jpg": RenditionKind.poster,
    "filmstrip.jpg": RenditionKind.filmstrip,
    "filmstrip.json": RenditionKind.filmstrip_plan,
    "peaks.json": RenditionKind.peaks,
    "captions.vtt": RenditionKind.captions,
    "transcript.json": RenditionKind.transcript,
}
_FILMS = frozenset({RenditionKind.proxy, RenditionKind.data_saver})
_CLIP_FILES = frozenset({"clip.mp4", "captions.vtt"})


@dataclass(frozen=True)
class Opened:
    """A file somebody may open now."""

    key: str
    mark: str
    """Changes whenever the bytes do: its sha256. Empty where nobody keeps that."""
    name: str = ""
    """What the file is called by who may keep it."""
    showing: Showing | None = None
    """Of a film: who watches what."""


Leave = Callable[[Member], Opened]
"""Lets a member open one file now, or raises NotFound."""


async def recording_file(request: Request) -> Response:
    """Send one file of a recording to somebody who may open it now."""
    kind = FILES.get(request.path_params["file"])
    if kind is None:
        raise NotFound()
    recording_id = request.path_params["id"]

    def leave(member: Member) -> Opened:
        with asking() as session:
            rendition = recordings.open_rendition(session, member.asker, recording_id, kind)
            told = recordings.opening_told(session, member.asker, recording_id, kind)
        if not told:  # only now a writing transaction: one film is hundreds of requests
            with acting() as session:
                rendition = recordings.open_rendition(session, member.asker, recording_id, kind)
                recordings.note_opened(session, member.asker, recording_id, kind)
        key, mark = rendition.key, rendition.sha256 or ""
        if kind not in _FILMS:
            return Opened(key, mark)
        return Opened(key, mark, "", Showing(member.asker, "recording", recording_id, key, mark))

    return await send(request, leave)


async def clip_file(request: Request) -> Response:
    """Send one file of a clip: a draft to its author, a published one to both."""
    name, clip_id = request.path_params["file"], request.path_params["id"]
    if name not in _CLIP_FILES:
        raise NotFound()
    film = name == "clip.mp4"

    def leave(member: Member) -> Opened:
        with asking() as session:
            mark = clips.open_file(session, member.asker, clip_id)
            told = not film or clips.playing_told(session, member.asker, clip_id)
        if not told:
            with acting() as session:
                mark = clips.open_file(session, member.asker, clip_id)
                clips.note_opened(session, member.asker, clip_id)
        key = f"{clips.folder(clip_id)}/{name}"
        if not film:
            return Opened(key, "")
        return Opened(key, mark, "", Showing(member.asker, "clip", clip_id, key, mark))

    return await send(request, leave)


async def clip_download(request: Request) -> Response:
    """Send a published clip as a file to keep, where the programme allows that."""
    clip_id = request.path_params["id"]

    def leave(member: Member) -> Opened:
        with acting() as session:
            kept = clip_downloads.take_along(session, member.asker, clip_id)
        with language(member.language):
            key = "clip.file_name" if kept.cycle_number else "clip.file_name_loose"
            name = text(key, cycle=kept.cycle_number, n=kept.position)
        return Opened(f"{clips.folder(clip_id)}/clip.mp4", kept.sha256, f"{name}.mp4")

    return await send(request, leave)


async def send(request: Request, leave: Leave) -> Response:
    """Answer with what is asked for, to whom `leave` gives it, at every range anew."""
    opened, part, first = await by_a_reader(_open, request, leave)
    headers = PRIVATE | ({"ETag": f'"{opened.mark}"'} if opened.mark else {})
    if isinstance(part, int):
        return Response(status_code=416, headers=headers | {"Content-Range": f"bytes */{part}"})
    kept = f'attachment; filename="{opened.name}"' if opened.name else "inline"
    headers |= {"Content-Disposition": kept} | part.headers()
    code, kind = 206 if part.asked else 200, media_type(opened.key)
    if request.method == "HEAD":
        return Response(None, code, headers, kind)

    async def may_go_on() -> bool:
        return await by_a_reader(_still, request, leave, opened)

    left = sending(opened.showing) if opened.showing else None
    body = blocks(opened.key, part, first, may_go_on)
    return Stream(body, code, headers, kind, part.start, left)


def _open(request: Request, leave: Leave) -> tuple[Opened, Part | int, bytes]:
    """Everything before the first byte, in one go: who asks, whether they may, what it is.

    Where the range is one that is not there, the size instead of a part. The first block is read
    before anything is promised.
    """
    opened = leave(member_here(request))
    size = media_store().size(opened.key)
    part = part_of(request.method, request.headers, size, opened.mark)
    if part is None:
        return opened, size, b""
    head = request.method == "HEAD"
    return opened, part, b"" if head else read_here(opened.key, part.start, part.end)


def _still(request: Request, leave: Leave, opened: Opened) -> bool:
    """Whether the same person may still have the same bytes."""
    try:
        return leave(member_here(request)) == opened
    except Refused:
        return False


routes = [
    Route("/recordings/{id}/{file}", refusing(recording_file), methods=["GET", "HEAD"]),
    Route("/clips/{id}/download", refusing(clip_download), methods=["GET", "HEAD"]),
    Route("/clips/{id}/{file}", refusing(clip_file), methods=["GET", "HEAD"]),
]
