"""The handover sheet: one A4 with figures, items, signatures, and the seal of the record.

The words come ready; here they are laid out, as PDF and as Word. What is too much for one page
is written smaller, and at last folded: items of one kind that stand alike share a line.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING

from duty_desk.documents.pdf_page import PdfPage, Ruled, code_png
from duty_desk.documents.word_page import (
    Face,
    Paper,
    add_row,
    as_bytes,
    bare_table,
    page,
    paragraph,
    table,
)
from duty_desk.language import chinese

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from docx.document import Document

_PAGE = re.compile(rb"/Type\s*/Page\b")
_MARGIN_MM, _QR_MM = 15, 34
_MANY = 20  # items that never stand on one page without folding
_PLAIN_PT = (10.0, 9.0, 8.0, 7.2)
_FOLDED_PT = (8.0, 7.0, 6.2, 5.4)
_ITEM_HEADS = (
    chinese("#"),
    chinese("移交事项"),
    chinese("现状与下一步"),
    chinese("时限"),
    chinese("接班确认"),
)
_ITEM_MM = (9.0, 56.0, 66.0, 25.0, 24.0)
_FOLDED_MM = (12.0, 92.0, 32.0, 20.0, 24.0)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One item of the sheet, in words."""

    no: str
    kind: str
    title: str
    state: str
    due: str
    confirmed: str
    is_urgent: bool = False


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The words of a sheet.

    Attributes:
        title: 值班交接单.
        subtitle: Hall, seat, shift.
        facts: Rows of name and value in turn, six cells each.
        figures: Pairs of name and figure.
        lines: The items.
        since: What was opened after the cut, one line each.
        notes: Pairs of name and text below the items: checks, remark, reason.
        signers: What stands before the lines to sign on.
        seal: The lines beside the code.
        code: What the code says.
    """

    title: str
    subtitle: str
    facts: tuple[tuple[str, ...], ...]
    figures: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    since: tuple[str, ...]
    notes: tuple[tuple[str, str], ...]
    signers: tuple[str, ...]
    seal: tuple[str, ...]
    code: str


def sheet_pdf(sheet: Sheet, fonts: Path) -> bytes:
    """The sheet as a PDF of one page."""
    made = b""
    for pt in _PLAIN_PT if len(sheet.lines) <= _MANY else ():  # a try takes a second
        made = _pdf(sheet, fonts, pt)
        if len(_PAGE.findall(made)) == 1:
            return made
    short = replace(sheet, lines=folded(sheet.lines))
    for pt in _FOLDED_PT:
        made = _pdf(short, fonts, pt)
        if len(_PAGE.findall(made)) == 1:
            return made
    return made  # more than ever was open at one desk: whole, on two pages, rather than cut


def _widths(sheet: Sheet) -> tuple[float, ...]:
    return _FOLDED_MM if any(not line.no.isdigit() for line in sheet.lines) else _ITEM_MM


def folded(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Lines that stand alike in one; urgent ones stay apart."""
    alike: dict[tuple[str, str, str], list[Line]] = defaultdict(list)
    for line in lines:
        state = line.no if line.is_urgent else re.sub(r"\d[\d\-: ]*", "", line.state)
        alike[line.kind, state, "" if line.due == "—" else line.due].append(line)
    return tuple(_joined(found) if len(found) > 1 else found[0] for found in alike.values())


def _joined(lines: Sequence[Line]) -> Line:
    first, last = lines[0], lines[-1]
    titles = chinese("；").join(line.title for line in lines)
    confirmed = sorted(line.confirmed for line in lines)
    return replace(
        first,
        no=f"{len(lines)}{chinese('项')}",
        title=titles,
        state=re.sub(r"^\d[\d\-: ]*", "", first.state),
        confirmed=confirmed[0] if confirmed[0] == confirmed[-1] else last.confirmed,
    )


def _pdf(sheet: Sheet, fonts: Path, pt: float) -> bytes:
    made = PdfPage(fonts, Paper(margin_mm=_MARGIN_MM, text_pt=pt))
    width = made.paper.width_mm
    made.title(sheet.title, pt=18)
    made.line(sheet.subtitle, pt=10.5, align=1)
    made.gap(2)
    column = width / 6
    made.table(Ruled(rows=sheet.facts, widths_mm=(column,) * 6, text_pt=pt, bold_columns=(0, 2, 4)))
    made.gap(2)
    names, figures = zip(*sheet.figures, strict=True)
    each = width / len(names)
    made.table(Ruled(rows=[figures], widths_mm=(each,) * len(names), headings=names, text_pt=pt))
    made.gap(2)
    rows = [(one.no, one.title, one.state, one.due, one.confirmed) for one in sheet.lines]
    empty = [("—", chinese("没有移交事项"), "—", "—", "—")]
    made.table(
        Ruled(rows=rows or empty, widths_mm=_widths(sheet), headings=_ITEM_HEADS, text_pt=pt)
    )
    for words in sheet.since:
        made.line(words, pt=pt)
    made.gap(2)
    made.table(Ruled(rows=sheet.notes, widths_mm=(28, width - 28), text_pt=pt, bold_columns=(0,)))
    made.gap(7)
    made.signatures(sheet.signers)
    made.gap(5)
    made.code(sheet.code, sheet.seal, _QR_MM)
    return made.as_bytes()


def sheet_word(sheet: Sheet) -> bytes:
    """The sheet as a Word document, the same words and the same code."""
    many = len(sheet.lines) > 16
    small = Face(pt=8 if many else 9.5)
    document = page(Paper(margin_mm=_MARGIN_MM, text_pt=9))
    _heading(document, sheet)
    width = Paper(margin_mm=_MARGIN_MM).width_mm
    sixth = (width / 6,) * 6
    facts = table(document, sheet.facts[0], sixth, small)
    for row in sheet.facts[1:]:
        add_row(facts, row, sixth, small)
    paragraph(document, "")
    names, figures = zip(*sheet.figures, strict=True)
    each = (width / len(names),) * len(names)
    add_row(table(document, names, each, small), figures, each, small)
    paragraph(document, "")
    shown = replace(sheet, lines=folded(sheet.lines)) if many else sheet
    widths = _widths(shown)
    items = table(document, _ITEM_HEADS, widths, small)
    for one in shown.lines:
        add_row(items, (one.no, one.title, one.state, one.due, one.confirmed), widths, small)
    for words in sheet.since:
        paragraph(document, words, small)
    paragraph(document, "")
    sides = (28.0, width - 28.0)
    notes = table(document, sheet.notes[0], sides, small)
    for row in sheet.notes[1:]:
        add_row(notes, row, sides, small)
    paragraph(document, "")
    lines = [f"{name}{'_' * 16}" for name in sheet.signers]
    bare_table(document, lines, (width / len(lines),) * len(lines), Face(pt=11))
    paragraph(document, "")
    _seal(document, sheet, small)
    return as_bytes(document)


def _seal(document: Document, sheet: Sheet, small: Face) -> None:
    from docx.shared import Mm

    sides = (_QR_MM + 4.0, Paper(margin_mm=_MARGIN_MM).width_mm - _QR_MM - 4.0)
    row = bare_table(document, ("", "\n".join(sheet.seal)), sides, small)
    place = row.rows[0].cells[0].paragraphs[0].add_run()
    place.add_picture(BytesIO(code_png(sheet.code)), width=Mm(_QR_MM))


def _heading(document: Document, sheet: Sheet) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    middle = WD_ALIGN_PARAGRAPH.CENTER
    paragraph(document, sheet.title, Face(pt=18, is_bold=True), middle)
    paragraph(document, sheet.subtitle, Face(pt=10.5), middle)
