"""What was written down for the school when a parent objected: which lesson, and until when films
of it are looked out for.

Most films come in after the lesson was talked about at home. So an entry stays for a while, and
`objections.follow` locks what comes in of it. It goes by the rule of its own kind.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import access, clock, ledger, notices, policies
from storage.errors import NotFound
from storage.holdings_around import AnyRow, Around, Kept, Sort, Told
from storage.records import Objection, ObjectionEntry
from storage.rules import objection as rule
from storage.rules.access import Act, Asker, Thing
from storage.rules.lesson import tidy
from storage.rules.notice import Word
from storage.rules.objection import About, Reason
from storage.rules.retention import Kind, policy_for


@dataclass(frozen=True)
class EntryView:
    """What was written down at once, for who answers the parent: it names no film, no teacher."""

    id: str
    class_group: str
    """Empty once it ended."""
    lesson_on: date
    created_at: datetime
    answer_by: date
    films: int
    ended: int
    """How many of them are settled."""
    ended_at: datetime | None
    """When the last one was; None while one is open, or none came yet."""
    reasons: frozenset[Reason]
    looked_for_until: date | None = None
    """The last day on which a film that comes in is locked; None when that is over."""


# Asking


def read(session: Session, asker: Asker) -> list[EntryView]:
    """Return what was entered, for those who do so for the school: open and new ones first."""
    access.require_sight(asker, Act.READ_OBJECTIONS, Thing())
    looked_for = {entry.id: entry for entry in still(session)}
    rows = session.scalars(select(Objection).order_by(Objection.entry_id, Objection.id))
    views = []
    for _, each in groupby(rows, lambda row: row.entry_id):
        found = list(each)
        views.append(_found(session, found, looked_for.pop(found[0].entry_id or "", None)))
    views += [_waiting(session, entry) for entry in looked_for.values()]
    newest = sorted(views, key=lambda view: view.created_at, reverse=True)
    return sorted(newest, key=lambda view: view.ended_at is not None)


def still(session: Session) -> list[ObjectionEntry]:
    """Entries of which films are looked out for now, the oldest first."""
    rows = session.scalars(
        select(ObjectionEntry)
        .where(ObjectionEntry.ended_at.is_(None))
        .where(ObjectionEntry.created_at > clock.now() - _term(session))
        .order_by(ObjectionEntry.created_at)
    )
    return list(rows)


def without_film(session: Session) -> list[ObjectionEntry]:
    """Those of which no film has come: the parent must have an answer all the same."""
    found = set(session.scalars(select(Objection.entry_id)))
    return [entry for entry in still(session) if entry.id not in found]


def _term(session: Session) -> timedelta:
    rules = policy_for(policies.preset_in_use(session)).rules
    return timedelta(days=rules[Kind.objection_entry].period_days or 0)


def _until(session: Session, entry: ObjectionEntry) -> date:
    return clock.day_at_school(entry.created_at + _term(session))


def _found(session: Session, rows: list[Objection], entry: ObjectionEntry | None) -> EntryView:
    first, ends = rows[0], [row.ended_at for row in rows if row.ended_at]
    return EntryView(
        id=first.entry_id or first.id,
        class_group=next((row.class_group for row in rows if row.class_group), ""),
        lesson_on=first.lesson_on,
        created_at=first.created_at,
        answer_by=rule.answer_by(clock.day_at_school(first.created_at)),
        films=len(rows),
        ended=len(ends),
        ended_at=max(ends) if len(ends) == len(rows) else None,
        reasons=frozenset(Reason(row.reason) for row in rows if row.reason),
        looked_for_until=_until(session, entry) if entry else None,
    )


def _waiting(session: Session, entry: ObjectionEntry) -> EntryView:
    return EntryView(
        id=entry.id,
        class_group=entry.class_group,
        lesson_on=entry.lesson_on,
        created_at=entry.created_at,
        answer_by=rule.answer_by(clock.day_at_school(entry.created_at)),
        films=0,
        ended=0,
        ended_at=None,
        reasons=frozenset(),
        looked_for_until=_until(session, entry),
    )


def sorts(person_id: str | None) -> list[Sort]:
    """What is looked out for, as things that are kept; of who wrote it down, if one is named."""
    rows = select(
        ObjectionEntry.id, ObjectionEntry.entered_by, ObjectionEntry.created_at,
        ObjectionEntry.ended_at,
    )  # fmt: skip
    if person_id:
        rows = rows.where(ObjectionEntry.entered_by == person_id)
    return [Sort(ObjectionEntry.id, rows, _kept)]


def _kept(session: Session, rows: Sequence[AnyRow], now: datetime | None) -> Told:
    around = Around(session, (), now)
    place = around.place(None)
    for row in rows:
        holding = around.holding(
            Kind.objection_entry, row.id, row.created_at, place, shorter_until=row.ended_at
        )
        yield Kept(holding, row.entered_by, None), place.policy


# Acting


def keep(session: Session, by: str, about: About) -> str:
    """Look out for films of this lesson from now on; returns the id of the entry.

    Entered twice within a minute it is one: a finger that slipped.
    """
    group, now = tidy(about.class_group), clock.now()
    for entry in still(session):
        same = (entry.entered_by, entry.class_group, entry.lesson_on) == (
            by, group, about.lesson_on,
        )  # fmt: skip
        if same and entry.created_at > now - rule.SAME_ENTRY:
            return entry.id
    entry = ObjectionEntry(
        class_group=group, lesson_on=about.lesson_on, entered_by=by, created_at=now
    )
    session.add(entry)
    session.flush()
    ledger.write(session, by, "remember_objection", "objection_entry", entry.id, by)
    return entry.id


def stop(session: Session, asker: Asker, entry_id: str) -> None:
    """Look out for it no longer: a slip, or the parent has no objection any more.

    What is locked stays locked: that is its teacher's. The next night it goes.
    """
    access.require(asker, Act.ENTER_OBJECTION, Thing())
    entry = session.get(ObjectionEntry, entry_id)
    if entry is None or entry.ended_at:
        raise NotFound()
    entry.ended_at, entry.class_group = clock.now(), ""
    ledger.write(session, asker.id, "stop_objection", "objection_entry", entry_id, entry.entered_by)
    if entry_id not in set(session.scalars(select(Objection.entry_id))):
        notices.take_back(session, entry_id, Word.answer_due)
