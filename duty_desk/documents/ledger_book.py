"""The workbook of a ledger: cells in constant memory, further sheets when one is full."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duty_desk.documents.ledger_cells import Written, day_number
from duty_desk.language import tr

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duty_desk.documents.ledger_cells import Cell, LedgerForm, Mending

MOST_ROWS = 100_000  # of one sheet: more makes Excel and LibreOffice slow to open it
_PICTURE_PX = (160, 90)  # the room of a picture in its cell
_PICTURE_CHARACTERS = 23  # the column's width for that
_WRAPPED_FROM = 24  # characters: narrower columns hold one line
_A4, _A3, _WIDE = 9, 8, 200  # paper; more characters than that do not fit A4
_FORMATS = {"instant": "yyyy-mm-dd hh:mm:ss", "day": "yyyy-mm-dd", "span": "[m]:ss"}
_NEVER_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_NAME_LENGTH = 24  # of the 31 that are allowed, so that a number fits behind


class LedgerBook:
    """Writes one ledger; used once."""

    def __init__(self, path: Path, form: LedgerForm, scratch: str, mending: Mending) -> None:
        import xlsxwriter

        self._scratch, self._form, self._mending = Path(scratch), form, mending
        options = {"constant_memory": True, "tmpdir": scratch, "strings_to_urls": False}
        options |= {"strings_to_formulas": False, "strings_to_numbers": False}
        self._book: Any = xlsxwriter.Workbook(str(path), options)
        self._errors = (xlsxwriter.exceptions.XlsxWriterException, OSError)
        self._heading = self._book.add_format(
            {"bold": True, "bg_color": "#E8EEF7", "border": 1, "text_wrap": True, "valign": "top"}
        )
        self._short = self._book.add_format({"valign": "top"})
        self._long = self._book.add_format({"valign": "top", "text_wrap": True})
        self._soft = self._book.add_format({"font_color": "#555555"})
        self._formats = {
            kind: self._book.add_format({"num_format": form, "align": "left", "valign": "top"})
            for kind, form in _FORMATS.items()
        }
        self._kinds = tuple(column.kind for column in form.columns)
        self._has_pictures = "picture" in self._kinds
        self._sheet: Any = None
        self._sheets = self._row = self._pictures = 0

    def write(self, rows: Iterable[tuple[Cell, ...]]) -> Written:
        """Write all rows, close the file.

        Raises:
            OSError: it cannot be written.
        """
        count = 0
        try:
            self._next_sheet()
            for row in rows:
                count += 1
                if self._row == MOST_ROWS:
                    self._end_sheet()
                    self._next_sheet()
                self._add(row)
            self._end_sheet()
            self._add_foot(count)
        except BaseException:
            self._give_up()
            raise
        self._close()
        return Written(count, self._sheets, self._mending.count)

    def _close(self) -> None:
        try:
            self._book.close()
        except self._errors as error:
            self._give_up()
            raise OSError(str(error)) from error

    def _give_up(self) -> None:
        """Let go of the temporary files of the sheets, and of the warning of a book left open."""
        self._book.fileclosed = True
        for sheet in self._book.worksheets():
            sheet._opt_close()  # noqa: SLF001 - xlsxwriter has no public way

    def _next_sheet(self) -> None:
        self._sheets += 1
        self._row = 0
        name = _NEVER_IN_NAMES.sub(" ", self._form.title)[:_NAME_LENGTH].strip()
        number = f" ({self._sheets})" if self._sheets > 1 else ""
        self._sheet = self._book.add_worksheet(f"{name}{number}")
        self._sheet.set_landscape()
        self._sheet.set_paper(_A4 if sum(self._widths()) <= _WIDE else _A3)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(0)
        self._sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self._sheet.set_footer("&L&A&R&P / &N")
        self._sheet.freeze_panes(1, 2)
        for index, (column, width) in enumerate(
            zip(self._form.columns, self._widths(), strict=True)
        ):
            self._sheet.set_column(
                index, index, width, self._long if width >= _WRAPPED_FROM else self._short
            )
            self._sheet.write_string(0, index, tr(column.heading), self._heading)

    def _widths(self) -> list[int]:
        return [
            _PICTURE_CHARACTERS if column.kind == "picture" else column.width
            for column in self._form.columns
        ]

    def _end_sheet(self) -> None:
        self._sheet.autofilter(0, 0, max(1, self._row), len(self._form.columns) - 1)

    def _add(self, row: tuple[Cell, ...]) -> None:
        self._row += 1
        if self._has_pictures and any(isinstance(cell, bytes) for cell in row):
            self._sheet.set_row_pixels(self._row, _PICTURE_PX[1])
        write, text, number = self._sheet.write_string, self._mending.text, self._row
        for index, (cell, kind) in enumerate(zip(row, self._kinds, strict=True)):
            if cell is None or cell == "":
                continue
            if isinstance(cell, str) and kind != "day":
                write(number, index, text(cell))
            elif isinstance(cell, bytes):
                self._add_picture(index, cell)
            else:
                self._add_number(index, cell, kind)

    def _add_number(self, index: int, cell: Cell, kind: str) -> None:
        if kind not in self._formats:
            self._sheet.write_number(self._row, index, cell)
            return
        number = day_number(cell, kind)
        if number is None:
            self._sheet.write_string(self._row, index, self._mending.text(str(cell)))
        else:
            self._sheet.write_number(self._row, index, number, self._formats[kind])

    def _add_picture(self, index: int, jpeg: bytes) -> None:
        """A picture lies in a file until the book is closed: thousands would fill the memory."""
        from xlsxwriter.image import Image

        self._pictures += 1
        file = self._scratch / f"{self._pictures}.jpg"
        file.write_bytes(jpeg)
        picture = Image(str(file))
        factor = min((_PICTURE_PX[0] - 4) / picture.width, (_PICTURE_PX[1] - 4) / picture.height)
        place = {"x_offset": 2, "y_offset": 2, "x_scale": factor, "y_scale": factor}
        # Moves and sizes with its cell, so that sorting and filtering take it along.
        self._sheet.insert_image(self._row, index, picture, place | {"object_position": 1})

    def _add_foot(self, count: int) -> None:
        """Lines under an empty row, so that no filter takes them for records."""
        for place, line in enumerate(self._form.foot(count, self._mending.count), start=2):
            text = self._mending.text(line)
            self._sheet.write_string(self._row + place, 0, text, self._soft)
