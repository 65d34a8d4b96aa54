"""A film on its way in: from the first byte to the recording it becomes."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from config.media import media
from storage import (
    access,
    agreements,
    clock,
    cycle_facts,
    cycles,
    jobs,
    ledger,
    objections,
    set_up_facts,
)
from storage.access import Around
from storage.errors import NotFound
from storage.records import (
    Cycle,
    PermissionAttest,
    Recording,
    Rendition,
    RenditionKind,
    Upload,
)
from storage.rules import lesson
from storage.rules import upload as rule
from storage.rules.access import Act, Asker, Thing, may
from storage.rules.cycle import CycleFacts, why_not
from storage.rules.sentences import Sentence, refuse_if
from storage.rules.set_up import LegalBasis
from storage.rules.steps import Event, Who

ATTESTATIONS = frozenset({"parents", "register", "camera"})
"""Parents were told, the register of who may not be filmed was checked, the camera is on me."""


@dataclass(frozen=True)
class UploadOrder:
    """What the browser announces before the first byte."""

    length: int
    """Bytes of the whole film."""
    ending: str
    """Lower-case file ending with its dot; the name itself stays on the teacher's phone."""
    cycle_id: str
    intention: str = ""
    attested: frozenset[str] = field(default_factory=frozenset)
    """Which of `ATTESTATIONS` the teacher ticked."""
    class_group: str = ""
    lesson_on: date | None = None
    """Which lesson it is, as far as she told; what makes no sense keeps no film out."""


# Asking


def find(session: Session, asker: Asker, upload_id: str, *, lock: bool = False) -> Upload:
    """Return an own upload. Raises NotFound for another's, or one that is gone.

    `lock`: nobody else changes it until this transaction ends.
    """
    upload = session.get(Upload, upload_id, with_for_update=lock)
    if not upload:
        raise NotFound()
    access.require_sight(asker, Act.SEE_PROGRESS, Thing(owner_id=upload.owner_id))
    return upload


def require_wanted(session: Session, upload: Upload) -> None:
    """Raise StepAlreadyTaken when the cycle of a half upload does not wait for a film any more.

    Of two phones that send for one cycle the slower hears so now, and not after its last byte.
    """
    if upload.cycle_id and not upload.recording_id:
        cycles.require_waiting_for_film(session.get_one(Cycle, upload.cycle_id))


def unfinished(session: Session, asker: Asker) -> list[Upload]:
    """Return a teacher's own uploads that still wait for bytes, newest first."""
    if not may(asker, Act.SEE_PROGRESS, Thing(owner_id=asker.id)).allowed:
        return []
    return list(
        session.scalars(
            select(Upload)
            .where(Upload.owner_id == asker.id, Upload.recording_id.is_(None))
            .order_by(Upload.created_at.desc())
        )
    )


def abandoned(session: Session, before: datetime) -> list[Upload]:
    """Return uploads from before `before`: half ones nobody came back for, and whole ones.

    Of a whole one only the row is left to forget: its bytes are a recording's now.
    """
    return list(session.scalars(select(Upload).where(Upload.seen_at < before)))


def why_not_yet(session: Session, asker: Asker, cycle_id: str) -> list[Sentence]:
    """Return what must be recorded before this cycle's film may come in, and who records it.

    Raises NotFound for a cycle that is not the asker's to film for.
    """
    about = access.around(session, cycle_id)
    access.require_sight(asker, Act.UPLOAD_RECORDING, access.cycle_thing(about))
    return _not_yet(session, about)


def films_by_consent(session: Session, cycle_id: str) -> bool:
    """Whether the school films with consent: then that is what a teacher checks beforehand."""
    programme = access.around(session, cycle_id).programme
    return set_up_facts.facts_of(session, programme.id).legal_basis is LegalBasis.consent


def _not_yet(session: Session, about: Around) -> list[Sentence]:
    """The school first; what it recorded stands in what the two sign."""
    unmet = set_up_facts.unmet(session, about.programme.id)
    return list(unmet or agreements.unsigned(session, about.pair, about.programme))


# Acting


def begin(
    session: Session, asker: Asker, order: UploadOrder, free_bytes: int | None = None
) -> Upload:
    """Keep a place for a film. Raises Refused when it is too large, no film or not attested, and
    while the school still has something to record.

    `free_bytes` is the room left in the store, where that is known.
    """
    about = access.around(session, order.cycle_id)
    access.require(asker, Act.UPLOAD_RECORDING, access.cycle_thing(about))
    refuse_if(_not_yet(session, about))
    rule.check(
        f"film{order.ending}",
        order.length,
        media().upload.bytes,
        attested=order.attested >= ATTESTATIONS,
        intention=order.intention,
        free_bytes=free_bytes,
    )
    cycles.require_waiting_for_film(about.cycle)
    refuse_if(_unmet(session, about.cycle))
    now = clock.now()
    class_group, lesson_on = lesson.what_is_right(order.class_group, order.lesson_on, clock.today())
    upload = Upload(
        owner_id=about.pair.teacher_id,
        cycle_id=about.cycle.id,
        prefix=f"rec/{uuid4()}",
        length=order.length,
        ending=order.ending,
        intention=order.intention.strip(),
        class_group=class_group,
        lesson_on=lesson_on,
        attested_at=now,
        created_at=now,
        seen_at=now,
    )
    session.add(upload)
    session.flush()
    objections.follow(session, upload)
    ledger.write(session, asker.id, "upload", "upload", upload.id, upload.owner_id)
    return upload


