"""Who is not signed in meets one form; an invitation leads to choosing a password."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from review_app import main, who
from storage import demo, invitations, people
from storage.database import acting
from storage.demo import Demo
from storage.rules.roles import Role
from tests.makers import person
from tests.review_app.stage import parts, said


@pytest.fixture
def nobody(sqlite_database: Engine, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The app as somebody meets it who is not signed in."""
    monkeypatch.setattr(who, "current_member", lambda: None)
    return AppTest.from_file(main.__file__, default_timeout=30)


def forms(screen: AppTest) -> list[dict[str, Any]]:
    return [each for each in parts(screen) if "form" in each]


def invitation() -> str:
    corrie = person("Corrie", Role.coordinator)
    with acting() as session:
        made = invitations.invite(session, corrie, "nora@school.test", "Nora", {Role.teacher})
    return made.token


def test_the_form_goes_on_to_today(nobody: AppTest) -> None:
    (form,) = forms(nobody.run())
    assert (form["form"], form["next"], form["mistake"]) == ("sign_in", "/today", "")
    assert form["demo"] is None


def test_after_a_mistake_the_form_says_what_and_still_knows_where_to(nobody: AppTest) -> None:
    nobody.query_params["mistake"] = "wrong"
    nobody.query_params["next"] = "/talk?id=7"
    (form,) = forms(nobody.run())
    assert form["next"] == "/talk?id=7"
    assert form["mistake"].startswith("Dit e-mailadres en wachtwoord horen niet bij elkaar.")


def test_a_word_nobody_knows_becomes_the_general_sentence(nobody: AppTest) -> None:
    nobody.query_params["mistake"] = "<b>zomaar</b>"
    (form,) = forms(nobody.run())
    assert form["mistake"].startswith("Er ging iets mis bij ons.")


def test_only_a_demo_shows_its_accounts(nobody: AppTest) -> None:
    demo.mark(Demo(password="samen kijken", lesson=""))
    (form,) = forms(nobody.run())
    assert form["demo"]["password"] == "samen kijken"
    assert {"email": "leraar@demo.test", "role": "Leraar"} in form["demo"]["accounts"]


def test_an_invitation_greets_by_name_and_asks_for_a_password(nobody: AppTest) -> None:
    nobody.query_params["invitation"] = invitation()
    nobody.run()
    (form,) = forms(nobody)
    assert (form["form"], form["email"]) == ("invitation", "nora@school.test")
    assert "Fijn dat je er bent, Nora." in said(nobody)


def test_a_used_or_old_invitation_says_so_and_asks_nothing(
    nobody: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = invitation()
    later = people.clock.now() + invitations.INVITED_FOR + timedelta(minutes=1)
    monkeypatch.setattr(people.clock, "now", lambda: later)
    nobody.query_params["invitation"] = token
    nobody.run()
    assert len(nobody.warning) == 1
    assert forms(nobody) == []
