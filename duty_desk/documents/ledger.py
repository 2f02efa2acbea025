"""A ledger as a workbook: plain cells, streamed row by row, so that a year of visits fits.

Short tables made for print are in `table_book`.
"""

from __future__ import annotations

import tempfile
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from duty_desk.documents.file_put import not_written
from duty_desk.language import tr

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

MOST_ROWS = 1_048_575  # of one sheet, below its headings

Cell = str | int | float


@dataclass(frozen=True)
class LedgerSheet:
    """A sheet: its name, its headings with their widths in characters, its rows as they come."""

    name: str
    columns: tuple[tuple[str, int], ...]
    rows: Iterable[tuple[Cell, ...]]


def write_ledger(path: Path, sheets: Iterable[LedgerSheet]) -> int:
    """Write the sheets to `path`, all of it or nothing. Texts stay texts, numbers numbers.

    Returns:
        How many rows were written in all.

    Raises:
        Refusal: the file cannot be written; a file of that name is as it was.
    """
    import xlsxwriter

    half = path.with_name(f".{path.name}.part")
    try:
        with tempfile.TemporaryDirectory(prefix="duty-desk-") as scratch:
            options = {"constant_memory": True, "tmpdir": scratch, "strings_to_urls": False}
            options |= {"strings_to_formulas": False, "strings_to_numbers": False}
            with xlsxwriter.Workbook(str(half), options) as book:
                heading = book.add_format({"bold": True, "bg_color": "#E8EEF7", "border": 1})
                count = sum(_add(book, sheet, heading) for sheet in sheets)
        half.replace(path)
    except (OSError, xlsxwriter.exceptions.XlsxWriterException) as error:
        with suppress(OSError):
            half.unlink(missing_ok=True)
        raise not_written(path) from error
    return count


def _add(book: Any, sheet: LedgerSheet, heading: Any) -> int:
    page = book.add_worksheet(sheet.name)
    for index, (title, width) in enumerate(sheet.columns):
        page.set_column(index, index, width)
        page.write_string(0, index, title, heading)
    page.freeze_panes(1, 0)
    number = 0
    for number, cells in enumerate(sheet.rows, start=1):
        if number > MOST_ROWS:
            page.write_string(MOST_ROWS, 0, tr("超过一张工作表的行数，后面的没有写出。"))
            return MOST_ROWS
        for index, cell in enumerate(cells):
            if isinstance(cell, str):
                page.write_string(number, index, cell)
            else:
                page.write_number(number, index, cell)
    return number
