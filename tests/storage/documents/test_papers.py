"""A school's papers: whole in both languages, and filled with what is so."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from sqlalchemy import Engine

from config.papers import block, papers
from config.settings import settings
from config.texts import LANGUAGES, language, text
from storage import papers as known
from storage import set_up
from storage.database import acting, asking
from storage.documents.papers import YELLOW, everything, word
from storage.jobs import QUEUES
from storage.papers import Facts
from storage.records import Programme
from storage.rules.roles import Role
from storage.rules.set_up import LegalBasis, Use
from tests import makers
from tests.conftest import forget
from tests.makers import School, decided, person


def facts(school: School) -> Facts:
    with asking() as session:
        return known.gather(session, session.get_one(Programme, school.programme_id))


def opened(made: bytes):  # type: ignore[no-untyped-def] # python-docx's own
    return Document(BytesIO(made))


def is_blank(cell) -> bool:  # type: ignore[no-untyped-def] # python-docx's own
    return any(shade.get(qn("w:fill")) == YELLOW for shade in cell._tc.iter(qn("w:shd")))


def cells(document) -> Iterator:  # type: ignore[no-untyped-def, type-arg] # python-docx's own
    for table in document.tables:
        for row in table.rows:
            yield from row.cells


def blanks(made: bytes) -> list[str]:
    return [cell.text.strip() for cell in cells(opened(made)) if is_blank(cell)]


def words(made: bytes) -> str:
    document = opened(made)
    lines = [each.text for each in document.paragraphs]
    return "\n".join([*lines, *(cell.text for cell in cells(document))])


def made(of: Facts, name: str, spoken: str = "nl") -> bytes:
    with language(spoken):
        return word(name, of)


def paper(school: School, name: str, spoken: str = "nl") -> str:
    return words(made(facts(school), name, spoken))


@pytest.fixture
def bare(sqlite_database: Engine) -> School:
    return makers.school(prepared=False)


@pytest.fixture
def school(sqlite_database: Engine) -> School:
    return makers.school()


def test_five_papers_are_made_in_each_language_and_each_opens(school: School) -> None:
    all_of_them = everything(facts(school))
    assert len(all_of_them) == len(LANGUAGES) * len(papers().papers) == 10
    for place, content in all_of_them.items():
        spoken = place.partition("/")[0]
        assert opened(content).core_properties.language.startswith(spoken)
    assert {"nl/dpia.docx", "nl/brief-aan-ouders.docx", "en/processor-annex.docx"} <= set(
        all_of_them
    )


@pytest.mark.parametrize("basis", [None, *LegalBasis])
def test_nothing_is_left_open_but_the_boxes_that_say_what_belongs_there(
    bare: School, basis: LegalBasis | None
) -> None:
    if basis:
        with acting() as session:
            makers.prepare(session, bare.coordinator, bare.programme_id, basis)
    for place, content in everything(facts(bare)).items():
        with language(place.partition("/")[0]):
            begins = text("papers.fill_in", what="")
        boxes, said = blanks(content), words(content)
        assert boxes or "afspraken" in place
        assert all(box.startswith(begins) and len(box) > len(begins) + 10 for box in boxes)
        assert all(cell.text.strip() for cell in cells(opened(content)))
        for sign in ("{", "}", "None", "TODO", "XXX", "[", "…", "  "):
            assert sign not in said, (place, sign)
        assert not [line for line in said.splitlines() if line.endswith((": .", " :", ": "))]


def test_before_anything_is_recorded_the_papers_have_boxes_for_it(bare: School) -> None:
    asked = " ".join(blanks(made(facts(bare), "dpia")))
    for about in ("de grondslag, wie de functionaris", "(G)MR instemde", "welke termijnen"):
        assert about in asked
    assert "waarom de school mag filmen" in " ".join(blanks(made(facts(bare), "letter")))


def test_what_the_school_recorded_stands_in_the_papers_instead_of_a_box(school: School) -> None:
    dpia = paper(school, "dpia")
    for said in (
        "Fenna Vos", "Gerechtvaardigd belang", "Leren van eigen beeld weegt zwaar.",
        "versie 2026-1", "Het personeelsdeel van de (G)MR stemde in op", "standaard",
    ):  # fmt: skip
        assert said in dpia
    asked = " ".join(blanks(made(facts(school), "dpia")))
    assert "grondslag" not in asked
    assert "(G)MR" not in asked
    assert "je kunt wel bezwaar maken" in paper(school, "letter")
    assert "Legitimate interest" in paper(school, "register", "en")


def test_another_basis_makes_another_letter(bare: School) -> None:
    with acting() as session:
        makers.prepare(session, bare.coordinator, bare.programme_id, LegalBasis.consent)
    letter = paper(bare, "letter")
    assert "We filmen je kind alleen met toestemming." in letter
    assert "bezwaar maken" not in letter


def test_the_periods_are_those_of_the_programme(sqlite_database: Engine) -> None:
    strict = makers.school(preset="strict")
    dpia, letter = (paper(strict, name) for name in ("dpia", "letter"))
    assert "streng" in dpia
    assert "zodra de leraar en de coach klaar zijn" in letter
    with acting() as session:
        set_up.record_retention(
            session, strict.coordinator, strict.programme_id, "standard", "long"
        )
    standard = paper(strict, "letter")
    assert "uiterlijk 14 dagen nadat" in standard
    assert "60 dagen na het uploaden" in standard


def test_a_use_beyond_coaching_stands_there_with_its_decision(school: School) -> None:
    before = paper(school, "dpia")
    assert "mag niet" in before
    assert "Niemand kan een fragment als bestand bewaren." in before
    decided(school, Use.outside_school)
    with acting() as session:
        session.get_one(Programme, school.programme_id).clip_downloads = True
    after = paper(school, "dpia")
    assert "(Besluit 7)" in after
    assert "Een leraar kan haar eigen fragmenten als bestand bewaren." in after


def test_people_are_counted_and_not_named(school: School) -> None:
    person("Fenna Vos", Role.dpo), person("Anna", Role.admin), person("Bram", Role.admin)
    rows = [
        [cell.text for cell in row.cells]
        for table in opened(made(facts(school), "dpia")).tables
        for row in table.rows
    ]
    counted = {row[0]: row[1] for row in rows if len(row) == 3}
    roles = ("functioneel beheerder", "leraar", "schoolleider")
    assert [counted[role] for role in roles] == ["2", "1", "0"]
    for content in everything(facts(school)).values():
        assert not any(name in words(content) for name in ("Tessa", "Carlijn", "Corrie", "Anna"))


SETTINGS = {
    "STORE_URL": ("s3://films/here", "Films staan in een opslag bij store.school.test."),
    "DATABASE_URL": ("postgresql://me:hush@db.school.test/x", "een database bij db.school.test."),
    "SMTP_URL": ("smtp://me:hush@mail.school.test:587", "E-mail gaat via mail.school.test."),
    "WHISPER_MODEL": ("/srv/hush/large-v3", "het taalmodel large-v3, dat de school zelf koos."),
    "BACKUPS": ("/srv/hush", "Reservekopieën zijn versleuteld en blijven zo lang"),
    "BASE_URL": ("https://coaching.school.test", "Lesbeeld op coaching.school.test."),
}


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_setting_changes_what_stands_there_and_no_secret_does(
    school: School, setting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    value, said = SETTINGS[setting]
    with asking() as session:
        year = session.get_one(Programme, school.programme_id)
        assert said not in words(made(known.gather(session, year), "dpia"))
        monkeypatch.setenv("LESBEELD_S3_ENDPOINT", "https://store.school.test:8333")
        monkeypatch.setenv(f"LESBEELD_{setting}", value)
        settings.cache_clear()
        dpia = words(made(known.gather(session, year), "dpia"))
    forget()
    assert said in dpia
    assert "hush" not in dpia
    assert "/srv" not in dpia


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_everything_the_machine_does_stands_there(school: School, spoken: str) -> None:
    said = paper(school, "dpia", spoken)
    with language(spoken):
        assert all(text(f"papers.machine.{work}") in said for work in QUEUES)


def test_the_agreement_is_the_one_both_sign(school: School) -> None:
    said = paper(school, "agreement", "en")
    assert "The coach can open a film only once the teacher shares it." in said
    assert "14 days" in said


def test_control_characters_in_names_do_no_harm(sqlite_database: Engine) -> None:
    odd = makers.school()
    with acting() as session:
        year = session.get_one(Programme, odd.programme_id)
        year.name = "Jaar\x0b\x1b[31m\ud7ff{officer}"
        set_up.record_legal_basis(
            session, odd.coordinator, odd.programme_id, LegalBasis.public_task,
            "Fen\x01na {basis} V\x1fos", year.starts_on,
        )  # fmt: skip
        set_up.record_balancing_test(session, odd.coordinator, odd.programme_id, "a\x0cb\x08c")
    said = paper(odd, "dpia")
    assert "Jaar[31m\ud7ff{officer}" in said
    assert "Fenna {basis} Vos" in said


@pytest.mark.parametrize("written", ["says", "says.", "tells.this", "says.this when that", 7])
def test_a_block_nobody_knows_is_refused(written: object) -> None:
    with pytest.raises(ValueError, match="not a block"):
        block(written)


def test_a_declaration_with_an_unknown_word_is_refused(tmp_path: Path) -> None:
    declared = tmp_path / "papers.yaml"
    declared.write_text("risks: []\ndata: []\nextra: 1\npapers: {}\n")
    with pytest.raises(ValueError, match="extra"):
        papers(declared)
