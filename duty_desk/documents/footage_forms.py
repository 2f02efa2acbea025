"""Papers of a footage request on one A4 each: register form, receipt, and clock sheet.

The words come ready; here they are laid out, as PDF and as Word. What is too much for one page is
written smaller, down to what can still be read; only then a second page is used.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from duty_desk.documents.pdf_page import PdfPage, Ruled, unprintable
from duty_desk.documents.word_page import (
    Face,
    Paper,
    add_row,
    as_bytes,
    bare_table,
    named_rows,
    page,
    paragraph,
    table,
)
from duty_desk.language import chinese

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from docx.document import Document

_PAGE = re.compile(rb"/Type\s*/Page\b")
_MARGIN_MM = 15
_WIDTH_MM = 180.0
_SIZES_PT = (10.0, 9.0, 8.0, 7.2, 6.5)
_NAME_MM = 26.0
_FEW_SIGNERS = 4  # two in a line, more of them three
_MANY_SIGNS = 1_500  # beyond this Word's page is written smaller

_SPAN_HEADS = (
    chinese("点位"),
    chinese("起止时间（标准时间）"),
    chinese("起止时间（画面时间）"),
    chinese("误差"),
    chinese("结果"),
)
_SPAN_MM = (32.0, 46.0, 46.0, 20.0, 36.0)
_FILE_HEADS = (chinese("文件"), chinese("大小"), chinese("能否播放"), "SHA-256")
_FILE_MM = (64.0, 20.0, 24.0, 72.0)
_CLOCK_HEADS = (
    chinese("点位"),
    chinese("画面时间"),
    chinese("标准时间"),
    chinese("误差"),
    chinese("标准来源与方法"),
    chinese("校对人"),
    chinese("截图校验值"),
)
_CLOCK_MM = (26.0, 32.0, 32.0, 18.0, 28.0, 18.0, 26.0)


@dataclass(frozen=True, kw_only=True)
class SpanWords:
    """A span of a camera, in words: by true time, and as its picture tells it."""

    camera: str
    true_time: str
    shown_time: str
    offset: str
    result: str


@dataclass(frozen=True, kw_only=True)
class FileWords:
    """A file, in words; the hash whole."""

    name: str
    size: str
    playing: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class ClockWords:
    """One clock check, in words."""

    camera: str
    shown: str
    true: str
    offset: str
    source: str
    checker: str
    picture: str


@dataclass(frozen=True, kw_only=True)
class Form:
    """The words of a register form or a receipt.

    Attributes:
        title: As 监控录像调取登记表.
        subtitle: Hall, number, time.
        facts: Rows of name and value twice, four cells each.
        wide: Rows of name and one long value: reason, content, remarks.
        spans: The cameras and times asked for.
        files: What is handed over; none for a view.
        notes: Sentences below: what is confirmed by signing.
        signers: What stands before the lines to sign on.
    """

    title: str
    subtitle: str
    facts: tuple[tuple[str, str, str, str], ...]
    wide: tuple[tuple[str, str], ...]
    spans: tuple[SpanWords, ...]
    files: tuple[FileWords, ...]
    notes: tuple[str, ...]
    signers: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ClockSheet:
    """The words of a clock sheet: what was compared, and what the difference means."""

    title: str
    subtitle: str
    checks: tuple[ClockWords, ...]
    notes: tuple[str, ...]
    signers: tuple[str, ...]


def form_pdf(form: Form, fonts: Path) -> bytes:
    """The form as a PDF of one page."""
    cells = [*form.facts, *form.wide, *map(_span_cells, form.spans), *map(_file_cells, form.files)]
    words = "".join(part for cell in cells for part in cell)
    whole = replace(form, notes=(*form.notes, *_boxes(fonts, words + "".join(form.signers))))
    return _on_one_page(lambda pt: _form_pdf(whole, fonts, pt))


def clock_pdf(sheet: ClockSheet, fonts: Path) -> bytes:
    """The clock sheet as a PDF of one page."""
    return _on_one_page(lambda pt: _clock_pdf(sheet, fonts, pt))


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF of ours has."""
    return len(_PAGE.findall(pdf))


def _boxes(fonts: Path, words: str) -> tuple[str, ...]:
    """What the boxes on the page stand for: a name must not be lost for want of a letter."""
    lacking = unprintable(fonts, words)
    if not lacking:
        return ()
    codes = chinese("、").join(f"U+{ord(sign):04X}" for sign in lacking)
    told = chinese(
        "页上方框处的字不在程序字库里，依次为 {codes}；以 Word 版为准，或打印后手写补上。",
        codes=codes,
    )
    return (told,)


def _on_one_page(make: Callable[[float], bytes]) -> bytes:
    made = b""
    for pt in _SIZES_PT:
        made = make(pt)
        if pages_of(made) == 1:
            break
    return made  # whole on two pages rather than cut


def _form_pdf(form: Form, fonts: Path, pt: float) -> bytes:
    made = _begun(fonts, pt, form.title, form.subtitle)
    half = _WIDTH_MM / 2 - _NAME_MM
    widths = (_NAME_MM, half, _NAME_MM, half)
    made.table(Ruled(rows=form.facts, widths_mm=widths, text_pt=pt, bold_columns=(0, 2)))
    if form.wide:
        sides = (_NAME_MM, _WIDTH_MM - _NAME_MM)
        made.table(Ruled(rows=form.wide, widths_mm=sides, text_pt=pt, bold_columns=(0,)))
    made.gap(2)
    spans = [_span_cells(one) for one in form.spans]
    made.table(Ruled(rows=spans, widths_mm=_SPAN_MM, headings=_SPAN_HEADS, text_pt=pt))
    if form.files:
        made.gap(2)
        files = [_file_cells(one) for one in form.files]
        made.table(Ruled(rows=files, widths_mm=_FILE_MM, headings=_FILE_HEADS, text_pt=pt - 1))
    return _ended(made, form.notes, form.signers, pt)


