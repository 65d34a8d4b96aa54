"""Closing again, after a restore, what was closed when the stop list was written.

Nothing is opened by it: what is empty here is filled, what is missing comes, and what stood open
by a word that was taken back goes. What a backup lacks altogether cannot be opened either. Nor is
a parent's objection settled by what was done to another film than the one that is here.
"""

import logging
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Delete, Update, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from storage import cycle_facts, cycles, passwords, recordings, stops
from storage.records import (
    Clip,
    Cycle,
    Departure,
    Hold,
    Invitation,
    Objection,
    ObjectionEntry,
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
from storage.rules.objection import LIFTS, Reason
from storage.rules.steps import ENDED, UNPUBLISHED, Event, State, Who
from storage.stops import KINDS, STANDING, Line

log = logging.getLogger(__name__)

# Acting


def close(session: Session, lines: list[Line], *, newer: bool) -> int:
    """Close again what a list tells; returns how many things were not closed yet.

    `newer`: the list is of after the backup, so what it does not name was taken back.
    """
    order = {of: at for at, of in enumerate(KINDS)}  # a hold before what it holds
    rows = sorted((line for line in lines if "of" in line), key=lambda line: order[line["of"]])
    done = sum(_again(session, line) for line in rows)
    session.flush()
    if newer:
        done += _taken_back(session, [line for line in lines if "open" in line])
    return done


def _again(session: Session, line: Line) -> bool:
    kind = KINDS[line["of"]]
    names = [name for name in (*kind.key, *kind.columns) if name in line]  # older ones lack some
    told = {name: _value(kind.record, name, line[name]) for name in names}
    row: Any = session.get(kind.record, tuple(told[name] for name in kind.key))
    if row is None:
        return kind.whole and _anew(session, kind.record, told)
    if isinstance(row, Cycle):
        return _cycle(session, row, told)
    if isinstance(row, Recording):
        return _recording(row, told)
    if isinstance(row, Objection) and told["reason"] not in LIFTS:
        return False
    # What it hangs on is as the backup has it: the list may name what is not here.
    own = [name for name in told if not kind.record.__table__.columns[name].foreign_keys]
    empty = [name for name in own if getattr(row, name) is None and told[name] is not None]
    for name in empty:
        setattr(row, name, told[name])
    if isinstance(row, Objection | ObjectionEntry) and row.ended_at:
        row.class_group = ""  # it stands there only while it is open
    if isinstance(row, Hold) and row.review_by < told["review_by"]:
        row.review_by = told["review_by"]
    return bool(empty)


def _anew(session: Session, record: type[Record], told: dict[str, Any]) -> bool:
    """Write a row that the backup lacks, where what it is about is here."""
    try:
        row = record(**told)
    except TypeError:  # of before an update that asks for more
        log.error("%s is too old to be closed again", record.__tablename__)
        return False
    if isinstance(row, Objection) and not _stands(session, row):
        return False
    if isinstance(row, RetentionPolicy) and not _is_next(session, row):
        return False
    if not _hangs_on_what_is_here(session, row):
        return False
    if isinstance(row, Departure):
        for gone in (RoleHeld, Invitation):
            session.execute(delete(gone).where(gone.person_id == row.person_id))
    session.add(row)
    session.flush()
    return True


def _hangs_on_what_is_here(session: Session, row: Record) -> bool:
    for column in row.__table__.columns:
        value = getattr(row, column.name)
        for other in (key.column for key in column.foreign_keys):
            if value is not None and not session.scalar(select(exists().where(other == value))):
                return False
    return True


def _stands(session: Session, row: Objection) -> bool:
    """Whether an objection is about something that is here; which class it was is told nowhere.

    One that ended by what was done to its film is open until the film here turns out to be so.
    """
    if row.ended_at and row.reason in LIFTS:
        return False
    if row.cycle_id and session.get(Cycle, row.cycle_id) is None:
        row.cycle_id = None
    if row.ended_at and row.cycle_id and not row.recording_id:  # its film is gone since, not here
        film = recordings.of_cycle(session, row.cycle_id)
        row.recording_id = film.id if film else None
    row.ended_at = row.reason = None
    upload = row.upload_id and session.get(Upload, row.upload_id)
    if row.recording_id and session.get(Recording, row.recording_id) is None:
        if not upload:
            return False
        row.recording_id = None
    return bool(row.recording_id or row.cycle_id or upload)


def settled(session: Session, lines: list[Line]) -> None:
    """End objections that were settled, where the film is here as it then was, or not any more.

    After everything that went is gone again. What would lock the film with the child stays.
    """
    for line in lines:
        if line.get("of") == "objection" and line.get("ended_at"):
            row = session.get(Objection, line["id"])
            at = datetime.fromisoformat(line["ended_at"])
            if row and row.ended_at is None and _is_so(session, row, line["reason"], at):
                row.ended_at, row.reason, row.class_group = at, line["reason"], ""


def _is_so(session: Session, row: Objection, reason: str, at: datetime) -> bool:
    film = session.get(Recording, row.recording_id) if row.recording_id else None
    if film and film.state not in stops.AWAY:
        return reason == Reason.made_unseen and bool(film.masked_at and film.masked_at >= at)
    if row.upload_id and session.get(Upload, row.upload_id):
        return False
    cut = select(Clip.id).where(Clip.package_id.is_not(None), Clip.removed_at.is_(None))
    if film:
        cut = cut.where(Clip.recording_id == film.id)
    else:
        cut = cut.where(Clip.recording_id.is_(None), Clip.cycle_id == row.cycle_id)
    return session.scalar(cut.limit(1)) is None


def _is_next(session: Session, row: RetentionPolicy) -> bool:
    there = select(RetentionPolicy.id).where(
        RetentionPolicy.programme_id == row.programme_id, RetentionPolicy.version == row.version
    )
    return session.scalar(there) is None


def _cycle(session: Session, row: Cycle, told: dict[str, Any]) -> bool:
    stops_now = told["withdrawn_at"] and not row.withdrawn_at
    if not stops_now and (row.state in ENDED or told["state"] not in ENDED):
        return False
    for name in told.keys() & set(KINDS["cycle"].columns):
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
    """A password that was changed is nobody's: who had an account has it, and needs a link."""
    whose, which = key[0], key[-1]
    by_word: dict[str, Delete | Update] = {
        "role": delete(RoleHeld).where(RoleHeld.person_id == whose, RoleHeld.role == which),
        "password": update(Person)
        .where(Person.id == whose)
        .values(password_hash=passwords.of_nobody()),
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
