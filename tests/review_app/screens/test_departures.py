"""Leaving on the screen: what happens is said first, a name is typed, and a mistake is undone."""

from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from review_app import main, who
from storage.database import asking
from storage.people import Member
from storage.records import Departure, Person
from storage.rules.roles import Role
from tests import makers
from tests.makers import PASSWORD, Walk, person
from tests.review_app.stage import Stage, said
from tests.storage.leaving import leaves


@pytest.fixture
def walk(stage: Stage) -> Walk:
    return makers.a_walk().released()


def has_left(walk: Walk) -> bool:
    with asking() as session:
        return session.get(Departure, walk.teacher.id) is not None


def test_a_coordinator_reads_what_happens_types_the_name_and_can_take_it_back(
    stage: Stage, walk: Walk
) -> None:
    screen = stage(walk.school.coordinator, "programme")
    screen.selectbox(key="departures.who").select(walk.teacher.id).run()
    screen.button(key="departures.note").click().run()
    words = said(screen)
    for sentence in ("nog loopt, eindigt", "7 dagen lang", "vergissing", "vast voor een onderzoek"):
        assert sentence in words
    screen.text_input(key="departures.name").input("Thea").run()
    screen.button(key="departures.do").click().run()
    assert "De naam klopt niet" in said(screen)
    assert not has_left(walk)
    screen.button(key="departures.note").click().run()
    screen.text_input(key="departures.name").input("tessa").run()
    screen.button(key="departures.do").click().run()
    assert has_left(walk)
    screen = stage(walk.school.coordinator, "programme")
    assert "**Tessa** is weg. Meenemen en terugdraaien kan tot dinsdag 1 december." in said(screen)
    assert "| Tessa |" not in said(screen), "no longer among those who take part"
    screen.button(key=f"departures.undo.{walk.teacher.id}").click().run()
    screen.button(key=f"departures.undo_sure.{walk.teacher.id}.do").click().run()
    assert not has_left(walk)


def test_who_is_anothers_to_send_away_is_said_at_once(stage: Stage, walk: Walk) -> None:
    officer = person("Fenna", Role.dpo)
    screen = stage(walk.school.coordinator, "programme")
    screen.selectbox(key="departures.who").select(officer.id).run()
    assert "dan doet de beheerder het" in said(screen)
    assert not [each for each in screen.button if each.key == "departures.note"]


def test_the_last_admin_hears_what_to_do_first(stage: Stage) -> None:
    admin = person("Aad", Role.admin, password=PASSWORD)
    screen = stage(admin, "programme")
    screen.selectbox(key="departures.who").select(admin.id).run()
    screen.button(key="departures.note").click().run()
    screen.text_input(key="departures.name").input("Aad").run()
    screen.button(key="departures.do").click().run()
    assert "Nodig eerst een andere beheerder uit" in said(screen)


@pytest.mark.parametrize(
    ("role", "words"), [(Role.teacher, "met al je cycli"), (Role.coach, "wat je zelf schreef")]
)
def test_who_left_finds_her_own_things_and_nothing_else(
    stage: Stage, walk: Walk, monkeypatch: pytest.MonkeyPatch, role: Role, words: str
) -> None:
    asker = walk.teacher if role is Role.teacher else walk.coach
    leaves(walk, asker)
    with asking() as session:
        row = session.get_one(Person, asker.id)
    until = stage.now + timedelta(days=7)
    member = Member(row.id, row.name, row.email, "nl", frozenset({role}), role, until)
    monkeypatch.setattr(who, "current_member", lambda: member)
    screen = AppTest.from_file(main.__file__, default_timeout=30).run()
    assert screen.title[0].value == "Je gaat weg van school"
    assert words in said(screen)
    assert [each.key for each in screen.button if each.key and "exports.make" in each.key]
    assert not [each for each in screen.button if each.key and each.key.startswith("withdrawal")]
