"""A Word document of ours: in its own language, and whole whatever somebody typed."""

from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as some

from config.texts import language
from storage.documents.paper import blank_sheet, clean, written


@pytest.mark.parametrize(("spoken", "region"), [("nl", "nl-NL"), ("en", "en-GB")])
def test_a_document_says_which_language_it_is_in(spoken: str, region: str) -> None:
    with language(spoken):
        opened = Document(BytesIO(written(blank_sheet("Afspraken"))))
    assert opened.core_properties.language == region
    (said,) = opened.styles["Normal"].element.iter(qn("w:lang"))
    assert said.get(qn("w:val")) == region


def test_control_characters_are_left_out_and_words_stay() -> None:
    assert clean("Fen\x00na\x1b[31m V\u00f3s\ud800 \U0001f98a\tja\n") == (
        "Fenna[31m V\u00f3s \U0001f98a\tja\n"
    )


@settings(deadline=None, max_examples=30)
@given(some.text())
def test_whatever_somebody_typed_can_be_written_and_read_back(words: str) -> None:
    paper = blank_sheet(words)
    paper.add_paragraph(clean(words))
    opened = Document(BytesIO(written(paper)))
    assert [each.text for each in opened.paragraphs][1] == clean(words).replace("\r", "\n")
