"""Who left the school reaches her own file, and no other address answers."""

from io import BytesIO

import pytest

from review_app import who
from storage import departures, export_packages
from storage.database import acting
from storage.media import media_store
from storage.records import Person
from tests.makers import PASSWORD, Walk
from tests.review_app.routes.conftest import Browser
from tests.storage.leaving import leaves, with_password

BOX = b"all that is hers" * 64


@pytest.fixture
def left(walk: Walk) -> str:
    """A teacher who left; the address of the file she asked for."""
    leaves(walk, walk.teacher)
    with acting() as session:
        made = export_packages.ask(session, walk.teacher)
    blob = media_store().put(export_packages.key(made), BytesIO(BOX))
    with acting() as session:
        export_packages.done(session, made, blob)
    return f"/exports/{made}.zip"


def test_she_fetches_her_own_file_and_nothing_else_opens(
    walk: Walk, browser: Browser, left: str
) -> None:
    with_password(walk.teacher)
    hers = browser(walk.teacher)
    assert hers.get(left).content == BOX
    doors = [
        ("GET", "/recordings/any/proxy.mp4"),
        ("GET", "/clips/any/clip.mp4"),
        ("GET", "/clips/any/download"),
        ("POST", "/uploads/"),
        ("GET", f"/agreements/{walk.school.pair_id}.docx"),
    ]
    for method, address in doors:
        answer = hers.request(method, address)
        assert (answer.status_code, answer.json()["key"]) == (403, "access.left"), address


def test_after_the_week_her_own_file_is_closed_too(walk: Walk, browser: Browser, left: str) -> None:
    hers = browser(walk.teacher)
    assert hers.get(left).status_code == 200
    with acting() as session:
        departures.undo(session, walk.school.coordinator, walk.teacher.id)
    assert hers.get(left).status_code == 401, "that sign-in was for leaving only"


def test_she_signs_in_by_the_form_and_out_again(walk: Walk, browser: Browser, left: str) -> None:
    with_password(walk.teacher)
    with acting() as session:
        email = session.get_one(Person, walk.teacher.id).email
    hers = browser()
    answer = hers.post(
        "/sign-in", data={"email": email, "password": PASSWORD}, follow_redirects=False
    )
    assert who.cookie_name() in answer.cookies
    assert hers.get(left).status_code == 200
    hers.post("/sign-out", follow_redirects=False)
    assert hers.get(left).status_code == 401
