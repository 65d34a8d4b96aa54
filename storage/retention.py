"""Retention: what goes when, and letting it go: bytes, then rows, then the tombstone."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from storage import (
    access,
    clips,
    clock,
    held,
    holdings,
    holds,
    jobs,
    ledger,
    overdue,
    people,
    policies,
    sittings,
    tombstones,
    uploads,
)
from storage.database import acting, asking
from storage.errors import NotFound, Refused
from storage.holdings import FIRST, Mark, Only
from storage.media import MediaStore, StoreError
from storage.overdue import Leaving
from storage.records import (
    Clip,
    ObservationNote,
    Recording,
    RecordingState,
    Rendition,
    Transcript,
)
from storage.rules import retention as rule
from storage.rules.access import Act, Asker
from storage.rules.retention import Ending, Kind, Trigger
from storage.rules.roles import Role
from storage.tombstones import Gone
from storage.wiping import WHOLE, WORK, delete_rows, places

log = logging.getLogger(__name__)

ABANDONED_AFTER = timedelta(days=7)
"""A half upload nobody came back for."""


@dataclass(frozen=True)
class EndingView:
    """When something disappears, with the text key of its sentence."""

    kind: Kind
    ending: Ending
    sentence: str
    owner_id: str
    cycle_id: str | None
    held: bool = False
    """It is locked by a hold: it stays for as long, whatever its day."""


@dataclass(frozen=True)
class Swept:
    """What a sweep did; `backlog` is what is still due and must be 0."""

    gone: int
    backlog: int


# Asking


def endings(
    session: Session, asker: Asker, recording_id: str, *, if_cycle_ends: bool = False
) -> list[EndingView]:
    """Return when everything of one recording disappears. Raises NotFound.

    `if_cycle_ends`: as it would be if its cycle ended now, for saying so beforehand.
    """
    owners = {asker.id, _readable(session, asker, recording_id).owner_id}
    return [
        view
        for view in _views(session, Only([recording_id]), clock.now() if if_cycle_ends else None)
        if view.owner_id in owners  # drafts and notes are their writer's
    ]


def endings_of(session: Session, asker: Asker, recording_ids: Iterable[str]) -> list[EndingView]:
    """Return when everything of these that the asker may know of disappears, the soonest first."""
    owners: dict[str, str] = {}
    for recording_id in recording_ids:
        with suppress(NotFound):
            owners[recording_id] = _readable(session, asker, recording_id).owner_id
    readable = {asker.id, *owners.values()}
    views = _views(session, Only(films=sorted(owners)))
    return _in_order(view for view in views if view.owner_id in readable)


def coming(session: Session, asker: Asker) -> list[EndingView]:
    """Return when each of a teacher's or coach's own things disappears, the soonest first."""
    if asker.role not in (Role.teacher, Role.coach):
        raise NotFound()
    near = _views(session, Only(person_id=asker.id))
    return _in_order(view for view in near if view.owner_id == asker.id)


def _in_order(views: Iterable[EndingView]) -> list[EndingView]:
    ending = [(view.ending.at, view) for view in views if view.ending.at]
    return [view for _, view in sorted(ending, key=lambda each: each[0])]


def _readable(session: Session, asker: Asker, recording_id: str) -> Recording:
    recording = session.get(Recording, recording_id)
    if not recording or recording.state is RecordingState.discarded:
        raise NotFound()
    thing = access.recording_thing(session, recording)
    access.require_sight(asker, Act.READ_RETENTION, thing)
    return recording


def _views(session: Session, only: Only, cycle_end: datetime | None = None) -> Iterator[EndingView]:
    known = {Trigger.cycle_end: cycle_end} if cycle_end else {}
    locked = held.locked(session)
    for shelf in holdings.gather(session, only):
        kept_now = [replace(kept.holding, held=kept.thing_id in locked) for kept in shelf.kept]
        told = [replace(each, triggers={**each.triggers, **known}) for each in kept_now]
        ends, stay = rule.endings(told, shelf.policy), rule.kept(told, shelf.policy)
        for kept in shelf.kept:
            ending, kind = ends[kept.holding.id], kept.holding.kind
            said, stays = rule.in_words(kind, ending), kept.holding.id in stay
            yield EndingView(kind, ending, said, kept.owner_id, kept.cycle_id, stays)


# Acting


def choose_end(session: Session, asker: Asker, recording_id: str, at: datetime) -> None:
    """Let the whole lesson disappear earlier; the owner's choice, never later than the rule."""
    recording = session.get(Recording, recording_id)
    if not recording:
        raise NotFound()
    thing = access.recording_thing(session, recording)
    access.require_sight(asker, Act.SHORTEN_RETENTION, thing)
    access.require(asker, Act.SHORTEN_RETENTION, thing)
    whole = next(view for view in _views(session, Only([recording_id])) if view.kind in WHOLE)
    for sentence in rule.why_not_shorter(at, whole.ending, clock.now()):
        raise Refused(sentence.key, **sentence.fields)
    recording.ends_by_choice = at
    ledger.write(session, asker.id, "choose_end", "recording", recording_id, asker.id)


