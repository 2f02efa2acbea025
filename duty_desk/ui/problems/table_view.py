"""The table of problems on screen: words with a level as chips, figures in the clock's colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import (
    QHeaderView,
    QTableView,
    QWidget,
)

from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.problems.table import (
    CAMERA,
    CHIPS,
    FOUND,
    KIND,
    NUMBER,
    PUSH,
    STATE,
    TIME,
    UNIT,
    VERDICT,
)
from duty_desk.ui.record_table import LevelRole, RecordRole
from duty_desk.ui.row_paint import RowDelegate, paint_chip, paint_text
from duty_desk.ui.rows import lay_rows

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QPainter, QResizeEvent

    from duty_desk.ui.problems.table import ProblemTable
    from duty_desk.ui.row_paint import Index

ROW_PX = 38
_WIDTHS = {
    NUMBER: 96,
    FOUND: 100,
    CAMERA: 200,
    KIND: 150,
    UNIT: 160,
    STATE: 130,
    PUSH: 130,
    TIME: 100,
    VERDICT: 90,
}
# Not the verdict: it is the word beside red figures.
_DISPENSABLE = (UNIT, FOUND, PUSH)
_CAMERA_LEAST = 150
_FIGURES = {"attention": "warn", "urgent": "bad"}


class _CellDelegate(RowDelegate):
    """Draws a cell: its ground, a hairline below, then a chip or a text."""

    def draw(self, painter: QPainter, area: QRect, index: Index) -> None:
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        area = area.adjusted(theme.px(12), 0, -4, 0)
        if index.column() in CHIPS and text:
            paint_chip(painter, area, text, str(index.data(LevelRole)))
        else:
            level = str(index.data(LevelRole)) if index.column() == TIME else ""
            ink = _FIGURES.get(level, _ink(index.column()))
            face = theme.font(theme.HEAD_PX, is_bold=level in _FIGURES)
            paint_text(painter, area, text, face, ink)


class ProblemTableView(QTableView):
    """The rows on screen.

    Signals:
        chosen(problem id): the selection moved.
        opened(problem id): Enter or a double click.
    """

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, table: ProblemTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self.setModel(table)
        self.setItemDelegate(_CellDelegate(self))
        lay_rows(self, ROW_PX, 60)
        self._set_up_header()
        self.activated.connect(lambda index: self.opened.emit(index.data(RecordRole).id))
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.setAccessibleName(tr("问题列表"))
        self._table.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, VERDICT)
        self.viewport().update()

    def show_chosen(self, problem_id: str) -> None:
        """Put the selection on this problem without telling anybody."""
        row = self._table.row_of(problem_id)
        self.selectionModel().blockSignals(True)
        if row < 0:
            self.clearSelection()
        else:
            self.selectRow(row)
        self.selectionModel().blockSignals(False)
        self.viewport().update()

    def _set_up_header(self) -> None:
        header = self.horizontalHeader()
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, theme.px(width))
        header.setSectionResizeMode(CAMERA, QHeaderView.ResizeMode.Stretch)

    def _fit_columns(self) -> None:
        """Hide what the panel at the right tells too, until the camera has room for its name."""
        for column in _DISPENSABLE:
            self.setColumnHidden(column, False)
        for column in _DISPENSABLE:
            shown = (c for c in _WIDTHS if c != CAMERA and not self.isColumnHidden(c))
            needed = sum(self.columnWidth(c) for c in shown) + theme.px(_CAMERA_LEAST)
            if needed <= self.viewport().width():
                return
            self.setColumnHidden(column, True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _on_current(self, current: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(current.data(RecordRole).id)


def _ink(column: int) -> str:
    return "text2" if column == FOUND else "text1"
