"""Backups: everything of one moment in one sealed file, made while people work.

What is in it: all rows, every object of the media store but copies made for a week, and the key of
the tombstones when that lies in the data folder. Not the engine's tables: all its work can be asked
for anew. Rows first, then objects: what is deleted meanwhile is missing and its tombstone says so;
what comes in meanwhile has no row yet and the nightly look for orphans removes it from a restored
system.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from sqlalchemy.orm import Session

from config.settings import settings
from storage import backup_rows, clock, erasures, policies, stop_list, tombstones
from storage.database import acting, asking
from storage.errors import Refused
from storage.media import MediaStore, StoreMissing
from storage.media.store import room
from storage.rules.retention import Kind, policy_for
from storage.sealed import Sealing, head_of
from storage.tombstones import Gone

NAMED = re.compile(r"lesbeeld-\d{8}T\d{6}Z\.backup")
TELLS, ROWS, SECRET, OBJECT, BYTES, SUM = (bytes([code]) for code in b"HRSODE")
"""The first byte of a message: head, rows, secret, key of an object, its bytes, its sum."""
COPIES = "export/"
"""What teachers take along: a copy for a week, made anew in minutes. A backup would keep it for
longer than they were told."""
SECRET_FILE = "secret"  # noqa: S105 - the name of a file


@dataclass(frozen=True)
class Made:
    """A finished backup: where it is, bytes, rows' lines and objects in it."""

    path: Path
    size: int
    objects: int
    vanished: int
    """Objects that were deleted while it was made."""


@dataclass(frozen=True)
class Kept:
    """A backup in a folder: what stands open in it."""

    path: Path
    id: str
    made_at: datetime


# Asking


def in_folder(folder: Path) -> Iterator[Kept]:
    """The backups in a folder, oldest first; what is none of ours is passed by."""
    for path in sorted(folder.iterdir()):
        if NAMED.fullmatch(path.name) and path.is_file():
            try:
                with path.open("rb") as file:
                    told = head_of(file)
                yield Kept(path, str(told["id"]), datetime.fromisoformat(told["made_at"]))
            except (Refused, KeyError, ValueError):  # a broken one: as old as its name says
                yield Kept(path, str(uuid4()), _moment_in(path.name))


def term() -> timedelta:
    """How long a backup may be kept: as the school's preset says."""
    with asking() as session:
        rules = policy_for(policies.preset_in_use(session)).rules
    return timedelta(days=rules[Kind.backup].period_days or 0)


# Acting


def make(folder: Path, passphrase: str, store: MediaStore) -> Made:
    """Make a backup in a folder, whole or not at all; brings the erasure ledger and the stop list.

    Refused when the passphrase is too short or the folder is full. Memory stays flat: a message
    of at most a few MiB at a time, however long the films are.
    """
    now = clock.now()
    path = folder / f"lesbeeld-{now:%Y%m%dT%H%M%SZ}.backup"
    part = folder / f".{path.name}~part"
    about = {"id": str(uuid4()), "made_at": now.isoformat()}
    with room():
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob(".lesbeeld-*.backup~part"):  # of a backup that was cut short
            left.unlink()
        try:
            with part.open("wb") as file:
                part.chmod(0o600)
                sealing = Sealing(file, passphrase, about)
                _add_rows(sealing)
                objects, vanished = _add_objects(sealing, store)
                sealing.end()
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        erasures.bring_up_to_date(folder / erasures.NAME)
        stop_list.bring_up_to_date(folder / stop_list.NAME)
    return Made(path, path.stat().st_size, objects, vanished)


def forget_old(folder: Path) -> list[str]:
    """Remove the backups in a folder whose term is over, each with a tombstone; their ids."""
    before = clock.now() - term()
    gone = []
    for kept in list(in_folder(folder)) if folder.is_dir() else []:
        if kept.made_at <= before:
            size = kept.path.stat().st_size
            kept.path.unlink()
            with acting() as session:
                tombstones.add(session, _gone(kept, size, policies.preset_in_use(session)))
            gone.append(kept.id)
    return gone


def _add_rows(sealing: Sealing) -> None:
    with backup_rows.one_moment() as connection:
        with Session(connection) as session:
            last, link = tombstones.end(session)
        told = {
            "revision": backup_rows.revision(connection),
            "last": last,
            "link": link,
        }
        sealing.add(TELLS + json.dumps(told).encode())
        for line in backup_rows.lines(connection):
            sealing.add(ROWS + line)
    if not settings().secret:  # it lies in the data folder: without it no tombstone can be proved
        sealing.add(SECRET + settings().signing_key())


def _add_objects(sealing: Sealing, store: MediaStore) -> tuple[int, int]:
    added = vanished = 0
    for key in store.list():
        if key.startswith(COPIES):
            continue
        try:
            blocks = store.open(key)
            sealing.add(OBJECT + key.encode())
            digest, size = hashlib.sha256(), 0
            for block in blocks:
                digest.update(block)
                size += len(block)
                sealing.add(BYTES + block)
        except (StoreMissing, FileNotFoundError):
            vanished += 1  # what was begun of it has no sum, and is not restored
            continue
        sealing.add(SUM + json.dumps({"size": size, "sha256": digest.hexdigest()}).encode())
        added += 1
    return added, vanished


def _gone(kept: Kept, size: int, preset: str) -> Gone:
    return Gone(
        thing_id=kept.id,
        kind=Kind.backup,
        made_at=kept.made_at,
        policy=f"{preset}:1",
        trigger="creation",
        actor="sweep",
        size=size,
        wiped=1,
    )


def _moment_in(name: str) -> datetime:
    return datetime.strptime(name[9:25], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
