"""Clips: the coach's drafts, from the first cut to the moment they are published."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session, selectinload

from config.foundations import dimension as dimension_named
from storage import access, clock, held, jobs, ledger
from storage.database import one_at_a_time
from storage.errors import ChangedMeanwhile, NotFound, Refused, StepAlreadyTaken
from storage.records import Annotation, Clip, Recording
from storage.rules.access import Act, Asker
from storage.rules.clip import FoundationKey, PromptKind, check_span
from storage.rules.steps import State
from storage.spans import Span

MOST_WORDS = 4000
"""Characters of a fact or a question."""
MOST_DRAFTS = 60
"""Drafts on one recording; a package holds far fewer."""
SAME_PLAYING = timedelta(minutes=5)
"""Ranges of a clip within this time are the same playing."""


@dataclass(frozen=True)
class Words:
    """What the coach writes at a clip. Everything may be empty while it is a draft."""

    foundation: str | None = None
    dimension: str | None = None
    prompt_kind: PromptKind | None = None
    fact: str = ""
    question: str = ""


@dataclass(frozen=True)
class ClipView:
    """A clip with its words, safe to keep outside a transaction."""

    id: str
    client_id: str
    recording_id: str | None
    cycle_id: str | None
    owner_id: str
    coach_id: str
    span: Span
    words: Words
    position: int
    published: bool
    file_ready: bool
    fps: tuple[int, int] | None
    version: int
    created_at: datetime
    keepable: bool = False
    """Whether who looks may keep it as a file."""
    locked: bool = False
    """Whether it does not play now for who looks: a parent objects, or it is held."""


# Asking


def drafts(session: Session, asker: Asker, recording_id: str) -> list[ClipView]:
    """Return the asker's own unpublished clips of a recording, in order of time."""
    recording = _recording(session, recording_id)
    thing = replace(access.recording_thing(session, recording), author_id=asker.id)
    access.require_sight(asker, Act.READ_CLIP_DRAFT, thing)
    return [view(clip) for clip in session.scalars(drafts_of(recording_id, asker.id))]


def drafts_of(recording_id: str, coach_id: str) -> Select[Clip]:
    """Ask for a coach's unpublished clips of a recording, in order of time."""
    return (
        select(Clip)
        .where(
            Clip.recording_id == recording_id,
            Clip.coach_id == coach_id,
            Clip.package_id.is_(None),
            Clip.removed_at.is_(None),
        )
        .options(selectinload(Clip.annotation))
        .order_by(Clip.start_ms, Clip.created_at)
    )


def look(session: Session, asker: Asker, clip_id: str) -> ClipView:
    """Return one clip: a draft to its author, a published one to both. Raises NotFound."""
    clip = _get(session, clip_id)
    _require_sight(session, asker, clip)
    return view(clip)


def open_file(session: Session, asker: Asker, clip_id: str) -> str:
    """Give leave to open a clip's own files; returns the sha256 of the clip itself.

    Asked again at every range request. Raises NotFound, also while it is not cut.
    """
    clip = _get(session, clip_id)
    _require_sight(session, asker, clip)
    if not clip.file_key:
        raise NotFound()
    return clip.file_sha256 or ""


def _require_sight(session: Session, asker: Asker, clip: Clip) -> None:
    if access.deals_with_clip(session, asker, clip):
        return
    act = Act.WATCH_CLIP if clip.package_id else Act.READ_CLIP_DRAFT
    access.require_sight(asker, act, access.clip_thing(session, clip))


def playing_told(session: Session, asker: Asker, clip_id: str) -> bool:
    """Whether this playing already stands in the ledger."""
    return ledger.told_since(session, asker.id, "play", clip_id, clock.now() - SAME_PLAYING)


def note_opened(session: Session, asker: Asker, clip_id: str) -> None:
    """Write in the ledger that a clip was played, in the transaction that gave leave."""
    if playing_told(session, asker, clip_id):
        return
    clip = _get(session, clip_id)
    role = asker.role
    ledger.write(session, asker.id, "play", "clip", clip.id, clip.owner_id, clip.span, role)


def folder(clip_id: str) -> str:
    """Where the files of a clip lie; apart from the lesson, because a clip has its own clock."""
    return f"clip/{clip_id}"


def view(clip: Clip) -> ClipView:
    """Turn a clip (with its annotation loaded) into what screens show."""
    said = clip.annotation or Annotation()  # words may have gone before the picture
    return ClipView(
        id=clip.id,
        client_id=clip.client_id,
        recording_id=clip.recording_id,
        cycle_id=clip.cycle_id,
        owner_id=clip.owner_id,
        coach_id=clip.coach_id,
        span=clip.span,
        words=Words(said.foundation, said.dimension, said.prompt_kind, said.fact, said.question),
        position=clip.position,
        published=clip.package_id is not None,
        file_ready=clip.file_key is not None,
        fps=(clip.fps_num, clip.fps_den) if clip.fps_num and clip.fps_den else None,
        version=clip.version,
        created_at=clip.created_at,
    )


# Acting


