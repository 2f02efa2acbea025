"""A table with headings that people wrote: which column is which, and rows by the names of them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from duty_desk.documents.grid import CellKind
from duty_desk.language import tr

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from duty_desk.documents.grid import Row, Sheet

_FIRST_ROWS = 10
_BLANKS = re.compile(r"[\s:*]+")  # full-width signs are made plain first
_DATE = re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})")
_TIME = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?")
SHOWN = 40


@dataclass(frozen=True)
class NamedTable:
    """A sheet with its heading row.

    Attributes:
        sheet: The sheet.
        head: The number of the heading row.
        columns: The columns' indices by field.
        title: The texts above the headings, joined; a month may be written there only.
    """

    sheet: Sheet
    head: int
    columns: Mapping[str, int]
    title: str

    def rows(self, mistakes: list[str]) -> Iterator[NamedRow]:
        """The rows below the headings; what cannot be read in them goes to `mistakes`."""
        for row in self.sheet.rows:
            if row.number > self.head:
                yield NamedRow(self, row, mistakes)


@dataclass(frozen=True)
class NamedRow:
    """A row whose cells are asked for by field."""

    table: NamedTable
    row: Row
    mistakes: list[str] = field(repr=False)

    @property
    def place(self) -> str:
        """`“值班表”第 5 行`."""
        if not self.table.sheet.name:
            return tr("第 {row} 行", row=self.row.number)
        return tr("“{sheet}”第 {row} 行", sheet=self.table.sheet.name, row=self.row.number)

    def wrong(self, words: str) -> None:
        """Note a mistake of this row."""
        self.mistakes.append(tr("{place}：{words}", place=self.place, words=words))

    def text(self, name: str) -> str:
        """A cell's text, full-width signs made plain; empty where there is no such column."""
        index = self.table.columns.get(name)
        if index is None:
            return ""
        cell = self.row.cell(index)
        if cell.kind in (CellKind.ERROR, CellKind.FORMULA):
            self.wrong(tr("这一格是没有结果的公式或错误值，请改成普通内容。"))
            return ""
        return unicodedata.normalize("NFKC", cell.text).strip()

    def day(self, name: str) -> date | None:
        """A date; None, and a mistake, where it is none."""
        text = self.text(name)
        found = _DATE.search(text)
        try:
            if found is not None:
                return date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            pass
        self.wrong(tr("“{text}”不是日期，请写成 2026-12-01 的样子。", text=text[:SHOWN]))
        return None

    def second(self, name: str) -> int | None:
        """A time of the day in seconds; None, and a mistake, where it is none."""
        text = self.text(name)
        found = list(_TIME.finditer(text))
        if found:
            last = found[-1]
            return int(last[1]) * 3600 + int(last[2]) * 60 + int(last[3] or 0)
        self.wrong(tr("“{text}”里没有时刻，请写成 08:30 的样子。", text=text[:SHOWN]))
        return None


def find_table(
    sheet: Sheet, names: Mapping[str, tuple[str, ...]], needed: tuple[str, ...]
) -> NamedTable | None:
    """The table of a sheet: the row among its first ten with most of the known headings.

    Args:
        sheet: The sheet.
        names: Headings of each field, in any language; blanks and colons do not matter.
        needed: Fields without which it is no such table.
    """
    known = {_plain(text): key for key, texts in names.items() for text in (key, *texts)}
    best: NamedTable | None = None
    above: list[str] = []
    for row in sheet.rows:
        if row.number > _FIRST_ROWS:
            break
        columns: dict[str, int] = {}
        for index, cell in enumerate(row.cells):
            key = known.get(_plain(cell.text))
            if key is not None:
                columns.setdefault(key, index)
        found = NamedTable(sheet, row.number, columns, " ".join(above))
        if set(needed) <= columns.keys() and (best is None or len(columns) > len(best.columns)):
            best = found
        above += [cell.text for cell in row.cells if cell.text]
    return best


def _plain(text: str) -> str:
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text)).casefold()
