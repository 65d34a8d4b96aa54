"""Writing a teacher's own material into one file that she takes along."""

import os
import zipfile
from collections.abc import Callable
from pathlib import Path

from config.texts import language
from storage import database, exports
from storage.database import acting, asking
from storage.documents.own_material import as_annotations, as_html, as_json
from storage.errors import Refused
from storage.exports import Own
from storage.media import MediaStore, StoreMissing, media_store
from storage.records import Person


def export(email: str, out: Path) -> Own:
    """Write the material of the teacher with this address to `out`, whole or not at all.

    Raises NotFound when there is no such teacher, Refused where it cannot be written. That it
    was taken stands in her ledger.
    """
    database.migrate()
    with asking() as session:
        asker = exports.teacher(session, email)
        tongue = session.get_one(Person, asker.id).language
    with language(tongue), asking() as session:
        own = exports.gather(session, asker)
    partial = out.with_name(f"{out.name}.partial")
    try:
        with language(tongue):
            write(own, partial, media_store())
        with acting() as session:
            exports.note_taken(session, asker, own)
        partial.replace(out)
    except OSError as wrong:
        raise Refused("exports.cannot_write", path=out) from wrong
    finally:
        partial.unlink(missing_ok=True)
    return own


def write(
    own: Own, out: Path, store: MediaStore, told: Callable[[int], None] | None = None
) -> None:
    """Write everything into one ZIP, film by film, so that memory stays flat.

    `told` hears of the bytes of films as they are written; what it raises ends the writing.
    """
    opened = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(opened, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as box:
        for name, key in own.files.items():
            _add_film(box, name, key, store, told)
        for name, words in own.words.items():
            box.writestr(name, words)
        box.writestr("own.json", as_json(own))
        box.writestr("annotations.json", as_annotations(own))
        box.writestr("index.html", as_html(own))


def _add_film(
    box: zipfile.ZipFile,
    name: str,
    key: str,
    store: MediaStore,
    told: Callable[[int], None] | None,
) -> None:
    """A film that went meanwhile is left out: its time had come."""
    try:
        pieces = store.open(key)
    except StoreMissing:
        return
    kept = zipfile.ZipInfo(name)  # films are as small as they get: stored as they are
    with box.open(kept, "w", force_zip64=True) as file:
        for piece in pieces:
            file.write(piece)
            if told:
                told(len(piece))
