"""A receipt of deletions as a PDF, in our own typeface; it names ids, kinds, days and rules."""

from pathlib import Path

from fpdf import FPDF
from fpdf.enums import TableBordersLayout, XPos, YPos
from fpdf.fonts import FontFace

from config.texts import format_bytes, format_date, format_moment, plural, text
from storage.receipts import Receipt
from storage.records import Tombstone

FONTS = Path(__file__).parent / "fonts"
INK, QUIET, LINE = (43, 43, 51), (95, 95, 107), (200, 200, 208)
MARGIN_MM = 18.0
WIDTHS = (6, 38, 23, 33)


class _Paper(FPDF):
    """A4 with the number of the page below."""

    def footer(self) -> None:
        self.set_y(-14)
        self.set_font("Atkinson", size=8)
        self.set_text_color(*QUIET)
        self.cell(0, 6, f"{self.page_no()} / {{nb}}", align="R")


def pdf(receipt: Receipt) -> bytes:
    """Return the receipt as a PDF, in the language that is in use."""
    paper = _paper(text("receipt.title"))
    _line(paper, text("receipt.title"), 20, bold=True)
    _line(paper, _about(receipt), 11)
    _line(paper, text("receipt.made", moment=format_moment(receipt.made_at, year=True)), 9, QUIET)
    paper.ln(3)
    _line(paper, _verdict(receipt), 11, bold=True)
    for each in receipt.broken[:20]:
        _line(paper, text(f"retention_screen.broken.{each.why}", seq=each.seq), 10)
    paper.ln(3)
    _line(paper, plural("receipt.count", len(receipt.stones)), 11)
    paper.ln(2)
    _stones(paper, receipt.stones)
    paper.ln(4)
    seq, link = receipt.chain
    _line(paper, text("receipt.keep"), 9, QUIET)
    _line(paper, f"{seq}:{link}", 9)
    _line(paper, text("receipt.explained"), 9, QUIET)
    return bytes(paper.output())


def _paper(title: str) -> _Paper:
    paper = _Paper(format="A4")
    for style, weight in (("", "regular"), ("B", "bold")):
        paper.add_font("Atkinson", style, FONTS / f"atkinson-{weight}.ttf")
    paper.set_title(title)
    paper.set_creator("Lesbeeld")
    paper.set_margins(MARGIN_MM, MARGIN_MM)
    paper.set_auto_page_break(True, 18)
    paper.add_page()
    return paper


def _line(
    paper: FPDF, said: str, size: int, ink: tuple[int, int, int] = INK, *, bold: bool = False
) -> None:
    paper.set_font("Atkinson", "B" if bold else "", size)
    paper.set_text_color(*ink)
    paper.multi_cell(0, size * 0.5, said, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _about(receipt: Receipt) -> str:
    if receipt.recording_id:
        return text("receipt.of_recording", id=receipt.recording_id)
    if receipt.period:
        first, last = receipt.period.first, receipt.period.last
        return text(
            "receipt.of_period",
            first=format_date(first, year=True),
            last=format_date(last, year=True),
        )
    return text("receipt.of_everything")


def _verdict(receipt: Receipt) -> str:
    if receipt.broken:
        return plural("receipt.broken", len(receipt.broken))
    return text("receipt.holds", n=receipt.chain[0])


def _stones(paper: FPDF, stones: tuple[Tombstone, ...]) -> None:
    paper.set_font("Atkinson", size=8)
    paper.set_text_color(*INK)
    paper.set_draw_color(*LINE)
    head = FontFace(emphasis="BOLD", color=INK, fill_color=(240, 240, 244))
    with paper.table(
        col_widths=WIDTHS, headings_style=head, line_height=4.2, padding=1,
        borders_layout=TableBordersLayout.HORIZONTAL_LINES, text_align="LEFT",
    ) as table:  # fmt: skip
        row = table.row()
        for name in ("seq", "what", "when", "rule"):
            row.cell(text(f"receipt.column.{name}"))
        for stone in stones:
            row = table.row()
            for said in _cells(stone):
                row.cell(said)


def _cells(stone: Tombstone) -> tuple[str, str, str, str]:
    kind = text(f"retention.kinds.{stone.kind}")
    preset, _, version = stone.policy.partition(":")
    if version:
        name = text(f"retention.presets.{preset}")
        rule = text("receipt.rule", preset=name, version=version, because=_because(stone.trigger))
    else:
        rule = _because(stone.trigger)
    when = format_moment(stone.deleted_at, year=True, short=True)
    return str(stone.seq), f"{kind} ({_size(stone)})\n{stone.thing_id}", when, rule


def _because(trigger: str) -> str:
    if trigger == "discard":
        return text("retention_screen.because.discard")
    return text(f"retention.because.{trigger}")


def _size(stone: Tombstone) -> str:
    if stone.size_bucket == "none":
        return text("receipt.no_bytes")
    if stone.size_bucket == "more":
        return text("receipt.more_bytes")
    return text("receipt.up_to", size=format_bytes(int(stone.size_bucket.removeprefix("to_"))))
