"""Templates that people edit in Word: what is broken is named with its place; charts in grey."""

from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from PIL import Image

from duty_desk.documents.chart_picture import WIDTH_PX, Bars, lying_bars, standing_bars
from duty_desk.documents.report_paper import (
    Chart,
    PaperFigure,
    PaperSection,
    PaperTable,
    ReportPaper,
)
from duty_desk.documents.report_pdf import chinese_number, report_pdf
from duty_desk.documents.report_word import report_word
from duty_desk.language import Refusal

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
FONT = RESOURCES / "fonts" / "NotoSansSC-Regular.ttf"
TEMPLATES = sorted((RESOURCES / "templates").glob("report_*.docx"))
BARS = Bars(
    names=("暴露垃圾", "桶满冒"), now=(14, 3), before=(12, 5), now_words="本月", before_words="上月"
)


@pytest.fixture(scope="module")
def paper() -> ReportPaper:
    """A report with everything in it, and with words that are no markup."""
    figure = PaperFigure(key="patrol.rounds", title="巡查轮次", now="179 / 180", before="180")
    table = PaperTable(
        key="problems.by_category",
        title="问题类别",
        headings=("类别", "问题数", "已整改"),
        rows=(("A<b>&{{ x }}", "14", "12"),),
    )
    section = PaperSection(key="patrol", title="巡查", line="", figures=(figure,), tables=(table,))
    keys = ("remark", "grid", "system", "problems", "causes", "measures", "plan", "analysis",
            "advice")  # fmt: skip
    return ReportPaper(
        title="月报",
        subtitle="2026 年 11 月",
        hall="演示大厅",
        summary="本月完成视频巡查 179 轮。",
        sections=(section,),
        texts=tuple((key, key, f"写了{key}\x0b\u202e倒") for key in keys),
        charts=(Chart(key="problems.by_category", title="类别", png=lying_bars(BARS, FONT)),),
        before_words="上月",
        foot=("数据冻结 M2026-11-a",),
        is_draft=False,
    )


def edited(folder: Path, *paragraphs: str) -> Path:
    """A template as somebody in the office has left it."""
    document = docx.Document()
    for words in paragraphs:
        document.add_paragraph(words)
    path = folder / "own.docx"
    document.save(str(path))
    return path


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_every_template_of_the_program_is_filled_to_the_last_place(template, paper):
    """No brace is left, words stay words, and the same report gives the same file."""
    made = report_word(paper, template)
    document = docx.Document(io.BytesIO(made))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    words = "\n".join([*(one.text for one in document.paragraphs), *cells])

    assert "{%" not in words
    assert words.replace("{{ x }}", "").count("{{") == 0
    assert "A<b>&{{ x }}" in words
    assert "179 / 180" in words
    assert "M2026-11-a" in words
    assert report_word(paper, template) == made


@pytest.mark.parametrize(
    ("words", "place", "tag"),
    [
        ("轮次 {{ figure.patrol.round }}", "正文第 2 段", "没有“figure.patrol.round”"),
        ("轮次 {{ figur.patrol.rounds }}", "正文第 2 段", "没有“figur”"),
        ("轮次 {{ title", "正文第 2 段", "大括号没有成对"),
        ("{%p for one in sections %}", "正文第 2 段", "没有对应的结束标签"),
        ("{%p endfor %}", "正文第 2 段", "没有对应的开始标签"),
        ("{%p for one of sections %}", "正文第 2 段", "循环应写成"),
        ("{{ title + }}", "正文第 2 段", "写法不对"),
        ("{% include 'x' %}", "正文第 2 段", "不认识的写法"),
    ],
)
def test_a_broken_tag_is_refused_with_its_place(words, place, tag, paper, tmp_path):
    """The tag as it stands and where it stands, so that it is found in Word."""
    with pytest.raises(Refusal, match=tag) as refused:
        report_word(paper, edited(tmp_path, "{{ title }}", words))
    assert place in str(refused.value)
    assert "own.docx" in str(refused.value)


def test_a_wrong_name_within_a_loop_is_found_too(paper, tmp_path):
    """What a line of a table has not is named as written."""
    template = edited(tmp_path, "{%p for one in sections %}", "{{ one.titel }}", "{%p endfor %}")
    with pytest.raises(Refusal, match=r"one\.titel"):
        report_word(paper, template)


def test_a_template_may_fill_and_do_nothing_else(paper, tmp_path):
    """Nobody runs a program by way of a Word file."""
    template = edited(tmp_path, "{{ title.__class__.__mro__ }}")
    with pytest.raises(Refusal, match=r"own\.docx"):
        report_word(paper, template)


def test_a_file_that_is_no_document_is_refused(paper, tmp_path):
    """As after half a copy."""
    path = tmp_path / "report_monthly.docx"
    path.write_bytes(b"PK\x03\x04 half")
    with pytest.raises(Refusal, match="打不开"):
        report_word(paper, path)


def test_charts_can_be_told_apart_in_grey(paper):
    """Filled bars are dark, hatched ones are half light; the same numbers give the same bytes."""
    for draw in (lying_bars, standing_bars):
        png = draw(BARS, FONT)
        picture = Image.open(io.BytesIO(png)).convert("L")
        assert picture.width == WIDTH_PX
        dark = sum(picture.histogram()[:110])
        light = sum(picture.histogram()[245:])
        assert 0.01 < dark / (picture.width * picture.height) < 0.5
        assert light > dark
        assert draw(BARS, FONT) == png
    alone = Bars(names=("很长很长很长很长很长很长很长很长的名称",), now=(0,))
    assert Image.open(io.BytesIO(lying_bars(alone, FONT))).height < 120


def test_the_pdf_is_the_same_again_and_headings_count_in_chinese(paper):
    """A fixed date of making; 十一 after 十."""
    assert report_pdf(paper, FONT.parent) == report_pdf(paper, FONT.parent)
    assert [chinese_number(n) for n in (1, 10, 11, 20, 21)] == [
        "一",
        "十",
        "十一",
        "二十",
        "二十一",
    ]


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="Poppler reads the PDF's words")
def test_no_page_end_parts_what_lies_beside_a_report_from_its_foot(paper, tmp_path):
    """Heading, attachments, number and seal stand on one page, however full the page before."""
    for count in range(30, 37):
        full = replace(
            paper,
            sections=(),
            charts=(),
            texts=(("plan", "计划", "\n".join(["一行"] * count)),),
            attachments=("附件 1", "附件 2"),
            foot=("数据冻结", "生成"),
        )
        (tmp_path / "r.pdf").write_bytes(report_pdf(full, FONT.parent))
        command = ["pdftotext", "-layout", str(tmp_path / "r.pdf"), "-"]
        words = subprocess.run(command, capture_output=True, check=True).stdout.decode()
        (last,) = [page for page in words.split("\f") if "数据冻结" in page]
        assert all(one in last for one in ("、附件", "附件 1", "附件 2", "生成"))
