"""What was said: kept line by line while the machine listens, read and put right by people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, select
from sqlalchemy.orm import Session

from storage import access, clock, ledger
from storage.errors import NotFound
from storage.machine_work import still_wanted
from storage.records import Recording, RecordingState, Segment, Transcript, Word
from storage.records.base import new_id
from storage.rules.access import Act, Asker, may
from storage.rules.transcript import HeardWord, overlap, retimed
from storage.spans import Span


@dataclass(frozen=True)
class Line:
    """One line of a transcript, times in milliseconds of the recording."""

    start_ms: int
    end_ms: int
    text: str
    """As people put it right, or else as the machine heard it."""
    words: tuple[HeardWord, ...] = ()
    id: str = ""
    version: int = 0
    original: str | None = None
    """What the machine heard, when the line was put right."""


@dataclass(frozen=True)
class Reading:
    """A transcript as somebody may read it now."""

    version: int
    """Counts what people changed."""
    whole: bool
    """Nothing more is being written out."""
    may_correct: bool
    lines: list[Line]


@dataclass(frozen=True)
class Written:
    """A whole transcript, as its stored files hold it."""

    language: str
    model: str
    version: int
    lines: list[Line]

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values: what a transcript file holds."""
        return {
            "language": self.language,
            "model": self.model,
            "segments": [_plain(line) for line in self.lines],
        }


def _plain(line: Line) -> dict[str, Any]:
    kept = asdict(line)
    return {name: kept[name] for name in ("start_ms", "end_ms", "text", "words")}


# Asking


def read(session: Session, asker: Asker, recording_id: str, after: int = 0) -> Reading:
    """Return the lines of a recording from number `after` on; none while nothing was heard yet.

    Raises NotFound for whoever may not read them.
    """
    recording = readable(session, asker, recording_id)
    thing = access.recording_thing(session, recording)
    version = session.scalar(
        select(Transcript.version).where(Transcript.recording_id == recording_id)
    )
    return Reading(
        version=version or 0,
        whole=recording.step == "done",
        may_correct=may(asker, Act.CORRECT_TRANSCRIPT, thing).allowed,
        lines=lines(session, recording_id, after=after),
    )


def lines(
    session: Session, recording_id: str, within: Span | None = None, after: int = 0
) -> list[Line]:
    """Return the lines (of a span) with their words, without asking who reads: for the machine."""
    wanted = [Transcript.recording_id == recording_id, Segment.position >= after]
    if within:
        wanted += [Segment.end_ms > within.start_ms, Segment.start_ms < within.end_ms]
    segments = session.scalars(
        select(Segment).join(Transcript).where(*wanted).order_by(Segment.position)
    ).all()
    heard = _heard(session, *wanted)
    return [line_of(segment, heard.get(segment.id, ())) for segment in segments]


def _heard(session: Session, *wanted: ColumnElement[bool]) -> dict[str, tuple[HeardWord, ...]]:
    """The words of lines; plain rows, because nobody needs a record of each of thousands."""
    words = session.execute(
        select(Word.segment_id, Word.start_ms, Word.end_ms, Word.text, Word.probability)
        .join(Segment)
        .join(Transcript)
        .where(*wanted)
        .order_by(Segment.position, Segment.id, Word.position)
    )
    return {
        segment_id: tuple(HeardWord(*word[1:]) for word in group)
        for segment_id, group in groupby(words, key=lambda word: word[0])
    }


def whole(session: Session, recording_id: str) -> Written:
    """Return a transcript with all that its files hold. NotFound when there is none."""
    found = _transcript(session, recording_id)
    return Written(found.language, found.model, found.version, lines(session, recording_id))


def exists(session: Session, recording_id: str) -> bool:
    """Whether anything is written out of a recording."""
    found = select(Transcript.id).where(Transcript.recording_id == recording_id)
    return session.scalar(found) is not None


def behind(session: Session) -> list[str]:
    """Return the ids of recordings whose stored files do not hold what people changed."""
    return list(
        session.scalars(
            select(Transcript.recording_id)
            .join(Recording)
            .where(Transcript.version != Transcript.written, Recording.step == "done")
        )
    )


def readable(session: Session, asker: Asker, recording_id: str) -> Recording:
    """Return a recording whose words this person may read. Raises NotFound."""
    recording = session.get(Recording, recording_id)
    if not recording or recording.state is RecordingState.discarded:
        raise NotFound()
    if not access.deals_with(session, asker, recording):  # a name is silenced where it is read
        thing = access.recording_thing(session, recording)
        access.require_sight(asker, Act.READ_TRANSCRIPT, thing)
    return recording


def _transcript(session: Session, recording_id: str) -> Transcript:
    found = session.scalar(select(Transcript).where(Transcript.recording_id == recording_id))
    if found is None:
        raise NotFound()
    return found


