"""Holds take two people, and whose film it is hears of it."""

import pytest
from sqlalchemy import Engine, select

from storage import holds, ledger, recordings
from storage.database import acting, asking
from storage.errors import NotAllowed, NotFound, Refused
from storage.records import HeldThing, Hold
from storage.rules.access import Asker
from storage.rules.hold import Reason, Standing
from storage.rules.roles import Role
from storage.spans import Span
from tests import makers
from tests.makers import Walk, person
from tests.storage.kept import later, sweep_at
from tests.storage.two import standing, two

pytestmark = pytest.mark.usefixtures("wanted", "at_now")


# The two


def test_nobody_confirms_their_own_and_no_two_of_one_role(sqlite_database: Engine):
    walk, both = makers.a_walk().released(), two()
    hold_id = both.set(walk.recording_id)
    everything = frozenset({Role.dpo, Role.school_leader})
    herself = Asker(id=both.officer.id, role=Role.school_leader, holds=everything)
    with acting() as session:
        for who in (herself, person("Fleur", Role.dpo)):
            with pytest.raises(Refused, match="hold_needs_another"):
                holds.confirm(session, who, hold_id)


def test_nobody_but_the_two_sets_confirms_reviews_or_lifts(sqlite_database: Engine):
    walk, both = makers.a_walk().released(), two()
    hold_id = both.set(walk.recording_id)
    for who in (walk.teacher, walk.coach, walk.school.coordinator, person("Ada", Role.admin)):
        with acting() as session:
            with pytest.raises(NotAllowed):
                holds.set_on(session, who, [walk.recording_id], "incident", not_for_judging=True)
            for act in (holds.confirm, holds.review, holds.lift):
                with pytest.raises(NotAllowed):
                    act(session, who, hold_id)
            with pytest.raises(NotAllowed):
                holds.read(session, who)
    with acting() as session:
        holds.confirm(session, both.leader, hold_id)
        with pytest.raises(NotAllowed):
            holds.lift(session, both.leader, hold_id)


def test_a_case_of_ones_own_is_for_another(sqlite_database: Engine):
    walk = makers.a_walk().released()
    officer = Asker(id=walk.teacher.id, role=Role.dpo, holds=frozenset({Role.teacher, Role.dpo}))
    with acting() as session, pytest.raises(Refused, match="hold_own_case"):
        holds.set_on(session, officer, [walk.recording_id], "incident", not_for_judging=True)


def test_a_hold_names_what_is_there(sqlite_database: Engine):
    both = two()
    with pytest.raises(NotFound):
        both.set("11111111-1111-4111-8111-111111111111")
    with pytest.raises(Refused, match="hold_things"):
        both.set()


def test_who_set_one_takes_it_back_while_it_waits(sqlite_database: Engine):
    walk, both = makers.a_walk().completed(), two()
    with acting() as session:
        hold_id = holds.set_on(
            session, both.leader, [walk.recording_id], "incident", not_for_judging=True
        )
    with acting() as session:
        holds.lift(session, both.leader, hold_id)
        with pytest.raises(Refused, match="hold_not_in_force"):
            holds.lift(session, both.officer, hold_id)
    assert standing(both) == [Standing.lifted]


# Who hears


def acts_told(walk: Walk) -> set[str]:
    with asking() as session:
        return {line.act for line in ledger.read(session, walk.teacher)}


def test_the_teacher_hears_of_it_unless_the_law_forbids(sqlite_database: Engine):
    walk, both = makers.a_walk().released(), two()
    hold_id = both.confirmed(walk.recording_id)
    assert acts_told(walk) >= {"set_hold", "confirm_hold"}
    with asking() as session:
        heard = holds.notice(session, walk.teacher, walk.recording_id)
        assert heard is not None
        assert heard.reason is Reason.complaint
        assert holds.notice(session, walk.coach, walk.recording_id) is None
    both.lift(hold_id)
    other = Walk(makers.second_pair(walk.school)).released()
    both.confirmed(other.recording_id, silent=True)
    assert not {act for act in acts_told(other) if "hold" in act}
    with asking() as session:
        heard = holds.notice(session, other.teacher, other.recording_id)
        assert heard is not None
        assert heard.reason is None


def test_the_board_sees_how_much_and_never_which(sqlite_database: Engine):
    walk, both = makers.a_walk().published(), two()
    both.confirmed(walk.recording_id)
    with asking() as session:
        (for_officer,) = holds.read(session, both.officer)
        (for_leader,) = holds.read(session, both.leader)
    assert for_officer.film_ids == (walk.recording_id,)
    assert for_leader.film_ids == ()
    assert for_leader.things == {"recording": 1, "clip": 2}


def test_the_officers_watching_stands_in_the_ledger_of_the_teacher(sqlite_database: Engine):
    walk, both = makers.a_walk().released(), two()
    both.confirmed(walk.recording_id)
    with acting() as session:
        recordings.note_watched(session, both.officer, walk.recording_id, [Span(0, 5_000)])
    with asking() as session:
        lines = ledger.read(session, walk.teacher)
    assert (both.officer.id, "watch") in {(line.actor_id, line.act) for line in lines}


def test_a_hold_is_forgotten_with_the_lines_about_it(sqlite_database: Engine):
    walk, both = makers.a_walk().released(), two()
    both.lift(both.confirmed(walk.recording_id))
    sweep_at(later(days=300))
    assert standing(both) == [Standing.lifted]
    sweep_at(later(days=366))
    with asking() as session:
        assert session.scalars(select(Hold)).all() == []
        assert session.scalars(select(HeldThing)).all() == []
