"""The table of items on screen: chips for kind and confirmation, a hairline between lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QTableView,
    QWidget,
)

from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.handover.items_table import (
    CONFIRMED,
    DUE,
    KIND,
    NO,
    STATE,
    TITLE,
)
from duty_desk.ui.record_table import LevelRole, RecordRole
from duty_desk.ui.row_paint import RowDelegate, paint_chip, paint_text
from duty_desk.ui.rows import lay_rows

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex

    from duty_desk.ui.handover.items_table import ItemsTable
    from duty_desk.ui.row_paint import Index

ROW_PX = 36
_WIDTHS = {NO: 44, KIND: 104, DUE: 130, CONFIRMED: 130}
_CHIPS = (KIND, CONFIRMED)


class _CellDelegate(RowDelegate):
    """Draws a cell: its ground, a hairline below, then a chip or a text."""

    def draw(self, painter: QPainter, area: QRect, index: Index) -> None:
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        area = area.adjusted(theme.px(12), 0, -4, 0)
        level = str(index.data(LevelRole) or "")
        if index.column() in _CHIPS and text:
            paint_chip(painter, area, text, level)
        else:
            is_bad = level == "urgent"
            face = theme.font(theme.HEAD_PX, is_bold=is_bad)
            paint_text(painter, area, text, face, "bad" if is_bad else "text1")


class ItemsView(QTableView):
    """The lines on screen.

    Signals:
        confirm_wanted(int): a row that is to be confirmed: Space, Enter, or a click on its word.
        chosen(int): the row the selection moved to.
    """

    confirm_wanted = Signal(int)
    chosen = Signal(int)

    def __init__(self, table: ItemsTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self.setModel(table)
        self.setItemDelegate(_CellDelegate(self))
        lay_rows(self, ROW_PX, 40)
        header = self.horizontalHeader()
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, theme.px(width))
        for column in (TITLE, STATE):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.clicked.connect(self._on_clicked)
        self.selectionModel().currentRowChanged.connect(lambda now: self.chosen.emit(now.row()))
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.setAccessibleName(tr("移交事项"))
        self._table.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, CONFIRMED)
        self.viewport().update()

    def row(self) -> int:
        """The chosen row; -1 for none."""
        return self.currentIndex().row()

    def choose(self, row: int) -> None:
        """Put the selection on a row and show it."""
        if row >= 0:
            self.selectRow(row)
            self.scrollTo(self._table.index(row, NO))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.modifiers() and not event.isAutoRepeat() and self.row() >= 0:
                self.confirm_wanted.emit(self.row())
                return
            event.ignore()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._table.rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(theme.colour("text2"))
            painter.setFont(theme.font())
            words = tr("没有未完成的问题、故障、漏巡和推送；有的话会自动列在这里。")
            painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, words)

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.column() == CONFIRMED and index.data(RecordRole).confirmed_at is None:
            self.confirm_wanted.emit(index.row())
