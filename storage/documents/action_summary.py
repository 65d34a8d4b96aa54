"""The action summary as a Word document: no stills, no pupils, two names and what was agreed."""

from datetime import date
from io import BytesIO

from docx import Document
from docx.document import Document as Paper
from docx.shared import Pt, RGBColor

from config.texts import format_date, text
from storage.action_summaries import PlannedAction, SummaryView

INK = RGBColor(0x2B, 0x2B, 0x33)


def word(summary: SummaryView, teacher: str, coach: str, on: date) -> bytes:
    """Return the summary as a .docx, in the language that is in use."""
    document = Document()
    normal = document.styles["Normal"].font
    normal.name, normal.size, normal.color.rgb = "Calibri", Pt(11), INK
    document.core_properties.title = text("summary.document_title", number=summary.cycle_number)
    document.core_properties.author = document.core_properties.comments = ""
    document.add_heading(text("summary.document_title", number=summary.cycle_number), level=0)
    document.add_paragraph(
        text("summary.document_people", teacher=teacher, coach=coach, date=format_date(on))
    )
    document.add_heading(text("summary.discussed"), level=1)
    for paragraph in summary.discussed.splitlines() or [""]:
        document.add_paragraph(paragraph)
    document.add_heading(text("summary.actions"), level=1)
    for position, action in enumerate(summary.actions, start=1):
        _add_action(document, position, action)
    document.add_paragraph().add_run(text("summary.document_foot")).italic = True
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _add_action(document: Paper, position: int, action: PlannedAction) -> None:
    document.add_heading(text("summary.action_number", number=position), level=2)
    table = document.add_table(rows=0, cols=2, style="Light Grid Accent 1")
    for key, said in (("when", action.when), ("what", action.what), ("sign", action.sign)):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = text(f"summary.{key}"), said
