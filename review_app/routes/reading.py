"""Words on their way: what a member reads (once per opening in the ledger), and what one sends."""

import json
from collections.abc import Callable
from typing import Any, TypeVar

import anyio.to_thread
from starlette.requests import Request

from review_app.who import member_of
from storage import recordings
from storage.database import acting, asking
from storage.errors import NotFound, Refused
from storage.people import Member
from storage.records import RenditionKind

Given = TypeVar("Given")


def note_read(member: Member, recording_id: str, kind: RenditionKind) -> None:
    """Write in the ledger that words were read; once per opening."""
    with asking() as session:
        told = recordings.opening_told(session, member.asker, recording_id, kind)
    if not told:
        with acting() as session:
            recordings.note_opened(session, member.asker, recording_id, kind)


async def as_member(request: Request, act: Callable[[Member], Given]) -> Given:
    """Carry out a reading or an act of whoever sends this request. Raises SignedOut."""
    return await anyio.to_thread.run_sync(act, await member_of(request))


async def told(request: Request, most: int, too_long: Refused) -> dict[str, Any]:
    """Return what the browser sent, as plain JSON of the size a person types.

    Raises `too_long` above `most` bytes, and NotFound for what no page of ours sends: anything
    but an object, and words that no database can keep.
    """
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > most:
            raise too_long
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):  # the last of brackets in brackets in brackets
        raise NotFound() from None
    if not isinstance(sent, dict) or not all(_keepable(word) for word in sent.values()):
        raise NotFound()
    return sent


def _keepable(word: object) -> bool:
    """Whether it is no text, or one without half characters and NULs."""
    if not isinstance(word, str):
        return True
    try:
        return b"\0" not in word.encode()
    except UnicodeEncodeError:
        return False