def line_of(segment: Segment, words: Sequence[HeardWord]) -> Line:
    """Turn a segment and the words heard in it into what is shown: put right where people did."""
    original = None
    if segment.corrected_text is not None:
        original = segment.text
        span = Span(segment.start_ms, max(segment.end_ms, segment.start_ms + 1))
        words = retimed(words, segment.corrected_text, span)
    return Line(
        segment.start_ms,
        segment.end_ms,
        segment.said,
        tuple(words),
        segment.id,
        segment.version,
        original,
    )


# Acting


def begin(session: Session, recording_id: str, language: str, model: str) -> None:
    """Start a transcript, or start it anew.

    Lines of an interrupted try stay until the same place is heard again: somebody may be putting
    one right at this moment.
    """
    still_wanted(session, recording_id)
    found = session.scalar(select(Transcript).where(Transcript.recording_id == recording_id))
    if found is None:
        found = Transcript(
            recording_id=recording_id, language=language, model=model, heard_at=clock.now()
        )
        session.add(found)
    found.language, found.model, found.heard_at = language, model, clock.now()


def add(session: Session, recording_id: str, position: int, heard: Sequence[Line]) -> None:
    """Add lines from `position` on, as they are heard; a line that is there already stays as it is.

    What people put right in a line that is heard otherwise now goes along with the line in its
    place.
    """
    still_wanted(session, recording_id)
    transcript = _transcript(session, recording_id)
    fresh = dict(enumerate(heard, start=position))
    there = (
        Segment.transcript_id == transcript.id,
        Segment.position >= position,
        Segment.position < position + len(heard),
    )
    words = _heard(session, *there)
    going = []
    for segment in session.scalars(select(Segment).where(*there)):
        line = fresh[segment.position]
        had = (segment.start_ms, segment.end_ms, segment.text, words.get(segment.id, ()))
        if had == (line.start_ms, line.end_ms, line.text, line.words):
            del fresh[segment.position]
        else:
            going.append(segment)
    _forget(session, going)
    _write(session, transcript.id, fresh, [each for each in going if each.corrected_at])


def keep(
    session: Session, recording_id: str, language: str, model: str, heard: Sequence[Line]
) -> None:
    """Keep a whole transcript in place of what was there; doing it twice leaves one."""
    begin(session, recording_id, language, model)
    session.flush()
    add(session, recording_id, 0, heard)
    transcript = _transcript(session, recording_id)
    beyond = select(Segment).where(
        Segment.transcript_id == transcript.id, Segment.position >= len(heard)
    )
    _forget(session, session.scalars(beyond))
    recording = session.get_one(Recording, recording_id)
    recording.language = language
    told = (ledger.MACHINE, "write_down")
    if heard and not ledger.told_since(session, *told, recording_id, recording.uploaded_at):
        ledger.write(session, *told, "recording", recording_id, recording.owner_id)


def note_written(session: Session, recording_id: str, version: int) -> bool:
    """Note which version the stored files hold; False when people changed more meanwhile."""
    transcript = _transcript(session, recording_id)
    transcript.written = version
    return transcript.version == version


def _forget(session: Session, segments: Iterable[Segment]) -> None:
    ids = [segment.id for segment in segments]
    session.execute(delete(Word).where(Word.segment_id.in_(ids)))
    session.execute(
        delete(Segment).where(Segment.id.in_(ids)).execution_options(synchronize_session=False)
    )


def _write(
    session: Session, transcript_id: str, heard: Mapping[int, Line], corrected: Sequence[Segment]
) -> None:
    rows: list[dict[str, Any]] = []
    words: list[dict[str, Any]] = []
    for number, line in heard.items():
        segment_id = new_id()
        row: dict[str, Any] = {
            "id": segment_id,
            "transcript_id": transcript_id,
            "position": number,
            "start_ms": line.start_ms,
            "end_ms": line.end_ms,
            "text": line.text,
        }
        rows.append(row | _correction(line, corrected))
        words += word_rows(segment_id, line.words)
    if rows:
        session.execute(insert(Segment), rows)
    if words:
        session.execute(insert(Word), words)


def _correction(line: Line, corrected: Sequence[Segment]) -> dict[str, Any]:
    """What people put right in the line that is heard otherwise now, if it was mostly this one."""
    span = (line.start_ms, line.end_ms)
    for was in corrected:
        if 2 * overlap((was.start_ms, was.end_ms), span) > was.end_ms - was.start_ms:
            names = ("corrected_text", "corrected_by", "corrected_at", "version")
            return {name: getattr(was, name) for name in names}
    return dict.fromkeys(("corrected_text", "corrected_by", "corrected_at")) | {"version": 0}


def word_rows(segment_id: str, words: Sequence[HeardWord]) -> list[dict[str, Any]]:
    """The rows of the words of one line."""
    return [
        asdict(word) | {"segment_id": segment_id, "position": place, "text": word.text[:200]}
        for place, word in enumerate(words)
    ]
