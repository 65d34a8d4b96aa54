"""What the machine writes down about a recording while it works on it.

Every act here is safe to repeat: a step that runs twice leaves the same rows.
"""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from sqlalchemy import Select, or_, select, update
from sqlalchemy.orm import Session

from storage import access, clock, cycle_facts, cycles, held, jobs, ledger
from storage.errors import NotFound, Refused, StepAlreadyTaken
from storage.records import Clip, Cycle, Recording, RecordingState, Rendition, RenditionKind
from storage.rules.steps import Event, Unusable, Who
from storage.spans import Span

WORKING = (RecordingState.processing, RecordingState.ready, RecordingState.released)
AT_ONCE = 500
"""So many values one statement names."""


@dataclass(frozen=True)
class FilmFacts:
    """What the probe found. Milliseconds, pixels as shown, frames per second as a fraction."""

    duration_ms: int
    width: int
    height: int
    fps_num: int
    fps_den: int


@dataclass(frozen=True)
class StoredFile:
    """A file that lies in the store."""

    kind: RenditionKind
    key: str
    size: int
    sha256: str
    media_type: str


# Asking


def still_wanted(session: Session, recording_id: str) -> Recording:
    """Return a recording the machine may still work on. Raises NotFound once it is not."""
    return _unless_withdrawn(session, recording_id, WORKING)


def film_of(session: Session, clip: Clip) -> Recording:
    """Return the recording a clip's file is cut from. Raises NotFound when it may not be any more.

    A published clip has a clock of its own, so that one is still cut from a film that its owner
    threw away, for as long as its bytes are there.
    """
    away = (RecordingState.discarded,) if clip.package_id else ()
    if clip.removed_at or not clip.recording_id:
        raise NotFound()
    return _unless_withdrawn(session, clip.recording_id, (*WORKING, *away))


def proxy_key(session: Session, recording_id: str) -> str:
    """Return where the film people watch lies. Raises NotFound when there is none."""
    kept = select(Rendition.key).where(
        Rendition.recording_id == recording_id, Rendition.kind == RenditionKind.proxy
    )
    key = session.scalar(kept)
    if key is None:
        raise NotFound()
    return key


def _unless_withdrawn(
    session: Session, recording_id: str, states: Sequence[RecordingState]
) -> Recording:
    recording = session.get(Recording, recording_id)
    if not recording or recording.state not in states or recording.withdrawn_at:
        raise NotFound()
    stopped = select(Cycle.id).where(
        Cycle.id == recording.cycle_id, Cycle.withdrawn_at.is_not(None)
    )
    if recording.cycle_id and session.scalar(stopped):
        raise NotFound()
    return recording


def waiting(session: Session) -> list[str]:
    """Return the ids of recordings whose work is not done."""
    return list(
        session.scalars(
            select(Recording.id)
            .outerjoin(Cycle, Cycle.id == Recording.cycle_id)
            .where(Recording.state.in_(WORKING), Recording.step != "done")
            .where(Recording.withdrawn_at.is_(None), Cycle.withdrawn_at.is_(None))
        )
    )


def to_purge(session: Session) -> list[str]:
    """Return the ids of recordings whose bytes must go now: thrown away, or of no use."""
    refused = (
        select(Rendition.recording_id)
        .join(Recording, Recording.id == Rendition.recording_id)
        .where(Recording.state == RecordingState.refused)
    )
    found = session.scalars(
        select(Recording.id).where(
            or_(Recording.state == RecordingState.discarded, Recording.id.in_(refused))
        )
    ).all()
    kept = held.kept(session) if found else set()
    return [recording_id for recording_id in found if recording_id not in kept]


def clips_with_file(session: Session, recording_id: str) -> list[tuple[str, Span]]:
    """Return the clips of a recording whose exact file is cut, with what they show.

    Removed ones too, as long as they are kept: they can be put back.
    """
    return [(clip.id, clip.span) for clip in _clips_of(session, recording_id) if clip.file_key]


def clips_without_file(session: Session, recording_id: str) -> list[tuple[str, Span]]:
    """Return the clips whose exact file is not cut, or not yet anew, with what they will show."""
    return [(clip.id, clip.span) for clip in _clips_of(session, recording_id) if not clip.file_key]


def _clips_of(session: Session, recording_id: str) -> Sequence[Clip]:
    return session.scalars(select(Clip).where(Clip.recording_id == recording_id)).all()


def clips_without_film(session: Session, recording_ids: Collection[str]) -> list[str]:
    """Return the ids of published clips that would have no film once these recordings are gone."""
    without = select(Clip.id).where(
        Clip.package_id.is_not(None), Clip.file_key.is_(None), Clip.removed_at.is_(None)
    )
    found: list[str] = []
    ids = list(recording_ids)
    for first in range(0, len(ids), AT_ONCE):  # a statement takes only so many values
        some = ids[first : first + AT_ONCE]
        found += session.scalars(without.where(Clip.recording_id.in_(some)))
    return found


# Acting


def note_progress(session: Session, recording_id: str, step: str, percent: int) -> None:
    """Show the owner where the machine is; `percent` of this step, 0-100."""
    session.execute(
        update(Recording)
        .where(Recording.id == recording_id, Recording.state.in_(WORKING))
        .values(step=step, percent=max(0, min(100, percent)))
    )


