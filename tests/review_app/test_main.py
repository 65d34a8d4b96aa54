"""Who is there decides what there is: one page per address, one menu per role."""

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from config.texts import LANGUAGES, catalog, text
from review_app import main, who
from review_app.screens import SCREENS, home_of, today
from storage.errors import NotFound, Refused
from storage.people import Member
from storage.rules.roles import Role
from tests.makers import person
from tests.review_app.stage import member_of, parts, said


@pytest.fixture
def app(sqlite_database: Engine) -> AppTest:
    return AppTest.from_file(main.__file__, default_timeout=30)


def let_in(monkeypatch: pytest.MonkeyPatch, *roles: Role, language: str = "nl") -> Member:
    member = member_of(person("Robin", *roles), language)
    monkeypatch.setattr(who, "current_member", lambda: member)
    return member


@pytest.mark.parametrize(
    ("role", "title"),
    [
        (Role.teacher, "Vandaag"),
        (Role.coach, "Vandaag"),
        (Role.coordinator, "Vandaag"),
        (Role.school_leader, "Overzicht"),
        (Role.admin, "Mensen"),
    ],
)
def test_everybody_begins_where_their_work_is(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, role: Role, title: str
) -> None:
    let_in(monkeypatch, role)
    assert app.run().title[0].value == title


def test_the_app_speaks_the_language_of_who_is_there(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_in(monkeypatch, Role.teacher, language="en")
    assert app.run().title[0].value == "Today"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_which_language_it_speaks(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    let_in(monkeypatch, Role.coordinator, language=language)
    assert {"language": language} in parts(app.run())


@pytest.mark.parametrize(("role", "back"), [(Role.teacher, "recordings"), (Role.coach, "today")])
def test_the_way_back_leads_where_this_role_can_go(
    sqlite_database: Engine, monkeypatch: pytest.MonkeyPatch, role: Role, back: str
) -> None:
    monkeypatch.setattr(main.st, "query_params", {"id": "of somebody"})
    assert main._way_back(let_in(monkeypatch, role), "recordings") == back


@pytest.mark.parametrize(
    ("roles", "offered"), [([Role.teacher], 0), ([Role.teacher, Role.coach], 1)]
)
def test_only_who_has_several_roles_is_offered_another(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, roles: list[Role], offered: int
) -> None:
    let_in(monkeypatch, *roles)
    assert len([each for each in app.run().radio if each.key == "account.role"]) == offered


REFUSALS = [
    (NotFound(), "Dit is er niet (meer), of het is niet van jou."),
    (Refused("refusals.clip_too_long", minutes=5), "Een fragment duurt hoogstens 5 minuten."),
]


@pytest.mark.parametrize(("refusal", "sentence"), REFUSALS)
def test_a_refusal_from_any_screen_is_a_sentence_with_a_way_back(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, refusal: Refused, sentence: str
) -> None:
    def refuse(_: Member) -> None:
        raise refusal

    monkeypatch.setattr(today, "show", refuse)
    let_in(monkeypatch, Role.teacher)
    app.run()
    assert sentence in said(app)
    assert "Naar Vandaag" in said(app)
    assert not app.exception


def test_a_refusal_under_a_bar_that_leads_back_has_no_second_way(
    sqlite_database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def screen() -> None:
        from review_app.parts import frame
        from storage.errors import NotFound

        frame.arrive("workbench", "today")
        with frame.guarded("Momenten kiezen"):
            raise NotFound()

    let_in(monkeypatch, Role.coach)
    shown = AppTest.from_function(screen, default_timeout=30).run()
    assert said(shown).splitlines() == ["Momenten kiezen", text("refusals.not_found")]


@pytest.mark.parametrize(
    ("role", "way"), [(Role.coach, "Naar Vandaag"), (Role.dpo, "Naar Wat verdwijnt wanneer")]
)
def test_the_way_back_leads_to_where_this_role_begins(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, role: Role, way: str
) -> None:
    def refuse(_: Member) -> None:
        raise NotFound()

    monkeypatch.setattr(f"review_app.screens.{home_of(role)}.show", refuse)
    let_in(monkeypatch, role)
    assert [each for each in said(app.run()).splitlines() if each.startswith("Naar ")] == [way]


@pytest.mark.expects_error_log
def test_a_mistake_of_ours_is_a_sentence_too_and_the_log_repeats_no_words(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    words = "Sanne zei iets"

    def stumble(_: Member) -> None:
        raise ValueError(words)

    monkeypatch.setattr(today, "show", stumble)
    let_in(monkeypatch, Role.teacher)
    app.run()
    assert "Er ging iets mis bij ons." in said(app)
    assert not app.exception
    assert "ValueError in a screen" in caplog.text
    assert "Sanne" not in caplog.text


def test_every_screen_has_its_name_in_every_language() -> None:
    for language in ("nl", "en"):
        assert {f"screens.{screen.noun}" for screen in SCREENS} <= catalog(language).keys


def test_every_role_finds_its_own_start_in_its_menu() -> None:
    for role in Role:
        menu = [screen.noun for screen in SCREENS if role in screen.menu]
        assert home_of(role) in menu
