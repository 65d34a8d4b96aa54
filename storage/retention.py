"""Retention: what goes when, and letting it go: bytes, then rows, then the tombstone."""

import logging
from collections.abc import Iterator
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
    people,
    policies,
    sittings,
    tombstones,
    uploads,
)
from storage.database import acting, asking
from storage.errors import NotFound, Refused
from storage.holdings import Kept
from storage.media import MediaStore, StoreError
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
from storage.rules.retention import Due, Ending, Kind, Policy, Trigger
from storage.tombstones import Gone
from storage.wiping import WHOLE, WORK, delete_rows, places

log = logging.getLogger(__name__)

ABANDONED_AFTER = timedelta(days=7)
"""A half upload nobody came back for."""


@dataclass(frozen=True)
class Leaving:
    """One thing that must go now."""

    due: Due
    kept: Kept
    policy: Policy


@dataclass(frozen=True)
class EndingView:
    """When something disappears, with the text key of its sentence."""

    kind: Kind
    ending: Ending
    sentence: str
    owner_id: str
    cycle_id: str | None


@dataclass(frozen=True)
class Swept:
    """What a sweep did; `backlog` is what is still due and must be 0."""

    gone: int
    backlog: int


# Asking


def plan(session: Session, now: datetime | None = None, of: str | None = None) -> list[Leaving]:
    """Return what is due at `now` (only of recording `of`), in the order in which it goes."""
    found = []
    at = now or clock.now()
    for shelf in holdings.gather(session, of, now=at):
        by_id = {kept.holding.id: kept for kept in shelf.kept}
        for due in rule.due([kept.holding for kept in shelf.kept], shelf.policy, at):
            found.append(Leaving(due, by_id[due.holding_id], shelf.policy))
    # A whole lesson takes its original along: that one first, so that it has its own tombstone.
    return sorted(found, key=lambda leaving: leaving.due.kind in WHOLE)


def count_due(session: Session) -> int:
    """How much the next sweep lets go."""
    return len(plan(session))


def whole_lessons_due(session: Session) -> set[str]:
    """Return the ids of the recordings that the next sweep lets go whole."""
    return {each.kept.thing_id for each in plan(session) if each.due.kind in WHOLE}


def endings(
    session: Session, asker: Asker, recording_id: str, *, if_cycle_ends: bool = False
) -> list[EndingView]:
    """Return when everything of one recording disappears. Raises NotFound.

    `if_cycle_ends`: as it would be if its cycle ended now, for saying so beforehand.
    """
    recording = session.get(Recording, recording_id)
    if not recording or recording.state is RecordingState.discarded:
        raise NotFound()
    thing = access.recording_thing(session, recording)
    access.require_sight(asker, Act.READ_RETENTION, thing)
    return [
        view
        for view in _views(session, recording_id, clock.now() if if_cycle_ends else None)
        if view.owner_id in (asker.id, recording.owner_id)  # drafts and notes are their writer's
    ]


def coming(session: Session, asker: Asker) -> list[EndingView]:
    """Return when each of the asker's own things disappears, the soonest first."""
    own = [view for view in _views(session) if view.owner_id == asker.id and view.ending.at]
    return sorted(own, key=lambda view: view.ending.at or clock.now())


def _views(
    session: Session, recording_id: str | None = None, cycle_end: datetime | None = None
) -> Iterator[EndingView]:
    known = {Trigger.cycle_end: cycle_end} if cycle_end else {}
    for shelf in holdings.gather(session, recording_id):
        kept_now = [kept.holding for kept in shelf.kept]
        told = [replace(each, triggers={**each.triggers, **known}) for each in kept_now]
        ends = rule.endings(told, shelf.policy)
        for kept in shelf.kept:
            ending, kind = ends[kept.holding.id], kept.holding.kind
            yield EndingView(
                kind, ending, rule.in_words(kind, ending), kept.owner_id, kept.cycle_id
            )


# Acting


def choose_end(session: Session, asker: Asker, recording_id: str, at: datetime) -> None:
    """Let the whole lesson disappear earlier; the owner's choice, never later than the rule."""
    recording = session.get(Recording, recording_id)
    if not recording:
        raise NotFound()
    thing = access.recording_thing(session, recording)
    access.require_sight(asker, Act.SHORTEN_RETENTION, thing)
    access.require(asker, Act.SHORTEN_RETENTION, thing)
    whole = next(view for view in _views(session, recording_id) if view.kind in WHOLE)
    for sentence in rule.why_not_shorter(at, whole.ending, clock.now()):
        raise Refused(sentence.key, **sentence.fields)
    recording.ends_by_choice = at
    ledger.write(session, asker.id, "choose_end", "recording", recording_id, asker.id)


def sweep(store: MediaStore) -> Swept:
    """Let everything go that is due now. Safe to stop anywhere and to run again.

    Bytes go first: a crash between bytes and row leaves a row that the next sweep finds due
    again, never bytes without a row.
    """
    with asking() as session:
        leaving = plan(session)
    gone = sum(_tried(store, each) for each in leaving)
    _forget_abandoned(store)
    _forget_old_lines()
    with asking() as session:
        backlog = len(plan(session))
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
