"""Accounts go when nobody needs them any more, and their owner hears of it a week ahead."""

from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, select

from config.texts import language, text
from storage import (
    clock,
    enrolments,
    handovers,
    invitations,
    notices,
    people,
    reminders,
    retention,
    tombstones,
    withdrawals,
)
from storage.database import acting, asking
from storage.records import (
    ActionSummary,
    Clip,
    Departure,
    Notice,
    Person,
    RoleHeld,
    SignIn,
    Tombstone,
)
from storage.rules.access import Asker
from storage.rules.invitation import TAKES_PART_WITHIN
from storage.rules.retention import Because, Ending, Kind
from storage.rules.roles import Role
from tests import makers
from tests.storage import kept
from tests.storage.kept import sweep_at
from tests.storage.leaving import leaves, with_password
from tests.storage.two import two


def test_an_account_goes_its_term_after_the_last_part_in_a_programme(
    sqlite_database: Engine, wanted: object
):
    with clock.at(kept.NOW):
        walk = makers.a_walk().released()
        with_password(walk.teacher)
        leaves(walk, walk.teacher)
    gone_at = kept.NOW + timedelta(days=90)
    sweep_at(gone_at - timedelta(seconds=1))
    with asking() as session:
        assert session.get_one(Person, walk.teacher.id).name == "Tessa"
    assert sweep_at(gone_at).backlog == 0
    with clock.at(gone_at), asking() as session:
        row = session.get_one(Person, walk.teacher.id)
        assert (row.email, row.password_hash) == (row.id, None)
        assert row.name == "Iemand die weg is"
        assert row.closed_at == gone_at
        assert session.get(Departure, row.id) is None
        assert tombstones.verify(session) == []
        stones = session.scalars(select(Tombstone.thing_id).where(Tombstone.kind == "account"))
        assert list(stones) == [row.id]
        everybody = people.everybody(session, walk.school.coordinator)
    assert row.id not in {each.id for each in everybody}
    with language("en"), asking() as session:
        assert people.names(session, {row.id}) == {row.id: text("departures.somebody")}
        assert text("departures.somebody") != row.name


def test_who_takes_part_no_more_hears_a_week_ahead_that_the_account_goes(
    sqlite_database: Engine, wanted: object
):
    with clock.at(kept.NOW):
        walk = makers.a_walk()
    goes = kept.YEAR_ENDS + timedelta(days=90)
    with clock.at(goes - timedelta(days=3)), acting() as session:
        reminders.give_all(session)
        letters = {each.name: each.notices for each in notices.letters(session)}
    for name in ("Tessa", "Carlijn"):
        assert [each.kind for each in letters[name] if each.kind == "account"] == ["account"]
    assert "Corrie" not in letters, "who coordinates keeps the account until leaving"
    assert sweep_at(goes + timedelta(days=1)).backlog == 0
    with asking() as session:
        assert session.get_one(Person, walk.coach.id).closed_at
        assert session.get_one(Person, walk.school.coordinator.id).closed_at is None
        assert session.scalars(select(SignIn)).all() == []
        assert session.scalars(select(Notice.person_id)).all() == []


def test_what_stayed_hers_when_her_part_was_ended_keeps_its_reader(
    sqlite_database: Engine, wanted: object
):
    with clock.at(kept.NOW):
        walk = makers.a_walk().published()
        leaves(walk, walk.coach)
        with acting() as session:
            handovers.end_place(session, walk.school.coordinator, walk.school.pair_id)
    assert sweep_at(kept.NOW + timedelta(days=100)).backlog == 0
    with asking() as session:
        assert len(session.scalars(select(Clip)).all()) == len(walk.clip_ids)
        assert session.get_one(Person, walk.teacher.id).closed_at is None
    gone_at = kept.YEAR_ENDS + timedelta(days=90)
    assert sweep_at(gone_at).backlog == 0
    with asking() as session:
        assert session.get_one(Person, walk.teacher.id).closed_at


