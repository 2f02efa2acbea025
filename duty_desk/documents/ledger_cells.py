"""Columns and cells of ledgers: what a value is, how it is laid, what a text must not hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from duty_desk.domain.problem import beijing
from duty_desk.language import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# None is an empty cell; pictures are JPEG files as bytes.
Cell = str | int | float | bytes | None

LONGEST = 32_767  # UTF-16 units in a cell of a workbook
_CUT = 32_000
# What shows nothing and does something: control signs, marks of writing direction, signs without
# width, halves of pairs and what XML forbids. Tab and line break stay.
_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"
    "\ud800-\udfff\ufffe\uffff]"
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BEIJING_MS, _DAY_MS = 28_800_000, 86_400_000
_EPOCH = 25_569  # 1970-01-01 in the day numbers of workbooks
_ORDINAL = 693_594  # date.toordinal() of their day 0


@dataclass(frozen=True)
class Column:
    """A column: its key for filters, its heading, what its cells are, its width in characters.

    Kinds: `text`, `number`, `instant` (UTC ms, shown as Beijing time), `day` (`YYYY-MM-DD`),
    `span` (ms, shown as minutes and seconds), `picture` (a JPEG).
    """

    key: str
    heading: str
    kind: str = "text"
    width: int = 12


@dataclass(frozen=True)
class LedgerForm:
    """What a ledger looks like: its title, its columns, and the lines under its last row.

    `foot` is given how many rows there are, and how many texts had to be mended.
    """

    title: str
    columns: tuple[Column, ...]
    foot: Callable[[int, int], tuple[str, ...]]


@dataclass(frozen=True)
class Written:
    """What became of a ledger: its rows and sheets, and how many texts were made harmless."""

    rows: int
    sheets: int
    mended: int


class Mending:
    """Makes texts harmless and counts those that needed it."""

    def __init__(self) -> None:
        self.count = 0

    def text(self, text: str) -> str:
        """`text` without signs that cannot be seen, and no longer than a cell."""
        if text.isprintable() and len(text) <= _CUT:  # nearly all; the search takes ten times that
            return text
        found = text
        if _HARMFUL.search(text):
            found = _HARMFUL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
        if len(found) > _CUT:
            found = tr("{text}……（过长，后面的没有写出）", text=found[: _CUT // 2])
        self.count += found != text
        return found

    def csv_text(self, text: str) -> str:
        """The same, and no formula either: an apostrophe stands before what looks like one."""
        found = self.text(text)
        if found.startswith(_FORMULA):
            self.count += found == text
            return f"'{found}"
        return found


def day_number(cell: Cell, kind: str) -> float | None:
    """An instant, a day or a span as a workbook counts it, in days; None for what is none."""
    if kind == "day":
        return _ordinal(str(cell))
    if not isinstance(cell, int | float):
        return None
    if kind == "span":
        return cell / _DAY_MS
    return (cell + _BEIJING_MS) / _DAY_MS + _EPOCH


def _ordinal(day: str) -> float | None:
    try:
        return date.fromisoformat(day).toordinal() - _ORDINAL
    except ValueError:
        return None


def cell_words(cell: Cell, column: Column) -> str:
    """A cell as a text file and a list on the screen say it."""
    if cell is None or isinstance(cell, bytes):
        return ""
    if column.kind == "instant" and isinstance(cell, int):
        return f"{beijing(cell):%Y-%m-%d %H:%M:%S}"
    if column.kind == "span" and isinstance(cell, int):
        return f"{cell // 60_000}:{cell // 1000 % 60:02d}"
    return str(cell)


def words_of(row: tuple[Cell, ...], columns: tuple[Column, ...]) -> Iterator[str]:
    """A row as words, cell by cell."""
    return (cell_words(cell, column) for cell, column in zip(row, columns, strict=True))
