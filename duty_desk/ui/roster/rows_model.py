"""Rows of texts with a colour and a key each, for tables that are read and chosen from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duty_desk.ui.record_table import RecordTable

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class TableRow:
    """A row: what it is about, its texts, and the level (colour) of one of its columns.

    Attributes:
        key: Id of what it shows.
        texts: One for each column.
        level: calm | done | attention | urgent | accent.
        column: The column that has the level's colour; -1 for all.
    """

    key: str
    texts: tuple[str, ...]
    level: str = "calm"
    column: int = -1


class RowsModel(RecordTable[TableRow]):
    """Shows rows; the view asks for `key` of the current one."""

    def show_table(self, heads: Sequence[str], rows: Sequence[TableRow]) -> None:
        """Take headings, said already, and rows."""
        self.heads = tuple(heads)
        self.show_rows(rows)

    def key(self, row: int) -> str:
        """What a row is about; empty where there is none."""
        found = self.row_at(row)
        return found.key if found else ""

    def row_of(self, key: str) -> int:
        """Which row is about `key`; -1 when none is."""
        return next((number for number, one in enumerate(self._rows) if one.key == key), -1)

    def head(self, column: int) -> str:
        return self.heads[column]

    def words(self, record: TableRow, column: int) -> str:
        return record.texts[column]

    def tip(self, record: TableRow, column: int) -> str:
        return record.texts[column]

    def level(self, record: TableRow, column: int) -> str:
        return record.level if record.column in (-1, column) else "calm"
