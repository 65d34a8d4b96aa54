"""Stopping: the coach is out at once, she has a week, then all of it is gone. No reason."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from storage import (
    action_summaries,
    clips,
    clock,
    cycles,
    enrolments,
    exports,
    held,
    holds,
    machine_work,
    monthly_totals,
    notices,
    observation_notes,
    packages,
    recordings,
    reflections,
    today,
    totals,
    withdrawals,
)
from storage.database import acting, asking
from storage.errors import NotAllowed, NotFound, Refused, StepAlreadyTaken
from storage.media import media_store
from storage.notices import NoticeView
from storage.records import Clip, Cycle, Enrolment, Pair, Recording, Tombstone
from storage.rules.access import Asker
from storage.rules.hold import Reason
from storage.rules.notice import Word
from storage.rules.roles import Role
from storage.rules.steps import State
from storage.spans import Span
from tests import makers
from tests.makers import Walk
from tests.storage import kept
from tests.storage.kept import WORDS, sweep_at, words_left

WEEK = timedelta(days=7)
Wanted = list[tuple[str, str]]


@pytest.fixture
def school_day(sqlite_database: Engine, wanted: Wanted) -> Iterator[None]:
    """The clock of `kept`, standing still."""
    with clock.at(kept.NOW):
        yield


def takes_back(walk: Walk, who: Asker | None = None) -> None:
    with acting() as session:
        withdrawals.from_recording(session, who or walk.teacher, walk.recording_id)


def stops(walk: Walk, *, keep: bool = False, who: Asker | None = None) -> None:
    with acting() as session:
        withdrawals.from_cycle(session, who or walk.teacher, walk.cycle_id, keep_summary=keep)


def stops_all(walk: Walk, *, keep: bool = False, who: Asker | None = None) -> None:
    with acting() as session:
        withdrawals.from_programme(
            session, who or walk.teacher, walk.school.programme_id, keep_summaries=keep
        )


def told(asker: Asker) -> list[NoticeView]:
    with asking() as session:
        return notices.mine(session, asker)


def nothing_for_the_coach(walk: Walk, *, of_the_cycle: bool = True) -> None:
    """Every way in answers as for what does not exist, or says no."""
    coach = walk.coach
    with asking() as session:
        looks = [
            lambda: recordings.look(session, coach, walk.recording_id),
            lambda: clips.drafts(session, coach, walk.recording_id),
            lambda: observation_notes.read(session, coach, walk.recording_id),
            *(lambda one=one: clips.look(session, coach, one) for one in walk.clip_ids),
        ]
        if of_the_cycle:
            looks += [
                lambda: packages.read(session, coach, walk.cycle_id),
                lambda: reflections.read(session, coach, walk.cycle_id),
                lambda: action_summaries.read(session, coach, walk.cycle_id),
            ]
        for look in looks:
            with pytest.raises(Refused):
                look()
    with pytest.raises(Refused), acting() as session:
        clips.cut(session, coach, walk.recording_id, Span(1_000, 31_000), "late")


@pytest.mark.usefixtures("school_day")
@pytest.mark.parametrize("step", ["ready", "released"])
def test_a_film_taken_back_leaves_a_cycle_that_waits_for_another(step: str) -> None:
    walk = getattr(makers.a_walk(), step)()
    if step == "released":
        walk.cut()
    takes_back(walk)
    assert walk.state is State.awaiting_recording
    nothing_for_the_coach(walk, of_the_cycle=False)
    with asking() as session:
        assert recordings.look(session, walk.teacher, walk.recording_id).withdrawn_at
        assert today.cycle(session, walk.teacher, walk.cycle_id).recording_id is None
    words = [each.word for each in told(walk.coach)]
    assert words == ([Word.film_withdrawn] if step == "released" else [])
    again = Walk(walk.school, cycle_id=walk.cycle_id).uploaded(b"another film")
    assert again.state is State.processing


@pytest.mark.usefixtures("school_day")
def test_throwing_a_taken_back_film_away_leaves_the_next_film_alone() -> None:
    walk = makers.a_walk().released()
    takes_back(walk)
    again = Walk(walk.school, cycle_id=walk.cycle_id).uploaded(b"another film").ready()
    with acting() as session:
        machine_work.refuse(session, walk.recording_id, "refusals.film_damaged")
        recordings.discard(session, walk.teacher, walk.recording_id)
    assert again.state is State.privacy_check


@pytest.mark.usefixtures("school_day")
def test_taking_back_the_film_of_a_published_cycle_is_stopping_with_it() -> None:
    walk = makers.a_walk().reflected()
    takes_back(walk)
    assert walk.state is State.withdrawn
    nothing_for_the_coach(walk)
    (notice,) = told(walk.coach)
    assert (notice.word, notice.cycle_number, notice.name) == (Word.coach_stopped, 1, "Tessa")


@pytest.mark.parametrize("step", ["released", "published", "talked", "completed"])
def test_who_stops_with_a_cycle_has_a_week_and_then_nothing_is_left(
    sqlite_database: Engine, school_day: None, step: str
) -> None:
    walk = kept.whole_cycle() if step == "completed" else getattr(makers.a_walk(), step)()
    stops(walk)
    nothing_for_the_coach(walk)
    assert walk.state is (State.completed if step == "completed" else State.withdrawn)
    sweep_at(kept.NOW + WEEK - timedelta(minutes=1))
    with asking() as session:
        assert session.get(Recording, walk.recording_id), "she still has it"
        assert exports.gather(session, walk.teacher).told["cycles"]
    swept = sweep_at(kept.NOW + WEEK)
    assert swept.backlog == 0
    with asking() as session:
        assert session.get(Recording, walk.recording_id) is None
        assert session.scalars(select(Clip)).all() == []
        reasons = {stone.trigger for stone in session.scalars(select(Tombstone))}
    assert words_left(sqlite_database) == set()
    assert reasons <= {"consent_withdrawal", "parent", "shorter", "proxy_verified"}
    assert list(media_store().list()) == []


@pytest.mark.usefixtures("school_day")
def test_a_summary_agreed_before_stays_when_she_says_so() -> None:
    walk = kept.whole_cycle()
    stops(walk, keep=True)
    sweep_at(kept.NOW + WEEK)
    with asking() as session:
        summary = action_summaries.read(session, walk.teacher, walk.cycle_id)
        assert WORDS[-3] in summary.discussed
        with pytest.raises(NotFound):
            action_summaries.read(session, walk.coach, walk.cycle_id)
        assert today.running(session, walk.coach), "the next cycle goes on"
        assert not any(
            action_summaries.open_actions_of(session, walk.coach, {walk.school.pair_id}).values()
        )


@pytest.mark.usefixtures("school_day")
def test_who_stops_with_the_programme_stops_with_every_cycle_the_pair_and_the_place() -> None:
    walk = kept.whole_cycle()
    stops_all(walk)
    with asking() as session:
        pair = session.get_one(Pair, walk.school.pair_id)
        assert pair.ended_at
        assert session.scalars(select(Enrolment.ended_at)).one()
        states = session.scalars(select(Cycle.state).order_by(Cycle.number)).all()
        assert states == [State.completed, State.withdrawn]
        assert today.everything(session, walk.coach) == []
        assert withdrawals.places(session, walk.teacher) == []
    nothing_for_the_coach(walk)
    for who in (walk.coach, walk.school.coordinator):
        with pytest.raises(NotFound), acting() as session:
            cycles.plan(session, who, walk.school.pair_id, clock.today())
    (notice,) = told(walk.coach)
    assert (notice.word, notice.name) == (Word.coach_stopped_all, "Tessa")
    assert [each.word for each in told(walk.teacher)] == [Word.stopped]
    sweep_at(kept.NOW + WEEK)
    with asking() as session:
        assert session.get(Recording, walk.recording_id) is None


@pytest.mark.usefixtures("school_day")
def test_whoever_stopped_can_join_anew_with_nothing_of_before() -> None:
    walk = makers.a_walk().published()
    stops_all(walk)
    with acting() as session:
        made = enrolments.pair(
            session, walk.school.coordinator, walk.school.programme_id, walk.teacher.id,
            walk.coach.id,
        )  # fmt: skip
    assert made.id != walk.school.pair_id
    nothing_for_the_coach(walk)


@pytest.mark.usefixtures("school_day")
def test_what_is_counted_over_the_school_stays_and_names_nobody() -> None:
    walk = kept.whole_cycle()
    for number in range(6):
        joined = makers.joined(walk.school, makers.person(f"Juf{number}", Role.teacher))
        Walk(joined).planned()
    year, arranges = walk.school.programme_id, walk.school.coordinator
    leader = makers.person("Lia", Role.school_leader)
    with acting() as session:
        monthly_totals.take(session)
    with asking() as session:
        before = totals.of_programme(session, arranges, year)
        read = monthly_totals.of_programme(session, leader, year)
    stops_all(walk)
    with acting() as session:
        monthly_totals.take(session)
    with asking() as session:
        after = totals.of_programme(session, arranges, year)
        assert monthly_totals.of_programme(session, leader, year) == read
    assert (after.completed, after.enrolled) == (before.completed, before.enrolled - 1)


@pytest.mark.usefixtures("school_day")
def test_what_is_held_stays_until_the_hold_is_lifted() -> None:
    walk = makers.a_walk().published()
    officer, leader = makers.person("Fien", Role.dpo), makers.person("Lia", Role.school_leader)
    with acting() as session:
        hold_id = holds.set_on(
            session, officer, [walk.recording_id], Reason.complaint, not_for_judging=True
        )
    with acting() as session:
        holds.confirm(session, leader, hold_id)
    stops(walk)
    sweep_at(kept.NOW + WEEK)
    with asking() as session:
        assert session.get(Recording, walk.recording_id)
        assert held.is_kept(session, walk.recording_id)
    with acting() as session:
        holds.lift(session, officer, hold_id)
    sweep_at(kept.NOW + WEEK)
    with asking() as session:
        assert session.get(Recording, walk.recording_id) is None


@pytest.mark.usefixtures("school_day")
def test_nobody_else_stops_for_her() -> None:
    walk = makers.a_walk().published()
    other = makers.second_pair(walk.school)
    admin = makers.person("Ada", Role.admin)
    for act in (takes_back, stops):
        with pytest.raises(NotAllowed):
            act(walk, who=walk.coach)
        for stranger in (other.teacher, other.coach, walk.school.coordinator, admin):
            with pytest.raises(NotFound):
                act(walk, who=stranger)
    for nobody in (walk.coach, other.coach, walk.school.coordinator, admin):
        with pytest.raises(NotFound):
            stops_all(walk, who=nobody)
    assert walk.state is State.awaiting_reflection


@pytest.mark.usefixtures("school_day")
def test_stopping_twice_is_told_as_done_already() -> None:
    walk = kept.whole_cycle()
    stops(walk)
    for act in (takes_back, stops):
        with pytest.raises(StepAlreadyTaken):
            act(walk)
    stops_all(walk)
    with pytest.raises(NotFound):
        stops_all(walk)
