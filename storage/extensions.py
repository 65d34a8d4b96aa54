"""Keeping a whole film longer: the teacher does, the coach may ask."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from storage import access, clock, held, holdings, ledger, notices
from storage.errors import NotFound, Refused, StepAlreadyTaken
from storage.holdings import Only
from storage.records import Extension, Recording, RecordingState
from storage.rules import extension as rule
from storage.rules.access import Act, Asker
from storage.rules.notice import Word
from storage.rules.retention import Holding, Policy
from storage.rules.sentences import refuse_if
from storage.wiping import WHOLE


@dataclass(frozen=True)
class ExtensionView:
    """Whether a film can stay longer, and what was asked and chosen."""

    latest: datetime | None
    """The last moment it may stay until; None when it cannot stay longer."""
    until: datetime | None
    """What its teacher chose."""
    asked_at: datetime | None
    """When its coach asked for it."""


# Asking


def look(session: Session, asker: Asker, recording_id: str) -> ExtensionView:
    """Return how it stands with keeping this film longer. Raises NotFound."""
    recording = _get(session, recording_id)
    access.require_sight(asker, Act.READ_RETENTION, access.recording_thing(session, recording))
    chosen = session.get(Extension, recording_id)
    return ExtensionView(
        latest=rule.latest(*_whole(session, recording_id)),
        until=chosen.until if chosen else None,
        asked_at=chosen.asked_at if chosen else None,
    )


# Acting


def extend(
    session: Session, asker: Asker, recording_id: str, until: datetime, reason: str, words: str
) -> None:
    """Keep the whole film longer: its teacher's alone, once, within the school's ceiling."""
    recording = _get(session, recording_id)
    thing = access.recording_thing(session, recording)
    access.require_sight(asker, Act.READ_RETENTION, thing)
    access.require(asker, Act.EXTEND_RETENTION, thing)
    refuse_if(rule.why_not_longer(until, *_whole(session, recording_id), reason, words))
    if held.going(session, [recording_id]):
        raise StepAlreadyTaken()
    chosen = _row(session, recording_id)
    chosen.until, chosen.reason, chosen.words = until, reason, words.strip()
    chosen.extended_at = clock.now()
    ledger.write(session, asker.id, "extend", "recording", recording_id, recording.owner_id)


def ask(session: Session, asker: Asker, recording_id: str) -> None:
    """Ask the teacher to keep a film longer; asking twice is asking once."""
    recording = _get(session, recording_id)
    thing = access.recording_thing(session, recording)
    access.require_sight(asker, Act.READ_RETENTION, thing)
    access.require(asker, Act.ASK_EXTENSION, thing)
    if rule.latest(*_whole(session, recording_id)) is None:
        raise Refused("guards.no_extension")
    chosen = _row(session, recording_id)
    if chosen.asked_at is None:
        chosen.asked_by, chosen.asked_at = asker.id, clock.now()
        owner_id = recording.owner_id
        notices.give(session, owner_id, Word.asked_longer, recording_id, clock.now())
        ledger.write(session, asker.id, "ask_longer", "recording", recording_id, recording.owner_id)


def _row(session: Session, recording_id: str) -> Extension:
    found = session.get(Extension, recording_id)
    if found is None:
        found = Extension(recording_id=recording_id)
        session.add(found)
    return found


def _whole(session: Session, recording_id: str) -> tuple[Holding, Policy]:
    for shelf in holdings.gather(session, Only([recording_id])):
        for kept in shelf.kept:
            if kept.holding.kind in WHOLE:
                return kept.holding, shelf.policy
    raise NotFound()


def _get(session: Session, recording_id: str) -> Recording:
    recording = session.get(Recording, recording_id)
    if not recording or recording.state is RecordingState.discarded:
        raise NotFound()
    return recording
