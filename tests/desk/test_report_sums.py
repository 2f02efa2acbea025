"""One month's numbers on the page, in Word, PDF and workbook, against SQL written apart."""

from __future__ import annotations

import io
import shutil
import subprocess
from itertools import takewhile
from typing import TYPE_CHECKING

import docx
import openpyxl
import pytest

from duty_desk.desk.figure_words import value_words
from duty_desk.desk.report_content import Asked, Content, content_of
from duty_desk.desk.report_papers import paper_of
from duty_desk.documents.report_pdf import report_pdf
from duty_desk.documents.report_word import report_word
from duty_desk.domain.report import ReportKind
from tests.desk.test_sections import NOVEMBER, SQL, Month
from tests.desk.test_sections import month as told_month
from tests.fakes.desk import RESOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from duty_desk.documents.report_paper import ReportPaper

Counted = dict[str, tuple[str, str]]  # by key of a figure its title and number
month = told_month  # the fixture: the month is told once for this file
FONT = RESOURCES / "fonts" / "NotoSansSC-Regular.ttf"
TEMPLATE = RESOURCES / "templates" / "report_monthly.docx"
# Figures with the ledger that counts them in a workbook.
IN_LEDGERS = ("problems.found", "pushes.late", "faults.found", "attendance.missing")


@pytest.fixture(scope="module")
def content(month: Month) -> Content:
    """What the monthly report says."""
    asked = Asked(kind=ReportKind.MONTHLY, period=NOVEMBER, hall="街道指挥大厅")
    return content_of(month.session, month.sections, asked)


@pytest.fixture(scope="module")
def paper(content: Content) -> ReportPaper:
    """What lies on every medium; the page shows this."""
    return paper_of(content, {}, FONT)


@pytest.fixture(scope="module")
def counted(month: Month, content: Content) -> Counted:
    """By key: the title of a figure, and the number that SQL counts, as it is written."""
    said = {one["key"]: one for part in content.facts["sections"] for one in part["figures"]}
    return {
        key: (said[key]["title"], value_words(month.sql(statement), said[key]["unit"]))
        for key, statement in SQL.items()
        if key in said
    }


def test_the_page_says_what_sql_counts(paper: ReportPaper, counted: Counted) -> None:
    """Every figure of the month."""
    said = {one.key: one.now for section in paper.sections for one in section.figures}
    assert len(counted) > 40
    wrong = {key: said[key] for key, (_, number) in counted.items() if not _is(said[key], number)}
    assert wrong == {}


def test_word_says_what_sql_counts(paper: ReportPaper, counted: Counted) -> None:
    """Line by line of the tables of the .docx, as python-docx reads it."""
    document = docx.Document(io.BytesIO(report_word(paper, TEMPLATE)))
    rows = [row.cells for table in document.tables for row in table.rows]
    lines = {(cells[0].text, cells[1].text) for cells in rows}
    assert _missing(lines, counted) == []


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="Poppler reads the PDF's words")
def test_the_pdf_says_what_sql_counts(paper: ReportPaper, counted: Counted, tmp_path: Path) -> None:
    """Line by line of the printed tables, as Poppler reads the PDF."""
    (tmp_path / "r.pdf").write_bytes(report_pdf(paper, FONT.parent))
    lines = set(_lines_of(tmp_path / "r.pdf"))
    assert _missing(lines, counted) == []


def test_workbooks_hold_as_many_lines_as_sql_counts(
    month: Month, content: Content, counted: Counted, tmp_path: Path
) -> None:
    """The ledger behind a figure, as another program reads the .xlsx."""
    for key in IN_LEDGERS:
        wish = content.wish(key)
        assert wish is not None
        file = tmp_path / f"{key}.xlsx"
        month.shelf.write(month.session, wish, file)
        rows = openpyxl.load_workbook(file).worksheets[0].iter_rows(min_row=2, values_only=True)
        filled = takewhile(any, rows)  # an empty line stands before the foot
        assert str(sum(1 for _ in filled)) == counted[key][1]


def _is(said: str, number: str) -> bool:
    """Whether a number stands alone or at the head of what is said of it (`3 / 5（60.0%）`)."""
    return said == number or said.startswith((f"{number} ", f"{number}（"))


def _missing(lines: set[tuple[str, str]], counted: Counted) -> list[str]:
    return [
        key
        for key, (title, number) in counted.items()
        if not any(line[0] == title and _is(line[1], number) for line in lines)
    ]


def _lines_of(file: Path) -> Iterator[tuple[str, str]]:
    """The first two cells of every line of a PDF's tables."""
    command = ["pdftotext", "-layout", str(file), "-"]
    text = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    for line in text.splitlines():
        cells = [cell for cell in line.split("  ") if cell.strip()]
        if len(cells) > 1:
            yield cells[0].strip(), cells[1].strip()
