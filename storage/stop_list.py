"""The stop list: what is closed now, in a file that travels apart from backups.

It lies in the data folder and beside the backups, is written anew at every stop, right after its
transaction, and every night; its last line seals all of it. Whoever restores a backup needs it.
"""

import hashlib
import hmac
import json
import logging
import os
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import cast
from uuid import uuid4

from sqlalchemy import Update, event, inspect
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction

from config.settings import settings
from storage import beside, clock, erasures, stops
from storage.database import asking
from storage.errors import Refused
from storage.records import Clip, ObservationNote, RetentionPolicy, Tombstone
from storage.stops import Line

log = logging.getLogger(__name__)

NAME = "stopped.jsonl"
MARK = "restoring"
"""Lies in the data folder as long as what is there is not whole."""
CARRIED_FOR = beside.KEPT
"""A line about what is not here, or not any more: so long another backup may still know it."""
_CLOSES, _ERASES = "closes", "erases"


@dataclass
class Stopped:
    """What a list holds."""

    lines: list[Line] = field(default_factory=list)
    as_of: datetime | None = None
    """Until when it is complete; None: there is none."""

    @property
    def departures(self) -> set[str]:
        """Who left the school, and did not come back."""
        return {line["person_id"] for line in self.lines if line.get("of") == "departure"}


# Asking


def places() -> list[Path]:
    """Where the list is kept: in the data folder, and beside the backups."""
    return beside.places(NAME)


def read(file: Path, key: bytes | None = None) -> Stopped:
    """Read a list. Refused when it is not there, was changed, or was cut off.

    Lines of a kind that this version does not know are left out.
    """
    try:
        raw = file.read_bytes()
    except FileNotFoundError:
        raise Refused("refusals.no_stop_list") from None
    *lines, last = raw.splitlines(keepends=True) or [b""]
    try:
        told = json.loads(last)
        if not hmac.compare_digest(told["mark"], _mark(b"".join(lines), told["as_of"], key)):
            raise ValueError("a list that is not ours")
        known = [each for each in map(json.loads, lines) if stops.is_known(each)]
        return Stopped(known, datetime.fromisoformat(told["as_of"]))
    except (ValueError, KeyError, TypeError):
        raise Refused("refusals.stop_list_broken") from None


def is_current(file: Path) -> bool:
    """Whether a list holds, tells of all that is closed now, and lets nothing else stand open."""
    try:
        told = [line for line in read(file).lines if "until" not in line]
    except Refused:
        return False
    with asking() as session:
        now = list(stops.now_closed(session))
    closed, open_ = _those("of", now), _those("open", told)
    return closed <= _those("of", told) and open_ <= _those("open", now)


def _those(word: str, lines: list[Line]) -> set[str]:
    return {json.dumps(line, sort_keys=True) for line in lines if word in line}


def _mark(body: bytes, as_of: str, key: bytes | None = None) -> str:
    said = body + as_of.encode()
    return hmac.new(key or settings().signing_key(), said, hashlib.sha256).hexdigest()


# Acting


def write_down() -> None:
    """Write every list anew."""
    for file in places():
        bring_up_to_date(file)


def bring_up_to_date(file: Path) -> None:
    """Write one list anew. One that does not hold is never written over but put aside.

    OSError when it cannot be written.
    """
    part = file.with_name(f".{file.name}~{uuid4()}")
    with beside.alone(file):
        with asking() as session:
            lines = list(stops.now_closed(session))
            lines += _carried(session, file, lines)
        body = b"".join(beside.line(line) for line in lines)
        as_of = clock.now().isoformat()
        try:
            with part.open("wb") as out:
                part.chmod(0o600)
                out.write(body + beside.line({"as_of": as_of, "mark": _mark(body, as_of)}))
                out.flush()
                os.fsync(out.fileno())
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)


def after(session: Session) -> None:
    """Write the lists anew when what this session has committed closed or erased something.

    It stands, whatever happens here; the next one and the night write again. A restore writes the
    lists itself, once all of it is closed again.
    """
    closes, erases = session.info.pop(_CLOSES, False), session.info.pop(_ERASES, False)
    if not (closes or erases) or (settings().home / MARK).exists():
        return
    for file in places():
        try:
            if closes:
                bring_up_to_date(file)
            if erases:
                erasures.bring_up_to_date(file.with_name(erasures.NAME))
        except (OSError, ValueError) as error:
            log.error("a list could not be written: %s", type(error).__name__)


def _carried(session: Session, file: Path, now: list[Line]) -> list[Line]:
    """What the list told of things that are not here: another backup may still know them."""
    try:
        told = read(file).lines
    except Refused:
        if file.stat().st_size:
            beside.put_aside(file)
        return []
    here = {stops.identity(line) for line in now}
    until = (clock.now() + CARRIED_FOR).isoformat()
    others = stops.missing(session, (each for each in told if stops.identity(each) not in here))
    carried = [{"until": until, **line} for line in others]
    return [each for each in carried if datetime.fromisoformat(each["until"]) > clock.now()]


# What closes


@event.listens_for(Session, "before_flush")
def _look(session: Session, _context: UOWTransaction, _instances: object) -> None:
    if any(map(_comes, session.new)) or any(map(_changes, session.dirty)):
        session.info[_CLOSES] = True
    if any(isinstance(row, stops.GOES) for row in session.deleted):
        session.info[_CLOSES] = True
    if any(isinstance(row, Tombstone) and row.actor != "sweep" for row in session.new):
        session.info[_ERASES] = True  # by a person; what the night erases it writes down itself


def _comes(row: object) -> bool:
    first = isinstance(row, RetentionPolicy) and row.version == 1  # a programme began
    return isinstance(row, stops.COMES) and not first


def _changes(row: object) -> bool:
    if isinstance(row, Clip | ObservationNote) and getattr(row, "package_id", None) is None:
        return False  # a draft is its coach's alone, and goes ten times a minute: the night tells
    watched = stops.WATCHED.get(getattr(row, "__tablename__", ""), frozenset())
    attributes = inspect(row, raiseerr=True).attrs
    return any(attributes[name].history.has_changes() for name in watched)


@event.listens_for(Session, "do_orm_execute")
def _look_at(execution: ORMExecuteState) -> None:
    """Statements about many rows at once, which no session knows one by one."""
    statement = cast(Update, execution.statement)
    table = getattr(getattr(statement, "table", None), "name", "")
    if execution.is_update and table in stops.WATCHED:
        written = set(statement.compile().params)
        if written & stops.WATCHED[table]:
            execution.session.info[_CLOSES] = True
    elif execution.is_delete and table in {each.__tablename__ for each in stops.GOES}:
        execution.session.info[_CLOSES] = True
