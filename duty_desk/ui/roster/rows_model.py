"""Rows of texts with a colour and a key each, for tables that are read and chosen from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
LEVEL_ROLE = Qt.ItemDataRole.UserRole + 1


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


class RowsModel(QAbstractTableModel):
    """Shows rows; the view asks for `key` of the current one."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headings: tuple[str, ...] = ()
        self._rows: tuple[TableRow, ...] = ()

    def show_rows(self, headings: Sequence[str], rows: Sequence[TableRow]) -> None:
        """Take headings and rows."""
        self.beginResetModel()
        self._headings, self._rows = tuple(headings), tuple(rows)
        self.endResetModel()

    def key(self, row: int) -> str:
        """What a row is about; empty where there is none."""
        return self._rows[row].key if 0 <= row < len(self._rows) else ""

    def row_of(self, key: str) -> int:
        """Which row is about `key`; -1 when none is."""
        return next((number for number, one in enumerate(self._rows) if one.key == key), -1)

    # --- Qt ------------------------------------------------------------------------------

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._headings)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return row.texts[index.column()]
        if role == LEVEL_ROLE:
            return row.level if row.column in (-1, index.column()) else "calm"
        return None

    def headerData(
        self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if way == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        return None
