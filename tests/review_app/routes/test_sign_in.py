"""Coming in and going out: cookies, mistakes, and where one goes on to."""

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from config.settings import settings
from review_app import who
from review_app.routes.sign_in import own_path
from storage import invitations, people
from storage.database import acting, asking
from storage.people import PASSWORD_TRIES
from storage.rules.access import Asker
from storage.rules.roles import Role
from tests import makers
from tests.makers import PASSWORD
from tests.review_app.routes.conftest import Browser


@pytest.fixture
def tessa(browser: Browser) -> Asker:
    return makers.person("Tessa", Role.teacher, password=PASSWORD)


def come_in(client: TestClient, password: str = PASSWORD, **more: str):
    form = {"email": "Tessa@school.test", "password": password} | more
    return client.post("/sign-in", data=form)


def member(token: str | None) -> people.Member | None:
    with asking() as session:
        return people.signed_in(session, token)


def test_the_right_password_brings_a_cookie_scripts_cannot_read(tessa: Asker, browser: Browser):
    client = browser()
    answer = come_in(client)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith("lesbeeld=")
    assert {"httponly", "samesite=lax", "path=/", "max-age=43200"} <= set(cookie.split("; "))
    assert "secure" not in cookie
    assert "domain" not in cookie
    found = member(client.cookies["lesbeeld"])
    assert found
    assert found.id == tessa.id


def test_over_https_the_cookie_is_bound_to_this_host(
    tessa: Asker, browser: Browser, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("LESBEELD_BASE_URL", "https://lesbeeld.school.example")
    settings.cache_clear()
    cookie = come_in(browser()).headers["set-cookie"]
    assert cookie.startswith("__Host-lesbeeld=")
    assert {"httponly", "secure", "path=/"} <= set(cookie.lower().split("; "))
    assert "domain" not in cookie.lower()


@pytest.mark.parametrize(
    "form",
    [
        {"password": "mis"},
        {"email": "niemand@school.test"},
        {"email": ""},
        {"email": "x" * 5000},
        {"password": "x" * 5000},
    ],
)
def test_every_mistake_gets_the_same_answer_and_no_cookie(
    tessa: Asker, browser: Browser, form: dict[str, str]
):
    answer = come_in(browser(), **form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/?mistake=wrong")
    assert "set-cookie" not in answer.headers


def test_a_strange_address_is_a_mistake_on_postgres_too(
    postgres_database: Engine, browser: Browser
):
    answer = come_in(browser(), email="niemand\0@school.test")
    assert answer.headers["location"] == "/?mistake=wrong"


def test_a_form_with_nothing_in_it_is_a_mistake_too(tessa: Asker, browser: Browser):
    assert browser().post("/sign-in").headers["location"] == "/?mistake=wrong"


def test_who_fails_too_often_hears_so(tessa: Asker, browser: Browser):
    client = browser()
    for _ in range(PASSWORD_TRIES):
        come_in(client, "mis")
    answer = come_in(client)
    assert answer.headers["location"] == "/?mistake=too_often"
    assert "set-cookie" not in answer.headers


def test_after_signing_in_one_goes_on_where_one_was_going(tessa: Asker, browser: Browser):
    answer = come_in(browser(), next="/workbench?id=1")
    assert answer.headers["location"] == "/workbench?id=1"
    again = come_in(browser(), password="mis", next="/workbench?id=1")
    assert again.headers["location"] == "/?mistake=wrong&next=%2Fworkbench%3Fid%3D1"


@pytest.mark.parametrize(
    "wish",
    [
        "https://elders.example/",
        "//elders.example/",
        "/\\elders.example/",
        "\\\\elders.example",
        "/a\\b",
        "javascript:alert(1)",
        "elders",
        "",
        "/\t/elders.example",
        "/\n/elders.example",
        " //elders.example",
    ],
)
def test_nobody_is_sent_on_to_another_site(tessa: Asker, browser: Browser, wish: str):
    assert own_path(wish) == "/"
    assert come_in(browser(), next=wish).headers["location"] == "/"


def test_another_site_cannot_sign_anybody_in_or_out(tessa: Asker, browser: Browser):
    client = browser(tessa)
    client.headers["origin"] = "https://elders.example"
    assert come_in(client).headers["location"] == "/?mistake=elsewhere"
    for path in ("/sign-out", "/sign-out-everywhere", "/invitation"):
        assert client.post(path).status_code == 404
    assert member(client.cookies["lesbeeld"])


def test_a_cookie_that_somebody_planted_is_never_let_in(tessa: Asker, browser: Browser):
    client = browser()
    client.cookies["lesbeeld"] = planted = "planted"
    answer = come_in(client)
    fresh = answer.headers["set-cookie"].partition("=")[2].partition(";")[0]
    assert fresh != planted
    assert member(planted) is None
    assert member(fresh)


def test_signing_out_ends_this_browser(tessa: Asker, browser: Browser):
    here, there = browser(tessa), browser(tessa)
    token = here.cookies["lesbeeld"]
    answer = here.post("/sign-out")
    assert answer.status_code == 303
    assert 'lesbeeld=""' in answer.headers["set-cookie"]
    assert member(token) is None
    assert member(there.cookies["lesbeeld"])


def test_signing_out_everywhere_ends_them_all(tessa: Asker, browser: Browser):
    here, there = browser(tessa), browser(tessa)
    tokens = [client.cookies["lesbeeld"] for client in (here, there)]
    here.post("/sign-out-everywhere")
    assert [member(token) for token in tokens] == [None, None]
    assert there.post("/sign-out-everywhere").status_code == 401


# Invitations


def invited() -> str:
    coordinator = makers.person("Corrie", Role.coordinator)
    with acting() as session:
        return invitations.invite(
            session, coordinator, "n@school.test", "Nieuw", {Role.coach}
        ).token


def accept(client: TestClient, token: str, password: str = PASSWORD, again: str | None = None):
    form = {"token": token, "password": password, "again": again or password}
    return client.post("/invitation", data=form)


def test_an_invited_person_is_in_at_once(browser: Browser):
    client = browser()
    answer = accept(client, invited())
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    found = member(client.cookies["lesbeeld"])
    assert found
    assert found.role is Role.coach


@pytest.mark.parametrize(
    ("password", "again", "word"),
    [("kort", None, "too_short"), (PASSWORD, "iets heel anders", "not_the_same")],
)
def test_a_mistake_leaves_the_invitation_as_it_was(
    browser: Browser, password: str, again: str | None, word: str
):
    token = invited()
    answer = accept(browser(), token, password, again)
    assert answer.headers["location"] == f"/?invitation={token}&mistake={word}"
    assert accept(browser(), token).headers["location"] == "/"


def test_an_invitation_that_was_used_or_invented_opens_nothing(browser: Browser):
    token = invited()
    accept(browser(), token)
    for wrong in (token, "verzonnen", "", "&next=//elders"):
        answer = accept(browser(), wrong)
        assert answer.headers["location"].endswith("mistake=invitation_gone")
        assert "set-cookie" not in answer.headers
        assert answer.headers["location"].startswith("/?invitation=")


def test_who_is_signed_in_is_asked_anew_at_every_request(tessa: Asker, browser: Browser):
    client = browser(tessa)
    assert client.head("/uploads/niets").status_code == 404
    with acting() as session:
        people.sign_out(session, client.cookies[who.cookie_name()])
    assert client.head("/uploads/niets").status_code == 401
