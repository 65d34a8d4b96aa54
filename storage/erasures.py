"""The erasure ledger: the tombstones in a file of their own, which travels apart from backups.

It lies in the data folder and beside the backups, one line for each tombstone, only ever added
to, and once a night a line that says up to when it is complete. Whoever restores a backup needs
it: what was erased since stays erased. It names ids and kinds, no people and no words.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.settings import settings
from storage import beside, clock, ledger, tombstones
from storage.chain import Broken
from storage.database import acting, asking
from storage.errors import Refused
from storage.media import MediaStore
from storage.records import LedgerEntry, Tombstone
from storage.rules.retention import Kind
from storage.tombstones import BEFORE_ALL
from storage.wiping import erase

NAME = "erased.jsonl"
COLUMNS = tuple(column.name for column in Tombstone.__table__.columns)
SAME_CLOCK = timedelta(hours=1)
"""So far ahead of this clock another's may be."""
MOMENTS = ("made_at", "deleted_at")
_DELETED = "delete_"
"""How the ledger's word for a deletion by the machine begins; the kind follows."""


@dataclass
class Erased:
    """What a ledger file holds."""

    stones: list[Tombstone] = field(default_factory=list)
    as_of: datetime | None = None
    """Until when it is complete."""
    after: tuple[int, str] = BEFORE_ALL
    """Number and link of the last tombstone that was forgotten, which the first one comes after."""

    @property
    def last(self) -> tuple[int, str]:
        """Number and link of its last tombstone."""
        return (self.stones[-1].seq, self.stones[-1].link) if self.stones else self.after


# Asking


def places() -> list[Path]:
    """Where the ledger is kept: in the data folder, and beside the backups."""
    return beside.places(NAME)


def read(file: Path, key: bytes | None = None) -> Erased:
    """Read a ledger and check every link. Refused when it is not there or does not hold."""
    try:
        raw = file.read_bytes()
    except FileNotFoundError:
        raise Refused("refusals.no_erasure_ledger") from None
    found = Erased()
    try:
        for line in raw.splitlines():
            told = json.loads(line)
            if "as_of" in told:
                _check_mark(told, found, key)
            elif "forgotten" in told:
                _begin_after(told, found, key)
            else:
                found.stones.append(_stone(told))
    except (ValueError, KeyError, TypeError):
        raise Refused("refusals.erasure_ledger_broken") from None
    if tombstones.broken_links(found.stones, key, found.after):
        raise Refused("refusals.erasure_ledger_broken")
    return found


def verify(session: Session) -> list[Broken]:
    """Walk the chain, and hold its end against what else tells of deletions.

    The ledger files tell until the last night, the ledger of who did what until now: so a cut-off
    tail is found too.
    """
    broken = tombstones.verify(session)
    told = {each.seq for each in broken}
    last, _ = tombstones.end(session)
    for known, link in {_last(file) for file in places()}:
        here = session.scalar(select(Tombstone.link).where(Tombstone.seq == known))
        if here is None:
            cut_off = range(last + 1, known + 1)
            broken += [Broken(seq, "missing") for seq in cut_off if seq not in told]
            told |= set(cut_off)
        elif here != link and known not in told:
            broken.append(Broken(known, "changed"))
            told.add(known)
    if broken:
        return broken
    return [Broken(last + more, "missing") for more in range(1, _without_stone(session) + 1)]


def _without_stone(session: Session) -> int:
    """How many of the newest deletions that the ledger tells of have no tombstone."""
    lines = (
        select(LedgerEntry.thing_id, LedgerEntry.act)
        .where(LedgerEntry.actor_id == ledger.MACHINE, LedgerEntry.act.startswith(_DELETED))
        .order_by(LedgerEntry.seq.desc())
    )
    found = 0
    for thing_id, act in session.execute(lines.execution_options(yield_per=500)):
        of_it = (Tombstone.thing_id == thing_id, Tombstone.kind == act.removeprefix(_DELETED))
        if session.scalar(select(Tombstone.seq).where(*of_it).limit(1)) is not None:
            break
        found += 1
    return found


# Acting


def write_down() -> None:
    """Bring every ledger file up to date, and say that it is complete until now."""
    for file in places():
        bring_up_to_date(file)


def bring_up_to_date(file: Path) -> None:
    """Add what a ledger file does not have yet. What it has stays, also what we no longer have;
    only what was forgotten because its term is over goes. Another installation's is put aside.

    OSError when it cannot be written; the tombstones themselves stand in the database.
    """
    with beside.alone(file) as opened:
        ours = _is_ours(opened)
        if not ours:
            beside.put_aside(file)
        else:
            _add_to(opened)
    if not ours:
        bring_up_to_date(file)


