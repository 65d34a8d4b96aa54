"""Asking the rules about real things: gather the facts, ask, refuse."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from storage import clock, held, set_up_facts
from storage.errors import NotAllowed, NotFound, Refused
from storage.records import Clip, Cycle, Objection, Pair, Programme, Recording, RecordingState
from storage.rules.access import Act, Asker, Thing, may
from storage.rules.set_up import Use
from storage.rules.steps import ENDED, PUBLISHED, State

LOCKED_BY_OBJECTION = "refusals.locked_by_objection"
"""What those hear whose film it is, besides the teacher who deals with it."""


@dataclass(frozen=True)
class Around:
    """The pair and programme a thing hangs under."""

    pair: Pair
    programme: Programme
    cycle: Cycle
    coach_id: str | None = None
    """Who coaches what hangs here, now."""
    downloads: bool = False
    """The programme lets teachers keep their own clips, and its legal basis lets it."""


def require(asker: Asker, act: Act, thing: Thing) -> None:
    """Let an allowed act pass.

    Raises NotFound for somebody who has no part in the thing (the same answer as for a thing
    that does not exist), NotAllowed with the reason for somebody who has.
    """
    verdict = may(asker, act, thing)
    if verdict.allowed:
        return
    if thing.owner_id is None or asker.id in (thing.owner_id, thing.coach_id, thing.author_id):
        raise NotAllowed(verdict.because)
    raise NotFound()


def require_sight(asker: Asker, act: Act, thing: Thing) -> None:
    """Let an allowed look pass; every other looker hears that there is nothing here."""
    if not may(asker, act, thing).allowed:
        raise NotFound()


def refuse_if_locked(
    session: Session, asker: Asker, thing: Thing, recording_id: str | None
) -> None:
    """Those whose film it is may know that it is there and locked. Raises Refused."""
    if asker.id not in (thing.owner_id, thing.coach_id) or not (thing.held or thing.locked):
        return
    if may(asker, Act.WATCH_RECORDING, replace(thing, held=False, locked=False)).allowed:
        by_parent = not thing.held and objected(session, recording_id)
        raise Refused(LOCKED_BY_OBJECTION if by_parent else "refusals.locked_by_hold")


def around(session: Session, cycle_id: str) -> Around:
    """Return pair, programme and cycle. Raises NotFound."""
    found = session.execute(
        select(Pair, Programme, Cycle)
        .join(Cycle, Cycle.pair_id == Pair.id)
        .join(Programme, Programme.id == Pair.programme_id)
        .where(Cycle.id == cycle_id)
    ).first()
    if not found:
        raise NotFound()
    pair, programme, cycle = found
    downloads = _downloads(session, programme)
    return Around(pair, programme, cycle, coach_of(session, pair), downloads)


def coach_of(session: Session, pair: Pair) -> str | None:
    """The coach of a pair; of one that ended nobody, unless its teacher opened it to a next one."""
    if pair.ended_at is None:
        return pair.coach_id
    return session.scalar(
        select(Pair.coach_id).where(
            Pair.enrolment_id == pair.enrolment_id,
            Pair.ended_at.is_(None),
            Pair.earlier_opened_at.is_not(None),
        )
    )


def _downloads(session: Session, programme: Programme) -> bool:
    return programme.clip_downloads and set_up_facts.allows(
        session, programme.id, Use.outside_school
    )


@dataclass(frozen=True)
class AroundPair:
    """A pair and the programme it takes part in."""

    pair: Pair
    programme: Programme


def around_pair(session: Session, pair_id: str) -> AroundPair:
    """Return a pair and its programme. Raises NotFound."""
    found = session.get(Pair, pair_id)
    if not found:
        raise NotFound()
    return AroundPair(found, session.get_one(Programme, found.programme_id))


def pair_thing(about: AroundPair) -> Thing:
    """The facts about what two people agree, whatever cycle they are in."""
    pair, programme = about.pair, about.programme
    return Thing(
        owner_id=pair.teacher_id,
        coach_id=pair.coach_id if pair.ended_at is None else None,
        programme_open=programme.ends_on >= clock.today(),
    )


def cycle_thing(about: Around, author_id: str | None = None) -> Thing:
    """The facts about a cycle and what hangs under it."""
    programme, cycle = about.programme, about.cycle
    at = cycle.paused_from if cycle.state is State.paused else cycle.state
    return Thing(
        owner_id=about.pair.teacher_id,
        coach_id=about.coach_id,
        author_id=author_id,
        released=at in _RELEASED,
        published=at in _PUBLISHED,
        cycle_open=cycle.state not in ENDED,
        programme_open=programme.ends_on >= clock.today(),
        withdrawn=cycle.withdrawn_at is not None,
        downloads=about.downloads,
    )


_PUBLISHED = PUBLISHED | {State.completed, State.partial}
_RELEASED = _PUBLISHED | {State.coach_review}


def recording_thing(session: Session, recording: Recording) -> Thing:
    """The facts about a recording; one without a cycle is its owner's alone."""
    released = recording.state is RecordingState.released
    thing = Thing()
    if recording.cycle_id is not None:
        thing = cycle_thing(around(session, recording.cycle_id))
    withdrawn = thing.withdrawn or recording.withdrawn_at is not None
    thing = replace(thing, owner_id=recording.owner_id, released=released, withdrawn=withdrawn)
    thing = replace(thing, locked=objected(session, recording.id))
    return _locked(session, thing, recording.id)


