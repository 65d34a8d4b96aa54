"""A school in which everything that can be stopped is stopped, and a look at whether it is."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from storage import (
    clips,
    clock,
    held,
    objections,
    recordings,
    retention,
    thrown_away,
    withdrawals,
)
from storage.database import acting, asking
from storage.errors import NotAllowed, NotFound
from storage.records import Cycle, Departure, Pair, Recording, RenditionKind, RoleHeld
from storage.rules.access import Asker
from storage.rules.hold import Standing
from storage.rules.roles import Role
from storage.rules.steps import State
from tests import makers
from tests.makers import Walk
from tests.storage.kept import NOW, later
from tests.storage.leaving import leaves
from tests.storage.two import Two, standing, two

STOPPED_AT = NOW + timedelta(hours=2)
SHORTER = later(days=3)


def opens(who: Asker, walk: Walk) -> bool:
    with asking() as session:
        try:
            recordings.open_rendition(session, who, walk.recording_id, RenditionKind.proxy)
        except (NotFound, NotAllowed):
            return False
        return True


def plays(who: Asker, clip_id: str) -> bool:
    with asking() as session:
        try:
            clips.look(session, who, clip_id)
        except NotFound:
            return False
        return True


@dataclass
class Stopped:
    """A school in which everything that can be stopped was, by hand, after the backup."""

    cycle: Walk
    film: Walk
    clip: Walk
    parent: Walk
    left: Walk
    kept: Walk
    both: Two


def a_school() -> Stopped:
    cycle = makers.a_walk()
    of = cycle.school
    names = ("Anne", "Bo", "Cas", "Dre", "Els")
    more = [Walk(makers.joined(of, makers.person(name, Role.teacher))) for name in names]
    film, clip, parent, left, kept = more
    for walk in (cycle, clip):
        walk.published()
    for walk in (film, parent, left, kept):
        walk.released()
    return Stopped(cycle, film, clip, parent, left, kept, two())


def all_stopped(of: Stopped) -> str:
    """Stop all of it; returns the hold."""
    with acting() as session:
        withdrawals.from_cycle(session, of.cycle.teacher, of.cycle.cycle_id)
    with acting() as session:
        withdrawals.from_recording(session, of.film.teacher, of.film.recording_id)
    with acting() as session:
        thrown_away.clip(session, of.clip.teacher, of.clip.clip_ids[0])
    with acting() as session:
        retention.choose_end(session, of.clip.teacher, of.clip.recording_id, SHORTER)
    with acting() as session:
        today = clock.today()
        objections.enter(session, of.parent.teacher, of.parent.recording_id, "5B", today)
    leaves(of.left, of.left.teacher)
    return of.both.confirmed(of.kept.recording_id)


def assert_all_stopped(of: Stopped, hold_id: str) -> None:
    """As it is at once, and again after a restore."""
    coach = of.cycle.coach
    for walk in (of.cycle, of.film, of.parent, of.left, of.kept):
        assert not opens(coach, walk), walk
    assert opens(of.cycle.teacher, of.cycle), "she has a week to take it along"
    assert not plays(coach, of.cycle.clip_ids[0])
    assert not plays(coach, of.clip.clip_ids[0])
    assert standing(of.both) == [Standing.in_force]
    with asking() as session:
        assert of.kept.recording_id in held.kept(session)
        assert session.get_one(Cycle, of.cycle.cycle_id).withdrawn_at == STOPPED_AT
        assert session.get_one(Cycle, of.film.cycle_id).state is State.awaiting_recording
        assert session.get_one(Recording, of.clip.recording_id).ends_by_choice == SHORTER
        assert session.get_one(Departure, of.left.teacher.id).left_at == STOPPED_AT
        roles = select(RoleHeld).where(RoleHeld.person_id == of.left.teacher.id)
        assert session.scalars(roles).all() == []
        assert session.get_one(Pair, of.left.school.pair_id).ended_at == STOPPED_AT