def _add_to(opened: BinaryIO) -> None:
    had, _ = _last_in(opened)
    with asking() as session:
        had = max(had, _forget(opened, tombstones.forgotten(session)))
        query = select(Tombstone).where(Tombstone.seq > had).order_by(Tombstone.seq)
        for stone in session.scalars(query.execution_options(yield_per=500)):
            opened.write(beside.line(_told(stone)))
            had = stone.seq
    as_of = clock.now().isoformat()
    opened.write(beside.line({"as_of": as_of, "last": had, "mark": _mark(as_of, had)}))
    opened.flush()
    os.fsync(opened.fileno())


def replay(store: MediaStore, erased: Erased) -> int:
    """Erase again what the ledger says was erased after this database was; returns how much."""
    with asking() as session:
        had, _ = tombstones.end(session)
    later = [stone for stone in erased.stones if stone.seq > had]
    for stone in later:
        erase(store, Kind(stone.kind), stone.thing_id, stone.made_at)
        with acting() as session:
            session.add(stone)
            tombstones.tell(session, stone)
    return len(later)


def _told(stone: Tombstone) -> dict[str, Any]:
    told = {name: getattr(stone, name) for name in COLUMNS}
    return told | {name: told[name].isoformat() for name in MOMENTS}


def _stone(told: dict[str, Any]) -> Tombstone:
    moments = {name: datetime.fromisoformat(told[name]) for name in MOMENTS}
    return Tombstone(**{name: told[name] for name in COLUMNS} | moments)


def _mark(as_of: str, last: int, key: bytes | None = None) -> str:
    said = f"{as_of} {last}".encode()
    return hmac.new(key or settings().signing_key(), said, hashlib.sha256).hexdigest()


def _check_mark(told: dict[str, Any], found: Erased, key: bytes | None) -> None:
    right = _mark(told["as_of"], told["last"], key)
    if not hmac.compare_digest(told["mark"], right) or told["last"] != found.last[0]:
        raise ValueError("a mark that is not ours")
    as_of = datetime.fromisoformat(told["as_of"])
    if as_of <= clock.now() + SAME_CLOCK:  # a clock that ran ahead would keep it fresh for ever
        found.as_of = max(found.as_of or as_of, as_of)  # clocks are moved back sometimes


def _begin_after(told: dict[str, Any], found: Erased, key: bytes | None) -> None:
    seq, link = told["forgotten"], told["link"]
    if not hmac.compare_digest(told["mark"], _mark(link, seq, key)):
        raise ValueError("a beginning that is not ours")
    found.after = seq, link
    found.stones = [stone for stone in found.stones if stone.seq > seq]


def _forget(opened: BinaryIO, after: tuple[int, str]) -> int:
    """Take out of an open ledger what was forgotten; returns the number of the last of that.

    A crash meanwhile costs nothing: what is not forgotten stands in the database.
    """
    seq, link = after
    if not seq:
        return 0
    opened.seek(0)
    lines = [(json.loads(line), line) for line in _lines(opened)]
    if any(told.get("forgotten", 0) >= seq for told, _ in lines):
        return seq
    opened.truncate(0)
    opened.write(beside.line({"forgotten": seq, "link": link, "mark": _mark(link, seq)}))
    opened.writelines(line for told, line in lines if _number(told) > seq)
    return seq


def _number(told: dict[str, Any]) -> int:
    """Up to which tombstone a line tells."""
    return int(told.get("seq") or told.get("last") or 0)


def _is_ours(opened: BinaryIO) -> bool:
    """Whether nights of this installation wrote in it: one that was changed since is ours, too.

    So a list that somebody spoiled stays where it is, and is found.
    """
    opened.seek(0)
    marked = False
    for line in _lines(opened):
        try:
            told = json.loads(line)
            if "as_of" in told:
                marked = True
                if hmac.compare_digest(told["mark"], _mark(told["as_of"], told["last"])):
                    return True
        except (ValueError, KeyError, TypeError):
            continue
    return not marked


def _last(file: Path) -> tuple[int, str]:
    if not file.is_file():
        return 0, ""
    with file.open("rb") as opened:
        return _last_in(opened)


def _last_in(opened: BinaryIO) -> tuple[int, str]:
    """Number and link of the last tombstone in an open ledger. Refused when it is no ledger."""
    last = (0, "")
    opened.seek(0)
    for line in _lines(opened):
        told = json.loads(line)
        if "as_of" not in told:
            last = told.get("seq") or told["forgotten"], told["link"]
    return last


def _lines(opened: BinaryIO) -> Iterator[bytes]:
    """Whole lines; half a last one, of a crash while it was written, is cut off first."""
    at = 0
    for line in opened:
        if not line.endswith(b"\n"):
            if opened.writable():
                opened.truncate(at)
            return
        at += len(line)
        yield line
