"""Closing again, after a restore, what was closed when the stop list was written.

Nothing is opened by it: what is empty here is filled, what is missing comes, and what stood open
by a word that was taken back goes. What a backup lacks altogether cannot be opened either.
"""

from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Delete, Update, delete, or_, select, update
from sqlalchemy.orm import Session

from storage import cycle_facts, cycles, recordings, stops
from storage.records import (
    Cycle,
    Departure,
    HeldThing,
    Hold,
    Invitation,
    Objection,
    PackageDraft,
    Pair,
    Person,
    Programme,
    Recording,
    RetentionPolicy,
    RoleHeld,
    Upload,
    UseDecision,
)
from storage.records.base import Moment, Record
from storage.rules.steps import ENDED, UNPUBLISHED, Event, State, Who
from storage.stops import KINDS, STANDING, Line

# Acting


def close(session: Session, lines: list[Line], *, newer: bool) -> int:
    """Close again what a list tells; returns how many things were not closed yet.

    `newer`: the list is of after the backup, so what it does not name was taken back.
    """
    done = sum(_again(session, line) for line in lines if "of" in line)
    session.flush()
    if newer:
        done += _taken_back(session, [line for line in lines if "open" in line])
    return done


def _again(session: Session, line: Line) -> bool:
    kind = KINDS[line["of"]]
    told = {name: _value(kind.record, name, line[name]) for name in (*kind.key, *kind.columns)}
    row: Any = session.get(kind.record, tuple(told[name] for name in kind.key))
    if row is None:
        return kind.whole and _anew(session, kind.record, told)
    if isinstance(row, Cycle):
        return _cycle(session, row, told)
    if isinstance(row, Recording):
        return _recording(row, told)
    empty = [name for name in kind.columns if getattr(row, name) is None and told[name] is not None]
    for name in empty:
        setattr(row, name, told[name])
    if isinstance(row, Hold) and row.review_by < told["review_by"]:
        row.review_by = told["review_by"]
    return bool(empty)


def _anew(session: Session, record: type[Record], told: dict[str, Any]) -> bool:
    """Write a row that the backup lacks, where what it is about is here."""
    row = record(**told)
    if isinstance(row, Departure):
        if session.get(Person, row.person_id) is None:
            return False
        for gone in (RoleHeld, Invitation):
            session.execute(delete(gone).where(gone.person_id == row.person_id))
    if isinstance(row, Objection) and not _stands(session, row):
        return False
    if isinstance(row, HeldThing) and session.get(Hold, row.hold_id) is None:
        return False
    if isinstance(row, RetentionPolicy) and not _is_next(session, row):
        return False
    session.add(row)
    session.flush()
    return True


def _stands(session: Session, row: Objection) -> bool:
    """Whether an objection is about something that is here; which class it was is told nowhere."""
    if row.ended_at or session.get(Person, row.owner_id) is None:
        return False
    if row.recording_id and session.get(Recording, row.recording_id) is None:
        row.recording_id = None
    if row.cycle_id and session.get(Cycle, row.cycle_id) is None:
        row.cycle_id = None
    upload = row.upload_id and session.get(Upload, row.upload_id)
    return bool(row.recording_id or row.cycle_id or upload)


def _is_next(session: Session, row: RetentionPolicy) -> bool:
    there = select(RetentionPolicy.id).where(
        RetentionPolicy.programme_id == row.programme_id, RetentionPolicy.version == row.version
    )
    of_one_here = row.programme_id is None or session.get(Programme, row.programme_id) is not None
    return of_one_here and session.scalar(there) is None


def _cycle(session: Session, row: Cycle, told: dict[str, Any]) -> bool:
    stops_now = told["withdrawn_at"] and not row.withdrawn_at
    if not stops_now and (row.state in ENDED or told["state"] not in ENDED):
        return False
    for name in KINDS["cycle"].columns:
        setattr(row, name, told[name])
    row.paused_from = None
    session.execute(delete(PackageDraft).where(PackageDraft.cycle_id == row.id))
    return True


def _recording(row: Recording, told: dict[str, Any]) -> bool:
    before = (row.state, row.withdrawn_at, row.ends_by_choice)
    if told["state"] in stops.AWAY and row.state not in stops.AWAY:
        row.state, row.refusal = told["state"], told["refusal"]
    row.withdrawn_at = row.withdrawn_at or told["withdrawn_at"]
    ends = [each for each in (row.ends_by_choice, told["ends_by_choice"]) if each]
    row.ends_by_choice = min(ends, default=None)
    return before != (row.state, row.withdrawn_at, row.ends_by_choice)


def _taken_back(session: Session, lines: list[Line]) -> int:
    """Close what stands open here and did not any more when the list was written."""
    done = 0
    for of, standing in STANDING.items():
        told = {tuple(line["key"]) for line in lines if line["open"] == of}
        for key in stops.standing_now(session, standing):
            if tuple(key) not in told:
                session.execute(_shut(of, key))
                done += 1
    return done


def _shut(of: str, key: list[str]) -> Delete | Update:
    whose, which = key[0], key[-1]
    by_word: dict[str, Delete | Update] = {
        "role": delete(RoleHeld).where(RoleHeld.person_id == whose, RoleHeld.role == which),
        "password": update(Person).where(Person.id == whose).values(password_hash=None),
        "invitation": delete(Invitation).where(Invitation.id == which),
        "earlier": update(Pair).where(Pair.id == whose).values(earlier_opened_at=None),
        "downloads": update(Programme).where(Programme.id == whose).values(clip_downloads=False),
        "use": delete(UseDecision).where(
            UseDecision.programme_id == whose, UseDecision.use == which
        ),
    }
    return by_word[of]


def film_is_gone(session: Session) -> None:
    """Let cycles wait for a film again whose film was stopped or erased before it was published."""
    at = UNPUBLISHED - {State.awaiting_recording}
    waits = select(Cycle).where(or_(Cycle.state.in_(at), Cycle.paused_from.in_(at)))
    for cycle in session.scalars(waits).all():
        if recordings.of_cycle(session, cycle.id) is None:
            facts = replace(cycle_facts.facts_of(session, cycle), keep_own_copy=True)
            cycles.take_step(session, cycle, Event.discard, Who.teacher, facts)
            session.execute(delete(PackageDraft).where(PackageDraft.cycle_id == cycle.id))


def _value(record: type[Record], name: str, raw: Any) -> Any:
    """A value as it stood in the row."""
    column = record.__table__.columns[name].type
    if raw is None:
        return None
    if isinstance(column, Moment):
        return datetime.fromisoformat(raw)
    kind = column.python_type
    if issubclass(kind, date):
        return kind.fromisoformat(raw)
    return kind(raw) if issubclass(kind, StrEnum) else raw
