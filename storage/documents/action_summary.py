"""The action summary as a Word document: no stills, no pupils, two names and what was agreed."""

from datetime import date

from docx.document import Document as Paper

from config.texts import format_date, text
from storage.action_summaries import PlannedAction, SummaryView
from storage.documents.paper import TABLE, blank_sheet, clean, written


def word(summary: SummaryView, teacher: str, coach: str, on: date) -> bytes:
    """Return the summary as a .docx, in the language that is in use."""
    document = blank_sheet(text("summary.document_title", number=summary.cycle_number))
    people = text("summary.document_people", teacher=teacher, coach=coach, date=format_date(on))
    document.add_paragraph(clean(people))
    document.add_heading(text("summary.discussed"), level=1)
    for paragraph in summary.discussed.splitlines() or [""]:
        document.add_paragraph(clean(paragraph))
    document.add_heading(text("summary.actions"), level=1)
    for position, action in enumerate(summary.actions, start=1):
        _add_action(document, position, action)
    document.add_paragraph().add_run(text("summary.document_foot")).italic = True
    return written(document)


def _add_action(document: Paper, position: int, action: PlannedAction) -> None:
    document.add_heading(text("summary.action_number", number=position), level=2)
    table = document.add_table(rows=0, cols=2, style=TABLE)
    for key, said in (("when", action.when), ("what", action.what), ("sign", action.sign)):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = text(f"summary.{key}"), clean(said)
