"""What is left of a lesson once its film is gone: its published clips, by the cycle they are of.

They keep the class and the day of the lesson, so that a parent's objection still finds them; both
go with the clip.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from storage import access, clock, held
from storage.errors import NotFound
from storage.records import Clip, Recording
from storage.rules.access import Act, Asker, Thing


@dataclass(frozen=True)
class LoneClips:
    """The clips of one cycle whose film is gone, and what is known of the lesson."""

    cycle_id: str
    owner_id: str
    class_group: str
    """As its teacher told; "" when she did not."""
    lesson_on: date | None
    came_in_on: date
    """The day the film came in; of clips that lost it before that was kept: the day of the cut."""

    @property
    def id(self) -> str:
        """What an objection to them names."""
        return self.cycle_id


FILM_IS_GONE: tuple[ColumnElement[bool], ...] = (
    Clip.recording_id.is_(None),
    Clip.cycle_id.is_not(None),
)
"""All that lies there; also what was thrown away, which a hold keeps as well."""
_LONE = (*FILM_IS_GONE, Clip.package_id.is_not(None), Clip.removed_at.is_(None))
"""What is left of a lesson for its teacher and her coach."""

# Asking


def everywhere(session: Session) -> list[LoneClips]:
    """Return what is left of every lesson whose film is gone."""
    found: dict[str, LoneClips] = {}
    for clip in session.scalars(select(Clip).where(*_LONE).order_by(Clip.created_at)):
        cycle_id = clip.cycle_id or ""
        came_in_on = clip.came_in_on or clock.day_at_school(clip.created_at)
        left = LoneClips(cycle_id, clip.owner_id, clip.class_group, clip.lesson_on, came_in_on)
        found.setdefault(cycle_id, left)
    return list(found.values())


def own(session: Session, asker: Asker, cycle_id: str) -> Sequence[Clip]:
    """Return the clips of a cycle whose objections are hers to deal with. Raises NotFound."""
    found = session.scalars(select(Clip).where(*_LONE, Clip.cycle_id == cycle_id)).all()
    if not found:
        raise NotFound()
    kept = any(held.locks(session, clip.id).held for clip in found)
    thing = Thing(owner_id=found[0].owner_id, held=kept)
    access.require_sight(asker, Act.HANDLE_OBJECTION, thing)
    return found


# Acting


def remember(session: Session, recording_id: str) -> None:
    """A film goes: let its clips keep which lesson they are of."""
    film = session.get(Recording, recording_id)
    if film is None:
        return
    session.execute(
        update(Clip)
        .where(Clip.recording_id == recording_id)
        .values(
            class_group=film.class_group,
            lesson_on=film.lesson_on,
            came_in_on=clock.day_at_school(film.uploaded_at),
        )
    )
