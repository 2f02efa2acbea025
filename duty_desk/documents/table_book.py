"""A workbook of plain tables: a title, a few lines, headings, rows; made for people to read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING, Any

from duty_desk.documents.file_put import put

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Cell = str | int | float
# A fixed date of making: the same words give the same file.
_MADE = datetime(2026, 1, 1, tzinfo=UTC)
# A cell is what it says: what a person typed never becomes a formula or a link.
_AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_NEVER_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_NAME_LENGTH, _NARROWEST, _WIDEST = 31, 8, 44
_MANY_COLUMNS, _WIDEST_OF_MANY = 10, 24  # so that a page across can still be read
_LINE_PT, _HIGHEST_PT = 15, 408  # no program takes a higher row


@dataclass(frozen=True, kw_only=True)
class TablePage:
    """One sheet: its name, the title over it, lines under the title, headings and rows."""

    name: str
    title: str
    lines: tuple[str, ...] = ()
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def write_tables(path: Path, pages: Sequence[TablePage]) -> None:
    """Write the pages as one .xlsx.

    Raises:
        Refusal: the file cannot be written.
    """
    put(path, tables(pages))


def tables(pages: Sequence[TablePage]) -> bytes:
    """The pages as the bytes of one .xlsx."""
    import xlsxwriter

    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **_AS_TEXT})
    book.set_properties({"created": _MADE})
    formats = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "line": book.add_format({"font_color": "#555555"}),
        "heading": book.add_format(
            {"bold": True, "bg_color": "#E8EEF7", "border": 1, "text_wrap": True, "valign": "top"}
        ),
        "cell": book.add_format({"border": 1, "text_wrap": True, "valign": "top"}),
    }
    for name, page in zip(_names(pages), pages, strict=True):
        _write(book.add_worksheet(name), page, formats)
    book.close()
    return buffer.getvalue()


def _write(sheet: Any, page: TablePage, formats: dict[str, Any]) -> None:
    sheet.write_string(0, 0, page.title, formats["title"])
    for number, line in enumerate(page.lines, 1):
        sheet.write_string(number, 0, line, formats["line"])
    top = len(page.lines) + 1
    widths = [_width(page, column) for column in range(len(page.headings))]
    for column, heading in enumerate(page.headings):
        sheet.write_string(top, column, heading, formats["heading"])
        sheet.set_column(column, column, widths[column])
    for number, row in enumerate(page.rows, top + 1):
        # Written down, because not every program measures wrapped cells when it prints.
        lines = max(map(_lines, row, widths), default=1)
        sheet.set_row(number, min(_HIGHEST_PT, _LINE_PT * lines))
        for column, cell in enumerate(row):
            sheet.write(number, column, cell, formats["cell"])
    sheet.freeze_panes(top + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)


def _width(page: TablePage, column: int) -> int:
    texts = [page.headings[column], *(str(row[column]) for row in page.rows)]
    widest = max(_room(line) for text in texts for line in text.split("\n"))
    most = _WIDEST if len(page.headings) <= _MANY_COLUMNS else _WIDEST_OF_MANY
    return max(_NARROWEST, min(most, widest + 2))


def _lines(cell: Cell, width: int) -> int:
    """How many lines a cell takes, wrapped."""
    return sum(max(1, ceil(_room(line) / (width - 1))) for line in str(cell).split("\n"))


def _room(text: str) -> int:
    """A Chinese sign takes the room of two letters."""
    return sum(1 if sign.isascii() else 2 for sign in text)


def _names(pages: Sequence[TablePage]) -> list[str]:
    names: list[str] = []
    for number, page in enumerate(pages, 1):
        name = _NEVER_IN_NAMES.sub(" ", page.name).strip()[:_NAME_LENGTH] or str(number)
        if name.casefold() in [known.casefold() for known in names]:
            name = f"{name[: _NAME_LENGTH - 4]} {number}"
        names.append(name)
    return names
