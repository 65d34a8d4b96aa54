"""The privacy check of a teacher's own film: what she takes out before anybody else sees it.

Nothing of the film changes until she releases it, or settles a parent's objection to it. Until then
she may take back everything, and look at the result as often as she likes; what she agreed with is
what others see.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from storage import (
    access,
    captions,
    clock,
    jobs,
    ledger,
    privacy_check,
    privacy_work,
)
from storage import transcripts as words
from storage.errors import ChangedMeanwhile, NotFound, Refused
from storage.machine_work import FilmFacts
from storage.records import (
    CheckWork,
    CheckWorkKind,
    MaskedFile,
    PrivacyCheck,
    Recording,
    RecordingState,
    RenditionKind,
)
from storage.rules.access import Act, Asker
from storage.rules.found_faces import FaceGroup, groups
from storage.rules.privacy_check import Masks, check, nothing


@dataclass(frozen=True)
class Working:
    """Work of the machine that goes on, or did not succeed."""

    percent: int | None
    """None while it waits in line."""
    failed: bool


@dataclass(frozen=True)
class Review:
    """How the privacy check of one film stands, for its teacher."""

    version: int
    masks: Masks
    length_ms: int
    """Of the whole film."""
    faces: Sequence[FaceGroup] | None
    """None: nobody looked for them."""
    finding: Working | None
    making: Working | None
    made: FilmFacts | None
    """What the film becomes, when it was made of what is taken out now."""
    mark: str
    """Changes with the files of that."""
    reviewed: bool
    """She agreed with how it stands now."""

    @property
    def takes_out(self) -> bool:
        """Whether anything is taken out."""
        return self.masks != nothing(self.length_ms)


# Asking


def look(session: Session, asker: Asker, recording_id: str) -> Review:
    """Return how the check stands. NotFound for whoever may not do it now."""
    recording = _own(session, asker, recording_id, sight=True)
    return _review(session, recording)


def reviewed(session: Session, recording_id: str) -> bool:
    """Whether the teacher agreed with the film as it would be released now."""
    found = session.get(PrivacyCheck, recording_id)
    return found is not None and found.reviewed_version == found.version


def saw_the_result(session: Session, recording_id: str) -> bool:
    """Whether she agreed with what her film becomes: it was made, and shown to her."""
    found = session.get(PrivacyCheck, recording_id)
    if found is None or found.made is None:
        return False
    return found.made_version == found.version == found.reviewed_version


def masked_file(
    session: Session, asker: Asker, recording_id: str, kind: RenditionKind
) -> MaskedFile:
    """Give its teacher leave to open a file of what the film becomes. Raises NotFound."""
    _own(session, asker, recording_id, sight=True)
    found = session.scalar(
        select(MaskedFile).where(MaskedFile.recording_id == recording_id, MaskedFile.kind == kind)
    )
    if found is None:
        raise NotFound()
    return found


def captions_left(session: Session, asker: Asker, recording_id: str) -> str:
    """Return as WebVTT what would still be said in the film."""
    recording = _own(session, asker, recording_id, sight=True)
    masks = privacy_work.masks_of(session.get(PrivacyCheck, recording_id), recording)
    left = [privacy_check.left_of(line, masks) for line in words.lines(session, recording_id)]
    return captions.webvtt([line for line in left if line])


# Acting


def save(session: Session, asker: Asker, recording_id: str, version: int, masks: Masks) -> None:
    """Keep what she wants taken out. ChangedMeanwhile when another tab was first."""
    recording = _own(session, asker, recording_id)
    found = _check_of(session, asker, recording)
    if found.version != version:
        raise ChangedMeanwhile("", "privacy_check.changed_meanwhile")
    length_ms = recording.duration_ms or 0
    check(masks, length_ms)
    known = len(found.faces or ()) if masks.blur_faces or masks.left else 0
    if any(not 0 <= number < known for number in masks.left):
        raise NotFound()
    if masks == privacy_work.masks_of(found, recording):
        return
    found.masks = None if masks == nothing(length_ms) else masks.to_json()
    found.version += 1
    _stop(session, recording_id, CheckWorkKind.mask)


def find_faces(session: Session, asker: Asker, recording_id: str) -> None:
    """Ask the machine where faces are; what it finds takes the place of what it found before."""
    recording = _own(session, asker, recording_id)
    _check_of(session, asker, recording)
    _ask(session, recording_id, CheckWorkKind.faces)


def leave_faces(session: Session, asker: Asker, recording_id: str) -> None:
    """Do without faces: the machine stops looking, and what it found is forgotten."""
    recording = _own(session, asker, recording_id)
    found = _check_of(session, asker, recording)
    _stop(session, recording_id, CheckWorkKind.faces)
    if found.faces is not None:
        masks = privacy_work.masks_of(found, recording)
        left = Masks(masks.kept, masks.muted, masks.zones)
        found.faces = None
        found.masks = None if left == nothing(recording.duration_ms or 0) else left.to_json()
        found.version += 1
        _stop(session, recording_id, CheckWorkKind.mask)


def make(session: Session, asker: Asker, recording_id: str) -> None:
    """Ask the machine to make the film as it would be released."""
    recording = _own(session, asker, recording_id)
    _check_of(session, asker, recording)
    review = _review(session, recording)
    if not review.takes_out:
        raise Refused("privacy_check.nothing_asked")
    if review.made is None:
        _ask(session, recording_id, CheckWorkKind.mask)


def stop_making(session: Session, asker: Asker, recording_id: str) -> None:
    """Let the machine stop: she wants something else."""
    _own(session, asker, recording_id)
    _stop(session, recording_id, CheckWorkKind.mask)


def agree(session: Session, asker: Asker, recording_id: str, version: int) -> None:
    """Say that the film may be seen like this: what it became, or that nothing need go.

    Refused for what was not made yet: nobody agrees with what she could not see.
    """
    recording = _own(session, asker, recording_id)
    found = _check_of(session, asker, recording)
    if found.version != version:
        raise ChangedMeanwhile("", "privacy_check.changed_meanwhile")
    review = _review(session, recording)
    if review.takes_out and review.made is None:
        raise Refused("privacy_check.look_first")
    found.reviewed_version, found.reviewed_at = found.version, clock.now()
    ledger.write(session, asker.id, "check_privacy", "recording", recording_id, asker.id)


def forget(session: Session, recording_id: str) -> None:
    """The film goes: no machine need work on it any more."""
    for kind in CheckWorkKind:
        _stop(session, recording_id, kind)


def _own(session: Session, asker: Asker, recording_id: str, *, sight: bool = False) -> Recording:
    recording = session.get(Recording, recording_id)
    if recording is None:
        raise NotFound()
    thing = access.recording_thing(session, recording)
    states: tuple[RecordingState, ...] = (RecordingState.ready,)
    if access.deals_with(session, asker, recording):
        states = () if thing.withdrawn else (RecordingState.ready, RecordingState.released)
    else:
        access.require_sight(asker, Act.CHECK_PRIVACY, thing)
    if recording.state not in states:
        raise NotFound() if sight else Refused("privacy_check.not_now")
    return recording


def _check_of(session: Session, asker: Asker, recording: Recording) -> PrivacyCheck:
    """The check, one who changes it at a time; refused when she shared it while this waited."""
    found = privacy_work.alone(session, recording.id)
    session.expire(recording)
    _own(session, asker, recording.id)
    if found is None:
        found = PrivacyCheck(recording_id=recording.id)
        session.add(found)
        session.flush()
    return found


def files_of(session: Session, recording_id: str) -> Sequence[MaskedFile]:
    """What the film becomes, as it lies in the store."""
    return session.scalars(select(MaskedFile).where(MaskedFile.recording_id == recording_id)).all()


def _review(session: Session, recording: Recording) -> Review:
    found = session.get(PrivacyCheck, recording.id) or PrivacyCheck(recording_id=recording.id)
    works = session.scalars(select(CheckWork).where(CheckWork.recording_id == recording.id))
    going = {each.kind: Working(each.percent, each.failed) for each in works}
    stands = found.made is not None and found.made_version == found.version
    proxy = next(
        (f for f in files_of(session, recording.id) if f.kind is RenditionKind.proxy), None
    )
    return Review(
        version=found.version,
        masks=privacy_work.masks_of(found, recording),
        length_ms=recording.duration_ms or 1,
        faces=None if found.faces is None else groups(found.faces),
        finding=going.get(CheckWorkKind.faces),
        making=going.get(CheckWorkKind.mask),
        made=FilmFacts(**found.made) if stands and found.made else None,
        mark=proxy.sha256[:12] if proxy else "",
        reviewed=found.reviewed_version == found.version,
    )


def _ask(session: Session, recording_id: str, kind: CheckWorkKind) -> None:
    """Want this work, of how things stand now; the same work under way goes on."""
    version = session.get_one(PrivacyCheck, recording_id).version
    found = session.scalar(
        select(CheckWork).where(CheckWork.recording_id == recording_id, CheckWork.kind == kind)
    )
    still_right = found and (kind is CheckWorkKind.faces or found.version == version)
    if found and still_right and not found.failed:
        found.version = version  # what the machine does ahead is asked for now
        return
    _stop(session, recording_id, kind)
    work = CheckWork(recording_id=recording_id, kind=kind, version=version)
    session.add(work)
    session.flush()
    if kind is CheckWorkKind.faces:
        jobs.wanted(session, "faces", work.id)
    else:
        jobs.wanted(session, "mask", work.id)


def _stop(session: Session, recording_id: str, kind: CheckWorkKind) -> None:
    ours = (CheckWork.recording_id == recording_id, CheckWork.kind == kind)
    for work_id in session.scalars(select(CheckWork.id).where(*ours)):
        jobs.unwanted(session, str(kind), work_id)
    session.execute(delete(CheckWork).where(*ours))
