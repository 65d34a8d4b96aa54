"""What every Word document of ours looks like, and what may stand in one."""

import re
from io import BytesIO

from docx import Document
from docx.document import Document as Paper
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from config.texts import current_language

INK = RGBColor(0x2B, 0x2B, 0x33)
TABLE = "Light Grid Accent 1"
_REGIONS = {"nl": "nl-NL", "en": "en-GB"}
_NO_WORDS = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What a Word file cannot hold: control characters and halves of characters."""


def blank_sheet(title: str) -> Paper:
    """An empty document under its title, in the language that is in use."""
    document = Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size, normal.font.color.rgb = "Calibri", Pt(11), INK
    spoken = OxmlElement("w:lang")  # for who has it read aloud, and for the spelling
    spoken.set(qn("w:val"), _REGIONS[current_language()])
    normal.element.get_or_add_rPr().append(spoken)
    document.core_properties.title = clean(title)
    document.core_properties.language = _REGIONS[current_language()]
    document.core_properties.author = document.core_properties.comments = ""
    document.add_heading(clean(title), level=0)
    return document


def clean(words: str) -> str:
    """Words as a Word file can hold them: without control characters."""
    return _NO_WORDS.sub("", words)


def written(document: Paper) -> bytes:
    """The document as the bytes of a .docx."""
    out = BytesIO()
    document.save(out)
    return out.getvalue()
