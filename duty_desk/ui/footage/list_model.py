"""Which requests the page lists, newest first; no widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from duty_desk.desk.footage_words import state_words
from duty_desk.domain.footage import OPEN, FootageState
from duty_desk.language import mark, tr
from duty_desk.ui.record_table import RecordRole

if TYPE_CHECKING:
    from duty_desk.desk.footage_views import FootageRow

_ALL = frozenset(FootageState)
GROUPS: tuple[tuple[str, frozenset[FootageState]], ...] = (
    (mark("全部"), _ALL),
    (mark("办理中"), OPEN),
    (mark("已办结"), _ALL - OPEN),
)
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class FootageList(QAbstractListModel):
    """The requests that were found."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[FootageRow, ...] = ()
        self.now = 0

    def show_rows(self, rows: tuple[FootageRow, ...], now: int) -> None:
        """List these."""
        self.now = now
        if [row.id for row in rows] == [row.id for row in self._rows]:
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rows(self) -> tuple[FootageRow, ...]:
        """What is listed."""
        return self._rows

    def row_of(self, request_id: str) -> int:
        """Where a request stands, -1 when it is not listed."""
        return next((no for no, row in enumerate(self._rows) if row.id == request_id), -1)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == RecordRole:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{row.number} {state_words(row.state)} {lower_words(row)}"
        return None


def lower_words(row: FootageRow) -> str:
    """The second line: who asks, for what, at how many places."""
    return tr("{unit} · {n} 个点位", unit=row.unit, n=row.cameras)
