"""What somebody has to know stands where her role begins."""

import pytest

from config.texts import format_date
from review_app.screens import home_of
from storage import holds, invitations, notices, reminders
from storage.database import acting, asking
from storage.records import Person
from storage.rules.access import Asker
from storage.rules.notice import Word
from storage.rules.roles import Role
from tests.makers import PASSWORD, a_walk, person
from tests.review_app.stage import Stage, said


def officer_comes_in() -> None:
    with acting() as session:
        keeper = Asker(id="first", role=Role.admin)
        made = invitations.invite(session, keeper, "f@school.test", "Fien *Vos*", {Role.dpo})
        invitations.accept(session, made.token, PASSWORD)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.coach}))
def test_everybody_reads_at_once_who_came_in_to_look_after_things(stage: Stage, role: Role) -> None:
    reader = person("Rika", role)
    with acting() as session:
        session.get_one(Person, reader.id).password_hash = "of her own"
    officer_comes_in()
    screen = stage(reader, home_of(role))
    assert r"Fien \*Vos\* is sinds" in said(screen)
    day = format_date(stage.now)
    assert f"{day} functionaris gegevensbescherming (FG) op deze school." in said(screen)
    with asking() as session:
        (told,) = notices.mine(session, reader)
    screen.button(key=f"notices.read.{told.id}").click().run()
    with asking() as session:
        assert notices.mine(session, reader) == []


def test_the_other_of_the_two_reads_that_a_hold_waits(stage: Stage) -> None:
    walk = a_walk().released()
    officer, leader = person("Fien", Role.dpo), person("Lies", Role.school_leader)
    with acting() as session:
        holds.set_on(session, officer, [walk.recording_id], "complaint", not_for_judging=True)
    with acting() as session:
        reminders.give_all(session)
    assert "Er is iets vastgezet dat op jouw bevestiging wacht" in said(stage(leader, "overview"))
    assert "bevestiging wacht" not in said(stage(officer, "retention"))
    with asking() as session:
        assert [each.word for each in notices.mine(session, leader)] == [Word.confirm_hold]
