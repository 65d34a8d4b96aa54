"""Restoring a backup: read wholly first, then written, then what ended since ended again.

Nothing is written before the whole file was found authentic and complete. While it is written a
mark lies in the data folder, and nothing opens until the mark is gone: by then what was stopped is
stopped again, and the erasure ledger has been replayed. A restore that was cut short is begun anew;
what it had written goes first.
"""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import RawIOBase
from pathlib import Path
from typing import BinaryIO, cast

from sqlalchemy import Connection, Table, delete, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from config.settings import settings
from storage import (
    backup_rows,
    beside,
    clock,
    database,
    departures,
    erasures,
    notices,
    share_ends,
    stop_list,
    stopped_again,
    traces,
)
from storage.backups import OBJECT, ROWS, SECRET, SECRET_FILE, SUM, TELLS
from storage.database import acting, engine
from storage.erasures import Erased
from storage.errors import Refused
from storage.media import MediaStore
from storage.records import Person, SignIn
from storage.records.base import new_id
from storage.rules.notice import Word
from storage.sealed import head_of, opened
from storage.stop_list import MARK, Stopped

FRESH = timedelta(hours=36)
"""A list that is complete up to longer ago may miss what was erased or stopped last."""


@dataclass
class Told:
    """What a look through a backup found."""

    revision: str = ""
    last: int = 0
    link: str = ""
    secret: bytes | None = None
    whole: frozenset[str] = frozenset()
    """Keys of the objects that are in it whole."""


@dataclass(frozen=True)
class Restored:
    """What a restore did."""

    objects: int
    erased: int
    """Things erased since the backup, and now erased again."""
    as_of: datetime | None
    """Until when the erasure ledger was complete."""
    stopped: int = 0
    """Things stopped, closed, locked or held since the backup, and now so again."""
    stopped_as_of: datetime | None = None
    """Until when the stop list was complete; None: there was none."""


# Asking


def require_whole() -> None:
    """Refused while a restore has not come to its end: nothing may open then."""
    if (settings().home / MARK).exists():
        raise Refused("refusals.restore_not_finished")


def look_through(file: Path, passphrase: str) -> Told:
    """Read a backup to its end and check all of it. Refused when it is not whole."""
    told, whole, begun = Told(), set(), ""
    for kind, body in _messages(file, passphrase):
        if kind == TELLS:
            found = json.loads(body)
            told.revision, told.last, told.link = found["revision"], found["last"], found["link"]
        elif kind == SECRET:
            told.secret = body.strip()
        elif kind == OBJECT:
            begun = body.decode()
        elif kind == SUM:
            whole.add(begun)
    told.whole = frozenset(whole)
    return told


# Acting


def restore(
    file: Path, passphrase: str, ledger: Path, store: MediaStore, *, even_if_old: bool = False
) -> Restored:
    """Restore a backup into an empty installation, and erase what was erased since.

    Refused, with nothing changed, when the installation is not empty, the passphrase is wrong,
    the file is not whole, or the erasure ledger or the stop list beside it is missing, broken,
    older than the backup or (unless `even_if_old`) may miss the last days.
    """
    _clear_what_was_left(store)
    if not backup_rows.is_empty() or next(store.list(), None) is not None:
        raise Refused("refusals.restore_not_empty")
    told = look_through(file, passphrase)
    key = None if settings().secret else told.secret
    erased = beside.first_that_holds(ledger, lambda file: erasures.read(file, key))
    _require_newer(erased, told, even_if_old)
    stopped = _stopped(ledger.with_name(stop_list.NAME), key, even_if_old)
    newer = bool(stopped.as_of and stopped.as_of >= _made_at(file))
    if not (newer or even_if_old):
        raise Refused("refusals.stop_list_old")
    _mark().write_text(settings().media_store)
    try:
        _write(file, passphrase, told, store)
        with acting() as session:
            if newer:
                departures.undo_again(session, stopped.departures)
            closed = stopped_again.close(session, stopped.lines, newer=newer)
        gone = erasures.replay(store, erased)
        with acting() as session:
            stopped_again.film_is_gone(session)
            stopped_again.settled(session, stopped.lines)
            _tell_everybody(session, newer=newer)
        erasures.write_down()
        stop_list.write_down()
        traces.wipe()
    except BaseException:
        _clear_what_was_left(store)
        raise
    _mark().unlink()
    return Restored(len(told.whole), gone, erased.as_of, closed, stopped.as_of)


def _stopped(file: Path, key: bytes | None, even_if_old: bool) -> Stopped:
    if even_if_old and not file.exists():
        return Stopped()
    found = beside.first_that_holds(file, lambda each: stop_list.read(each, key))
    if not even_if_old and not _is_fresh(found.as_of):
        raise Refused("refusals.stop_list_old")
    return found


