"""Makes the templates of reports: `python resources/templates/make_reports.py`.

Writes `report_daily.docx`, `report_weekly.docx`, `report_monthly.docx`, `report_work.docx`,
`report_special.docx` beside this file. An office that wants other words changes a copy in Word:
`templates` of the data folder is looked at first. Places in double braces: title, period, hall,
summary, before, foot, sections (key, title, line, figures, tables), figure.SECTION.NAME,
figure_before.SECTION.NAME, text.NAME, charts (title, picture), chart.NAME, attachments, is_draft.
"""  # noqa: INP001 - a tool beside its results, not a package

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from duty_desk.documents.word_page import (
    HEADING,
    Face,
    Paper,
    add_row,
    as_bytes,
    page,
    paragraph,
    table,
)

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table

PAPER = Paper(margin_mm=22, text_pt=12)
HEAD, CELL, SMALL = Face(pt=10.5, is_bold=True), Face(pt=10.5), Face(pt=9)
TITLE, SECTION, TABLE = Face(pt=20, family=HEADING), Face(pt=14, family=HEADING), HEAD
CENTER = WD_ALIGN_PARAGRAPH.CENTER
MONTHLY = {
    "problems": "存在问题",
    "causes": "原因分析",
    "measures": "改进措施",
    "plan": "下月计划",
}
DIGITS = "一二三四五六七八九十"


class Made:
    """A template that grows downwards, its headings numbered."""

    def __init__(self) -> None:
        self.document: Document = page(PAPER)
        self._count = 0
        title = paragraph(self.document, "{{ title }}", TITLE, CENTER)
        title.paragraph_format.space_after = Pt(4)
        paragraph(self.document, "{{ period }}", None, CENTER)
        paragraph(self.document, "{{ hall }}", Face(pt=10.5), CENTER)
        self.only("is_draft", "（草稿，数据未冻结）")
        paragraph(self.document, "")

    def only(self, when: str, words: str) -> None:
        """A line in the middle that stands only where `when` holds."""
        paragraph(self.document, "{%p if " + when + " %}")
        paragraph(self.document, words, Face(is_bold=True), CENTER)
        paragraph(self.document, "{%p endif %}")

    def heading(self, words: str) -> None:
        """The next numbered heading."""
        self._count += 1
        head = paragraph(self.document, f"{DIGITS[self._count - 1]}、{words}", SECTION)
        head.paragraph_format.space_before, head.paragraph_format.space_after = Pt(10), Pt(4)
        head.paragraph_format.keep_with_next = True

    def words(self, place: str) -> None:
        """A paragraph of text in the usual indent of two signs."""
        made = paragraph(self.document, place)
        made.paragraph_format.first_line_indent = Pt(24)
        made.paragraph_format.line_spacing = 1.5

    def text(self, key: str, heading: str) -> None:
        """What a person writes, with a line where nothing was written."""
        self.heading(heading)
        self.words("{{ text." + key + " or '（未填写）' }}")

    def summary(self) -> None:
        """The first paragraph."""
        self.words("{{ summary or '本时段没有记录。' }}")

    def charts(self) -> None:
        """All charts, each below its title."""
        paragraph(self.document, "{%p for one in charts %}")
        title = paragraph(self.document, "{{ one.title }}", HEAD)
        title.paragraph_format.keep_with_next = True
        paragraph(self.document, "{{ one.picture }}", None, CENTER)
        paragraph(self.document, "{%p endfor %}")

    def sections(self) -> None:
        """Every section: its heading, its figures beside those before, its tables."""
        paragraph(self.document, "{%p for one in sections %}")
        head = paragraph(self.document, "{{ one.title }}", Face(pt=12, family=HEADING))
        head.paragraph_format.space_before = Pt(8)
        head.paragraph_format.keep_with_next = True
        self._figures()
        paragraph(self.document, "{%p for it in one.tables %}")
        title = paragraph(self.document, "{{ it.title }}", HEAD)
        title.paragraph_format.space_before = Pt(6)
        title.paragraph_format.keep_with_next = True
        self._table()
        paragraph(self.document, "{%p endfor %}")
        paragraph(self.document, "{%p endfor %}")

    def _figures(self) -> None:
        widths = [41, 42, 42, PAPER.width_mm - 125]
        made = table(self.document, ("指标", "本期", "{{ before }}", "说明"), widths, TABLE)
        add_row(made, ["{%tr for row in one.figures %}", "", "", ""], widths, CELL)
        names = ("title", "now", "before", "note")
        add_row(made, ["{{ row." + name + " }}" for name in names], widths, CELL)
        add_row(made, ["{%tr endfor %}", "", "", ""], widths, CELL)
        _set(made)

    def _table(self) -> None:
        """Two numbers a line stand in columns of their own, others are said in one cell."""
        paragraph(self.document, "{%p if it.second %}")
        self._lines(("name", "first", "second"), [PAPER.width_mm - 70, 35, 35])
        paragraph(self.document, "{%p endif %}")
        paragraph(self.document, "{%p if not it.second %}")
        self._lines(("name", "first"), [62, PAPER.width_mm - 62])
        paragraph(self.document, "{%p endif %}")

    def _lines(self, names: tuple[str, ...], widths: list[float]) -> None:
        heads = tuple("{{ it." + name + " }}" for name in names)
        empty = [""] * (len(names) - 1)
        made = table(self.document, heads, widths, TABLE)
        add_row(made, ["{%tr for row in it.rows %}", *empty], widths, CELL)
        add_row(made, ["{{ row." + name + " }}" for name in names], widths, CELL)
        add_row(made, ["{%tr endfor %}", *empty], widths, CELL)
        _set(made)

    def lines(self, place: str, face: Face | None = None) -> None:
        """Each line of a list as a paragraph."""
        paragraph(self.document, "{%p for line in " + place + " %}")
        paragraph(self.document, "{{ line }}", face)
        paragraph(self.document, "{%p endfor %}")

    def close(self) -> bytes:
        """The lines at the end, and the bytes."""
        paragraph(self.document, "")
        self.lines("foot", SMALL)
        return as_bytes(self.document)


