"""The sum of a film as it was uploaded: proof of the bytes that lie there."""

import asyncio
import hashlib
from pathlib import Path

from storage import machine_work
from storage.database import acting, asking


async def keep_sum(recording_id: str, film: Path) -> None:
    """Note the sha256 of a film, unless that was done before. NotFound once nobody wants it.

    Not while it comes in: the sender would wait for it.
    """
    await asyncio.to_thread(_keep_sum, recording_id, film)


def _keep_sum(recording_id: str, film: Path) -> None:
    with asking() as session:
        if not machine_work.without_sum(session, recording_id):
            return
    with film.open("rb") as file:
        told = hashlib.file_digest(file, "sha256").hexdigest()
    with acting() as session:
        machine_work.note_sum(session, recording_id, told)
