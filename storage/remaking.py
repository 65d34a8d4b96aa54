"""What was made of a film follows it when something is taken out: clips, and notes of moments."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import clips, clock, held, notices
from storage.records import Clip, ObservationNote, PrivacyCheck, Recording
from storage.rules import remaking as rule
from storage.rules.notice import Word
from storage.rules.privacy_check import Masks


@dataclass(frozen=True)
class Remade:
    """What happened to the clips of a film."""

    again: int = 0
    """So many are cut anew, out of what is left."""
    gone: int = 0
    """So many showed what is gone, and went."""
    leaving: tuple[tuple[str, int], ...] = ()
    """Where their old files lie, and how large they are."""


NOTHING = Remade()


# Asking


def foretold(session: Session, recording: Recording, masks: Masks) -> Remade:
    """Return what would happen to the clips: the dry run. What a coach only drafted is hers."""
    length_ms = masks.kept.length_ms
    shown = [each for each in _of(session, recording) if each.package_id and not each.removed_at]
    left = [rule.moved(each.span, masks.kept, length_ms) for each in shown]
    return Remade(again=sum(map(bool, left)), gone=left.count(None))


def is_leaving(session: Session, clip: Clip) -> bool:
    """Whether an old file of this clip still has to go: until then no new one is cut."""
    check = session.get(PrivacyCheck, clip.recording_id) if clip.recording_id else None
    return check is not None and clips.folder(clip.id) in check.leaving


def waiting(session: Session, recording_id: str) -> list[str]:
    """Return the clips of a film that have no file, to be cut now."""
    without = select(Clip.id).where(Clip.file_key.is_(None), Clip.removed_at.is_(None))
    return list(session.scalars(without.where(Clip.recording_id == recording_id)))


def _of(session: Session, recording: Recording) -> list[Clip]:
    return list(session.scalars(select(Clip).where(Clip.recording_id == recording.id)))


# Acting


def follow(session: Session, recording: Recording, masks: Masks) -> Remade:
    """Let clips and notes follow what is left of a film; it already lasts as long as that.

    No clip has a file then: it plays out of what is left until it is cut anew. Raises Refused
    when a hold keeps one of them as it is.
    """
    length_ms, found = recording.duration_ms or 0, _of(session, recording)
    leaving: list[tuple[str, int]] = []
    gone: list[Clip] = []
    for clip in found:
        held.refuse_if_kept(session, clip.id)
        leaving.append((clips.folder(clip.id), clip.file_size or 0))
        span = rule.moved(clip.span, masks.kept, length_ms)
        if span is None:
            gone.append(clip)
            clip.removed_at = clip.removed_at or clock.now()
            span = rule.nowhere(clip.span, length_ms)
        clip.start_ms, clip.end_ms, clip.version = span.start_ms, span.end_ms, clip.version + 1
        clip.file_key = clip.file_size = clip.file_sha256 = clip.frames = None
    notes = select(ObservationNote).where(ObservationNote.recording_id == recording.id)
    for note in session.scalars(notes):
        note.at_ms = rule.moment(note.at_ms, masks.kept)
    _tell(session, recording, found, gone)
    session.flush()
    return Remade(len(found) - len(gone), len(gone), tuple(leaving))


def _tell(session: Session, recording: Recording, found: list[Clip], gone: list[Clip]) -> None:
    """Both hear it; what was taken out, and why, stands nowhere."""
    for word, about in ((Word.clips_remade, found), (Word.clips_gone, gone)):
        notices.take_back(session, recording.id, word)
        for person_id in {each.coach_id for each in about}:
            notices.give(session, person_id, word, recording.id, clock.now())
    if any(each.package_id for each in gone):
        notices.give(session, recording.owner_id, Word.clips_gone, recording.id, clock.now())
