"""The printed roster (值班表): one workbook, Word and PDF page from the same rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duty_desk.documents.pdf_page import PdfPage, Ruled
from duty_desk.documents.table_book import TablePage, tables
from duty_desk.documents.word_page import Face, Paper, add_row, as_bytes, page, paragraph, table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_PAPER = Paper(is_landscape=True, margin_mm=15, text_pt=10.5)


@dataclass(frozen=True, kw_only=True)
class RosterSheet:
    """A roster as it is printed.

    Attributes:
        title: Over the table.
        lines: Below the title: whose, which span, when it was made.
        headings: Over the columns.
        widths_mm: The columns' widths on paper.
        rows: A row a shift.
        free: Numbers of rows (from 0) that lie on free days.
        foot: Below the table: who made it, who approved it, to sign on.
    """

    title: str
    lines: tuple[str, ...]
    headings: tuple[str, ...]
    widths_mm: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    free: tuple[int, ...] = ()
    foot: tuple[str, ...] = ()
    sheet: str = ""


def roster_book(sheet: RosterSheet) -> bytes:
    """The roster as a workbook that can be imported again."""
    page_of_book = TablePage(
        name=sheet.sheet,
        title=sheet.title,
        lines=sheet.lines,
        headings=sheet.headings,
        rows=sheet.rows,
    )
    return tables([page_of_book])


def roster_pdf(sheet: RosterSheet, fonts: Path) -> bytes:
    """The roster as PDF pages."""
    made = PdfPage(fonts, _PAPER)
    made.title(sheet.title)
    for line in sheet.lines:
        made.line(line, pt=9.5, align=1)
    made.gap(2)
    made.table(
        Ruled(
            rows=sheet.rows, widths_mm=sheet.widths_mm, headings=sheet.headings, shaded=sheet.free
        )
    )
    if sheet.foot:
        made.gap(6)
        made.signatures(sheet.foot)
    return made.as_bytes()


def roster_word(sheet: RosterSheet) -> bytes:
    """The roster as a Word document."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    document = page(_PAPER)
    centre = WD_ALIGN_PARAGRAPH.CENTER
    paragraph(document, sheet.title, Face(pt=18, is_bold=True), centre)
    for line in sheet.lines:
        paragraph(document, line, Face(pt=10), centre)
    head, cell = Face(pt=10, is_bold=True), Face(pt=10)
    made = table(document, sheet.headings, sheet.widths_mm, head)
    for row in sheet.rows:
        add_row(made, row, sheet.widths_mm, cell)
    paragraph(document, "")
    paragraph(document, _signing(sheet.foot))
    return as_bytes(document)


def _signing(names: Sequence[str]) -> str:
    return "    ".join(f"{name}{'_' * 16}" for name in names)