def _set(made: Table) -> None:
    """Let words keep clear of the rules, and headings never stand alone at the end of a page."""
    for row in made.rows:
        for cell in row.cells:
            form = cell.paragraphs[0].paragraph_format
            form.space_before = form.space_after = Pt(2)
    for cell in made.rows[0].cells:
        cell.paragraphs[0].paragraph_format.keep_with_next = True


def daily() -> bytes:
    """The daily report."""
    made = Made()
    made.heading("总体情况")
    made.summary()
    made.heading("分项数据")
    made.sections()
    made.text("remark", "注意事项")
    return made.close()


def weekly() -> bytes:
    """The weekly report: its three sections are fixed by the contract."""
    made = Made()
    made.text("grid", "网格案件总体情况")
    made.text("system", "关芯智巡系统工作进度")
    made.heading("视频监控值守工作汇报")
    made.summary()
    made.charts()
    made.sections()
    made.words("{{ text.remark }}")
    return made.close()


def monthly() -> bytes:
    """The monthly report."""
    return _month(Made()).close()


def work() -> bytes:
    """The work report: the monthly one's matter, and what lies beside it."""
    made = _month(Made())
    made.heading("附件")
    made.lines("attachments")
    return made.close()


def _month(made: Made) -> Made:
    made.heading("总体情况")
    made.summary()
    made.heading("问题分布")
    made.charts()
    made.heading("分项数据")
    made.sections()
    for key, heading in MONTHLY.items():
        made.text(key, heading)
    return made


def special() -> bytes:
    """A special report."""
    made = Made()
    made.heading("总体情况")
    made.summary()
    made.charts()
    made.heading("分项数据")
    made.sections()
    made.text("analysis", "分析")
    made.text("advice", "建议")
    return made.close()


if __name__ == "__main__":
    for maker in (daily, weekly, monthly, work, special):
        Path(__file__).with_name(f"report_{maker.__name__}.docx").write_bytes(maker())
