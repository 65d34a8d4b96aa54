"""Making the file that a teacher asked for, and taking it away: ids in, one file in the store."""

import asyncio
import time
from contextlib import suppress

from config.texts import language
from pipeline import engine, exporting
from pipeline.errors import Cancelled
from pipeline.workspace import require_room, workspace
from storage import export_packages, exports, overdue, retention
from storage.database import acting, asking
from storage.errors import NotFound
from storage.exports import Own
from storage.holdings import Only
from storage.media import StoreMissing, media_store
from storage.records import ExportPackage
from storage.rules.retention import Kind

TELL_S = 1.0
"""At most so often is progress written down, and looked whether anybody still wants it."""


@engine.step("export")
async def make(export_id: str) -> None:
    """Make a file that is wanted; let one go that its owner took away."""
    await asyncio.to_thread(make_here, export_id)


@engine.step("give_up_export")
async def give_up(export_id: str) -> None:
    """Say that no try could make it."""
    await asyncio.to_thread(_give_up, export_id)


def make_here(export_id: str) -> None:
    """As `make`, for who already works in a thread."""
    try:
        _make(export_id)
    except NotFound:
        _let_go(export_id)
    except Cancelled:  # others have taken the work over
        return


def _make(export_id: str) -> None:
    """Write it beside the store and bring it in whole: what dies halfway leaves no part of it."""
    with asking() as session:
        asker, tongue = export_packages.wanted(session, export_id)
    with language(tongue), asking() as session:
        own = exports.gather(session, asker)
    size = _size(own)
    with workspace(engine.own_name(f"export-{export_id}")) as folder:
        require_room(folder, size)
        with language(tongue):
            exporting.write(own, folder / "own.zip", media_store(), _Told(export_id, size))
        engine.require_ours()
        blob = media_store().put_file(export_packages.key(export_id), folder / "own.zip")
    with acting() as session:
        export_packages.done(session, export_id, blob)
        exports.note_taken(session, asker, own)


def _size(own: Own) -> int:
    found = 0
    for key in own.files.values():
        with suppress(StoreMissing):
            found += media_store().size(key)
    return found


class _Told:
    """Keeps its owner up to date, and ends the writing when nobody wants it any more."""

    def __init__(self, export_id: str, size: int) -> None:
        self._export_id, self._size = export_id, max(1, size)
        self._done, self._told = 0, 0.0

    def __call__(self, more: int) -> None:
        self._done += more
        if time.monotonic() - self._told < TELL_S:
            return
        engine.require_ours()
        self._told = time.monotonic()
        with acting() as session:
            percent = min(99, self._done * 100 // self._size)
            export_packages.note_progress(session, self._export_id, percent)


def _let_go(export_id: str) -> None:
    """Delete a file that was taken away, as the sweep does; nothing when it is there to stay."""
    with asking() as session:
        export = session.get(ExportPackage, export_id)
        near = Only(person_id=export.owner_id) if export else Only(films=())
        leaving = [
            each
            for each in overdue.plan(session, only=near)
            if each.due.kind is Kind.export_package and each.kept.thing_id == export_id
        ]
    for each in leaving:
        retention.let_go(media_store(), each)


def _give_up(export_id: str) -> None:
    with acting() as session:
        export_packages.fail(session, export_id)