def clip_thing(session: Session, clip: Clip, about: Around | None = None) -> Thing:
    """The facts about a clip: whose lesson, whose words, published or not.

    `about` is what is around its cycle, where that was read already.
    """
    published = clip.package_id is not None
    taken_away = published and clip.removed_at is not None
    locked = taken_away or objected(session, clip.recording_id, clip.cycle_id)
    if clip.cycle_id is None:
        thing = Thing(
            owner_id=clip.owner_id, author_id=clip.coach_id, published=published, locked=locked
        )
        return _locked(session, thing, clip.id)
    thing = cycle_thing(about or around(session, clip.cycle_id), author_id=clip.coach_id)
    released = clip.recording_id is None or _released(session, clip.recording_id)
    thing = replace(
        thing, owner_id=clip.owner_id, published=published, released=released, locked=locked
    )
    return _locked(session, thing, clip.id)


def objected(session: Session, recording_id: str | None, cycle_id: str | None = None) -> bool:
    """Whether a parent's objection to this film stands, or to what a cycle made of its film."""
    about = [Objection.recording_id == recording_id] if recording_id else []
    about += [Objection.cycle_id == cycle_id] if cycle_id else []
    found = select(Objection.id).where(Objection.ended_at.is_(None), or_(False, *about))
    return session.scalar(found.limit(1)) is not None


def deals_with(session: Session, asker: Asker, recording: Recording) -> bool:
    """Whether a film is locked by an objection alone, and who asks is the one to deal with it."""
    locks = held.locks(session, recording.id)
    thing = Thing(owner_id=recording.owner_id, held=locks.held)
    hers = may(asker, Act.HANDLE_OBJECTION, thing).allowed
    return hers and not locks.locked and objected(session, recording.id)


def deals_with_clip(session: Session, asker: Asker, clip: Clip) -> bool:
    """The same for a published clip whose film is gone: nobody else could settle that."""
    if clip.recording_id or clip.cycle_id is None or not clip.package_id or clip.removed_at:
        return False
    locks = held.locks(session, clip.id)
    thing = Thing(owner_id=clip.owner_id, held=locks.held)
    hers = may(asker, Act.HANDLE_OBJECTION, thing).allowed
    return hers and not locks.locked and objected(session, None, clip.cycle_id)


def _locked(session: Session, thing: Thing, thing_id: str) -> Thing:
    """The same thing, with what a hold means for opening it."""
    locks = held.locks(session, thing_id)
    return replace(thing, held=locks.held, locked=thing.locked or locks.locked)


def _released(session: Session, recording_id: str) -> bool:
    state = session.scalar(
        select(Recording.state).where(
            Recording.id == recording_id, Recording.withdrawn_at.is_(None)
        )
    )
    return state is RecordingState.released


def allowed(asker: Asker, thing: Thing) -> Callable[[Act], bool]:
    """Return a question screens can ask: which buttons exist here?"""
    return lambda act: may(asker, act, thing).allowed
