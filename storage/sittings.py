"""Sittings: which parts of a film were sent to somebody, or played, gathered while it lasts.

A sitting grows in its own row, because a line of the ledger never changes; half an hour after its
last sign of life it becomes lines of the ledger, one for each part.
"""

import json
from collections.abc import Sequence

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from storage import clock, ledger_chain
from storage.database import one_at_a_time
from storage.records import Clip, LedgerEntry, Recording, Sitting
from storage.rules.access import Asker
from storage.rules.sitting import LONGEST, SAME_SITTING, over, together
from storage.spans import Span

SENT = "send"
"""The server sent these parts to the person: what it knows of itself."""
PLAYED = "watch"
"""The player in the person's browser says that it played these parts."""

# Asking


def parts(sitting: Sitting) -> list[Span]:
    """Return the parts of the lesson that a sitting is about, in order."""
    return [Span(start, end) for start, end in json.loads(sitting.parts)]


# Acting


def note_of_recording(
    session: Session, asker: Asker, act: str, recording_id: str, spans: Sequence[Span]
) -> None:
    """Add parts of a recording to somebody's sitting; nothing when it is gone meanwhile."""
    recording = session.get(Recording, recording_id)
    if recording and spans:
        found = _sitting(session, asker, act, "recording", recording_id)
        found.owner_id, found.recording_id = recording.owner_id, recording_id
        _grow(found, spans)


def note_of_clip(
    session: Session, asker: Asker, act: str, clip_id: str, spans: Sequence[Span]
) -> None:
    """Add parts of a clip, counted from its own beginning, to somebody's sitting."""
    clip = session.get(Clip, clip_id)
    if clip and spans:
        found = _sitting(session, asker, act, "clip", clip_id)
        found.owner_id, found.recording_id = clip.owner_id, clip.recording_id
        on = clip.start_ms
        _grow(found, [Span(each.start_ms + on, each.end_ms + on) for each in spans])


def close(session: Session) -> int:
    """Make lines of the ledger of sittings that have ended; returns how many ended."""
    now = clock.now()
    ended = session.scalars(
        select(Sitting)
        .where(
            or_(
                Sitting.last_at < now - SAME_SITTING,
                Sitting.last_at > now + SAME_SITTING,
                Sitting.begun_at < now - LONGEST,
            )
        )
        .order_by(Sitting.actor_id, Sitting.act, Sitting.thing_id)  # two closers wait in one order
    ).all()
    for sitting in ended:
        one_at_a_time(session, _name(sitting.actor_id, sitting.act, sitting.thing_id))
        _tell(session, sitting)
    return len(ended)


def end(session: Session, recording_id: str) -> None:
    """Make lines of the sittings with a film and its clips: from now on its clock is another."""
    going_on = select(Sitting).where(Sitting.recording_id == recording_id)
    order = (Sitting.actor_id, Sitting.act, Sitting.thing_id)
    for sitting in session.scalars(going_on.order_by(*order)).all():
        one_at_a_time(session, _name(sitting.actor_id, sitting.act, sitting.thing_id))
        _tell(session, sitting)


def _sitting(session: Session, asker: Asker, act: str, thing: str, thing_id: str) -> Sitting:
    """The sitting that goes on, or a new one: its row is this transaction's until the end."""
    one_at_a_time(session, _name(asker.id, act, thing_id))
    found = session.get(Sitting, (asker.id, act, thing_id), populate_existing=True)
    now = clock.now()
    if found and over(found.begun_at, found.last_at, now):
        _tell(session, found)
        found = None
    if found is None:
        found = Sitting(
            actor_id=asker.id,
            act=act,
            thing=thing,
            thing_id=thing_id,
            role=str(asker.role),
            begun_at=now,
            last_at=now,
        )
        session.add(found)
    found.last_at = max(found.last_at, now)
    return found


def _grow(sitting: Sitting, spans: Sequence[Span]) -> None:
    whole = together([*parts(sitting), *spans])
    sitting.parts = json.dumps([[each.start_ms, each.end_ms] for each in whole])


def _tell(session: Session, sitting: Sitting) -> None:
    """The sitting becomes lines; gone is gone, so that no other transaction tells it too."""
    row = delete(Sitting).where(
        Sitting.actor_id == sitting.actor_id,
        Sitting.act == sitting.act,
        Sitting.thing_id == sitting.thing_id,
        Sitting.last_at == sitting.last_at,
    )
    session.expunge(sitting)
    gone = session.execute(row.execution_options(synchronize_session=False))
    if gone.rowcount != 1:  # type: ignore[attr-defined]
        return
    for span in parts(sitting):
        ledger_chain.add(session, _line(sitting, span))


def _line(sitting: Sitting, span: Span) -> LedgerEntry:
    return LedgerEntry(
        at=sitting.begun_at,
        until=sitting.last_at,
        actor_id=sitting.actor_id,
        role=sitting.role,
        act=sitting.act,
        thing=sitting.thing,
        thing_id=sitting.thing_id,
        owner_id=sitting.owner_id,
        recording_id=sitting.recording_id,
        start_ms=span.start_ms,
        end_ms=span.end_ms,
    )


def _name(actor_id: str, act: str, thing_id: str) -> str:
    return f"sitting:{actor_id}:{act}:{thing_id}"
