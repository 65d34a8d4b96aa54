"""What was said: kept line by line while the machine listens, read by who may read it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, delete, insert, select
from sqlalchemy.orm import Session, selectinload

from storage import access, clock
from storage.errors import NotFound
from storage.machine_work import still_wanted
from storage.records import Recording, RecordingState, Segment, Transcript, Word
from storage.records.base import new_id
from storage.rules.access import Act, Asker
from storage.spans import Span


@dataclass(frozen=True)
class HeardWord:
    """One word with its times in milliseconds and how sure the machine was (0-1)."""

    start_ms: int
    end_ms: int
    text: str
    probability: float


@dataclass(frozen=True)
class Line:
    """One line of a transcript, times in milliseconds of the recording."""

    start_ms: int
    end_ms: int
    text: str
    words: tuple[HeardWord, ...] = ()
    id: str = ""


# Asking


def read(session: Session, asker: Asker, recording_id: str) -> list[Line]:
    """Return the lines of a recording, empty while nothing was heard yet. Raises NotFound.

    Without their words: a screen shows whole lines, and a lesson has thousands of words.
    """
    recording = session.get(Recording, recording_id)
    if not recording or recording.state is RecordingState.discarded:
        raise NotFound()
    thing = access.recording_thing(session, recording)
    access.require_sight(asker, Act.READ_TRANSCRIPT, thing)
    return [_line(segment, ()) for segment in session.scalars(_segments(recording_id))]


def lines(session: Session, recording_id: str, within: Span | None = None) -> list[Line]:
    """Return the lines (of a span) with their words, without asking who reads: for the machine."""
    query = _segments(recording_id).options(selectinload(Segment.words))
    if within:
        query = query.where(Segment.end_ms > within.start_ms, Segment.start_ms < within.end_ms)
    return [_line(segment, segment.words) for segment in session.scalars(query)]


def _segments(recording_id: str) -> Select[Segment]:
    return (
        select(Segment)
        .join(Transcript, Transcript.id == Segment.transcript_id)
        .where(Transcript.recording_id == recording_id)
        .order_by(Segment.position)
    )


# Acting


def begin(session: Session, recording_id: str, language: str, model: str) -> None:
    """Start a transcript anew; what an interrupted try left behind is gone."""
    still_wanted(session, recording_id)
    old = select(Transcript.id).where(Transcript.recording_id == recording_id)
    segments = select(Segment.id).where(Segment.transcript_id.in_(old))
    session.execute(delete(Word).where(Word.segment_id.in_(segments)))
    session.execute(delete(Segment).where(Segment.transcript_id.in_(old)))
    session.execute(delete(Transcript).where(Transcript.recording_id == recording_id))
    session.add(
        Transcript(recording_id=recording_id, language=language, model=model, heard_at=clock.now())
    )


def add(session: Session, recording_id: str, position: int, heard: Sequence[Line]) -> None:
    """Add lines from `position` on, as they are heard."""
    still_wanted(session, recording_id)
    transcript_id = session.scalar(
        select(Transcript.id).where(Transcript.recording_id == recording_id)
    )
    if not transcript_id:
        raise NotFound()
    rows, words = [], []
    for number, line in enumerate(heard, start=position):
        segment_id = new_id()
        rows.append(
            {
                "id": segment_id,
                "transcript_id": transcript_id,
                "position": number,
                "start_ms": line.start_ms,
                "end_ms": line.end_ms,
                "text": line.text,
            }
        )
        words += [
            {
                "segment_id": segment_id,
                "position": place,
                "start_ms": word.start_ms,
                "end_ms": word.end_ms,
                "text": word.text[:200],
                "probability": word.probability,
            }
            for place, word in enumerate(line.words)
        ]
    if rows:
        session.execute(insert(Segment), rows)
    if words:
        session.execute(insert(Word), words)


def keep(
    session: Session, recording_id: str, language: str, model: str, heard: Sequence[Line]
) -> None:
    """Keep a whole transcript in place of what was there; doing it twice leaves one."""
    begin(session, recording_id, language, model)
    session.flush()
    add(session, recording_id, 0, heard)
    recording = session.get_one(Recording, recording_id)
    recording.language = language


def _line(segment: Segment, words: Sequence[Word]) -> Line:
    heard = tuple(
        HeardWord(word.start_ms, word.end_ms, word.text, word.probability) for word in words
    )
    return Line(segment.start_ms, segment.end_ms, segment.text, heard, segment.id)
