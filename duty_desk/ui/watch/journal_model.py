"""Today's journal as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from duty_desk.domain.moment import LATE_AFTER_MS
from duty_desk.language import tr
from duty_desk.ui import times

if TYPE_CHECKING:
    from duty_desk.desk.views import JournalLine

TIME, TAG, TEXT, ACTOR = range(4)
LevelRole = Qt.ItemDataRole.UserRole + 1
LateRole = Qt.ItemDataRole.UserRole + 2

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class JournalModel(QAbstractTableModel):
    """Lines newest first: time, tag with level, text with its late mark, actor."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[JournalLine, ...] = ()

    def show_lines(self, lines: tuple[JournalLine, ...]) -> None:
        """Show these lines; new ones are put in on top, so that a reader keeps the place."""
        if lines == self._lines:
            return
        added = len(lines) - len(self._lines)
        if added > 0 and lines[added:] == self._lines:
            self.beginInsertRows(_NOWHERE, 0, added - 1)
            self._lines = lines
            self.endInsertRows()
            return
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def line(self, row: int) -> JournalLine:
        """The line of a row."""
        return self._lines[row]

    def late_words(self, line: JournalLine) -> str:
        """`补记 迟 7 分` for a line written more than five minutes after it happened."""
        if line.late_ms <= LATE_AFTER_MS:
            return ""
        return tr("补记 迟 {n} 分", n=line.late_ms // times.MINUTE_MS)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else 4

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == LevelRole:
            return line.level
        if role == LateRole:
            return self.late_words(line)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(line, index.column())
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == TEXT:
            return f"{times.date_and_time(line.event_at)}  {line.text}"
        return None

    def _words(self, line: JournalLine, column: int) -> str:
        if column == TIME:
            return times.time_of_day(line.event_at)
        return {TAG: line.tag, TEXT: line.text, ACTOR: line.actor}[column]
