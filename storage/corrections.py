"""Putting a transcript right: a line that was heard wrong, a pupil's name that must not stay."""

from sqlalchemy import Select, delete, insert, select, update
from sqlalchemy.orm import Session, selectinload

from storage import access, clock, export_packages, held, jobs, ledger, transcripts
from storage.errors import ChangedMeanwhile, NotFound
from storage.records import Recording, Segment, Transcript, Word
from storage.rules import pupil_name as rules
from storage.rules.access import Act, Asker
from storage.rules.transcript import HeardWord, check_line, tidy
from storage.spans import Span
from storage.transcripts import Line

# Asking


def line(session: Session, asker: Asker, line_id: str) -> Line:
    """Return one line as it is now. Raises NotFound for whoever may not read it."""
    segment, _ = _readable(session, asker, line_id)
    return transcripts.line_of(segment, _heard(segment))


def places_of_name(session: Session, asker: Asker, recording_id: str, name: str) -> int:
    """Return in how many places a pupil's name is written; Refused for what cannot be a name."""
    recording = _forgettable(session, asker, recording_id, name)
    return sum(_most_places(each, name) for each in session.scalars(_segments(recording.id)))


# Acting


def correct(session: Session, asker: Asker, line_id: str, text: str, version: int) -> Line:
    """Put a line right; what the machine heard stays, and comes back when it is typed again.

    Raises ChangedMeanwhile when somebody else changed the line after `version` was read.
    """
    segment, recording = _readable(session, asker, line_id)
    access.require(asker, Act.CORRECT_TRANSCRIPT, access.recording_thing(session, recording))
    text = tidy(text)
    check_line(text)
    right = text != segment.text
    claimed = session.execute(
        update(Segment)
        .where(Segment.id == line_id, Segment.version == version)
        .values(
            version=version + 1,
            corrected_text=text if right else None,
            corrected_by=asker.id if right else None,
            corrected_at=clock.now() if right else None,
        )
        .execution_options(synchronize_session=False)
    )
    session.refresh(segment, ["version", "text", "corrected_text"])
    if claimed.rowcount != 1:  # type: ignore[attr-defined]
        raise ChangedMeanwhile(theirs=segment.said)
    _changed(session, recording)
    span = Span(segment.start_ms, max(segment.end_ms, segment.start_ms + 1))
    ledger.write(session, asker.id, "correct", "recording", recording.id, recording.owner_id, span)
    return transcripts.line_of(segment, _heard(segment))


def take_back(session: Session, asker: Asker, line_id: str, version: int) -> Line:
    """Give a line back as the machine heard it."""
    segment, _ = _readable(session, asker, line_id)
    return correct(session, asker, line_id, segment.text, version)


def replace_name(session: Session, asker: Asker, recording_id: str, name: str) -> int:
    """Put [leerling] where a pupil's name stands, also in what was heard at first; returns where.

    For good: the name is kept nowhere. What people typed beside clips is theirs and stays.
    """
    recording = _forgettable(session, asker, recording_id, name)
    held.refuse_change_if_kept(session, recording_id)
    places = 0
    lines = _segments(recording_id).options(selectinload(Segment.words)).with_for_update(of=Segment)
    for segment in session.scalars(lines).all():
        here = _most_places(segment, name)
        heard = _heard(segment)
        apart = " ".join(word.text.strip() for word in heard)
        if not here and not rules.places_of_name(apart, name):
            continue
        places += here
        words = rules.words_without_name(heard, segment.text, name, _span(segment))
        segment.text = rules.without_name(segment.text, name)
        if segment.corrected_text is not None:
            segment.corrected_text = rules.without_name(segment.corrected_text, name)
        segment.version += 1
        session.execute(delete(Word).where(Word.segment_id == segment.id))
        if words:
            session.execute(insert(Word), transcripts.word_rows(segment.id, words))
    if places:
        _changed(session, recording)
        export_packages.take_away_all(session, recording.owner_id)
        ledger.write(
            session, asker.id, "forget_name", "recording", recording.id, recording.owner_id
        )
    return places


def _changed(session: Session, recording: Recording) -> None:
    """The stored files follow; a film still being written out gets them from its own last step."""
    session.execute(
        update(Transcript)
        .where(Transcript.recording_id == recording.id)
        .values(version=Transcript.version + 1)
        .execution_options(synchronize_session=False)
    )
    if recording.step == "done":
        jobs.wanted(session, "captions", recording.id)


def _readable(session: Session, asker: Asker, line_id: str) -> tuple[Segment, Recording]:
    segment = session.scalar(
        select(Segment).where(Segment.id == line_id).options(selectinload(Segment.words))
    )
    if segment is None:
        raise NotFound()
    of = session.get_one(Transcript, segment.transcript_id).recording_id
    return segment, transcripts.readable(session, asker, of)


def _forgettable(session: Session, asker: Asker, recording_id: str, name: str) -> Recording:
    recording = transcripts.readable(session, asker, recording_id)
    access.require(asker, Act.FORGET_NAME, access.recording_thing(session, recording))
    rules.check_name(name, whole=recording.step == "done")
    return recording


def _segments(recording_id: str) -> Select[Segment]:
    return (
        select(Segment)
        .join(Transcript)
        .where(Transcript.recording_id == recording_id)
        .order_by(Segment.position)
    )


def _span(segment: Segment) -> Span:
    return Span(segment.start_ms, max(segment.end_ms, segment.start_ms + 1))


def _heard(segment: Segment) -> tuple[HeardWord, ...]:
    return tuple(
        HeardWord(word.start_ms, word.end_ms, word.text, word.probability) for word in segment.words
    )


def _most_places(segment: Segment, name: str) -> int:
    """In the line as it is shown, or as it was heard if the name stands there more often."""
    return max(
        len(rules.places_of_name(text, name))
        for text in (segment.text, segment.corrected_text or "")
    )
