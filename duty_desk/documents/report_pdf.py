"""A report as a PDF: the same words and pictures as in Word, laid out by the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.documents.pdf_page import PdfPage, Ruled
from duty_desk.documents.word_page import Paper
from duty_desk.language import chinese

if TYPE_CHECKING:
    from pathlib import Path

    from duty_desk.documents.report_paper import PaperSection, PaperTable, ReportPaper

_DIGITS = chinese("一二三四五六七八九十")


def report_pdf(paper: ReportPaper, fonts: Path) -> bytes:
    """The report as the bytes of a .pdf.

    Args:
        paper: What stands on it.
        fonts: The folder with the program's fonts.
    """
    page = PdfPage(fonts, Paper(margin_mm=20, text_pt=10.5))
    page.title(paper.title)
    page.line(paper.subtitle, align=1)
    page.line(paper.hall, pt=9, align=1)
    if paper.is_draft:
        page.line(chinese("草稿，数据未冻结"), is_bold=True, align=1)
    page.gap(3)
    heads = Headings()
    page.heading(heads.next(chinese("总体情况")))
    page.line(paper.summary or chinese("本时段没有记录。"))
    _charts(page, paper, heads)
    for section in paper.sections:
        page.heading(heads.next(section.title))
        _section(page, section, paper.before_words)
    for _, heading, words in paper.texts:
        page.heading(heads.next(heading))
        for line in (words or chinese("（未填写）")).split("\n"):
            page.line(line)
        page.gap(1)
    last = [(line, 0.0) for line in paper.attachments]
    last += [(" ", 0.0), *((line, 8.0) for line in paper.foot)]
    page.together(last, heads.next(chinese("附件")) if paper.attachments else "")
    return page.as_bytes()


class Headings:
    """Numbers headings in Chinese (一、二、)."""

    def __init__(self) -> None:
        self._count = 0

    def next(self, title: str) -> str:
        """The title with its number."""
        self._count += 1
        return chinese("{no}、{title}", no=chinese_number(self._count), title=title)


def chinese_number(number: int) -> str:
    """A number from 1 to 99 in Chinese."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else (_DIGITS[tens - 1] if tens > 1 else "") + _DIGITS[9]
    return head + (_DIGITS[ones - 1] if ones else "")


def _charts(page: PdfPage, paper: ReportPaper, heads: Headings) -> None:
    if not paper.charts:
        return
    page.heading(heads.next(chinese("问题分布")))
    for chart in paper.charts:
        page.picture(chart.title, chart.png)
        page.gap(1)


def _section(page: PdfPage, section: PaperSection, before: str) -> None:
    width = page.paper.width_mm
    if section.figures:
        headings = [chinese("指标"), chinese("本期"), chinese("说明")]
        rows = [[one.title, one.now, one.note] for one in section.figures]
        widths = [50.0, 50.0, width - 100.0]
        if before:
            headings.insert(2, before)
            rows = [[one.title, one.now, one.before, one.note] for one in section.figures]
            widths = [44.0, 44.0, 44.0, width - 132.0]
        page.table(Ruled(rows=rows, widths_mm=widths, headings=headings))
    for table in section.tables:
        page.gap(2)
        _table(page, table, width)
    page.gap(3)


def _table(page: PdfPage, table: PaperTable, width: float) -> None:
    page.heading(table.title, pt=page.paper.text_pt)
    count = 3 if table.headings[2] else 2
    widths = [width - 60.0, 30.0, 30.0] if count == 3 else [60.0, width - 60.0]
    rows = [row[:count] for row in table.rows]
    page.table(Ruled(rows=rows, widths_mm=widths, headings=table.headings[:count]))
