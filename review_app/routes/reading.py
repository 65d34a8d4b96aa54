"""Letting a member read words: off the loop, and once per opening in the ledger."""

from collections.abc import Callable
from typing import TypeVar

import anyio.to_thread
from starlette.requests import Request

from review_app.who import member_of
from storage import recordings
from storage.database import acting, asking
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
