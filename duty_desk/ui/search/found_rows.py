"""The list of what was found: kinds as headings, each line with the words that fit marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from duty_desk.desk.search_texts import NOUNS
from duty_desk.language import tr
from duty_desk.ui import theme, times
from duty_desk.ui.watch.marked_text import paint_marked

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QWidget

    from duty_desk.desk.search import FoundLine
    from duty_desk.ui.search.model import Row, SearchModel

LINE_PX, HEAD_PX = 34, 28
_SIDE, _TIME, _DETAIL = 14, 132, 300
RowRole = Qt.ItemDataRole.UserRole + 1
_NOWHERE = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
Index = QModelIndex | QPersistentModelIndex


class FoundRows(QAbstractListModel):
    """The lines of the model."""

    def __init__(self, model: SearchModel) -> None:
        super().__init__(model)
        self._model = model
        self._rows: tuple[Row, ...] = ()

    def show(self) -> None:
        """Take over what is shown now."""
        self.beginResetModel()
        self._rows = self._model.rows
        self.endResetModel()

    def line_at(self, index: Index) -> FoundLine | None:
        """The record of a line; None for a heading and where there is none."""
        at = index.row()
        return self._rows[at].line if 0 <= at < len(self._rows) else None

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self._rows[index.row()].is_heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == RowRole:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return words_of(row)
        return None


def words_of(row: Row) -> str:
    """What a line says."""
    if row.line is not None:
        return f"{row.line.title} {row.line.detail}".strip()
    noun = tr(NOUNS[row.noun])
    return tr("更多{noun}…", noun=noun) if row.is_more else noun


class FoundDelegate(QStyledItemDelegate):
    """Draws the lines."""

    def __init__(self, model: SearchModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row: Row = index.data(RowRole)
        return QSize(option.rect.width(), theme.px(HEAD_PX if row.is_heading else LINE_PX))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, theme.colour("selection"))
        area = option.rect.adjusted(theme.px(_SIDE), 0, -theme.px(_SIDE), 0)
        row: Row = index.data(RowRole)
        if row.line is None:
            ink = "text2" if row.is_heading else "accent"
            face = theme.font(theme.SECOND_PX, is_bold=row.is_heading)
            paint_marked(painter, area, words_of(row), ink, face=face)
        else:
            self._paint_line(painter, area, row)
        painter.restore()

    def _paint_line(self, painter: QPainter, area: QRect, row: Row) -> None:
        line = row.line
        if line is None:
            return
        small = theme.font(theme.SECOND_PX)
        if line.at:
            painter.setFont(small)
            painter.setPen(theme.colour("text2"))
            painter.drawText(area, _RIGHT, times.date_and_time(line.at))
        side = min(theme.px(_DETAIL), area.width() // 3)
        detail = QRect(area.right() - theme.px(_TIME) - side, area.top(), side, area.height())
        title = QRect(area.left(), area.top(), detail.left() - area.left() - 12, area.height())
        words = self._model.text
        face = theme.font(theme.HEAD_PX)
        marks = parts_of(line.title, words)
        paint_marked(painter, title, line.title, "text1", face=face, parts=marks)
        marks = parts_of(line.detail, words)
        paint_marked(painter, detail, line.detail, "text2", face=small, parts=marks)


def parts_of(text: str, query: str) -> list[tuple[int, int]]:
    """Where the words of a query stand in a line."""
    small = text.lower()
    found = []
    for word in query.lower().split():
        at = small.find(word)
        if at >= 0:
            found.append((at, at + len(word)))
    return found
