"""Holdings that are no film and hang on none: what was written in a cycle, and files to take along.

Each hangs under a cycle or a person.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from storage import accounts
from storage.holdings_around import AnyRow, Around, Kept, Sort, Told
from storage.records import ActionSummary, Cycle, ExportPackage, Pair, Reflection, Talk
from storage.rules.retention import Kind


def sorts(person_id: str | None) -> list[Sort]:
    """Every sort of them; only what hangs under a person's cycles or is theirs, if one is named."""
    reflections = select(
        Reflection.id, Reflection.cycle_id, Reflection.created_at, Reflection.submitted_at
    )
    talks = select(Talk.id, Talk.cycle_id, Talk.created_at)
    summaries = select(ActionSummary.id, ActionSummary.cycle_id, ActionSummary.created_at)
    exports = select(
        ExportPackage.id, ExportPackage.owner_id, ExportPackage.asked_at, ExportPackage.made_at,
        ExportPackage.ends_at, ExportPackage.removed_at, ExportPackage.size,
    )  # fmt: skip
    if person_id:
        cycles = cycles_of(person_id)
        reflections = reflections.where(Reflection.cycle_id.in_(cycles))
        talks = talks.where(Talk.cycle_id.in_(cycles))
        summaries = summaries.where(ActionSummary.cycle_id.in_(cycles))
        exports = exports.where(ExportPackage.owner_id == person_id)
    return [
        Sort(Reflection.id, reflections, _texts(_of_reflection)),
        Sort(Talk.id, talks, _texts(lambda _: Kind.talk_metadata)),
        Sort(ActionSummary.id, summaries, _summaries),
        Sort(ExportPackage.id, exports, _exports),
    ]


def cycles_of(person_id: str) -> Select[str]:
    """The ids of the cycles of a teacher or a coach."""
    pairs = (Pair.teacher_id == person_id) | (Pair.coach_id == person_id)
    return select(Cycle.id).join(Pair, Pair.id == Cycle.pair_id).where(pairs)


def _of_reflection(row: AnyRow) -> Kind:
    return Kind.reflection if row.submitted_at else Kind.draft


def _texts(
    kind_of: Callable[[AnyRow], Kind],
) -> Callable[[Session, Sequence[AnyRow], datetime | None], Told]:
    def tell(session: Session, rows: Sequence[AnyRow], now: datetime | None) -> Told:
        around = Around(session, {row.cycle_id for row in rows}, now)
        for row in rows:
            place = around.place(row.cycle_id)
            holding = around.holding(kind_of(row), row.id, row.created_at, place)
            yield Kept(holding, place.teacher_id or "", row.cycle_id), place.policy

    return tell


def _summaries(session: Session, rows: Sequence[AnyRow], now: datetime | None) -> Told:
    """Summaries: by their own clock, and never without an account that may read them.

    Its coach reads it until the programme ends, a school leader while its teacher lets her: from
    then on it is the teacher's alone.
    """
    around = Around(session, {row.cycle_id for row in rows}, now)
    places = {row.id: around.place(row.cycle_id) for row in rows}
    teachers = {place.teacher_id for place in places.values() if place.teacher_id}
    accounts_end = accounts.ends_of(session, teachers, now)
    for row in rows:
        place = places[row.id]
        holding = around.holding(
            Kind.action_summary, row.id, row.created_at, place,
            with_account=accounts_end.get(place.teacher_id or ""),
        )  # fmt: skip
        yield Kept(holding, place.teacher_id or "", row.cycle_id), place.policy


def _exports(session: Session, rows: Sequence[AnyRow], now: datetime | None) -> Told:
    """What teachers take along: a week from when it was there, or until they took it away."""
    around = Around(session, (), now)
    place = around.place(None)
    for row in rows:
        last = min((end for end in (row.ends_at, row.removed_at) if end), default=None)
        made = row.made_at or row.asked_at
        holding = around.holding(Kind.export_package, row.id, made, place, shorter_until=last)
        yield Kept(holding, row.owner_id, None, row.size), place.policy