def require_welcome(session: Session, upload: Upload) -> None:
    """Let more bytes of a film in. Raises Refused while the school has something to record.

    One that began before the school had to record anything waits too, and goes on afterwards.
    """
    if upload.cycle_id:
        refuse_if(_not_yet(session, access.around(session, upload.cycle_id)))


def seen(session: Session, upload_id: str) -> None:
    """Note that somebody still works on this upload, so that its parts are not swept."""
    session.execute(update(Upload).where(Upload.id == upload_id).values(seen_at=clock.now()))


def finish(
    session: Session, asker: Asker, upload_id: str, size: int, sha256: str | None = None
) -> Recording:
    """Turn a whole film into a recording and ask the machine to work on it.

    Without its sum: the machine reads the film before anything else and notes it then.
    Finishing twice (a repeated last request, two tabs) gives the same recording.
    """
    # Locked, so that of two who finish at once the second waits and gets the first one's.
    upload = find(session, asker, upload_id, lock=True)
    if upload.recording_id:
        return session.get_one(Recording, upload.recording_id)
    require_wanted(session, upload)
    require_welcome(session, upload)
    now = clock.now()
    recording = Recording(
        owner_id=upload.owner_id,
        cycle_id=upload.cycle_id,
        prefix=upload.prefix,
        ending=upload.ending,
        intention=upload.intention,
        class_group=upload.class_group,
        lesson_on=upload.lesson_on,
        attested_at=upload.attested_at,
        uploaded_at=now,
    )
    recording.renditions.append(_original(upload, size, sha256, now))
    session.add(recording)
    session.flush()
    upload.recording_id = recording.id
    upload.class_group, upload.lesson_on = "", None  # the film's now
    objections.follow(session, recording, upload.id)
    if upload.cycle_id:
        cycle = session.get_one(Cycle, upload.cycle_id)
        session.add(_attest(session, recording))
        facts = _facts(session, cycle, checksum_ok=size == upload.length)
        cycles.take_step(session, cycle, Event.upload_finished, Who.teacher, facts)
    ledger.write(session, asker.id, "upload", "recording", recording.id, recording.owner_id)
    jobs.wanted(session, "ingest", recording.id)
    return recording


def discard(session: Session, asker: Asker, upload_id: str) -> Upload:
    """Forget an unfinished upload; the caller throws its bytes away."""
    upload = find(session, asker, upload_id)
    if upload.recording_id:
        raise NotFound()
    return forget(session, upload)


def forget(session: Session, upload: Upload) -> Upload:
    """Delete the row of an upload (discarded, abandoned, or long since a recording)."""
    session.execute(delete(Upload).where(Upload.id == upload.id))
    if not upload.recording_id:
        objections.forget_upload(session, upload.id)
    return upload


def _attest(session: Session, recording: Recording) -> PermissionAttest:
    """What the teacher declared, to stay when the film has gone."""
    programme = access.around(session, recording.cycle_id or "").programme
    basis = set_up_facts.facts_of(session, programme.id).legal_basis
    return PermissionAttest(
        programme_id=programme.id,
        owner_id=recording.owner_id,
        recording_id=recording.id,
        legal_basis=basis,
        attested_at=recording.attested_at,
    )


def _facts(session: Session, cycle: Cycle, *, checksum_ok: bool) -> CycleFacts:
    facts = cycle_facts.facts_of(session, cycle)
    return replace(facts, upload_accepted=True, checksum_ok=checksum_ok, attested=True)


def _unmet(session: Session, cycle: Cycle) -> list[Sentence]:
    """What the last byte would meet: said before the first one, not after an hour of sending."""
    facts = _facts(session, cycle, checksum_ok=True)
    return why_not(cycle.state, Event.upload_finished, Who.teacher, facts)


def _original(upload: Upload, size: int, sha256: str | None, now: datetime) -> Rendition:
    return Rendition(
        kind=RenditionKind.original,
        key=original_key(upload),
        size=size,
        sha256=sha256,
        media_type="application/octet-stream",
        created_at=now,
    )


def original_key(upload: Upload) -> str:
    """Where the bytes of an upload come to lie."""
    return f"{upload.prefix}/original{upload.ending}"