def note_film(session: Session, recording_id: str, facts: FilmFacts) -> None:
    """Keep what the probe found. Raises Refused for a film too short to be a lesson."""
    recording = still_wanted(session, recording_id)
    if recording.cycle_id:
        least = access.around(session, recording.cycle_id).programme.least_minutes
        if facts.duration_ms < least * 60_000:
            raise Refused("refusals.film_too_short_for_lesson", minutes=least)
    recording.duration_ms = facts.duration_ms
    recording.width, recording.height = facts.width, facts.height
    recording.fps_num, recording.fps_den = facts.fps_num, facts.fps_den


def add_file(session: Session, recording_id: str, file: StoredFile) -> None:
    """Note a file of the recording; the same kind again replaces the earlier one."""
    still_wanted(session, recording_id)
    kept = session.scalar(
        select(Rendition).where(Rendition.recording_id == recording_id, Rendition.kind == file.kind)
    )
    if not kept:
        kept = Rendition(
            kind=file.kind,
            key=file.key,
            size=file.size,
            sha256=file.sha256,
            media_type=file.media_type,
            created_at=clock.now(),
        )
        kept.recording_id = recording_id
        session.add(kept)
    kept.key, kept.size, kept.sha256 = file.key, file.size, file.sha256


def without_sum(session: Session, recording_id: str) -> bool:
    """Whether nobody has summed the film as it was uploaded yet."""
    return session.scalar(_without_sum(recording_id)) is not None


def note_sum(session: Session, recording_id: str, sha256: str) -> None:
    """Keep the sum of the film as it was uploaded; the first one stays."""
    still_wanted(session, recording_id)
    for original in session.scalars(_without_sum(recording_id)):
        original.sha256 = sha256


def _without_sum(recording_id: str) -> Select[Rendition]:
    return select(Rendition).where(
        Rendition.recording_id == recording_id,
        Rendition.kind == RenditionKind.original,
        Rendition.sha256.is_(None),
    )


def drop_file(session: Session, recording_id: str, kind: RenditionKind) -> str | None:
    """Forget a file of the recording; returns its key, None when there was none."""
    kept = session.scalar(
        select(Rendition).where(Rendition.recording_id == recording_id, Rendition.kind == kind)
    )
    if kept is None:
        return None
    session.delete(kept)
    return kept.key


def watchable(session: Session, recording_id: str) -> None:
    """Open the recording to its owner: the privacy check can begin."""
    recording = still_wanted(session, recording_id)
    if recording.state is not RecordingState.processing:
        return
    recording.state = RecordingState.ready
    recording.proxy_verified_at = clock.now()
    if recording.cycle_id:
        cycle = session.get_one(Cycle, recording.cycle_id)
        facts = replace(
            cycle_facts.facts_of(session, cycle), proxy_playable=True, sound_present=True
        )
        cycles.take_step(session, cycle, Event.jobs_ok, Who.system, facts)
    ledger.write(session, ledger.MACHINE, "prepare", "recording", recording_id, recording.owner_id)


def done(session: Session, recording_id: str) -> None:
    """Note that nothing is left to do for the machine."""
    note_progress(session, recording_id, "done", 100)


def refuse(
    session: Session, recording_id: str, key: str, reason: Unusable = Unusable.corrupt
) -> None:
    """End the work with a reason, told as a sentence; the cycle waits for another film."""
    recording = session.get(Recording, recording_id)
    if not recording or recording.state is not RecordingState.processing or recording.withdrawn_at:
        return
    recording.state = RecordingState.refused
    recording.refusal = key
    recording.class_group, recording.lesson_on = "", None
    if recording.cycle_id:
        cycle = session.get_one(Cycle, recording.cycle_id)
        facts = replace(cycle_facts.facts_of(session, cycle), reason=reason)
        # The cycle may have ended or been withdrawn meanwhile: the refusal itself still stands.
        with suppress(StepAlreadyTaken):
            cycles.take_step(session, cycle, Event.unusable, Who.system, facts)
    jobs.wanted(session, "purge", recording_id)
    ledger.write(session, ledger.MACHINE, "refuse", "recording", recording_id, recording.owner_id)


def note_clip_file(
    session: Session, clip_id: str, file: StoredFile, frames: int, fps: tuple[int, int]
) -> None:
    """Note the exact file of a clip. Raises NotFound when the clip is gone meanwhile."""
    clip = session.get(Clip, clip_id)
    if not clip or clip.removed_at:
        raise NotFound()
    clip.file_key, clip.file_size, clip.file_sha256 = file.key, file.size, file.sha256
    clip.frames, (clip.fps_num, clip.fps_den) = frames, fps
    ledger.write(session, ledger.MACHINE, "cut_file", "clip", clip_id, clip.owner_id, clip.span)


def clips_waiting(session: Session) -> list[str]:
    """Return the ids of clips whose exact file is not cut yet."""
    return list(
        session.scalars(
            select(Clip.id)
            .join(Recording, Recording.id == Clip.recording_id)
            .outerjoin(Cycle, Cycle.id == Clip.cycle_id)
            .where(
                Clip.file_key.is_(None),
                Clip.removed_at.is_(None),
                Recording.withdrawn_at.is_(None),
                Cycle.withdrawn_at.is_(None),
            )
        )
    )
