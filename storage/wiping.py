"""Which bytes and which rows a kept thing is made of, for letting it go."""

from datetime import datetime

from sqlalchemy import Delete, Update, delete, select, update
from sqlalchemy.orm import Session, selectinload

from storage import accounts, clips, export_packages, held, lone_clips, settling, share_ends
from storage.database import acting, asking
from storage.holdings import DERIVED, WORDS
from storage.media import MediaStore
from storage.records import (
    ActionSummary,
    Agreement,
    Annotation,
    CheckWork,
    Clip,
    ExportPackage,
    ObjectionEntry,
    ObservationNote,
    Package,
    PermissionAttest,
    PrivacyCheck,
    Recording,
    RecordingState,
    Reflection,
    Rendition,
    RenditionKind,
    SetUp,
    ShareGrant,
    Signature,
    Talk,
    Transcript,
    Upload,
    UseDecision,
)
from storage.rules.retention import Kind

WHOLE = (Kind.proxy_recording, Kind.unreleased_recording)
"""The kinds that stand for a whole lesson."""

WORK = {
    Kind.proxy_recording: ("ingest", "captions", "unmasked", "purge"),
    Kind.unreleased_recording: ("ingest", "captions", "unmasked", "purge"),
    Kind.clip: ("cut",),
    Kind.draft: ("cut",),
    Kind.export_package: ("export",),
}
"""What the engine remembers of a thing, by its kind: ids, and what its steps answered."""

# Asking


def places(session: Session, kind: Kind, thing_id: str) -> list[str]:
    """Where in the store the bytes of a thing lie."""
    if kind in (Kind.clip, Kind.draft):
        return [clips.folder(thing_id)] if session.get(Clip, thing_id) else []
    if kind is Kind.export_package:
        return [export_packages.folder(thing_id)]
    recording = session.scalar(
        select(Recording)
        .where(Recording.id == thing_id)
        .options(selectinload(Recording.renditions))
    )
    if not recording:
        return []
    if kind in WHOLE:
        return [recording.prefix]
    if kind is Kind.unmasked_recording:
        check = session.get(PrivacyCheck, thing_id)
        return list(check.leaving) if check else []
    of: tuple[RenditionKind, ...] = {
        Kind.raw_recording: (RenditionKind.original,),
        Kind.transcript_full: WORDS,
        Kind.derived_media: DERIVED,
    }.get(kind, ())
    return [rendition.key for rendition in recording.renditions if rendition.kind in of]


# Acting


def erase(store: MediaStore, kind: Kind, thing_id: str, made_at: datetime | None = None) -> None:
    """Delete a thing that a tombstone says is gone: its bytes, then its rows. Gone already is fine.

    Unlike a sweep it takes the drafts of a whole lesson along: they had no tombstone of their own
    when the lesson was thrown away. A lesson from which something was taken out goes whole where
    it still has that in it, with every clip that was cut from it by then.

    `made_at`: since when the thing was what it was, as its tombstone says.
    """
    if kind is Kind.backup:  # a file in a folder of its own, of which no backup knows
        return
    with asking() as session:
        drafts = select(Clip.id).where(Clip.recording_id == thing_id)
        if kind is Kind.unmasked_recording and _has_it_still(session, thing_id, made_at):
            kind = Kind.unreleased_recording
        else:
            drafts = drafts.where(Clip.package_id.is_(None))
        kept = held.kept(session)
        going = [id for id in session.scalars(drafts) if kind in WHOLE and id not in kept]
        lying = places(session, kind, thing_id) + [clips.folder(draft) for draft in going]
    for place in lying:
        store.purge(place)
    with acting() as session:
        session.execute(delete(Clip).where(Clip.id.in_(going)))
        held.disclaim(session, kind, thing_id)
        delete_rows(session, kind, thing_id)