def cut(session: Session, asker: Asker, recording_id: str, span: Span, client_id: str) -> ClipView:
    """Cut a moment of a released recording; sending the same `client_id` again changes nothing.

    The clip plays at once as a span of the lesson; its exact file is cut in the background.
    Raises Refused for a span that cannot be a clip.
    """
    recording = _recording(session, recording_id)
    thing = access.recording_thing(session, recording)
    access.refuse_if_locked(session, asker, thing, recording_id)
    access.require_sight(asker, Act.WATCH_RECORDING, thing)
    access.require(asker, Act.CUT_CLIP, thing)
    client_id = client_id[:64]
    one_at_a_time(session, f"cut:{recording_id}")  # the same cut may come in twice at once
    again = session.scalar(
        select(Clip)
        .where(Clip.recording_id == recording_id, Clip.client_id == client_id)
        .options(selectinload(Clip.annotation))
    )
    if again:
        if again.coach_id != asker.id:
            raise NotFound()
        return view(again)
    _require_choosing(session, recording.cycle_id)
    check_span(span, recording.duration_ms or 0)
    there_are = drafts_of(recording_id, asker.id).order_by(None).subquery()
    if session.scalars(select(func.count()).select_from(there_are)).one() >= MOST_DRAFTS:
        raise Refused("refusals.too_many_drafts", most=MOST_DRAFTS)
    clip = Clip(
        recording_id=recording_id,
        cycle_id=recording.cycle_id,
        owner_id=recording.owner_id,
        coach_id=asker.id,
        client_id=client_id,
        start_ms=span.start_ms,
        end_ms=span.end_ms,
        created_at=clock.now(),
    )
    clip.annotation = Annotation()
    session.add(clip)
    session.flush()
    ledger.write(session, asker.id, "cut", "clip", clip.id, clip.owner_id, span)
    jobs.wanted(session, "cut", clip.id)
    return view(clip)


def change(
    session: Session, asker: Asker, clip_id: str, version: int, span: Span, words: Words
) -> ClipView:
    """Change a draft: its in and out, where it belongs, fact and question.

    Raises ChangedMeanwhile when another tab saved after `version` was read.
    """
    clip = _own_draft(session, asker, clip_id, Act.CHANGE_CLIP)
    held.refuse_change_if_kept(session, clip_id)
    _check_words(words)
    if span != clip.span:
        recording = _recording(session, clip.recording_id or "")
        check_span(span, recording.duration_ms or 0)
    moved = {"file_key": None, "frames": None} if span != clip.span else {}
    claimed = session.execute(
        update(Clip)
        .where(Clip.id == clip_id, Clip.version == version, Clip.package_id.is_(None))
        .values(version=version + 1, start_ms=span.start_ms, end_ms=span.end_ms, **moved)
        .execution_options(synchronize_session=False)
    )
    if claimed.rowcount != 1:  # type: ignore[attr-defined]
        session.refresh(clip)
        if clip.package_id:
            raise StepAlreadyTaken("refusals.clip_is_published")
        raise ChangedMeanwhile(theirs=clip.annotation.question)
    session.refresh(clip)
    said = clip.annotation
    said.foundation, said.dimension = words.foundation, words.dimension
    said.prompt_kind, said.fact, said.question = words.prompt_kind, words.fact, words.question
    if moved:
        jobs.wanted(session, "cut", clip.id)
    return view(clip)


def remove(session: Session, asker: Asker, clip_id: str) -> None:
    """Take a draft away; it can be put back until the nightly sweep."""
    clip = _own_draft(session, asker, clip_id, Act.DELETE_CLIP)
    clip.removed_at = clock.now()


def restore(session: Session, asker: Asker, clip_id: str) -> ClipView:
    """Put a removed draft back."""
    clip = _own_draft(session, asker, clip_id, Act.CHANGE_CLIP)
    check_span(clip.span, _recording(session, clip.recording_id or "").duration_ms or 0)
    clip.removed_at = None
    if not clip.file_key:
        jobs.wanted(session, "cut", clip.id)
    return view(clip)


def _own_draft(session: Session, asker: Asker, clip_id: str, act: Act) -> Clip:
    clip = _get(session, clip_id)
    thing = access.clip_thing(session, clip)
    if clip.package_id:
        access.require_sight(asker, Act.WATCH_CLIP, thing)
        raise StepAlreadyTaken("refusals.clip_is_published")
    if clip.coach_id == asker.id:
        access.refuse_if_locked(session, asker, thing, clip.recording_id)
    access.require_sight(asker, Act.READ_CLIP_DRAFT, thing)
    access.require(asker, act, thing)
    return clip


def _require_choosing(session: Session, cycle_id: str | None) -> None:
    """Clips are cut while the coach chooses; a recording without a cycle has no such step."""
    if cycle_id and access.around(session, cycle_id).cycle.state is not State.coach_review:
        raise StepAlreadyTaken()


def _check_words(words: Words) -> None:
    if max(len(words.fact), len(words.question)) > MOST_WORDS:
        raise Refused("refusals.too_many_words", most=MOST_WORDS)
    if words.foundation is not None and words.foundation not in set(FoundationKey):
        raise Refused("refusals.unknown_foundation")
    if words.dimension is not None:
        try:
            dimension_named(words.dimension)
        except KeyError:
            raise Refused("refusals.unknown_dimension") from None


def _recording(session: Session, recording_id: str) -> Recording:
    recording = session.get(Recording, recording_id)
    if not recording:
        raise NotFound()
    return recording


def _get(session: Session, clip_id: str) -> Clip:
    clip = session.scalar(
        select(Clip).where(Clip.id == clip_id).options(selectinload(Clip.annotation))
    )
    if not clip:
        raise NotFound()
    return clip
