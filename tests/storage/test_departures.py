"""Somebody leaves: every role ends at once, a week to take along, then all of it is gone."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import Engine, func, select

from storage import (
    clips,
    clock,
    departures,
    export_packages,
    holds,
    invitations,
    notices,
    recordings,
    reminders,
    withdrawals,
)
from storage.database import acting, asking
from storage.errors import NotAllowed, NotFound, Refused
from storage.media import media_store
from storage.records import (
    Cycle,
    Departure,
    Enrolment,
    LedgerEntry,
    Pair,
    Person,
    Recording,
    RoleHeld,
    Tombstone,
)
from storage.rules.access import Asker
from storage.rules.hold import Reason
from storage.rules.notice import Word
from storage.rules.roles import Role
from storage.rules.steps import State
from tests import makers
from tests.makers import PASSWORD, Walk, person
from tests.storage import kept
from tests.storage.kept import sweep_at, words_left
from tests.storage.leaving import WEEK, comes_back, leaves, looking, told, with_password


@pytest.fixture
def school_day(sqlite_database: Engine, wanted: list[tuple[str, str]]) -> Iterator[None]:
    with clock.at(kept.NOW):
        yield


@pytest.mark.usefixtures("school_day")
def test_a_teacher_who_leaves_is_signed_out_everywhere_and_comes_in_for_her_own_things_only():
    walk = makers.a_walk().released()
    open_browser = with_password(walk.teacher)
    assert looking(open_browser)
    leaves(walk, walk.teacher)
    assert looking(open_browser) is None
    member = looking(with_password(walk.teacher))
    assert member
    assert member.left_until == kept.NOW + WEEK
    with acting() as session:
        assert export_packages.ask(session, member.asker)
        with pytest.raises(NotAllowed, match=r"access\.left"):
            withdrawals.from_cycle(session, member.asker, walk.cycle_id)
        with pytest.raises(NotFound):
            recordings.look(session, member.asker, walk.recording_id)
    with clock.at(kept.NOW + WEEK):
        assert with_password(walk.teacher) == ""
        assert looking(open_browser) is None


@pytest.mark.usefixtures("school_day")
def test_her_coach_is_out_at_once_and_the_machine_stops(wanted: list[tuple[str, str]]):
    walk = makers.a_walk().released()
    draft = walk.cut()
    leaves(walk, walk.teacher)
    with asking() as session:
        for look, of in ((recordings.look, walk.recording_id), (clips.look, draft)):
            with pytest.raises(NotFound):
                look(session, walk.coach, of)
        cycle = session.get_one(Cycle, walk.cycle_id)
        assert (cycle.state, cycle.withdrawn_at) == (State.cancelled, kept.NOW)
        assert session.scalars(select(Cycle.state)).all() == [State.cancelled]
        assert session.scalars(select(Pair.ended_at)).one()
        assert session.scalars(select(Enrolment.ended_at)).one()
        acts = set(session.scalars(select(LedgerEntry.act)))
    assert "note_departure" in acts
    assert "withdraw" not in acts
    assert Word.teacher_left in told(walk.coach)


@pytest.mark.usefixtures("school_day")
def test_what_ran_counts_as_far_as_it_came():
    walk = makers.a_walk().reflected()
    leaves(walk, walk.teacher)
    with asking() as session:
        assert session.get_one(Cycle, walk.cycle_id).state is State.partial
        planned = select(func.count(Cycle.id)).where(Cycle.state == State.planned)
        assert session.scalar(planned) == 0


def test_after_the_week_nothing_of_hers_is_left_but_proofs(sqlite_database: Engine, wanted: object):
    with clock.at(kept.NOW):
        walk = kept.whole_cycle()
        loose = Walk(walk.school)
        loose.cycle_id = "none"
        with acting() as session:
            session.get_one(Recording, walk.recording_id).cycle_id = None
        leaves(walk, walk.teacher)
    assert sweep_at(kept.NOW + WEEK - timedelta(seconds=1)).backlog == 0
    with asking() as session:
        assert session.get(Recording, walk.recording_id)
    assert sweep_at(kept.NOW + WEEK).backlog == 0
    assert words_left(sqlite_database) == set()
    with asking() as session:
        assert session.get(Recording, walk.recording_id) is None
        kinds = set(session.scalars(select(Tombstone.kind)))
    assert {"proxy_recording", "clip", "reflection", "action_summary"} <= kinds


def test_what_is_held_waits_for_the_hold_and_so_does_the_account(
    sqlite_database: Engine, wanted: object
):
    with clock.at(kept.NOW):
        walk = makers.a_walk().released()
        officer, leader = person("Fenna", Role.dpo), person("Leo", Role.school_leader)
        with acting() as session:
            hold_id = holds.set_on(
                session, officer, [walk.recording_id], Reason.legal_claim, not_for_judging=True
            )
            holds.confirm(session, leader, hold_id)
        leaves(walk, walk.teacher)
    later = kept.NOW + timedelta(days=100)
    sweep_at(later)
    with asking() as session:
        assert session.get(Recording, walk.recording_id)
        assert session.get_one(Person, walk.teacher.id).name == "Tessa"
    with clock.at(later), acting() as session:
        holds.lift(session, officer, hold_id)
    sweep_at(later)
    with asking() as session:
        assert session.get(Recording, walk.recording_id) is None
        assert session.get_one(Person, walk.teacher.id).closed_at


@pytest.mark.usefixtures("school_day")
def test_she_gets_one_mail_more_and_that_says_how_to_take_her_own_things_along():
    walk = makers.a_walk().completed()
    leaves(walk, walk.teacher)
    with acting() as session:
        reminders.give_all(session)
        notices.give(session, walk.teacher.id, Word.shorter_policy, "x", kept.NOW)
        (hers,) = [each for each in notices.letters(session) if each.name == "Tessa"]
    assert [each.word for each in hers.notices] == [Word.left]
    assert hers.screen == "own"


@pytest.mark.usefixtures("school_day")
def test_an_invitation_dies_with_it_and_the_address_is_free_again_after_the_week():
    walk = makers.a_walk()
    coordinator = walk.school.coordinator
    again = ("nieuw@school.test", "Nieuw", {Role.teacher})
    with acting() as session:
        invited = invitations.invite(session, coordinator, *again)
    newcomer = Asker(id=invited.person_id, role=Role.teacher)
    leaves(walk, newcomer)
    with acting() as session, pytest.raises(Refused, match="used_or_old"):
        invitations.accept(session, invited.token, PASSWORD)
    with acting() as session, pytest.raises(Refused, match="comes_back"):
        invitations.invite(session, coordinator, *again)
    with clock.at(kept.NOW + WEEK), acting() as session:
        back = invitations.invite(session, coordinator, *again)
        assert back.person_id == newcomer.id
        assert invitations.accept(session, back.token, PASSWORD)
        assert session.get(Departure, newcomer.id) is None


@pytest.mark.usefixtures("school_day")
def test_a_mistake_gives_roles_pair_and_things_back_and_a_new_cycle_to_begin_with():
    walk = makers.a_walk().released()
    leaves(walk, walk.teacher)
    comes_back(walk.teacher, walk.school.coordinator)
    with asking() as session:
        assert session.get_one(Cycle, walk.cycle_id).withdrawn_at is None
        assert session.scalars(select(Pair.ended_at)).one() is None
        assert session.scalars(select(Enrolment.ended_at)).one() is None
        assert recordings.look(session, walk.teacher, walk.recording_id)
        states = session.scalars(select(Cycle.state).order_by(Cycle.number)).all()
        assert states[-1] is State.planned
        assert session.get(RoleHeld, (walk.teacher.id, Role.teacher))
        assert Word.left not in told(walk.teacher)
    for person_id, why in ((walk.teacher.id, "not_left"), ("nobody", "not_found")):
        with acting() as session, pytest.raises(Refused, match=why):
            departures.undo(session, walk.school.coordinator, person_id)


@pytest.mark.usefixtures("school_day")
def test_a_mistake_does_not_give_back_what_she_had_stopped_with_herself():
    walk = makers.a_walk().released()
    with clock.at(kept.NOW - timedelta(days=1)), acting() as session:
        withdrawals.from_cycle(session, walk.teacher, walk.cycle_id)
    leaves(walk, walk.teacher)
    comes_back(walk.teacher, walk.school.coordinator)
    with asking() as session:
        assert session.get_one(Cycle, walk.cycle_id).withdrawn_at


@pytest.mark.usefixtures("school_day")
def test_after_the_week_there_is_nothing_to_take_back():
    walk = makers.a_walk().released()
    leaves(walk, walk.teacher)
    with clock.at(kept.NOW + WEEK), pytest.raises(Refused, match="too_late"):
        comes_back(walk.teacher, walk.school.coordinator)


@pytest.mark.usefixtures("school_day")
def test_it_needs_her_name_and_somebody_whose_task_it_is():
    walk = makers.a_walk().released()
    with pytest.raises(Refused, match=r"refused\.name"):
        leaves(walk, walk.teacher, typed="Thea")
    for role in set(Role) - {Role.coordinator, Role.admin}:
        with pytest.raises(NotAllowed):
            leaves(walk, walk.teacher, by=person(f"X-{role}", role))
    leaves(walk, walk.teacher)
    with pytest.raises(NotFound):
        leaves(walk, walk.teacher)
    with asking() as session:
        assert session.scalar(select(func.count(Departure.person_id))) == 1


@pytest.mark.usefixtures("school_day")
def test_a_coordinator_sends_no_officer_away_and_nobody_the_last_admin():
    walk = makers.a_walk()
    officer, admin = person("Fenna", Role.dpo), person("Aad", Role.admin, password=PASSWORD)
    with pytest.raises(Refused, match="for_admin"):
        leaves(walk, officer)
    leaves(walk, officer, by=admin)
    with pytest.raises(Refused, match="for_admin"):
        comes_back(officer, walk.school.coordinator)
    invited_only = person("Bea", Role.admin)
    with pytest.raises(Refused, match="last_admin"):
        leaves(walk, admin, by=admin)
    leaves(walk, invited_only, by=admin)
    person("Cas", Role.admin, password=PASSWORD)
    leaves(walk, admin, by=admin)
    with asking() as session:
        assert told(admin) == []
        assert session.get(RoleHeld, (admin.id, Role.admin)) is None


@pytest.mark.usefixtures("school_day")
def test_a_hold_that_waits_for_her_yes_is_told_before():
    walk = makers.a_walk().released()
    officer, leader = person("Fenna", Role.dpo), person("Leo", Role.school_leader)
    admin = person("Aad", Role.admin, password=PASSWORD)
    with acting() as session:
        holds.set_on(
            session, officer, [walk.recording_id], Reason.legal_claim, not_for_judging=True
        )
    with asking() as session:
        assert departures.foresee(session, admin, leader.id).holds == 1
        assert departures.foresee(session, admin, officer.id).holds == 0
        assert not holds.read(session, officer)[0].lonely
    leaves(walk, leader, by=admin)
    with asking() as session:
        assert holds.read(session, officer)[0].lonely


def test_what_happens_is_told_before_and_not_how_far_anybody_is(school_day: None):
    walk = makers.a_walk().released()
    stopped = Walk(makers.second_pair(walk.school)).released()
    with acting() as session:
        withdrawals.from_cycle(session, stopped.teacher, stopped.cycle_id)
        then = departures.foresee(session, who := walk.school.coordinator, walk.coach.id)
        both = [departures.foresee(session, who, each.teacher.id) for each in (walk, stopped)]
        assert (then.without_coach, both[0]) == (1, both[1])
        with pytest.raises(NotFound):
            departures.foresee(session, walk.school.coordinator, "nobody")


def test_bytes_of_hers_are_gone_after_the_week(sqlite_database: Engine, wanted: object):
    with clock.at(kept.NOW):
        walk = makers.a_walk().released()
        with asking() as session:
            prefix = session.get_one(Recording, walk.recording_id).prefix
        media_store().put(f"{prefix}/peaks.json", BytesIO(b"peaks"))
        leaves(walk, walk.teacher)
    sweep_at(kept.NOW + WEEK)
    assert list(media_store().purge(prefix)) == []
