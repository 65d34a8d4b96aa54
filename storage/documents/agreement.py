"""The agreement of a pair as a Word document: what both read, and who signed it when."""

from docx.document import Document as Paper

from config.texts import format_date, text
from storage.agreements import AgreementView, Words
from storage.documents.paper import blank_sheet, clean, written
from storage.rules.steps import Who


def word(view: AgreementView) -> bytes:
    """Return the agreement as a .docx, in the language that is in use."""
    document = blank_sheet(text("agreement.document_title"))
    people = text("agreement.document_people", teacher=view.teacher, coach=view.coach)
    document.add_paragraph(clean(people))
    version = text("agreement.version", version=view.version, programme=view.programme)
    document.add_paragraph(clean(version))
    add_promises(document, view.words)
    document.add_heading(text("agreement.document_signed"), level=1)
    for who, name in ((Who.teacher, view.teacher), (Who.coach, view.coach)):
        at = view.signed.get(who)
        key = "agreement.other_signed" if at else "agreement.other_not"
        day = format_date(at, year=True) if at else ""
        document.add_paragraph(clean(text(key, name=name, day=day)))
    return written(document)


def add_promises(document: Paper, words: Words) -> None:
    """Every promise, under the part it belongs to."""
    for part, promises in words.items():
        document.add_heading(text(f"agreement.parts.{part}"), level=1)
        for sentence in promises.values():
            document.add_paragraph(sentence, style="List Bullet")