def test_a_new_part_in_a_programme_keeps_the_account(sqlite_database: Engine, wanted: object):
    with clock.at(kept.NOW):
        walk = makers.a_walk()
        with acting() as session:
            withdrawals.from_programme(
                session, walk.teacher, walk.school.programme_id, keep_summaries=False
            )
    with clock.at(kept.NOW + timedelta(days=80)), acting() as session:
        enrolments.pair(
            session, walk.school.coordinator, walk.school.programme_id, walk.teacher.id,
            walk.coach.id,
        )  # fmt: skip
    sweep_at(kept.NOW + timedelta(days=100))
    with asking() as session:
        assert session.get_one(Person, walk.teacher.id).closed_at is None


def closed(person_id: str) -> bool:
    with asking() as session:
        return session.get_one(Person, person_id).closed_at is not None


def test_who_is_invited_and_never_comes_is_forgotten_after_the_term(
    database: Engine, wanted: object
):
    with clock.at(kept.NOW), acting() as session:
        keeper = Asker(id="first", role=Role.admin)
        never, comes = (
            invitations.invite(session, keeper, f"{name}@school.test", name, {role})
            for name, role in (("Nora", Role.dpo), ("Cato", Role.coach))
        )
        invitations.accept(session, comes.token, makers.PASSWORD)
    goes = kept.NOW + invitations.INVITED_FOR + timedelta(days=90)
    sweep_at(goes - timedelta(seconds=1))
    assert not closed(never.person_id)
    assert sweep_at(goes).backlog == 0
    assert closed(never.person_id)
    goes = kept.NOW + TAKES_PART_WITHIN + timedelta(days=90)
    sweep_at(goes - timedelta(seconds=1))
    assert not closed(comes.person_id), "a coach who waits for a teacher"
    sweep_at(goes)
    assert closed(comes.person_id)


def summary_ends(who: Asker, at: datetime) -> Ending:
    with clock.at(at), asking() as session:
        coming = retention.coming(session, who)
    return next(each.ending for each in coming if each.kind is Kind.action_summary)


def test_a_summary_does_not_outlive_the_last_account_that_may_read_it(
    database: Engine, wanted: object
):
    with clock.at(kept.NOW):
        walk = kept.whole_cycle()
    goes = kept.YEAR_ENDS + timedelta(days=90)
    told = summary_ends(walk.teacher, kept.NOW)
    assert told.because is Because.account
    assert told.at is not None
    assert abs(told.at - goes) < timedelta(days=1)
    sweep_at(told.at - timedelta(seconds=1))
    with asking() as session:
        assert session.scalars(select(ActionSummary)).all()
        assert not closed(walk.teacher.id)
    assert sweep_at(told.at).backlog == 0
    with asking() as session:
        assert session.scalars(select(ActionSummary)).all() == []
        stone = select(Tombstone.trigger).where(Tombstone.kind == Kind.action_summary)
        assert session.scalars(stone).all() == ["account"]
    assert closed(walk.teacher.id)


def test_who_keeps_her_account_keeps_her_summaries_for_their_whole_term(
    sqlite_database: Engine, wanted: object
):
    with clock.at(kept.NOW):
        walk = kept.copied_cycle()
        with acting() as session:
            session.add(RoleHeld(person_id=walk.teacher.id, role=Role.coordinator))
    told = summary_ends(walk.teacher, kept.NOW)
    assert told.because is Because.programme_end
    with clock.at(kept.NOW), acting() as session:
        session.execute(delete(RoleHeld).where(RoleHeld.role == Role.coordinator))
        film_id = walk.recording_id
    assert summary_ends(walk.teacher, kept.NOW).because is Because.account
    with clock.at(kept.NOW):
        two().confirmed(film_id)  # the officer must know whose it is: so the account waits
    assert summary_ends(walk.teacher, kept.NOW).because is Because.programme_end
