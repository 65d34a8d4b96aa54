"""Documents people take along: only what was agreed, and only by the pair."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from sqlalchemy import select
from starlette.testclient import TestClient

from config.texts import language, text
from storage import accounts, clock, people, retention
from storage.database import acting, asking
from storage.media import media_store
from storage.records import LedgerEntry
from storage.rules.roles import Role
from tests import makers
from tests.makers import Walk
from tests.review_app.routes.conftest import Browser
from tests.storage.sharing import give, leader


def address(walk: Walk) -> str:
    return f"/summaries/{walk.cycle_id}.docx"


def words(client: TestClient, walk: Walk, of: str = "") -> str:
    answer = client.get(of or address(walk))
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
        for statement in accounts.forgetting(walk.coach.id):
            session.execute(statement)
    english = words(browser(walk.teacher), walk)
    assert english != dutch
    with language("en"):
        assert text("departures.somebody") in english


def test_what_was_not_agreed_is_no_document_yet(browser: Browser):
    walk = makers.a_walk().proposed()
    for somebody in (walk.teacher, walk.coach):
        assert browser(somebody).get(address(walk)).status_code == 404


def test_only_the_pair_takes_it_along(walk: Walk, browser: Browser):
    other = makers.second_pair(walk.school)
    reader = leader("Leo")
    give(walk, reader)  # to read on the screen, not to take along
    for somebody in (other.teacher, other.coach, walk.school.coordinator, reader):
        answer = browser(somebody).get(address(walk))
        assert (answer.status_code, answer.text) == (
            404, browser(somebody).get("/summaries/niets.docx").text
        )  # fmt: skip
    assert browser().get(address(walk)).status_code == 401


def test_a_teacher_takes_the_receipt_of_her_own_along_and_the_ledger_says_so(
    walk: Walk, browser: Browser
):
    assert browser(walk.teacher).get("/tombstones.pdf").status_code == 409
    with clock.at(clock.now() + timedelta(days=15)):
        retention.sweep(media_store())
    answer = browser(walk.teacher).get("/tombstones.pdf")
    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
    assert "bewijs-van-wissen.pdf" in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "private, no-store"
    with asking() as session:
        query = select(LedgerEntry.actor_id).where(LedgerEntry.thing == "tombstone")
        assert session.scalars(query).all() == [walk.teacher.id]


def test_receipts_are_for_who_looks_after_them(walk: Walk, browser: Browser):
    with clock.at(clock.now() + timedelta(days=15)):
        retention.sweep(media_store())
    address = "/tombstones.pdf?from=2000-01-01&until=2100-01-01"
    assert browser(makers.person("Fien", Role.dpo)).get(address).status_code == 200
    for somebody in (walk.coach, walk.school.coordinator):
        assert browser(somebody).get(address).status_code == 404
    assert browser().get(address).status_code == 401
    officer = browser(makers.person("Frank", Role.dpo))
    assert officer.get("/tombstones.pdf?from=gisteren&until=vandaag").status_code == 404


def test_both_take_along_what_they_agreed_and_who_signed(browser: Browser):
    school = makers.school()
    walk, of = Walk(school), f"/agreements/{school.pair_id}.docx"
    for somebody in (school.teacher, school.coach):
        said = words(browser(somebody), walk, of)
        assert "De coach kan een film pas openen als de leraar hem deelt." in said
        assert "Tussen Tessa (leraar) en Carlijn (coach)." in said
        assert said.count("tekende op") == 2
    answer = browser(school.coach).get(of)
    assert answer.headers["content-disposition"] == 'attachment; filename="afspraken.docx"'
    assert answer.headers["cache-control"] == "private, no-store"


def test_an_agreement_that_only_one_signed_says_so(browser: Browser):
    school = makers.school(prepared=False)
    with acting() as session:
        makers.prepare(session, school.coordinator, school.programme_id)
    makers.signed(school, school.coach)
    said = words(browser(school.teacher), Walk(school), f"/agreements/{school.pair_id}.docx")
    assert "Carlijn tekende op" in said
    assert "Tessa heeft nog niet getekend." in said


def test_nobody_else_takes_the_agreement_of_a_pair_along(browser: Browser):
    school = makers.school()
    other = makers.second_pair(school)
    for somebody in (other.teacher, other.coach, school.coordinator):
        answer = browser(somebody).get(f"/agreements/{school.pair_id}.docx")
        assert (answer.status_code, answer.text) == (
            404, browser(somebody).get("/agreements/niets.docx").text
        )  # fmt: skip
    assert browser().get(f"/agreements/{school.pair_id}.docx").status_code == 401


def test_who_arranges_and_the_officer_take_the_papers_along(browser: Browser):
    school = makers.school(prepared=False)
    admin = makers.person("Beer", Role.admin)
    for somebody in (school.coordinator, admin, makers.person("Fien", Role.dpo)):
        answer = browser(somebody).get(f"/papers/{school.programme_id}.zip")
        assert answer.headers["content-disposition"] == 'attachment; filename="papieren.zip"'
        assert answer.headers["cache-control"] == "private, no-store"
        with ZipFile(BytesIO(answer.content)) as box:
            assert len(box.namelist()) == 10
            with box.open("nl/dpia.docx") as paper:
                assert Document(BytesIO(paper.read())).paragraphs[0].text.startswith("DPIA")
    with asking() as session:
        lines = session.scalars(select(LedgerEntry).where(LedgerEntry.act == "take_papers")).all()
    assert [line.thing_id for line in lines] == [school.programme_id] * 3


def test_nobody_else_takes_the_papers_along(browser: Browser):
    school = makers.school()
    address = f"/papers/{school.programme_id}.zip"
    for somebody in (school.teacher, school.coach, makers.person("Leo", Role.school_leader)):
        assert browser(somebody).get(address).status_code == 404
    assert browser(school.coordinator).get("/papers/niets.zip").status_code == 404
    assert browser().get(address).status_code == 401
