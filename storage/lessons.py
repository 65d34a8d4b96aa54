"""Which lesson a film is of, as its teacher tells: the class and the day. Both go with the film."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage import access, clock, objections
from storage.errors import NotFound, Refused
from storage.records import Recording, RecordingState
from storage.rules import lesson as rule
from storage.rules.access import Act, Asker, Thing, may
from storage.rules.sentences import refuse_if

MOST_SHOWN = 12
"""So many classes to pick from."""


@dataclass(frozen=True)
class LessonView:
    """What is told of the lesson a film shows; either may be missing."""

    class_group: str
    lesson_on: date | None


# Asking


def look(session: Session, asker: Asker, recording_id: str) -> LessonView:
    """Return what its teacher told. Raises NotFound for anybody else."""
    recording = _own(session, asker, recording_id)
    return LessonView(recording.class_group, recording.lesson_on)


def classes_of(session: Session, asker: Asker) -> list[str]:
    """Return the classes of a teacher's own films, the last one first; none to anybody else."""
    if not may(asker, Act.TELL_LESSON, Thing(owner_id=asker.id)).allowed:
        return []
    used = (
        select(Recording.class_group)
        .where(Recording.owner_id == asker.id, Recording.class_group != "")
        .group_by(Recording.class_group)
        .order_by(func.max(Recording.uploaded_at).desc())
        .limit(MOST_SHOWN)
    )
    return list(session.scalars(used))


# Acting


def tell(
    session: Session, asker: Asker, recording_id: str, class_group: str, lesson_on: date | None
) -> None:
    """Say which lesson a film is of. What is locked stays locked; what an open objection to that
    class and day may be about is locked now."""
    recording = _own(session, asker, recording_id)
    if recording.state in (RecordingState.discarded, RecordingState.refused):
        raise Refused("refusals.lesson_gone")
    refuse_if(rule.why_not(class_group, lesson_on, clock.today()))
    recording.class_group, recording.lesson_on = rule.tidy(class_group), lesson_on
    objections.follow(session, recording)


def _own(session: Session, asker: Asker, recording_id: str) -> Recording:
    recording = session.get(Recording, recording_id)
    if recording is None:
        raise NotFound()
    access.require_sight(asker, Act.TELL_LESSON, access.recording_thing(session, recording))
    return recording