def _is_fresh(as_of: datetime | None) -> bool:
    """Whether a list was complete lately; a moment to come was told by a clock that was wrong."""
    now = clock.now()
    return as_of is not None and now - FRESH <= as_of <= now + erasures.SAME_CLOCK


def _made_at(file: Path) -> datetime:
    with file.open("rb") as source:
        return datetime.fromisoformat(head_of(source)["made_at"])


def _require_newer(erased: Erased, told: Told, even_if_old: bool) -> None:
    links = dict([erased.after]) | {stone.seq: stone.link for stone in erased.stones}
    begins_later = erased.after[0] > told.last  # what went between the two is not known any more
    if begins_later or (told.last and links.get(told.last) != told.link):
        raise Refused("refusals.erasure_ledger_of_another")
    if not even_if_old and not _is_fresh(erased.as_of):
        raise Refused("refusals.erasure_ledger_old")


def _write(file: Path, passphrase: str, told: Told, store: MediaStore) -> None:
    if told.secret and not settings().secret:
        kept = settings().home / SECRET_FILE
        kept.touch(mode=0o600)
        kept.write_bytes(told.secret)
    try:
        backup_rows.clear()
        backup_rows.prepare(told.revision)
        messages = _messages(file, passphrase)
        with engine().begin() as connection:
            first = _write_rows(connection, messages)
        _write_objects(first, messages, told, store)
        database.migrate()
        with acting() as session:  # who was signed in then signs in again
            session.execute(delete(SignIn))
            share_ends.of_everybody(session)
    except DBAPIError as error:
        raise Refused("refusals.restore_failed", why=type(error.orig).__name__) from error


def _tell_everybody(session: Session, *, newer: bool) -> None:
    """What was made after the backup is gone: each knows the own.

    Without a list that is `newer` than it what ended since stands open again.
    """
    word = Word.restored if newer else Word.restored_open
    here = select(Person.id).where(Person.closed_at.is_(None), Person.password_hash.is_not(None))
    once = new_id()
    for person_id in session.scalars(here).all():
        notices.give(session, person_id, word, once, clock.now())


def _write_rows(
    connection: Connection, messages: Iterator[tuple[bytes, bytes]]
) -> tuple[bytes, bytes] | None:
    """Write the rows; returns the first message that is none."""
    known: dict[str, Table] = {}
    for kind, body in messages:
        if kind == ROWS:
            backup_rows.write(connection, body, known)
        elif kind == OBJECT:
            backup_rows.count_on(connection)
            return kind, body
    backup_rows.count_on(connection)
    return None


def _write_objects(
    first: tuple[bytes, bytes] | None,
    messages: Iterator[tuple[bytes, bytes]],
    told: Told,
    store: MediaStore,
) -> None:
    message = first
    while message is not None:
        kind, body = message
        if kind == OBJECT and body.decode() in told.whole:
            with closing(_Object(messages)) as source:
                blob = store.put(body.decode(), cast(BinaryIO, source))
                if source.sum != {"size": blob.size, "sha256": blob.sha256}:
                    raise Refused("refusals.backup_damaged")
        message = next(messages, None)


class _Object(RawIOBase):
    """The bytes of one object as a stream, up to its sum."""

    def __init__(self, messages: Iterator[tuple[bytes, bytes]]) -> None:
        self.sum: object = None
        self._messages = messages
        self._rest = b""

    def readable(self) -> bool:
        return True

    def read(self, n: int = -1) -> bytes:
        """Read on; all that is left when n is negative."""
        while self.sum is None and (n < 0 or len(self._rest) < n):
            kind, body = next(self._messages)
            if kind == SUM:
                self.sum = json.loads(body)
            else:
                self._rest += body
        cut = len(self._rest) if n < 0 else n
        found, self._rest = self._rest[:cut], self._rest[cut:]
        return found


def _messages(file: Path, passphrase: str) -> Iterator[tuple[bytes, bytes]]:
    with file.open("rb") as source:
        for message in opened(source, passphrase):
            yield message[:1], message[1:]


def _mark() -> Path:
    settings().home.mkdir(parents=True, exist_ok=True)
    return settings().home / MARK


def _clear_what_was_left(store: MediaStore) -> None:
    """Take away what a stopped restore had written; it had begun with nothing there."""
    if not _mark().exists():
        return
    if _mark().read_text() != settings().media_store:
        raise Refused("refusals.restore_elsewhere")
    for prefix in sorted({"/".join(key.split("/")[:2]) for key in store.list()}):
        store.purge(prefix)
    backup_rows.clear()
    traces.wipe()
    (settings().home / SECRET_FILE).unlink(missing_ok=True)
    _mark().unlink()