def sweep(store: MediaStore) -> Swept:
    """Let everything go that is due now. Safe to stop anywhere and to run again.

    Bytes go first: a crash between bytes and row leaves a row that the next sweep finds due
    again, never bytes without a row. Each page is read by itself, as holds and choices stand then.
    """
    gone, now = 0, clock.now()
    mark: Mark | None = FIRST
    while mark:
        with asking() as session:
            leaving, mark = overdue.page(session, mark, now)
        gone += sum(_tried(store, each) for each in leaving)
    _forget_abandoned(store)
    _forget_old_lines()
    with asking() as session:
        backlog = overdue.count(session)
    if backlog:
        log.error("retention backlog: %d things are due and still there", backlog)
    return Swept(gone, backlog)


def _tried(store: MediaStore, leaving: Leaving) -> bool:
    """Let one thing go; what the store cannot do tonight does not hold up the rest."""
    try:
        return let_go(store, leaving)
    except (StoreError, OperationalError) as error:  # the store refuses, or the disk is full
        log.warning("%s stays for now: %s", leaving.due.holding_id, type(error).__name__)
        return False


def let_go(store: MediaStore, leaving: Leaving) -> bool:
    """Delete one thing: its bytes, its rows, and write its tombstone.

    False when it was gone already, or when a hold came after the list was made.
    """
    kept, kind = leaving.kept, leaving.due.kind
    with acting() as session:
        if not held.claim(session, kind, kept.thing_id):
            return False
        lying = places(session, kind, kept.thing_id)
    wiped = sum(len(store.purge(place)) for place in lying)
    with acting() as session:
        held.disclaim(session, kind, kept.thing_id)
        if not delete_rows(session, kind, kept.thing_id):
            return False
        tombstones.add(session, _gone(leaving, wiped))
    for workflow in WORK.get(kind, ()):
        jobs.forget_with(workflow, kept.thing_id)
    return True


def purge_recording(store: MediaStore, recording_id: str) -> None:
    """Delete the bytes of a film that was thrown away or of no use, its rows as the rule says.

    A discarded recording leaves a tombstone; a refused one keeps its row, so that its owner can
    still read why.
    """
    with asking() as session:
        recording = session.get(Recording, recording_id)
        if not recording or recording.state not in (
            RecordingState.discarded,
            RecordingState.refused,
        ):
            return
        sizes = session.scalars(
            select(Rendition.size).where(Rendition.recording_id == recording_id)
        ).all()
    with acting() as session:
        if not held.claim(session, Kind.unreleased_recording, recording_id):
            return
        found = session.scalars(select(Clip.id).where(*_drafts_of(recording_id)))
        drafts = sorted(set(found) - held.kept(session))
    wiped = len(store.purge(recording.prefix))
    wiped += sum(len(store.purge(clips.folder(clip_id))) for clip_id in drafts)
    with acting() as session:
        held.disclaim(session, Kind.unreleased_recording, recording_id)
        session.execute(delete(Rendition).where(Rendition.recording_id == recording_id))
        session.execute(delete(Transcript).where(Transcript.recording_id == recording_id))
        session.execute(delete(Clip).where(Clip.id.in_(drafts)))
        session.execute(delete(ObservationNote).where(ObservationNote.recording_id == recording_id))
        if recording.state is RecordingState.refused:
            return
        if delete_rows(session, Kind.unreleased_recording, recording_id):
            tombstones.add(session, _thrown_away(recording, sum(sizes), wiped))


def _drafts_of(recording_id: str) -> tuple[ColumnElement[bool], ...]:
    """Drafts go with their film; published clips have a clock of their own."""
    return Clip.recording_id == recording_id, Clip.package_id.is_(None)


def _thrown_away(recording: Recording, size: int, wiped: int) -> Gone:
    return Gone(
        thing_id=recording.id,
        kind=Kind.proxy_recording if recording.released_at else Kind.unreleased_recording,
        made_at=recording.uploaded_at,
        policy="discard",
        trigger="discard",
        actor="teacher",
        size=size,
        wiped=wiped,
        owner_id=recording.owner_id,
        cycle_id=recording.cycle_id,
    )


def _gone(leaving: Leaving, wiped: int) -> Gone:
    kept, decided = leaving.kept, leaving.due.policy or leaving.policy
    return Gone(
        thing_id=kept.thing_id,
        kind=leaving.due.kind,
        made_at=kept.holding.created_at,
        policy=f"{decided.preset}:{decided.version}",
        trigger=leaving.due.because,
        actor="sweep",
        size=kept.size,
        wiped=wiped,
        owner_id=kept.owner_id,
        cycle_id=kept.cycle_id,
    )


def _forget_abandoned(store: MediaStore) -> None:
    """Sweep half uploads, and the rows of whole ones that are long since recordings."""
    with asking() as session:
        left = uploads.abandoned(session, clock.now() - ABANDONED_AFTER)
    for upload in left:
        if not upload.recording_id:
            store.purge(upload.prefix)
        with acting() as session:
            uploads.forget(session, upload)


def _forget_old_lines() -> None:
    """Forget who did what long ago, holds that ended then, and old tries to sign in."""
    with acting() as session:
        holds.forget(session, clock.now() - policies.ledger_term(session))
        people.forget_old_attempts(session, clock.now() - timedelta(days=1))
    with acting() as session:
        sittings.close(session)
    with acting() as session:  # alone: whoever adds a line waits for it
        ledger.forget(session, clock.now() - policies.ledger_term(session))
