"""Putting what is left of a film in the place of the whole: the files, and what was said in it.

Only before anybody cut a clip of it: clips count on the film's own clock.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from storage import command_line, held, ledger, machine_work, transcripts
from storage.database import one_at_a_time
from storage.errors import Refused
from storage.machine_work import FilmFacts, StoredFile
from storage.records import (
    Clip,
    Recording,
    RecordingState,
    Rendition,
    RenditionKind,
    Segment,
    Transcript,
    Word,
)
from storage.rules.privacy_check import Masks, check, words_left
from storage.rules.transcript import HeardWord
from storage.transcripts import Line

KEPT = frozenset({RenditionKind.original})
"""What is not made anew: the film as it came in goes by its own clock, and nobody can open it."""


class Lies(NamedTuple):
    """A file that lies in the store."""

    kind: RenditionKind
    key: str
    size: int


# Asking


def maskable(session: Session, recording_id: str) -> Recording:
    """Return a recording that came in by command line and from which things can be taken out.

    Raises NotFound for a teacher's lesson, Refused while the machine is busy with it, once it is
    shared, when clips of it are there, or when a hold keeps it as it is.
    """
    recording = command_line.recording(session, recording_id)
    held.refuse_if_kept(session, recording_id)
    if recording.state is not RecordingState.ready or recording.step != "done":
        raise Refused("privacy_check.not_now")
    if session.scalar(select(Clip.id).where(Clip.recording_id == recording_id).limit(1)):
        raise Refused("privacy_check.clips_already")
    return recording


# Acting


def put_in_place(
    session: Session,
    recording_id: str,
    masks: Masks,
    facts: FilmFacts,
    files: Sequence[StoredFile],
) -> list[str]:
    """Let these files stand for the recording, on a clock that begins where they begin.

    Words that are no longer to be heard go, for good. Returns the keys of the files whose place
    was taken: the caller purges them once this stands.
    """
    one_at_a_time(session, "holds")
    recording = maskable(session, recording_id)
    check(masks, recording.duration_ms or 0)
    gone = stand_for(session, recording, masks, facts, files, kept=KEPT)
    ledger.write(session, recording.owner_id, "mask", "recording", recording_id, recording.owner_id)
    return [each.key for each in gone]


def stand_for(
    session: Session,
    recording: Recording,
    masks: Masks,
    facts: FilmFacts,
    files: Sequence[StoredFile],
    kept: frozenset[RenditionKind] = frozenset(),
) -> list[Lies]:
    """Put these files, and the words that are still heard, in the place of what there was.

    Returns the files that are no renditions any more, all but the `kept` kinds: they still lie
    there.
    """
    recording_id = recording.id
    of_film = (Rendition.recording_id == recording_id, Rendition.kind.not_in(kept))
    found = session.execute(select(Rendition.kind, Rendition.key, Rendition.size).where(*of_film))
    gone = [Lies(*each) for each in found]
    session.execute(delete(Rendition).where(*of_film))
    session.expire_all()
    for file in files:
        machine_work.add_file(session, recording_id, file)
    recording.duration_ms = facts.duration_ms
    recording.width, recording.height = facts.width, facts.height
    recording.fps_num, recording.fps_den = facts.fps_num, facts.fps_den
    _put_words_in_place(session, recording_id, masks)
    return gone


def left_of(line: Line, masks: Masks) -> Line | None:
    """Return what is left of a line of the transcript; None when nothing of it is to be heard."""
    words = line.words or (HeardWord(line.start_ms, line.end_ms, line.text, 1.0),)
    left = words_left(words, masks)
    if not left:
        return None
    whole = len(left) == len(words)
    return replace(
        line,
        start_ms=left[0].start_ms,
        end_ms=left[-1].end_ms,
        text=line.text if whole else " ".join(word.text.strip() for word in left),
        words=left if line.words else (),
    )


def _put_words_in_place(session: Session, recording_id: str, masks: Masks) -> None:
    """Write the transcript anew as it was shown; what the machine heard before that goes too."""
    transcript = session.scalar(select(Transcript).where(Transcript.recording_id == recording_id))
    if transcript is None:
        return
    lines = transcripts.lines(session, recording_id)
    left = [line for each in lines if (line := left_of(each, masks)) is not None]
    ours = select(Segment.id).where(Segment.transcript_id == transcript.id)
    session.execute(delete(Word).where(Word.segment_id.in_(ours)))
    session.execute(delete(Segment).where(Segment.transcript_id == transcript.id))
    transcripts.add(session, recording_id, 0, left)
    session.execute(
        update(Transcript)
        .where(Transcript.id == transcript.id)
        .values(version=Transcript.version + 1)
        .execution_options(synchronize_session=False)
    )
