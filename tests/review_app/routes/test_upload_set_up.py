"""The route takes no byte of a film before the school has recorded what it must."""

import pytest
from sqlalchemy import func, select

from config.texts import text
from storage.database import acting, asking
from storage.media import media_store
from storage.records import Recording, SetUp, Upload
from tests import makers
from tests.makers import Walk
from tests.review_app.routes import tus
from tests.review_app.routes.conftest import Browser

FILM = bytes(1000)


@pytest.fixture
def unprepared(browser: Browser) -> Walk:
    return Walk(makers.school(prepared=False)).started()


def count(of: type) -> int:
    with asking() as session:
        return session.scalar(select(func.count()).select_from(of)) or 0


def test_a_film_is_refused_with_what_is_missing_and_who_records_it(
    unprepared: Walk, browser: Browser
):
    answer = tus.create(browser(unprepared.teacher), unprepared.cycle_id, len(FILM))
    assert answer.status_code == 409
    assert answer.json() == {
        "key": "set_up.missing.legal_basis",
        "sentence": text("set_up.missing.legal_basis"),
    }
    assert "coördinator of beheerder" in answer.json()["sentence"]
    assert count(Upload) == 0
    assert list(media_store().list()) == []


def test_a_film_half_in_takes_no_more_bytes_and_goes_on_once_everything_is_recorded(
    browser: Browser,
):
    walk = makers.a_walk().started()
    phone = browser(walk.teacher)
    address = tus.place(phone, walk.cycle_id, len(FILM))
    tus.send(phone, address, 0, FILM[:400])
    with acting() as session:
        session.delete(session.get_one(SetUp, walk.school.programme_id))
    refused = tus.send(phone, address, 400, FILM[400:])
    assert (refused.status_code, refused.json()["key"]) == (409, "set_up.missing.legal_basis")
    assert tus.standing(phone, address) == 400
    assert count(Recording) == 0
    with acting() as session:
        makers.prepare(session, walk.school.coordinator, walk.school.programme_id)
    assert tus.send(phone, address, 400, FILM[400:]).status_code == 204
    assert count(Recording) == 1
