"""A receipt of deletion: what went, when, by which rule; never a name."""

from datetime import date, timedelta

import pytest
from fpdf import FPDF
from sqlalchemy import Engine, text

from config.texts import language
from storage import clock, receipts, tombstones
from storage.database import acting, asking
from storage.documents.receipt import pdf
from storage.errors import NotFound, Refused
from storage.receipts import Period
from storage.rules.access import Asker
from storage.rules.roles import Role
from tests import makers
from tests.makers import Walk
from tests.storage.kept import WORDS, copied_cycle, later, sweep_at

pytestmark = pytest.mark.usefixtures("wanted", "at_now")
ALL = Period(date(2026, 11, 1), date(2026, 12, 31))


@pytest.fixture
def walk(sqlite_database: Engine) -> Walk:
    made = copied_cycle()
    sweep_at(later(days=8))
    sweep_at(later(days=15))
    return made


def receipt(asker: Asker, **of: object) -> receipts.Receipt:
    with asking() as session:
        return receipts.receipt(session, asker, **of)  # type: ignore[arg-type] # as it came


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Everything that is put on paper."""
    said: list[str] = []
    put = FPDF.multi_cell

    def noted(
        self: FPDF, w: float, h: float | None = None, text: str = "", **how: object
    ) -> object:
        said.append(text)
        return put(self, w, h, text, **how)  # type: ignore[arg-type] # as it came

    monkeypatch.setattr(FPDF, "multi_cell", noted)
    return said


def test_the_officer_proves_a_period_in_words_and_without_a_name(walk: Walk, printed: list[str]):
    officer = makers.person("Fien", Role.dpo)
    made = receipt(officer, period=ALL)
    assert len(made.stones) == 5
    paper = pdf(made)
    said = "\n".join(printed)
    assert "De hele reeks van 5 bewijzen klopt" in said
    assert "de hele film" in said
    assert walk.recording_id in said
    assert "na het einde van de cyclus; bewaartermijn standaard, versie 1" in said
    assert f"5:{made.stones[-1].link}" in said
    for word in (*WORDS, "Tessa", "Carlijn", "Corrie", walk.teacher.id):
        assert word not in said
    assert paper.startswith(b"%PDF-")
    assert b"Atkinson" in paper
    assert b"http" not in paper.lower()


def test_it_is_complete_in_english(walk: Walk, printed: list[str]):
    with language("en"):
        pdf(receipt(makers.person("Fien", Role.dpo), period=ALL))
    said = "\n".join(printed)
    assert "The whole chain of 5 proofs holds" in said
    assert "retention standard, version 1" in said


def test_one_recording_is_proved_alone(walk: Walk):
    admin = makers.person("Ada", Role.admin)
    made = receipt(admin, recording_id=walk.recording_id)
    assert {stone.thing_id for stone in made.stones} == {walk.recording_id}
    with pytest.raises(Refused, match="nothing_to_prove"):
        receipt(admin, recording_id="nobody's")
    with pytest.raises(Refused, match="nothing_to_prove"):
        receipt(admin, period=Period(date(2025, 1, 1), date(2025, 12, 31)))


def test_a_day_at_school_is_in_it_from_its_first_to_its_last_minute(walk: Walk):
    admin = makers.person("Ada", Role.admin)
    ninth = date(2026, 12, 9)
    assert len(receipt(admin, period=Period(ninth, ninth)).stones) == 4


def test_a_teacher_proves_her_own_and_nobody_elses(walk: Walk):
    other = makers.second_pair(walk.school)
    assert {stone.owner_id for stone in receipt(walk.teacher).stones} == {walk.teacher.id}
    with pytest.raises(Refused, match="nothing_to_prove"):
        receipt(other.teacher, recording_id=walk.recording_id)
    for role in (Role.coach, Role.coordinator, Role.school_leader):
        with pytest.raises(NotFound):
            receipt(makers.person(role.value, role))


def test_a_broken_chain_is_said_and_where(walk: Walk, printed: list[str]):
    with acting() as session:
        session.execute(text("UPDATE tombstone SET kind = 'clip' WHERE seq = 2"))
    pdf(receipt(makers.person("Fien", Role.dpo)))
    said = "\n".join(printed)
    assert "De reeks klopt niet op 1 plek." in said
    assert "Nummer 2 is veranderd." in said


def test_an_old_receipt_shows_that_the_end_was_cut_off(walk: Walk):
    seq, link = receipt(makers.person("Fien", Role.dpo)).chain
    with acting() as session:
        assert receipts.holds_since(session, seq, link)
        session.execute(text("DELETE FROM tombstone WHERE seq = 5"))
        assert not receipts.holds_since(session, seq, link)


def test_a_receipt_older_than_the_proofs_are_kept_is_told_so(walk: Walk):
    seq, link = receipt(makers.person("Fien", Role.dpo)).chain
    with clock.at(later(days=30)), acting() as session:
        assert tombstones.forget(session, clock.now() - timedelta(days=1)) == seq
        assert receipts.holds_since(session, seq, link), "the last of them stays known"
        assert not receipts.holds_since(session, seq, "0" * 64)
        with pytest.raises(Refused, match="proof_forgotten"):
            receipts.holds_since(session, seq - 1, link)


def test_too_much_at_once_is_refused(walk: Walk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(receipts, "MOST", 4)
    with pytest.raises(Refused, match="too_much_to_prove"):
        receipt(makers.person("Fien", Role.dpo))
