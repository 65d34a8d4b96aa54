"""What the page of one lesson film of one's own is drawn from, read at once."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from storage import (
    clock,
    extensions,
    lessons,
    privacy_review,
    recordings,
    retention,
    set_up_facts,
    today,
)
from storage import objections as objections_to
from storage.database import asking
from storage.errors import NotFound
from storage.extensions import ExtensionView
from storage.lessons import LessonView
from storage.objections import ObjectionView
from storage.people import Member
from storage.privacy_review import Review
from storage.recordings import RecordingView
from storage.records import RecordingState
from storage.retention import WHOLE, EndingView
from storage.rules.set_up import LegalBasis
from storage.rules.steps import UNPUBLISHED
from storage.today import CycleView

PLACE = "recording"
"""Where refusals about this film are told."""


@dataclass(frozen=True)
class Seen:
    """Everything that page shows."""

    film: RecordingView
    cycle: CycleView | None
    endings: Sequence[EndingView]
    longer: ExtensionView
    basis: LegalBasis | None
    lesson: LessonView
    classes: Sequence[str] = ()
    """Classes to pick from."""
    objections: Sequence[ObjectionView] = ()
    """What parents object to: then it is locked, and hers to deal with."""
    check: Review | None = None
    """How far she is with taking out what nobody may see or hear; None where that is over."""

    @property
    def locked(self) -> bool:
        """Whether an objection locks it."""
        return bool(self.objections)

    @property
    def ends_on(self) -> date | None:
        """The last day of the whole film."""
        ends = [each.ending.at for each in self.endings if each.kind in WHOLE]
        return clock.day_at_school(ends[0]) if ends else None

    @property
    def published(self) -> bool:
        """Whether clips were made of it: then stopping with the film stops the cycle."""
        return self.cycle is not None and (
            (self.cycle.paused_from or self.cycle.state) not in UNPUBLISHED
        )

    @property
    def stopped(self) -> bool:
        """Whether she took it back, by itself or with its cycle."""
        return bool(self.film.withdrawn_at or (self.cycle and self.cycle.withdrawn))


def read(member: Member, recording_id: str) -> Seen:
    """Read one film. Raises NotFound for somebody else's, as for one that does not exist."""
    with asking() as session:
        film = recordings.look(session, member.asker, recording_id)
        if film.owner_id != member.id:
            raise NotFound()  # a coach watches in the workbench, where looking has a purpose
        cycle = today.cycle(session, member.asker, film.cycle_id) if film.cycle_id else None
        endings = retention.endings(session, member.asker, recording_id)
        longer = extensions.look(session, member.asker, recording_id)
        found = objections_to.of_recording(session, member.asker, recording_id)
        check = None
        if film.state is RecordingState.ready or found:
            with suppress(NotFound):  # her cycle came to its end
                check = privacy_review.look(session, member.asker, recording_id)
        lesson = lessons.look(session, member.asker, recording_id)
        classes = lessons.classes_of(session, member.asker)
        basis = set_up_facts.basis_of(session, recording_id)
    return Seen(film, cycle, endings, longer, basis, lesson, classes, found, check)
