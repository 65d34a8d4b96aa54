"""The summary as a Word document: it opens, and holds what was agreed in its language."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from docx import Document

from config.texts import LANGUAGES, language, text
from storage.action_summaries import PlannedAction, SummaryView
from storage.documents.action_summary import word
from storage.rules.cycle import State

ON = date(2026, 11, 24)
SUMMARY = SummaryView(
    cycle_id="c",
    cycle_number=3,
    state=State.completed,
    discussed="Vier tellen stil.\nDan meer vingers.",
    actions=(
        PlannedAction("dinsdag", "tot vijf tellen", "meer vingers"),
        PlannedAction("donderdag", "een tweede vraag", "langere antwoorden"),
    ),
    version=4,
    edited_by="j",
    proposed_by="j",
    proposed_at=None,
    asked_change="",
    agreed_at=None,
    teacher_id="s",
    coach_id="j",
)


def opened(summary: SummaryView = SUMMARY):  # type: ignore[no-untyped-def] # python-docx's own
    return Document(BytesIO(word(summary, "Sanne de Vries", "Joost Bakker", ON)))


def words_of(document) -> str:  # type: ignore[no-untyped-def] # python-docx's own
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_it_holds_what_was_agreed_under_headings_of_its_language(spoken: str) -> None:
    with language(spoken):
        said = words_of(opened())
        for key in ("discussed", "actions", "when", "what", "sign", "document_foot"):
            assert text(f"summary.{key}") in said
        assert text("summary.document_title", number=3) in said
    for words in ("Sanne de Vries", "Joost Bakker", "Dan meer vingers.", "een tweede vraag"):
        assert words in said


def test_the_day_is_written_as_people_say_it() -> None:
    with language("nl"):
        assert "dinsdag 24 november" in words_of(opened())


def test_each_action_has_its_own_table() -> None:
    tables = opened().tables
    assert [len(table.rows) for table in tables] == [3, 3]


def test_nothing_about_the_machine_or_the_writer_is_in_its_properties() -> None:
    told = opened().core_properties
    assert told.author == ""
    assert "python" not in f"{told.comments}{told.last_modified_by}".lower()


def test_an_empty_text_still_makes_a_document() -> None:
    assert opened(replace(SUMMARY, discussed="", actions=())).tables == []


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_the_file_name_is_plain(spoken: str) -> None:
    with language(spoken):
        name = text("summary.file_name")
    assert name.isascii()
    assert name.isidentifier()
