"""A parent's objection, for tests: a lesson told, a film brought in, an entry written down."""

from datetime import date

from sqlalchemy import select

from storage import lessons, objections, uploads
from storage.database import acting, asking
from storage.records import Objection, Upload
from storage.rules.access import Asker
from storage.rules.objection import About
from storage.rules.roles import Role
from storage.uploads import UploadOrder
from tests import makers
from tests.makers import ATTESTED, Walk

DAY = date(2026, 11, 24)


def another(walk: Walk, name: str = "Tara") -> Walk:
    """A colleague in the same school, her first cycle."""
    return Walk(makers.joined(walk.school, makers.person(name, Role.teacher)))


def tells(walk: Walk, group: str, on: date | None, who: Asker | None = None) -> None:
    with acting() as session:
        lessons.tell(session, who or walk.teacher, walk.recording_id, group, on)


def objects(who: Asker, group: str = "5B", on: date = DAY, teacher: str | None = None) -> int:
    with acting() as session:
        return objections.enter_for(session, who, About(group, on, teacher))


def begins(walk: Walk, group: str = "", on: date | None = None) -> Upload:
    order = UploadOrder(10, ".mp4", walk.cycle_id, "", ATTESTED, group, on)
    with acting() as session:
        return uploads.begin(session, walk.teacher, order, free_bytes=10**9)


def comes_in(walk: Walk, group: str = "", on: date | None = None) -> None:
    """A film comes in to its last byte."""
    upload = begins(walk, group, on)
    with acting() as session:
        walk.recording_id = uploads.finish(session, walk.teacher, upload.id, 10, "0" * 64).id


def is_locked(recording_id: str) -> bool:
    with asking() as session:
        found = session.scalars(select(Objection).where(Objection.recording_id == recording_id))
        return any(each.ended_at is None for each in found)
