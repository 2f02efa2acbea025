"""The cells of a sheet, however it was stored: trimmed texts, with what is wrong beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from duty_desk.language import tr

MOST_ROWS = 20_000
MOST_COLUMNS = 100

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00-\x08\x0e-\x1b\x7f]")


class CellKind(Enum):
    """What a cell holds; the last three hold no text anybody wrote."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    ERROR = "error"
    FORMULA = "formula"  # whose result was never calculated


class Cell(NamedTuple):
    """One cell: its text, trimmed, and where that came from."""

    text: str
    kind: CellKind = CellKind.TEXT


BLANK = Cell("")


class Row(NamedTuple):
    """One row that holds something, with its number as the sheet shows it, from 1."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, index: int) -> Cell:
        """The cell in column `index`, from 0."""
        return self.cells[index] if index < len(self.cells) else BLANK


class Span(NamedTuple):
    """A merged area; rows and columns from 1, both ends within it."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int

    @property
    def reference(self) -> str:
        """As Excel writes it: `B5:B7`."""
        first = f"{column_letter(self.first_column - 1)}{self.first_row}"
        return f"{first}:{column_letter(self.last_column - 1)}{self.last_row}"


@dataclass(frozen=True)
class Sheet:
    """A sheet: its rows that hold something, in order, and its merged areas.

    `name` is empty and `siblings` (the other sheets' names) too when the file has no sheets.
    """

    name: str
    rows: tuple[Row, ...]
    spans: tuple[Span, ...] = ()
    siblings: tuple[str, ...] = ()


def tidy(text: str) -> str:
    """`text` in one line, without invisible characters and without blanks at its ends."""
    return " ".join(_INVISIBLE.sub("", text).split())


def row_of(number: int, cells: list[Cell]) -> Row | None:
    """The row of `cells` without blank ones at its end, None when nothing is left."""
    while cells and not cells[-1].text and cells[-1].kind is CellKind.TEXT:
        cells.pop()
    return Row(number, tuple(cells)) if cells else None


def too_many_rows(file: str) -> str:
    """The sentence for a table no catalogue is as long as."""
    return tr(
        "文件“{file}”超过 {most} 行，没有导入任何内容。请只保留点位目录后再导入。",
        file=file,
        most=MOST_ROWS,
    )


def column_letter(index: int) -> str:
    """The letters over column `index` (from 0): A, B … Z, AA."""
    letters = ""
    while index >= 0:
        index, rest = divmod(index, 26)
        letters = chr(ord("A") + rest) + letters
        index -= 1
    return letters
