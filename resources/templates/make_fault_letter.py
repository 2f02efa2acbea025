"""Makes the template of the monthly statement: `python resources/templates/make_fault_letter.py`.

Writes `fault_letter.docx` beside this file. Whoever wants other words may also change the template
in Word itself, as long as the places in double braces stay.
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
    bare_table,
    page,
    paragraph,
    table,
)

if TYPE_CHECKING:
    from docx.document import Document

PAPER = Paper(is_landscape=True, margin_mm=12, text_pt=10.5)
HEAD, CELL = Face(pt=9, is_bold=True), Face(pt=9)
FIGURES = {
    "点位数": "cameras",
    "在线率": "online",
    "完好率": "good",
    "故障数": "faults",
    "按时联系 / 应联系": "timely",
    "在修": "unrepaired",
    "平均修复": "repair",
    "停用合计": "down",
}
# heading -> (place in the template, width in mm)
COLUMNS = {
    "序号": ("no", 12),
    "报修编号": ("number", 25),
    "点位": ("camera", 34),
    "故障": ("kind", 27),
    "发现": ("found", 26),
    "联系维护单位": ("told", 28),
    "联系方式": ("whom", 29),
    "接报、到场": ("came", 25),
    "修复": ("repaired", 27),
    "原因和部件": ("cause", 24),
    "状态": ("state", 16),
}
SIGNED = "{who}（签字）：＿＿＿＿＿＿＿＿＿＿　　日期：＿＿＿＿年＿＿月＿＿日"


def make() -> bytes:
    """The template's bytes."""
    document = page(PAPER)
    paragraph(document, "{%p for one in letters %}")
    title = paragraph(
        document,
        "设备故障报修对账单（{{ one.whose }}）",
        Face(pt=18, family=HEADING),
        WD_ALIGN_PARAGRAPH.CENTER,
    )
    title.paragraph_format.page_break_before = True
    title.paragraph_format.space_after = Pt(4)
    period = paragraph(document, "统计时段：{{ period }}", None, WD_ALIGN_PARAGRAPH.CENTER)
    period.paragraph_format.space_after = Pt(6)
    add_figures(document)
    paragraph(document, "")
    add_faults(document)
    add_close(document)
    paragraph(document, "{%p endfor %}")
    return as_bytes(document)


def add_figures(document: Document) -> None:
    """The figures of the month, one row."""
    widths = [PAPER.width_mm / len(FIGURES)] * len(FIGURES)
    made = table(document, tuple(FIGURES), widths, HEAD)
    places = tuple("{{ one.figures." + name + " }}" for name in FIGURES.values())
    add_row(made, places, widths, CELL)
    for cell in made.rows[1].cells:
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER


def add_faults(document: Document) -> None:
    """The faults, one row each; a sentence where there is none."""
    widths = [width for _, width in COLUMNS.values()]
    made = table(document, tuple(COLUMNS), widths, HEAD)
    empty = [""] * (len(COLUMNS) - 1)
    add_row(made, ["{%tr for row in one.rows %}", *empty], widths, CELL)
    add_row(made, ["{{ row." + name + " }}" for name, _ in COLUMNS.values()], widths, CELL)
    add_row(made, ["{%tr endfor %}", *empty], widths, CELL)
    paragraph(document, "{%p if not one.rows %}")
    paragraph(document, "本时段没有报修。", None, WD_ALIGN_PARAGRAPH.CENTER)
    paragraph(document, "{%p endif %}")


def add_close(document: Document) -> None:
    """What the figures mean, and the lines to sign."""
    for words in (
        "误报不列。停用时长从发现或断线起算到修复；未修复的算到统计时段结束。",
        "在线率按值守台记录到的断线和报修计算；没有看过的点位不知道是否断过线。",
    ):
        paragraph(document, words, Face(pt=9))
    paragraph(document, "")
    signed = (SIGNED.format(who="值守单位"), SIGNED.format(who="维护单位"))
    bare_table(document, signed, [PAPER.width_mm / 2] * 2, Face(pt=10.5))


if __name__ == "__main__":
    Path(__file__).with_name("fault_letter.docx").write_bytes(make())
