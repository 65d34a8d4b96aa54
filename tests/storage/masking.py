"""A teacher who goes through her film, and a machine that makes what is left of it."""

from io import BytesIO

from sqlalchemy import select

from storage import overdue, privacy_review, privacy_work, recordings, retention
from storage.database import acting, asking
from storage.holdings import Only
from storage.machine_work import FilmFacts, StoredFile
from storage.media import media_store
from storage.records import CheckWork, CheckWorkKind, Recording, RenditionKind
from storage.rules.access import Asker
from storage.rules.privacy_check import Masks
from storage.spans import Span
from tests import makers
from tests.makers import LESSON_MS, Walk

FACTS = FilmFacts(LESSON_MS - 2_000, 1280, 720, 25, 1)
TRIMMED = Masks(Span(2_000, LESSON_MS), muted=(Span(65_000, 66_000),))


def watched() -> Walk:
    """A film that is ready, and that its teacher has watched."""
    made = makers.a_walk().ready()
    with acting() as session:
        recordings.note_watched(session, made.teacher, made.recording_id, [Span(0, 5_000)])
    return made


def review(walk: Walk, who: Asker | None = None) -> privacy_review.Review:
    with asking() as session:
        return privacy_review.look(session, who or walk.teacher, walk.recording_id)


def save(walk: Walk, masks: Masks) -> None:
    version = review(walk).version
    with acting() as session:
        privacy_review.save(session, walk.teacher, walk.recording_id, version, masks)


def ask(walk: Walk) -> str:
    """She asks to see it; returns the id of the work."""
    with acting() as session:
        privacy_review.make(session, walk.teacher, walk.recording_id)
    return work_of(walk, CheckWorkKind.mask)


def work_of(walk: Walk, kind: CheckWorkKind) -> str:
    with asking() as session:
        return session.scalars(
            select(CheckWork.id).where(
                CheckWork.recording_id == walk.recording_id, CheckWork.kind == kind
            )
        ).one()


def make(work_id: str) -> list[str]:
    """As the machine does: files in a folder of their own, and then their rows."""
    with asking() as session:
        order = privacy_work.order(session, work_id)
    files = []
    for kind in (RenditionKind.proxy, RenditionKind.poster, RenditionKind.peaks):
        blob = media_store().put(f"{order.folder}/{kind}", BytesIO(f"masked {kind}".encode()))
        files.append(StoredFile(kind, blob.key, blob.size, blob.sha256, "video/mp4"))
    with acting() as session:
        return privacy_work.keep_masked(session, work_id, FACTS, files)


def agree(walk: Walk) -> None:
    version = review(walk).version
    with acting() as session:
        privacy_review.agree(session, walk.teacher, walk.recording_id, version)


def release(walk: Walk) -> None:
    with acting() as session:
        recordings.release(session, walk.teacher, walk.recording_id, pupils_checked=True)


def masked(walk: Walk, masks: Masks = TRIMMED) -> Walk:
    """She took something out, saw what became of it, and agreed."""
    save(walk, masks)
    make(ask(walk))
    agree(walk)
    return walk


def let_go(walk: Walk) -> None:
    with asking() as session:
        leaving = list(overdue.plan(session, only=Only([walk.recording_id])))
    for each in leaving:
        retention.let_go(media_store(), each)


def bytes_of(walk: Walk) -> set[bytes]:
    with asking() as session:
        prefix = session.get_one(Recording, walk.recording_id).prefix
    return {b"".join(media_store().open(key)) for key in media_store().list(prefix)}
