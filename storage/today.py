"""What is somebody's to do now, and where each cycle stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from storage import access, clock, cycle_facts, earlier, held, holdings
from storage.errors import NotFound
from storage.holdings import Only
from storage.records import Cycle, Objection, Pair, Person, Recording, RecordingState
from storage.rules import retention as rule
from storage.rules.access import Act, Asker
from storage.rules.cycle import State, Who, step_of, whose_turn
from storage.rules.due_dates import DueDates, Lateness, lateness, step_due
from storage.rules.roles import Role
from storage.rules.steps import ENDED
from storage.wiping import WHOLE

ABOUT_FILM = frozenset({State.processing, State.privacy_check, State.coach_review})
"""Where the pair has the film itself at hand."""


@dataclass(frozen=True)
class CycleView:
    """A cycle as its pair sees it."""

    id: str
    pair_id: str
    number: int
    state: State
    paused_from: State | None
    step: int | None
    """Which of the six steps is at hand, 1-6."""
    turn: frozenset[Who]
    planned_on: date
    started_on: date | None
    due: DueDates | None
    step_due: date | None
    """By when, unless the film at hand is locked."""
    lateness: Lateness
    focus: str | None
    focus_by: frozenset[Who]
    teacher_id: str
    teacher: str
    coach_id: str
    coach: str
    recording_id: str | None
    """The film at hand; None for the coach until it is released."""
    refused: str | None
    """Text key of why the last film could not be used, while another is awaited."""

    withdrawn: bool = False
    """The teacher stopped with it, or withdrew from it after its end."""
    held: bool = False
    """A hold locks the film at hand; it stays until nobody knows when."""
    objected: bool = False
    """A parent objects to the film at hand."""

    @property
    def locked(self) -> bool:
        """Whether the film at hand is locked: then nobody is pressed to anything."""
        return self.held or self.objected

    @property
    def stands_still(self) -> bool:
        """Whether the step at hand is about a film that is locked."""
        return self.locked and self.state in ABOUT_FILM

    def who(self, person_id: str) -> Who:
        """Which of the two somebody is."""
        return Who.teacher if person_id == self.teacher_id else Who.coach


# Asking


def cycle(session: Session, asker: Asker, cycle_id: str) -> CycleView:
    """Return one cycle of an own pair. Raises NotFound."""
    about = access.around(session, cycle_id)
    access.require_sight(asker, Act.SEE_CYCLE_STATE, access.cycle_thing(about))
    return _views(session, asker, _own(asker).where(Cycle.id == cycle_id))[0]


def running(session: Session, asker: Asker) -> list[CycleView]:
    """Return the asker's cycles that have not ended, in the role the asker looks with."""
    return _views(session, asker, _own(asker).where(Cycle.state.not_in(list(ENDED))))


def mine(session: Session, asker: Asker) -> list[CycleView]:
    """Return only the cycles where it is the asker's turn, the most urgent first."""
    return urgent_first(asker, running(session, asker))


def urgent_first(asker: Asker, views: Iterable[CycleView]) -> list[CycleView]:
    """Return those of these cycles where it is the asker's turn, the most urgent first."""
    me = {Role.teacher: Who.teacher, Role.coach: Who.coach}.get(asker.role)
    found = [view for view in views if me in view.turn]
    return sorted(found, key=lambda view: (view.step_due or date.max, view.planned_on))


def everything(session: Session, asker: Asker) -> list[CycleView]:
    """Return all cycles of the asker's pairs, ended ones too, by teacher and in order."""
    return _views(session, asker, _own(asker))


def film_ends(session: Session, views: Iterable[CycleView]) -> Mapping[str, datetime]:
    """Return by recording id when the films of these cycles disappear, as far as that is known.

    Of what is held that is not known.
    """
    films = {view.recording_id for view in views if view.recording_id and not view.held}
    ends: dict[str, datetime] = {}
    for shelf in holdings.gather(session, Only(films=sorted(films))) if films else ():
        found = rule.endings([kept.holding for kept in shelf.kept], shelf.policy)
        for kept in shelf.kept:
            end = found[kept.holding.id].at
            if kept.thing_id in films and kept.holding.kind in WHOLE and end:
                ends[kept.thing_id] = end
    return ends


