"""Who comes in to look after things: two days before a second yes, and everybody hears of it."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from config.texts import text
from storage import (
    accounts,
    clock,
    holds,
    invitations,
    mail,
    newcomers,
    notices,
    people,
    recordings,
)
from storage.database import acting, asking
from storage.errors import NotFound, Refused
from storage.notices import NoticeView
from storage.records import Notice, Person, RenditionKind
from storage.rules.access import Asker
from storage.rules.newcomer import LONGEST, NEW_FOR
from storage.rules.notice import OF_NEWCOMERS, Word
from storage.rules.roles import Role
from storage.spans import Span
from tests import makers
from tests.makers import PASSWORD, person
from tests.storage.kept import NOW
from tests.storage.leaving import comes_back, leaves
from tests.storage.two import Two, two

pytestmark = pytest.mark.usefixtures("wanted", "at_now")

MOMENT = timedelta(minutes=1)


def invited(admin: Asker, name: str, *roles: Role) -> invitations.Invited:
    with acting() as session:
        email = f"{name.lower()}@school.test"
        return invitations.invite(session, admin, email, name, set(roles))


def comes_in(admin: Asker, name: str, *roles: Role) -> Asker:
    """Invited, and her own password chosen: she is here from this moment."""
    made = invited(admin, name, *roles)
    with acting() as session:
        invitations.accept(session, made.token, PASSWORD)
    return Asker(id=made.person_id, role=roles[0], holds=frozenset(roles))


def signing_in(*people: Asker) -> None:
    """These have an account of their own."""
    with acting() as session:
        for each in people:
            session.get_one(makers.Person, each.id).password_hash = "of her own"


def heard(who: Asker) -> list[NoticeView]:
    with asking() as session:
        found = notices.mine(session, who)
    return [each for each in found if each.word in OF_NEWCOMERS]


def since(who: Asker) -> datetime:
    with asking() as session:
        return newcomers.since(session, who.id)


def confirm(who: Asker, hold_id: str) -> None:
    with acting() as session:
        holds.confirm(session, who, hold_id)


def by_cookie(name: str) -> Asker:
    """Somebody as the routes and screens know her."""
    with acting() as session:
        found = session.scalars(select(Person.id).where(Person.name == name)).one()
        member = people.signed_in(session, people.let_in(session, found))
    assert member
    return member.asker


def opens(who: Asker, walk: makers.Walk) -> bool:
    with asking() as session:
        try:
            recordings.open_rendition(session, who, walk.recording_id, RenditionKind.proxy)
        except NotFound:
            return False
        return True


def looks(session: Session, who: Asker, walk: makers.Walk) -> None:
    recordings.note_watched(session, who, walk.recording_id, [Span(0, 5_000)])


def test_one_admin_alone_opens_no_film_within_two_days_and_everybody_hears_who_came(
    database: Engine,
):
    walk, admin = makers.a_walk().released(), person("Ada", Role.admin)
    signing_in(walk.teacher, walk.coach, walk.school.coordinator, admin)
    officer = comes_in(admin, "Vals", Role.dpo)
    leader = comes_in(admin, "Verzonnen", Role.school_leader)
    with acting() as session:
        hold_id = holds.set_on(
            session, officer, [walk.recording_id], "authority_order",
            not_for_judging=True, silent=True,
        )  # fmt: skip
    for waited in (timedelta(), NEW_FOR - MOMENT):
        with clock.at(NOW + waited):
            with pytest.raises(Refused, match="hold_too_new") as no:
                confirm(leader, hold_id)
            assert no.value.fields["moment"] == NOW + NEW_FOR
            with acting() as session, pytest.raises(NotFound):
                looks(session, officer, walk)
    for who in (walk.teacher, walk.coach, walk.school.coordinator, admin):
        assert {(each.name, each.roles) for each in heard(who)} == {
            ("Vals", (Role.dpo,)), ("Verzonnen", (Role.school_leader,)),
        }  # fmt: skip
    with clock.at(NOW + NEW_FOR), acting() as session:
        holds.confirm(session, leader, hold_id)
        looks(session, officer, walk)


def test_who_comes_in_after_a_hold_neither_opens_nor_lifts_it_for_two_days(
    sqlite_database: Engine,
):
    walk, admin, both = makers.a_walk().released(), person("Ada", Role.admin), two()
    hold_id = both.confirmed(walk.recording_id)
    comes_in(admin, "Vals", Role.dpo)
    comes_in(admin, "Verzonnen", Role.school_leader)
    for waited in (timedelta(), NEW_FOR - MOMENT):
        with clock.at(NOW + waited):
            officer, leader = by_cookie("Vals"), by_cookie("Verzonnen")
            assert not opens(officer, walk), "she opens what is held"
            for who, act in (
                (officer, holds.lift),
                (officer, holds.review),
                (leader, holds.review),
            ):
                with acting() as session, pytest.raises(Refused, match="hold_too_new"):
                    act(session, who, hold_id)
            with asking() as session:
                (seen,) = holds.read(session, officer)
            assert (seen.film_ids, seen.closed_until) == ((), NOW + NEW_FOR)
            assert opens(by_cookie("Fien"), walk), "who was here already goes on"
    with clock.at(NOW + NEW_FOR):
        officer = by_cookie("Vals")
        assert opens(officer, walk)
        with acting() as session:
            holds.review(session, by_cookie("Verzonnen"), hold_id)
            holds.lift(session, officer, hold_id)


def test_who_came_in_just_now_takes_back_a_hold_of_her_own_and_no_others(sqlite_database: Engine):
    walk, admin, both = makers.a_walk().released(), person("Ada", Role.admin), two()
    officer = comes_in(admin, "Vals", Role.dpo)
    own = Two(officer, both.leader).set(walk.recording_id)
    with acting() as session:
        holds.lift(session, officer, own)
    waiting = both.set(walk.recording_id)
    with acting() as session, pytest.raises(Refused, match="hold_too_new"):
        holds.lift(session, officer, waiting)


def test_another_password_counts_as_coming_in_and_is_told_as_what_it_is(sqlite_database: Engine):
    admin, leader = person("Ada", Role.admin), person("Lies", Role.school_leader)
    signing_in(admin, leader)
    assert since(leader) == NOW - LONGEST
    with acting() as session:
        link = invitations.by_hand(session, "lies@school.test", "", set())
    assert since(leader) == NOW - LONGEST, "a link that nobody used changes nothing"
    with acting() as session:
        invitations.accept(session, link.token, PASSWORD)
    assert since(leader) == NOW
    (told,) = heard(admin)
    assert (told.word, told.name) == (Word.newcomer_again, "Lies")
    assert heard(leader) == []


def test_leaving_that_is_taken_back_makes_nobody_older(sqlite_database: Engine):
    walk, admin = makers.a_walk(), person("Ada", Role.admin)
    signing_in(admin)
    officer = comes_in(admin, "Fien", Role.dpo)
    with clock.at(NOW + MOMENT):
        leaves(walk, officer, by=admin)
        assert [each.roles for each in heard(admin)] == [(Role.dpo,)], "it is still to be known"
        comes_back(officer, admin)
        assert since(officer) == NOW


def test_who_teaches_coaches_or_coordinates_is_told_to_nobody(sqlite_database: Engine):
    admin = person("Ada", Role.admin)
    signing_in(admin)
    comes_in(admin, "Corrie", Role.coordinator, Role.coach, Role.teacher)
    assert heard(admin) == []
    comes_in(admin, "Bo", Role.teacher, Role.admin)
    assert [each.roles for each in heard(admin)] == [(Role.admin,)]


def test_of_an_account_that_is_gone_there_is_nothing_to_tell(sqlite_database: Engine):
    admin = person("Ada", Role.admin)
    signing_in(admin)
    officer = comes_in(admin, "Fien", Role.dpo)
    with acting() as session:
        for statement in accounts.forgetting(officer.id):
            session.execute(statement)
    assert heard(admin) == []


def test_only_who_has_an_account_here_hears_and_a_letter_names_nobody(sqlite_database: Engine):
    walk, admin = makers.a_walk(), person("Ada", Role.admin)
    signing_in(admin, walk.coach)
    leaves(walk, walk.coach)
    comes_in(admin, "Fien", Role.dpo)
    with asking() as session:
        letters = notices.letters(session)
        told = session.scalars(select(Notice.person_id).where(Notice.word == Word.newcomer))
        assert told.all() == [admin.id]
    (letter,) = [mail.write(each) for each in letters if each.name == "Ada"]
    said = letter.get_content()
    assert text("notices.says.newcomer") in said
    assert "Fien" not in said
