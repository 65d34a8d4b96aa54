"""A teacher without a coach gets another one, who sees what was before only if she wants that."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, text

from storage import (
    agreements,
    clips,
    clock,
    cycles,
    departures,
    earlier,
    enrolments,
    handovers,
    ledger,
    observation_notes,
    packages,
    readings,
    recordings,
    reflections,
    today,
    withdrawals,
)
from storage.database import acting, asking
from storage.errors import NotAllowed, NotFound, Refused
from storage.records import Clip, Cycle, ObservationNote, Pair
from storage.rules.access import Asker
from storage.rules.notice import Word
from storage.rules.roles import Role
from storage.rules.steps import State
from tests import makers
from tests.makers import Walk, person
from tests.storage import kept
from tests.storage.kept import sweep_at
from tests.storage.leaving import comes_back, leaves, told


@pytest.fixture
def walk(sqlite_database: Engine, wanted: list[tuple[str, str]]) -> Iterator[Walk]:
    """A cycle that came as far as the reflection, of a coach who left."""
    with clock.at(kept.NOW):
        made = makers.a_walk().reflected()
        leaves(made, made.coach)
        yield made


def hands_over(walk: Walk, to: Asker) -> str:
    with acting() as session:
        (place,) = handovers.without_coach(session, walk.school.coordinator)
        made = handovers.hand_over(session, walk.school.coordinator, place.pair_id, to.id)
    return made.id


def opens(walk: Walk, pair_id: str, *, opened: bool = True, who: Asker | None = None) -> None:
    with acting() as session:
        earlier.open_to_coach(session, who or walk.teacher, pair_id, opened=opened)


def sees(walk: Walk, who: Asker) -> set[str]:
    """What somebody opens of the cycle that was."""
    found = set()
    doors = {
        "cycle": lambda s: today.cycle(s, who, walk.cycle_id),
        "package": lambda s: packages.read(s, who, walk.cycle_id),
        "clip": lambda s: clips.look(s, who, walk.clip_ids[0]),
        "reflection": lambda s: reflections.read(s, who, walk.cycle_id),
        "film": lambda s: recordings.look(s, who, walk.recording_id),
    }
    for name, door in doors.items():
        with asking() as session:
            try:
                door(session)
            except Refused:
                continue
            found.add(name)
    return found


def test_the_coordinator_reads_by_name_whose_coach_left(walk: Walk):
    with asking() as session:
        (found,) = handovers.without_coach(session, walk.school.coordinator)
        assert (found.teacher, found.coach) == ("Tessa", "Carlijn")
        with pytest.raises(NotAllowed):
            handovers.without_coach(session, person("Aad", Role.admin))
    comes_back(walk.coach, person("Aafje", Role.admin))
    with asking() as session:
        assert handovers.without_coach(session, walk.school.coordinator) == []


def test_what_was_sent_stays_the_teachers_and_the_old_coach_is_out(walk: Walk):
    assert sees(walk, walk.teacher) >= {"cycle", "package", "clip", "reflection"}
    assert sees(walk, walk.coach) == set()
    assert walk.state is State.partial


def test_a_new_coach_begins_anew_and_sees_nothing_of_before(walk: Walk):
    new = person("Coen", Role.coach)
    pair_id = hands_over(walk, new)
    assert sees(walk, new) == set()
    assert Word.new_coach in told(walk.teacher)
    with asking() as session:
        assert today.everything(session, new) == []
        assert [each.pair_id for each in agreements.to_sign(session, walk.teacher)] == [pair_id]
        assert [each.pair_id for each in agreements.to_sign(session, new)] == [pair_id]
        assert handovers.without_coach(session, walk.school.coordinator) == []
    with acting() as session:
        cycles.plan(session, walk.school.coordinator, pair_id, clock.today())


def test_with_her_yes_he_sees_what_was_sent_no_film_and_she_can_close_it_again(walk: Walk):
    new = person("Coen", Role.coach)
    pair_id = hands_over(walk, new)
    for nobody in (new, walk.coach, walk.school.coordinator):
        with pytest.raises(NotFound):
            opens(walk, pair_id, who=nobody)
    opens(walk, pair_id)
    assert sees(walk, new) == {"cycle", "package", "clip", "reflection"}
    with acting() as session:
        readings.note(session, new, walk.cycle_id, "package")
        assert walk.cycle_id in {each.id for each in today.everything(session, new)}
    with asking() as session:
        lines = ledger.read(session, walk.teacher)
        assert ("read_package", new.id) in {(each.act, each.actor_id) for each in lines}
        view = earlier.of_pair(session, walk.teacher, pair_id)
        assert view
        assert (view.cycles, view.opened_at) == (1, clock.now())
    for act in (cycles.cancel, cycles.close_early, cycles.start):
        with acting() as session, pytest.raises(Refused):
            act(session, new, walk.cycle_id)
    opens(walk, pair_id, opened=False)
    assert sees(walk, new) == set()


def test_what_she_stopped_with_stays_closed_whatever_she_opened(walk: Walk):
    new = person("Coen", Role.coach)
    pair_id = hands_over(walk, new)
    opens(walk, pair_id)
    with acting() as session:
        withdrawals.from_cycle(session, walk.teacher, walk.cycle_id)
    assert sees(walk, new) <= {"cycle"}
    with asking() as session:
        assert earlier.of_pair(session, walk.teacher, pair_id) is None


def test_another_teachers_pair_opens_nothing_of_hers(walk: Walk):
    other = makers.second_pair(walk.school)
    opens(walk, other.pair_id, who=other.teacher)
    assert sees(walk, other.coach) == set()


def test_a_part_without_a_coach_can_end_and_one_with_a_coach_is_hers_to_end(walk: Walk):
    coordinator = walk.school.coordinator
    place = walk.school.pair_id
    for nobody in (walk.teacher, person("Aad", Role.admin), person("Leo", Role.school_leader)):
        with acting() as session, pytest.raises(Refused):
            handovers.end_place(session, nobody, place)
    with acting() as session:
        handovers.end_place(session, coordinator, place)
        assert handovers.without_coach(session, coordinator) == []
    assert Word.place_ended in told(walk.teacher)
    for pair_id, why in ((place, "ended"), ("nobody", "not_found")):
        with acting() as session, pytest.raises(Refused, match=why):
            handovers.end_place(session, coordinator, pair_id)
    coached = makers.second_pair(walk.school).pair_id
    with acting() as session, pytest.raises(Refused, match="has_a_coach"):
        handovers.end_place(session, coordinator, coached)
    with acting() as session, pytest.raises(Refused, match="has_a_coach"):
        handovers.hand_over(session, coordinator, coached, walk.coach.id)


def test_who_left_is_nobodys_new_coach(walk: Walk):
    with pytest.raises(Refused, match="not_a_coach"):
        hands_over(walk, walk.coach)


def test_nobody_is_paired_with_somebody_who_leaves_at_that_moment(
    postgres_database: Engine, wanted: object
):
    made = makers.a_walk()
    coordinator, tara = made.school.coordinator, person("Tara", Role.teacher)

    def pairs() -> None:
        with acting() as session:
            enrolments.pair(session, coordinator, made.school.programme_id, tara.id, made.coach.id)

    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    with ThreadPoolExecutor(1) as other:
        with acting() as session:
            departures.note(session, coordinator, made.coach.id, "Carlijn")
            pairing = other.submit(pairs)
            while not (pairing.done() or session.scalar(waiting)):
                pass
        with pytest.raises(Refused, match="not_a_coach"):
            pairing.result()


def test_who_took_over_stays_when_the_departure_was_a_mistake(walk: Walk):
    new = person("Coen", Role.coach)
    pair_id = hands_over(walk, new)
    comes_back(walk.coach, person("Aad", Role.admin))
    with asking() as session:
        open_ones = session.scalars(select(Pair.id).where(Pair.ended_at.is_(None))).all()
    assert list(open_ones) == [pair_id]


def test_drafts_of_who_left_go_by_the_rule_of_drafts(sqlite_database: Engine, wanted: object):
    with clock.at(kept.NOW):
        walk = makers.a_walk().released()
        walk.cut()
        with acting() as session:
            observation_notes.write(
                session, walk.coach, walk.recording_id, 61_000, "Vier vingers.", "note"
            )
        leaves(walk, walk.coach)
    assert sweep_at(kept.NOW + timedelta(days=7, seconds=-1)).backlog == 0
    with asking() as session:
        assert session.scalars(select(Clip.id)).all()
    assert sweep_at(kept.NOW + timedelta(days=7)).backlog == 0
    with asking() as session:
        assert session.scalars(select(Clip.id)).all() == []
        assert session.scalars(select(ObservationNote.id)).all() == []
        assert session.get_one(Cycle, walk.cycle_id).state is State.cancelled
