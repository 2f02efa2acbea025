"""A table of records without widgets: what every such model has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from duty_desk.language import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

Index = QModelIndex | QPersistentModelIndex
Record = TypeVar("Record")
LevelRole = Qt.ItemDataRole.UserRole + 1
RecordRole = Qt.ItemDataRole.UserRole + 2
_NOWHERE = QModelIndex()
_DISPLAY = Qt.ItemDataRole.DisplayRole


class RecordTable(QAbstractTableModel, Generic[Record]):
    """Records as rows; a table says which words, level (colour) and tip a cell has.

    Attributes:
        heads: The headings, marked for translation; "" for a column without one.
    """

    heads: tuple[str, ...] = ()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Record, ...] = ()

    # --- what a table says of a cell -----------------------------------------------------

    def head(self, column: int) -> str:
        """The heading of a column, in the language in use."""
        return tr(self.heads[column]) if self.heads[column] else ""

    def words(self, record: Record, column: int) -> str:
        """The words of a cell."""
        raise NotImplementedError

    def level(self, _record: Record, _column: int) -> str:
        """The colour of a cell: calm (or empty), done, attention, urgent, accent, soft."""
        return ""

    def tip(self, _record: Record, _column: int) -> str:
        """What is told when the mouse rests on a cell."""
        return ""

    # --- rows ----------------------------------------------------------------------------

    def rows(self) -> tuple[Record, ...]:
        """The records that are shown."""
        return self._rows

    def row_at(self, row: int) -> Record | None:
        """The record of a row, None where there is none."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def show_rows(self, rows: Sequence[Record], *, is_same_order: bool = False) -> None:
        """Show `rows`; those in the same order keep selection and place."""
        if not is_same_order:
            self.beginResetModel()
        self._rows = tuple(rows)
        if not is_same_order:
            self.endResetModel()
        else:
            self.tell()

    def tell(self, first: int = 0, last: int = -1) -> None:
        """Columns `first` to `last` (to the end without) have something else to say."""
        if self._rows:
            end = len(self.heads) - 1 if last < 0 else last
            self.dataChanged.emit(self.index(0, first), self.index(len(self._rows) - 1, end))

    # --- Qt ------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == _DISPLAY:
            return self.head(section)
        return None

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        record = self.row_at(index.row()) if index.isValid() else None
        if record is None:
            return None
        column = index.column()
        if role == _DISPLAY:
            return self.words(record, column)
        if role == LevelRole:
            return self.level(record, column)
        if role == RecordRole:
            return record
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tip(record, column)
        return None
