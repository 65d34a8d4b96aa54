"""Documents people take along: only what was agreed, and only by the pair."""

from io import BytesIO

import pytest
from docx import Document
from sqlalchemy import select
from starlette.testclient import TestClient

from storage import people
from storage.database import acting, asking
from storage.records import LedgerEntry
from tests import makers
from tests.makers import Walk
from tests.review_app.routes.conftest import Browser


def address(walk: Walk) -> str:
    return f"/summaries/{walk.cycle_id}.docx"


def words(client: TestClient, walk: Walk) -> str:
    answer = client.get(address(walk))
    assert answer.status_code == 200
    document = Document(BytesIO(answer.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.fixture
def walk(browser: Browser) -> Walk:
    return makers.a_walk().completed()


def test_both_take_the_agreed_summary_along(walk: Walk, browser: Browser):
    for somebody in (walk.teacher, walk.coach):
        said = words(browser(somebody), walk)
        for word in ("Tessa", "Carlijn", "We keken naar wachttijd.", "vijf tellen wachten"):
            assert word in said
    answer = browser(walk.teacher).get(address(walk))
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    assert answer.headers["cache-control"] == "private, no-store"
    with asking() as session:
        lines = session.scalars(select(LedgerEntry).where(LedgerEntry.act == "download")).all()
    assert [line.actor_id for line in lines[:2]] == [walk.teacher.id, walk.coach.id]


def test_a_document_speaks_the_language_of_who_takes_it(walk: Walk, browser: Browser):
    dutch = words(browser(walk.teacher), walk)
    with acting() as session:
        people.set_language(session, walk.teacher.id, "en")
    assert words(browser(walk.teacher), walk) != dutch


def test_what_was_not_agreed_is_no_document_yet(browser: Browser):
    walk = makers.a_walk().proposed()
    for somebody in (walk.teacher, walk.coach):
        assert browser(somebody).get(address(walk)).status_code == 404


def test_only_the_pair_takes_it_along(walk: Walk, browser: Browser):
    other = makers.second_pair(walk.school)
    for somebody in (other.teacher, other.coach, walk.school.coordinator):
        answer = browser(somebody).get(address(walk))
        assert (answer.status_code, answer.text) == (
            404, browser(somebody).get("/summaries/niets.docx").text
        )  # fmt: skip
    assert browser().get(address(walk)).status_code == 401
