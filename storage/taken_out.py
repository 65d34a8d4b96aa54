"""What a teacher agreed with takes the place of her film: with the release, or for a parent."""

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.orm import Session

from storage import (
    clock,
    export_packages,
    held,
    jobs,
    ledger,
    privacy_check,
    privacy_review,
    privacy_work,
    remaking,
    sittings,
)
from storage.database import one_at_a_time
from storage.errors import Refused
from storage.machine_work import FilmFacts, StoredFile
from storage.records import MaskedFile, PrivacyCheck, Recording, RenditionKind
from storage.remaking import Remade
from storage.rules.privacy_check import nothing

WORDS = (RenditionKind.captions, RenditionKind.transcript)

# Acting


def take_effect(session: Session, recording: Recording) -> Remade:
    """Let what she agreed with stand for the film, and the rest go for good: with the release, or
    when she settles an objection. What was made of the film follows it.

    Refused while the machine still writes out what is said, and when a hold keeps the film.
    """
    found = privacy_work.alone(session, recording.id)
    if found is None or found.reviewed_version != found.version:
        raise Refused("guards.masks_not_reviewed")
    one_at_a_time(session, "holds")
    held.refuse_if_kept(session, recording.id)
    _refuse_while_leaving(found)
    privacy_review.forget(session, recording.id)
    files = privacy_review.files_of(session, recording.id)
    masks, remade = privacy_work.masks_of(found, recording), remaking.NOTHING
    if masks == nothing(recording.duration_ms or 1):
        gone = [(file.key, file.size) for file in files]
    else:
        if recording.step != "done":
            raise Refused("privacy_check.still_writing")
        stored = [StoredFile(f.kind, f.key, f.size, f.sha256, f.media_type) for f in files]
        facts = FilmFacts(**(found.made or {}))
        old = privacy_check.stand_for(session, recording, masks, facts, stored)
        # The words are written anew under the same name: that purges what was there.
        gone = [(each.key, each.size) for each in old if each.kind not in WORDS]
        remade = remaking.follow(session, recording, masks)
        sittings.end(session, recording.id)
        export_packages.take_away_all(session, recording.owner_id)
        recording.masked_at = clock.now()
        ledger.write(session, recording.owner_id, "mask", "recording", recording.id,
                     recording.owner_id)  # fmt: skip
        jobs.wanted(session, "captions", recording.id)
    session.execute(delete(MaskedFile).where(MaskedFile.recording_id == recording.id))
    found.masks, found.faces, found.made = None, None, None
    _let_leave(session, found, [*gone, *remade.leaving])
    return remade


def drop(session: Session, recording: Recording) -> None:
    """She lets the film be as it is: what was being taken out of it is forgotten."""
    found = privacy_work.alone(session, recording.id)
    if found is None:
        return
    _refuse_while_leaving(found)
    privacy_review.forget(session, recording.id)
    gone = [(file.key, file.size) for file in privacy_review.files_of(session, recording.id)]
    session.execute(delete(MaskedFile).where(MaskedFile.recording_id == recording.id))
    found.masks, found.faces, found.made, found.version = None, None, None, found.version + 1
    _let_leave(session, found, gone)


def _let_leave(session: Session, found: PrivacyCheck, gone: Sequence[tuple[str, int]]) -> None:
    found.leaving = [key for key, _ in gone]
    found.leaving_size = sum(size for _, size in gone)
    if gone:
        jobs.wanted(session, "unmasked", found.recording_id)


def _refuse_while_leaving(found: PrivacyCheck) -> None:
    """What was taken out before is being deleted: that list is closed."""
    if found.leaving:
        raise Refused("privacy_check.still_leaving")