def _clock_pdf(sheet: ClockSheet, fonts: Path, pt: float) -> bytes:
    made = _begun(fonts, pt, sheet.title, sheet.subtitle)
    rows = [_clock_cells(one) for one in sheet.checks]
    made.table(Ruled(rows=rows, widths_mm=_CLOCK_MM, headings=_CLOCK_HEADS, text_pt=pt - 1))
    return _ended(made, sheet.notes, sheet.signers, pt)


def _begun(fonts: Path, pt: float, title: str, subtitle: str) -> PdfPage:
    made = PdfPage(fonts, Paper(margin_mm=_MARGIN_MM, text_pt=pt))
    made.title(title, pt=18)
    made.line(subtitle, pt=10, align=1)
    made.gap(3)
    return made


def _ended(made: PdfPage, notes: Sequence[str], signers: Sequence[str], pt: float) -> bytes:
    made.gap(2)
    for words in notes:
        made.line(words, pt=pt)
    made.gap(6)
    for names in _sign_lines(signers):
        made.signatures(names)
        made.gap(5)
    return made.as_bytes()


def form_word(form: Form) -> bytes:
    """The form as a Word document."""
    small = Face(pt=8 if _signs(form) > _MANY_SIGNS else 9.5)
    document = _word_begun(form.title, form.subtitle)
    half = _WIDTH_MM / 2 - _NAME_MM
    named_rows(document, form.facts, (_NAME_MM, half, _NAME_MM, half), small)
    paragraph(document, "", Face(pt=4))
    named_rows(document, form.wide, (_NAME_MM, _WIDTH_MM - _NAME_MM), small)
    paragraph(document, "", Face(pt=4))
    spans = table(document, _SPAN_HEADS, _SPAN_MM, small)
    for one in form.spans:
        add_row(spans, _span_cells(one), _SPAN_MM, small)
    if form.files:
        paragraph(document, "", Face(pt=4))
        tiny = Face(pt=7 if small.pt == 8 else 8.5)
        files = table(document, _FILE_HEADS, _FILE_MM, tiny)
        for file in form.files:
            add_row(files, _file_cells(file), _FILE_MM, tiny)
    return _word_ended(document, form.notes, form.signers, small)


def clock_word(sheet: ClockSheet) -> bytes:
    """The clock sheet as a Word document."""
    document = _word_begun(sheet.title, sheet.subtitle)
    checks = table(document, _CLOCK_HEADS, _CLOCK_MM, Face(pt=8.5))
    for one in sheet.checks:
        add_row(checks, _clock_cells(one), _CLOCK_MM, Face(pt=8.5))
    return _word_ended(document, sheet.notes, sheet.signers, Face(pt=9.5))


def _word_begun(title: str, subtitle: str) -> Document:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    document = page(Paper(margin_mm=_MARGIN_MM, text_pt=9))
    middle = WD_ALIGN_PARAGRAPH.CENTER
    paragraph(document, title, Face(pt=18, is_bold=True), middle)
    paragraph(document, subtitle, Face(pt=10), middle)
    paragraph(document, "", Face(pt=6))
    return document


def _word_ended(
    document: Document, notes: Sequence[str], signers: Sequence[str], face: Face
) -> bytes:
    paragraph(document, "", Face(pt=4))
    for words in notes:
        paragraph(document, words, face)
    for names in _sign_lines(signers):
        paragraph(document, "", Face(pt=6))
        lines = [f"{name}{'_' * 14}" if name else "" for name in names]
        bare_table(document, lines, (_WIDTH_MM / len(lines),) * len(lines), Face(pt=10.5))
    return as_bytes(document)


def _sign_lines(signers: Sequence[str]) -> list[list[str]]:
    """Who signs, line by line; the last is filled up with nobody."""
    most = 2 if len(signers) <= _FEW_SIGNERS else 3
    lines = [list(signers[start : start + most]) for start in range(0, len(signers), most)]
    return [[*line, *[""] * (most - len(line))] for line in lines]


def _signs(form: Form) -> int:
    """How much is written, roughly; a line of a table counts as half a line of text."""
    told = sum(len(value) for row in form.wide for value in row)
    return told + 60 * (len(form.facts) + len(form.spans)) + 100 * len(form.files)


def _span_cells(one: SpanWords) -> tuple[str, ...]:
    return one.camera, one.true_time, one.shown_time, one.offset, one.result


def _file_cells(one: FileWords) -> tuple[str, ...]:
    # In groups and two lines, so that it can be compared by eye.
    groups = [one.sha256[start : start + 8] for start in range(0, len(one.sha256), 8)]
    half = len(groups) // 2
    lines = f"{' '.join(groups[:half])}\n{' '.join(groups[half:])}"
    return one.name, one.size, one.playing, lines


def _clock_cells(one: ClockWords) -> tuple[str, ...]:
    return one.camera, one.shown, one.true, one.offset, one.source, one.checker, one.picture
