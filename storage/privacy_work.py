"""What the machine writes down while it works for a privacy check.

Work is wanted as long as its row is there: whoever changes her mind deletes the row, and what was
being made finds no place to go to.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from storage import access, held, jobs, machine_work
from storage.errors import NotFound
from storage.machine_work import FilmFacts, StoredFile
from storage.records import CheckWork, CheckWorkKind, MaskedFile, PrivacyCheck, Recording
from storage.records.recording import RecordingState
from storage.rules.privacy_check import Masks, nothing

AHEAD = -1
"""Of no masks at all: the version of work that the machine does before anybody asks for it."""


@dataclass(frozen=True)
class Order:
    """What the machine is asked: of which film, and what must not be in it."""

    recording_id: str
    proxy: str
    """Where the whole film lies."""
    folder: str
    """Where what is made comes to lie, under a name of its own."""
    masks: Masks
    tracks: list[dict[str, Any]]


# Asking


def order(session: Session, work_id: str) -> Order:
    """Return what this work is about. NotFound once nobody wants it, or may have it now."""
    work = session.get(CheckWork, work_id)
    if work is None:
        raise NotFound()
    recording = _hers_alone(session, work.recording_id)
    found = session.get_one(PrivacyCheck, recording.id)
    masks = masks_of(found, recording)
    return Order(
        recording.id,
        machine_work.proxy_key(session, recording.id),
        f"{recording.prefix}/{work.id}",
        masks,
        list(found.faces or ()) if masks.blur_faces else [],
    )


def masks_of(found: PrivacyCheck | None, recording: Recording) -> Masks:
    """Return what is taken out of a film, on the clock of the whole film."""
    if found is None or found.masks is None:
        return nothing(recording.duration_ms or 1)
    return Masks.from_json(found.masks)


def alone(session: Session, recording_id: str) -> PrivacyCheck | None:
    """Return the check of a recording, one who changes it at a time."""
    return session.get(PrivacyCheck, recording_id, with_for_update=True, populate_existing=True)


def waiting(session: Session) -> list[tuple[str, str]]:
    """Return work that is neither done nor failed, as workflow and id."""
    going_on = session.scalars(select(CheckWork).where(CheckWork.failed.is_(False)))
    return [(str(each.kind), each.id) for each in going_on]


def to_let_go(session: Session) -> list[str]:
    """Return the released recordings of which what was taken out still lies in the store."""
    found = session.execute(select(PrivacyCheck.recording_id, PrivacyCheck.leaving))
    return [recording_id for recording_id, leaving in found if leaving]


def _hers_alone(session: Session, recording_id: str) -> Recording:
    """A film that its teacher has to herself: not released yet, or locked by a parent's objection.

    NotFound while it is held, and once it is withdrawn.
    """
    recording = machine_work.still_wanted(session, recording_id)
    locks = held.locks(session, recording_id)
    objected = access.objected(session, recording_id)
    hers = recording.state is RecordingState.ready or (
        recording.state is RecordingState.released and objected
    )
    if not hers or locks.held or locks.locked:
        raise NotFound()
    return recording


# Acting


def look_ahead(session: Session, recording_id: str) -> None:
    """Look for faces before the teacher opens her film, so that she need not wait for them.

    What is found is only shown to her: nothing is covered until she says so.
    """
    recording = session.get(Recording, recording_id)
    if recording is None or recording.cycle_id is None:
        return  # gone meanwhile, or no teacher's lesson
    with suppress(NotFound):  # shared or held: then nobody may take out anything
        _hers_alone(session, recording_id)
        found = alone(session, recording_id)
        looking = select(CheckWork.id).where(CheckWork.recording_id == recording_id)
        if (found and found.faces is not None) or session.scalar(looking.limit(1)):
            return
        if found is None:
            session.add(PrivacyCheck(recording_id=recording_id))
        kind = CheckWorkKind.faces
        work = CheckWork(recording_id=recording_id, kind=kind, version=AHEAD)
        session.add(work)
        session.flush()
        jobs.wanted(session, "faces", work.id)


def note_progress(session: Session, work_id: str, percent: int) -> None:
    """Show the teacher how far the machine is. NotFound once nobody wants it."""
    work = session.get(CheckWork, work_id)
    if work is None:
        raise NotFound()
    _hers_alone(session, work.recording_id)
    session.execute(
        update(CheckWork)
        .where(CheckWork.id == work_id)
        .values(percent=max(0, min(100, percent)), failed=False)
    )


def keep_faces(session: Session, work_id: str, tracks: Sequence[dict[str, Any]]) -> None:
    """Keep where faces were found. NotFound as in `order`.

    Whoever asked for them has all of them covered; found ahead they are only shown.
    """
    about = order(session, work_id)
    found, recording = _still(session, work_id, about)
    asked = session.get_one(CheckWork, work_id, populate_existing=True).version != AHEAD
    found.faces = list(tracks)
    _done(session, work_id)
    if not asked:
        return
    masks = masks_of(found, recording).to_json() | {"blur_faces": bool(tracks), "left": []}
    found.masks, found.version = masks, found.version + 1
    # What was being made knew nothing of these.
    other = CheckWork.recording_id == about.recording_id
    session.execute(delete(CheckWork).where(other, CheckWork.kind == CheckWorkKind.mask))


def keep_masked(
    session: Session, work_id: str, facts: FilmFacts, files: Sequence[StoredFile]
) -> list[str]:
    """Keep what is left of the film for its teacher to look at. NotFound as in `order`.

    Returns the keys of what she was shown before: the caller purges them once this stands.
    """
    about = order(session, work_id)
    work = session.get_one(CheckWork, work_id)
    found, _ = _still(session, work_id, about)
    of_film = MaskedFile.recording_id == about.recording_id
    new = {file.key for file in files}
    gone = [key for key in session.scalars(select(MaskedFile.key).where(of_film)) if key not in new]
    session.execute(delete(MaskedFile).where(of_film))
    for file in files:
        session.add(MaskedFile(recording_id=about.recording_id, **asdict(file)))
    found.made, found.made_version = asdict(facts), work.version
    _done(session, work_id)
    return gone


def _still(session: Session, work_id: str, about: Order) -> tuple[PrivacyCheck, Recording]:
    """The check and its recording, nobody else at either. NotFound when it was changed just now."""
    found = alone(session, about.recording_id)
    wanted = select(CheckWork.id).where(CheckWork.id == work_id)
    if found is None or session.scalar(wanted) is None:
        raise NotFound()
    session.get_one(Recording, about.recording_id, populate_existing=True)
    return found, _hers_alone(session, about.recording_id)


def failed(session: Session, work_id: str) -> None:
    """Tell the teacher that the machine could not do it; she may ask again.

    What she never asked for only goes: she looks for faces herself, or lets the machine try again.
    """
    ahead = (CheckWork.id == work_id, CheckWork.version == AHEAD)
    session.execute(delete(CheckWork).where(*ahead))
    session.execute(update(CheckWork).where(CheckWork.id == work_id).values(failed=True))


def _done(session: Session, work_id: str) -> None:
    session.execute(delete(CheckWork).where(CheckWork.id == work_id))
