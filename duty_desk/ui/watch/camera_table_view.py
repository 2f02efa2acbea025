"""The table of all cameras on screen: five thousand rows, of which only those seen are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHeaderView,
    QTableView,
    QWidget,
)

from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.row_paint import RowDelegate
from duty_desk.ui.rows import lay_rows
from duty_desk.ui.watch.camera_table import (
    CODE,
    COMMUNITY,
    DELAY,
    HEADS,
    KIND_OF,
    MAINTAINER,
    NAME,
    ROAD,
    SEEN,
    STATE,
    STREAM,
    CheckedRole,
    DotRole,
    IdRole,
)
from duty_desk.ui.watch.found_list import paint_dot
from duty_desk.ui.watch.marked_text import paint_marked

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QPainter, QResizeEvent

    from duty_desk.ui.row_paint import Index
    from duty_desk.ui.watch.camera_table import CameraTable

ROW_PX = 34
_WIDTHS = {
    CODE: 108,
    COMMUNITY: 130,
    ROAD: 170,
    KIND_OF: 96,
    MAINTAINER: 96,
    STATE: 156,
    SEEN: 108,
    DELAY: 92,
    STREAM: 186,
}
_NAME_LEAST = 150
_DISPENSABLE = (ROAD, KIND_OF, MAINTAINER, DELAY)
_SOFT = (ROAD, KIND_OF, MAINTAINER, SEEN, DELAY, STREAM)
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class _CellDelegate(RowDelegate):
    def draw(self, painter: QPainter, area: QRect, index: Index) -> None:
        area = area.adjusted(theme.px(12), 0, -4, -1)
        if index.column() == STATE:
            paint_dot(painter, area, index.data(DotRole), is_full=index.data(CheckedRole))
            area.setLeft(area.left() + theme.px(14))
        face = theme.font(theme.HEAD_PX, is_bold=index.column() == CODE)
        ink = "text2" if index.column() in _SOFT else "text1"
        paint_marked(painter, area, str(index.data() or ""), ink, face=face)


class CameraTableView(QTableView):
    """The rows on screen.

    Signals:
        chosen(str, bool): the id of a camera, and whether its picture shall be full.
    """

    chosen = Signal(str, bool)

    def __init__(self, table: CameraTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self.setModel(table)
        self.setItemDelegate(_CellDelegate(self))
        lay_rows(self, ROW_PX, 56)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._set_up_header()
        self.doubleClicked.connect(lambda index: self.chosen.emit(str(index.data(IdRole)), False))
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.setAccessibleName(tr("点位列表"))
        self._table.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(HEADS) - 1)
        self.viewport().update()

    def step(self, rows: int) -> None:
        """Move the choice by so many rows; it stops at the ends."""
        last = self._table.rowCount() - 1
        row = self.currentIndex().row()
        if last >= 0:
            self.selectRow(max(0, min(last, row + rows if row >= 0 else 0)))

    def take(self, *, is_full: bool) -> None:
        """Choose the camera of the current row."""
        camera = self._table.camera(max(0, self.currentIndex().row()))
        if camera is not None:
            self.chosen.emit(camera.id, is_full)

    def _set_up_header(self) -> None:
        header = self.horizontalHeader()
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSectionsClickable(True)
        self.setSortingEnabled(True)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, theme.px(width))
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)

    def _fit_columns(self) -> None:
        """Hide what can be done without until the name has room."""
        for column in _DISPENSABLE:
            self.setColumnHidden(column, False)
        for column in _DISPENSABLE:
            shown = (c for c in _WIDTHS if not self.isColumnHidden(c))
            needed = sum(self.columnWidth(c) for c in shown) + theme.px(_NAME_LEAST)
            if needed <= self.viewport().width():
                return
            self.setColumnHidden(column, True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()
