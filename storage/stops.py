"""What people stopped, closed, locked or held: what of it is told, for after a restore.

A backup does not know what was stopped after it. So what is closed now goes into a list of its own
beside the backups (`stop_list`), and a restore closes it again (`stopped_again`): ids, moments and
words of closed lists, no names and nothing anybody wrote.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, inspect, or_, select
from sqlalchemy.orm import Session

from storage.chain import sealed
from storage.records import (
    Clip,
    Cycle,
    Departure,
    Enrolment,
    HeldThing,
    Hold,
    Invitation,
    Objection,
    ObjectionEntry,
    ObservationNote,
    Pair,
    Person,
    Programme,
    Recording,
    RecordingState,
    RetentionPolicy,
    RoleHeld,
    UseDecision,
)
from storage.records.base import Record
from storage.rules.steps import State

STOPPED = (State.withdrawn, State.partial, State.cancelled)
"""How a cycle ends that somebody ended."""
AWAY = (RecordingState.discarded, RecordingState.refused)
"""Films that nobody opens any more."""

Line = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """Rows that are told: of which record, which columns, and which rows."""

    record: type[Record]
    columns: tuple[str, ...]
    which: ColumnElement[bool] | None = None
    whole: bool = False
    """A row that the backup lacks is written anew."""

    @property
    def key(self) -> tuple[str, ...]:
        """The columns by which a row is known."""
        return tuple(column.name for column in self.record.__table__.primary_key)


def _all_of(record: type[Record], *but: str) -> Kind:
    """A record that is told as a whole, but for what people wrote in it."""
    names = tuple(each.name for each in record.__table__.columns if each.name not in but)
    key = {each.name for each in record.__table__.primary_key}
    return Kind(record, tuple(name for name in names if name not in key), whole=True)


KINDS: dict[str, Kind] = {
    "policy": _all_of(RetentionPolicy),
    "departure": _all_of(Departure),
    "hold": _all_of(Hold),
    "held": _all_of(HeldThing),
    "objection": _all_of(Objection, "class_group"),
    "objection_entry": _all_of(ObjectionEntry, "class_group"),
    "enrolment": Kind(Enrolment, ("ended_at",), Enrolment.ended_at.is_not(None)),
    "pair": Kind(Pair, ("ended_at",), Pair.ended_at.is_not(None)),
    "cycle": Kind(
        Cycle,
        ("state", "ended_at", "withdrawn_at", "summary_kept", "reached_step"),
        or_(Cycle.withdrawn_at.is_not(None), Cycle.state.in_(STOPPED)),
    ),
    "recording": Kind(
        Recording,
        ("state", "refusal", "withdrawn_at", "ends_by_choice"),
        or_(
            Recording.withdrawn_at.is_not(None),
            Recording.ends_by_choice.is_not(None),
            Recording.state.in_(AWAY),
        ),
    ),
    "clip": Kind(Clip, ("removed_at",), Clip.removed_at.is_not(None)),
    "note": Kind(ObservationNote, ("removed_at",), ObservationNote.removed_at.is_not(None)),
}
"""What closes; each row goes on being told until it is gone."""


@dataclass(frozen=True)
class Standing:
    """What only a list keeps open: what is not told any more was taken back."""

    record: type[Record]
    whose: str
    """The column that says what it hangs on."""
    word: str | None = None
    """The column that says which, where there can be more than one."""
    which: ColumnElement[bool] | None = None


STANDING: dict[str, Standing] = {
    "role": Standing(RoleHeld, "person_id", "role"),
    "password": Standing(Person, "id", "password_hash", Person.password_hash.is_not(None)),
    "invitation": Standing(Invitation, "person_id", "id", Invitation.accepted_at.is_(None)),
    "earlier": Standing(Pair, "id", None, Pair.earlier_opened_at.is_not(None)),
    "downloads": Standing(Programme, "id", None, Programme.clip_downloads.is_(True)),
    "use": Standing(UseDecision, "programme_id", "use"),
}
COMES = (Departure, Hold, HeldThing, Objection, ObjectionEntry, RetentionPolicy)
"""What closes or keeps something by being there."""
GOES = (RoleHeld, Invitation, UseDecision)
"""What closes something by going."""
WATCHED: dict[str, frozenset[str]] = {
    kind.record.__tablename__: frozenset(kind.columns) - {"state"} for kind in KINDS.values()
}
WATCHED["recording"] |= {"state"}
WATCHED["pair"] |= {"earlier_opened_at"}
WATCHED |= {"person": frozenset({"password_hash"}), "invitation": frozenset({"accepted_at"})}
WATCHED["programme"] = frozenset({"clip_downloads"})
"""Columns that close something when they change, by table."""


# Asking


def now_closed(session: Session) -> Iterator[Line]:
    """Yield a line for each row that is closed, and for each thing that stands open by a word."""
    for of, kind in KINDS.items():
        names = (*kind.key, *kind.columns)
        query = select(*(getattr(kind.record, name) for name in names))
        if kind.which is not None:
            query = query.where(kind.which)
        for row in session.execute(query):
            yield {"of": of} | {name: plain(row[at]) for at, name in enumerate(names)}
    for of, standing in STANDING.items():
        yield from ({"open": of, "key": key} for key in standing_now(session, standing))


def standing_now(session: Session, standing: Standing) -> list[list[str]]:
    """Return what stands open of one sort: whose, and which. A password is a mark of it."""
    columns = [getattr(standing.record, standing.whose)]
    columns += [getattr(standing.record, standing.word)] if standing.word else []
    query = select(*columns)
    if standing.which is not None:
        query = query.where(standing.which)
    found = [[str(plain(value)) for value in row] for row in session.execute(query)]
    if standing.word == "password_hash":
        return [[whose, sealed({"person": whose, "known": known})] for whose, known in found]
    return found


def plain(value: Any) -> Any:
    """A value as it stands in a list."""
    return value.isoformat() if isinstance(value, date) else value


def is_known(line: Line) -> bool:
    """Whether a line is of a kind that this version tells of."""
    return line["open"] in STANDING if "open" in line else line["of"] in KINDS


def identity(line: Line) -> tuple[str, ...]:
    """Which row or which standing thing a line is about."""
    if "open" in line:
        return ("open", line["open"], *line["key"])
    return ("of", line["of"], *(str(line[name]) for name in KINDS[line["of"]].key))


def missing(session: Session, lines: Iterable[Line]) -> list[Line]:
    """Return the lines about things that are not in this database, or not any more."""
    by_record: dict[type[Record], list[Line]] = {}
    for line in lines:
        by_record.setdefault(_about(line), []).append(line)
    found: list[Line] = []
    for record, about in by_record.items():
        key = inspect(record).primary_key
        there = {tuple(map(str, row)) for row in session.execute(select(*key))}
        found += [line for line in about if _key_in(line) not in there]
    return found


def _about(line: Line) -> type[Record]:
    if line.get("of") == "departure":
        return Person  # who is here and did not leave came back: not for another backup to tell
    if "of" in line:
        return KINDS[line["of"]].record
    whose: dict[str, type[Record]] = {"person_id": Person, "programme_id": Programme}
    standing = STANDING[line["open"]]
    return whose.get(standing.whose, standing.record)


def _key_in(line: Line) -> tuple[str, ...]:
    return identity(line)[2:] if "of" in line else (line["key"][0],)
