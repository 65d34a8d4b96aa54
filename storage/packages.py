"""The package: what a coach publishes to the teacher, frozen from that moment."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, selectinload

from config.programme import Level
from storage import access, clock, cycle_facts, cycles, ledger, recordings
from storage.clips import ClipView, drafts_of, view
from storage.errors import ChangedMeanwhile, NotFound, Refused, StepAlreadyTaken
from storage.records import Clip, Package, PackageDraft
from storage.rules import package as rule
from storage.rules.access import Act, Asker
from storage.rules.sentences import Sentence
from storage.rules.steps import Event, State, Who

MOST_CHARACTERS = 1000
"""The note is a word beside the clips, not a letter."""


@dataclass(frozen=True)
class PackageView:
    """A published package as both read it."""

    id: str
    cycle_id: str
    version: int
    note: str
    published_by: str
    published_at: datetime
    clips: tuple[ClipView, ...]


# Asking


def what_is_missing(
    session: Session, asker: Asker, cycle_id: str, note: str | None = None
) -> tuple[Sentence, ...]:
    """Return everything that still stands between these drafts and the teacher.

    Without a `note` the kept one counts.
    """
    about = access.around(session, cycle_id)
    access.require(asker, Act.PUBLISH_PACKAGE, access.cycle_thing(about))
    return rule.unmet(_facts(session, about, _kept(session, cycle_id) if note is None else note))


def balance(session: Session, asker: Asker, cycle_id: str) -> rule.Balance:
    """Count the drafts per foundation and kind, for the coach's own eyes."""
    about = access.around(session, cycle_id)
    access.require(asker, Act.PUBLISH_PACKAGE, access.cycle_thing(about))
    return rule.balance(_facts(session, about, "").clips)


def draft_note(session: Session, asker: Asker, cycle_id: str) -> tuple[str, int, datetime | None]:
    """Return the coach's unsent word to the teacher, its version and when it was kept."""
    about = access.around(session, cycle_id)
    access.require(asker, Act.PUBLISH_PACKAGE, access.cycle_thing(about))
    draft = session.get(PackageDraft, cycle_id)
    return (draft.note, draft.version, draft.saved_at) if draft else ("", 0, None)


def read(session: Session, asker: Asker, cycle_id: str) -> PackageView:
    """Return the newest package of a cycle. Raises NotFound when there is none to see."""
    package = newest(session, cycle_id)
    if not package:
        raise NotFound()
    about = access.around(session, cycle_id)
    thing = replace(access.cycle_thing(about, author_id=package.published_by), published=True)
    access.require_sight(asker, Act.READ_PACKAGE, thing)
    query = (
        select(Clip)
        .where(Clip.package_id == package.id, Clip.removed_at.is_(None))
        .options(selectinload(Clip.annotation))
        .order_by(Clip.position)
    )
    return PackageView(
        id=package.id,
        cycle_id=cycle_id,
        version=package.version,
        note=package.note,
        published_by=package.published_by,
        published_at=package.published_at,
        clips=tuple(_shown(session, asker, about, clip) for clip in session.scalars(query)),
    )


def _shown(session: Session, asker: Asker, about: access.Around, clip: Clip) -> ClipView:
    allowed = access.allowed(asker, access.clip_thing(session, clip, about))
    plays = allowed(Act.WATCH_CLIP) or access.deals_with_clip(session, asker, clip)
    return replace(view(clip), keepable=allowed(Act.DOWNLOAD_CLIP), locked=not plays)


def newest(session: Session, cycle_id: str) -> Package | None:
    """Return the newest package of a cycle, if there is one."""
    return session.scalar(
        select(Package)
        .where(Package.cycle_id == cycle_id)
        .order_by(Package.version.desc())
        .limit(1)
    )


# Acting


def save_note(session: Session, asker: Asker, cycle_id: str, words: str, version: int) -> int:
    """Keep the word to the teacher as it is typed and return its version.

    Raises ChangedMeanwhile with the kept words when another tab saved after `version` was read,
    StepAlreadyTaken when the coach is not choosing moments.
    """
    if len(words) > MOST_CHARACTERS:
        raise Refused("refusals.too_many_words", most=MOST_CHARACTERS)
    about = _before_publishing(session, asker, cycle_id)
    if about.cycle.state is not State.coach_review:
        raise StepAlreadyTaken()
    draft = session.get(PackageDraft, cycle_id)
    if not draft:
        draft = PackageDraft(cycle_id=cycle_id)
        session.add(draft)
        session.flush()
    claimed = session.execute(
        update(PackageDraft)
        .where(PackageDraft.cycle_id == cycle_id, PackageDraft.version == version)
        .values(note=words, version=version + 1, saved_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    if claimed.rowcount != 1:  # type: ignore[attr-defined]
        raise ChangedMeanwhile(theirs=draft.note)
    session.expire(draft)
    return version + 1


def publish(session: Session, asker: Asker, cycle_id: str, note: str | None = None) -> Package:
    """Send all drafts of the cycle's recording to the teacher as one frozen package.

    Without a `note` the kept one goes along; either way nothing unsent stays behind.
    Raises Refused with the first thing missing, StepAlreadyTaken when it was published before.
    """
    about = _before_publishing(session, asker, cycle_id)
    note = _kept(session, cycle_id) if note is None else note
    facts = replace(
        cycle_facts.facts_of(session, about.cycle), package=_facts(session, about, note)
    )
    cycles.take_step(session, about.cycle, Event.publish, Who.coach, facts)
    package = Package(
        cycle_id=cycle_id, note=note.strip(), published_by=asker.id, published_at=clock.now()
    )
    session.add(package)
    session.flush()
    for position, clip in enumerate(_drafts(session, about), start=1):
        session.execute(
            update(Clip)
            .where(Clip.id == clip.id, Clip.package_id.is_(None))
            .values(package_id=package.id, position=position)
        )
    session.execute(delete(PackageDraft).where(PackageDraft.cycle_id == cycle_id))
    ledger.write(session, asker.id, "publish", "package", package.id, about.pair.teacher_id)
    return package


def _before_publishing(session: Session, asker: Asker, cycle_id: str) -> access.Around:
    about = access.around(session, cycle_id)
    # Published already is for the step to say, not for access: then it is said as such.
    film = recordings.of_cycle(session, cycle_id)
    locked = film is not None and access.objected(session, film.id)
    thing = replace(access.cycle_thing(about), published=False, released=True, locked=locked)
    access.require(asker, Act.PUBLISH_PACKAGE, thing)
    # Another tab may begin the note, publish or end the cycle in this very moment.
    session.refresh(about.cycle, with_for_update=True)
    return about


def _kept(session: Session, cycle_id: str) -> str:
    found = select(PackageDraft.note).where(PackageDraft.cycle_id == cycle_id)
    return session.scalar(found) or ""


def _facts(session: Session, about: access.Around, note: str) -> rule.PackageFacts:
    clips = [
        rule.PackageClip(
            number=number,
            foundation=clip.annotation.foundation,
            dimension=clip.annotation.dimension,
            kind=clip.annotation.prompt_kind,
            fact=clip.annotation.fact,
            question=clip.annotation.question,
        )
        for number, clip in enumerate(_drafts(session, about), start=1)
    ]
    return rule.PackageFacts(clips=clips, note=note, level=Level(about.programme.level))


def _drafts(session: Session, about: access.Around) -> list[Clip]:
    recording = recordings.of_cycle(session, about.cycle.id)
    if not recording:
        return []
    return list(session.scalars(drafts_of(recording.id, about.pair.coach_id)))