def delete_rows(session: Session, kind: Kind, thing_id: str) -> bool:
    """Delete the rows of a thing; False when they were gone already."""
    if kind in WHOLE:
        settling.film_goes(session, thing_id)
        lone_clips.remember(session, thing_id)
    if kind is Kind.unmasked_recording:
        return _unmasked_is_gone(session, thing_id)
    whole: list[Delete | Update] = [
        delete(Recording).where(Recording.id == thing_id),
        delete(Upload).where(Upload.recording_id == thing_id),  # it holds her intention, too
    ]
    statements: dict[Kind, list[Delete | Update]] = {
        Kind.raw_recording: [_files(thing_id, (RenditionKind.original,))],
        Kind.derived_media: [_files(thing_id, DERIVED)],
        Kind.transcript_full: [
            _files(thing_id, WORDS),
            delete(Transcript).where(Transcript.recording_id == thing_id),
        ],
        Kind.proxy_recording: whole,
        Kind.unreleased_recording: whole,
        Kind.clip: [delete(Clip).where(Clip.id == thing_id)],
        Kind.annotation: [
            delete(Annotation).where(Annotation.clip_id == thing_id),
            delete(ObservationNote).where(ObservationNote.id == thing_id),
        ],
        Kind.draft: [
            delete(Clip).where(Clip.id == thing_id),
            delete(Reflection).where(Reflection.id == thing_id),
        ],
        Kind.reflection: [delete(Reflection).where(Reflection.id == thing_id)],
        Kind.talk_metadata: [delete(Talk).where(Talk.id == thing_id)],
        Kind.talk_notes: [
            update(Talk)
            .where(Talk.id == thing_id, Talk.notes != "")
            .values(notes="", notes_version=Talk.notes_version + 1, notes_by=None, notes_at=None)
        ],
        Kind.action_summary: [delete(ActionSummary).where(ActionSummary.id == thing_id)],
        Kind.share_grant: [delete(ShareGrant).where(ShareGrant.id == thing_id)],
        Kind.export_package: [delete(ExportPackage).where(ExportPackage.id == thing_id)],
        Kind.agreement: [
            delete(Signature).where(Signature.id == thing_id),
            # The words go with the last signature under them.
            delete(Agreement).where(Agreement.id.not_in(select(Signature.agreement_id))),
        ],
        Kind.permission_attest: [
            delete(PermissionAttest).where(PermissionAttest.id == thing_id),
            delete(UseDecision).where(UseDecision.programme_id == thing_id),
            delete(SetUp).where(SetUp.programme_id == thing_id),
        ],
        Kind.objection_entry: [delete(ObjectionEntry).where(ObjectionEntry.id == thing_id)],
        Kind.account: [*accounts.forgetting(thing_id)],
    }
    gone = [
        session.execute(statement).rowcount  # type: ignore[attr-defined]
        for statement in statements[kind]
    ]
    if kind is Kind.action_summary:
        share_ends.of_gone(session, thing_id)
    if kind in (Kind.clip, Kind.annotation):
        _empty_notes(session)
    return any(gone)


def _empty_notes(session: Session) -> None:
    """Forget the coach's word to the teacher with the last of the words it came with."""
    left = select(Clip.package_id).join(Annotation, Annotation.clip_id == Clip.id)
    session.execute(
        update(Package)
        .where(Package.id.not_in(left.where(Clip.package_id.is_not(None))), Package.note != "")
        .values(note="")
    )


def _files(recording_id: str, of: tuple[RenditionKind, ...]) -> Delete:
    return delete(Rendition).where(Rendition.recording_id == recording_id, Rendition.kind.in_(of))


def _has_it_still(session: Session, recording_id: str, made_at: datetime | None) -> bool:
    """Whether what was taken out is in the film as it is here."""
    found = session.get(Recording, recording_id)
    if found is None or found.state is not RecordingState.released:
        return True
    return made_at is not None and (found.masked_at or found.uploaded_at) < made_at


def _unmasked_is_gone(session: Session, recording_id: str) -> bool:
    """Forget what had to leave; what its teacher takes out by now is another matter."""
    found = session.get(PrivacyCheck, recording_id, with_for_update=True, populate_existing=True)
    if found is None:
        return False
    works = select(CheckWork.id).where(CheckWork.recording_id == recording_id)
    if found.masks is None and found.made is None and session.scalar(works.limit(1)) is None:
        session.delete(found)
    found.leaving, found.leaving_size = [], 0
    session.flush()
    return True