def year(session: Session, asker: Asker, pair_id: str) -> list[CycleView]:
    """Return all cycles of an own pair, in order. Raises NotFound."""
    found = _views(session, asker, _own(asker).where(Cycle.pair_id == pair_id))
    if not found:
        raise NotFound()
    return found


def _own(asker: Asker) -> Select[Cycle, Pair, str, str]:
    teacher, coach = aliased(Person), aliased(Person)
    query = (
        select(Cycle, Pair, teacher.name, coach.name)
        .join(Pair, Pair.id == Cycle.pair_id)
        .join(teacher, teacher.id == Pair.teacher_id)
        .join(coach, coach.id == Pair.coach_id)
        .order_by(teacher.name, Cycle.number)
    )
    if asker.role is Role.teacher:
        return query.where(Pair.teacher_id == asker.id)
    own = (Pair.coach_id == asker.id) & Pair.ended_at.is_(None)
    return query.where(own | earlier.opened_to(asker.id))


def _views(session: Session, asker: Asker, query: Select[Cycle, Pair, str, str]) -> list[CycleView]:
    if asker.role not in (Role.teacher, Role.coach):
        return []
    rows = session.execute(query).all()
    films, locks = _films(session, [of.id for of, _, _, _ in rows])
    return [
        _view(asker, of, pair, teacher, coach, films.get(of.id, []), locks)
        for of, pair, teacher, coach in rows
    ]


@dataclass(frozen=True)
class _Locks:
    """What locks a film."""

    held: bool = False
    objected: bool = False


def _films(
    session: Session, cycle_ids: list[str]
) -> tuple[dict[str, list[Recording]], dict[str, _Locks]]:
    """The films of these cycles, the newest first, and what locks each."""
    films: dict[str, list[Recording]] = {}
    locks: dict[str, _Locks] = {}
    objected = select(Objection.id).where(
        Objection.recording_id == Recording.id, Objection.ended_at.is_(None)
    )
    found = session.execute(
        select(Recording, held.locks_row(Recording.id), objected.exists())
        .where(Recording.cycle_id.in_(cycle_ids), Recording.state != RecordingState.discarded)
        .where(Recording.withdrawn_at.is_(None))
        .order_by(Recording.uploaded_at.desc())
    )
    for film, by_hold, by_parent in found:
        films.setdefault(film.cycle_id or "", []).append(film)
        locks[film.id] = _Locks(by_hold, by_parent)
    return films, locks


def _view(
    asker: Asker,
    of: Cycle,
    pair: Pair,
    teacher: str,
    coach: str,
    films: list[Recording],
    locks: Mapping[str, _Locks],
) -> CycleView:
    due = cycle_facts.due_dates(of)
    at = of.paused_from or of.state
    film = next((film for film in films if film.state is not RecordingState.refused), None)
    if film and asker.id != film.owner_id and film.state is not RecordingState.released:
        film = None
    refused = films[0].refusal if films and films[0].state is RecordingState.refused else None
    lock = locks[film.id] if film else _Locks()
    pressed = due if not (lock.held or lock.objected) else None
    agreed = {Who.teacher: of.focus_by_teacher, Who.coach: of.focus_by_coach}
    return CycleView(
        id=of.id,
        pair_id=of.pair_id,
        number=of.number,
        state=of.state,
        paused_from=of.paused_from,
        step=step_of(at),
        turn=whose_turn(of.state),
        planned_on=of.planned_on,
        started_on=of.started_on,
        due=due,
        step_due=step_due(pressed, of.state) if pressed else None,
        lateness=lateness(pressed, of.state, clock.today()) if pressed else Lateness.on_time,
        focus=of.focus,
        focus_by=frozenset(who for who, yes in agreed.items() if yes),
        teacher_id=pair.teacher_id,
        teacher=teacher,
        coach_id=pair.coach_id,
        coach=coach,
        recording_id=film.id if film else None,
        refused=refused if of.state is State.awaiting_recording else None,
        withdrawn=of.withdrawn_at is not None,
        held=lock.held,
        objected=lock.objected,
    )
