"""The table of files: its last column shows a chip, a bar while a file is hashed, or what to do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableView,
    QWidget,
)

from duty_desk.desk.footage_files import FileStage
from duty_desk.ui import theme
from duty_desk.ui.footage.files_table import FILE, STANDING
from duty_desk.ui.key_list import is_sign
from duty_desk.ui.record_table import LevelRole, RecordRole
from duty_desk.ui.row_paint import INKS, LEFT, RowDelegate, paint_chip
from duty_desk.ui.rows import lay_rows

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QMouseEvent, QResizeEvent

    from duty_desk.ui.footage.files_table import FileLine, FilesTable
    from duty_desk.ui.row_paint import Index

ROW_PX, LEAST_PX = 42, 40
_WIDTHS = (150, 190, 0, 100, 140, 140, 170)
_NARROW, NARROW_PX = (76, 150, 0, 86, 108, 96, 108), 1000


class _CellDelegate(RowDelegate):
    """Draws one cell by its level."""

    def draw(self, painter: QPainter, area: QRect, index: Index) -> None:
        area = area.adjusted(theme.px(12), 0, -theme.px(12), -1)
        line: FileLine = index.data(RecordRole)
        text, level = index.data(), index.data(LevelRole)
        if index.column() != STANDING:
            _paint_words(painter, area, text, level)
        elif line.work is not None and line.work.stage is FileStage.HASHING:
            _paint_bar(painter, area, line.work.percent)
        else:
            paint_chip(painter, area, text, level, LEFT)


class FilesView(QTableView):
    """The lines on screen; recordings are dropped on the line of their camera.

    Signals:
        dropped(int, list): files or folders (paths) were dropped on this row, -1 beside all.
        pressed_at(int): the last column of this row was pressed with the mouse.
        left(): the keyboard goes back to the list of requests.
        moved(): another row was chosen.
    """

    dropped = Signal(int, list)
    pressed_at = Signal(int)
    left = Signal()
    moved = Signal()

    def __init__(self, table: FilesTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(table)
        lay_rows(self, ROW_PX, LEAST_PX)
        self.setItemDelegate(_CellDelegate(self))
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DropOnly)
        self.setWordWrap(False)
        theme.give_role(self, "bare")
        header = self.horizontalHeader()
        header.setSectionResizeMode(FILE, QHeaderView.ResizeMode.Stretch)
        self._fit(_WIDTHS)
        table.modelReset.connect(self._choose_first)
        self.selectionModel().currentRowChanged.connect(lambda *_rows: self.moved.emit())
        self._choose_first()

    def row(self) -> int:
        """The chosen row, -1 for none."""
        return self.currentIndex().row()

    def choose(self, row: int) -> None:
        """Choose a row."""
        self.setCurrentIndex(self.model().index(row, 0))

    def _fit(self, widths: tuple[int, ...]) -> None:
        for column, width in enumerate(widths):
            if column != FILE:
                self.setColumnWidth(column, theme.px(width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(_WIDTHS if self.width() >= theme.px(NARROW_PX) else _NARROW)

    def _choose_first(self) -> None:
        if self.model().rowCount():
            self.choose(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Escape) and not event.modifiers():
            self.left.emit()
        elif is_sign(event) or is_enter or event.key() == Qt.Key.Key_Delete:
            event.ignore()  # these are keys of the page
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == STANDING:
            self.pressed_at.emit(index.row())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        row = self.indexAt(event.position().toPoint()).row()
        if row >= 0:
            self.choose(row)
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths: list[Path] = paths_of(event)
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(self.indexAt(event.position().toPoint()).row(), paths)


def paths_of(event: QDropEvent) -> list[Path]:
    """The files and folders of a drop that lie on this computer or its network."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


def _paint_words(painter: QPainter, area: QRect, text: str, level: str) -> None:
    face = theme.font(theme.HEAD_PX)
    painter.setFont(face)
    painter.setPen(theme.colour(INKS[level]))
    shown = QFontMetrics(face).elidedText(text, Qt.TextElideMode.ElideMiddle, area.width())
    painter.drawText(area, LEFT, shown)


def _paint_bar(painter: QPainter, area: QRect, percent: int) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    box = QRectF(area.left(), area.center().y() - 1.5, min(area.width(), theme.px(90)), 4)
    painter.setBrush(theme.colour("bg3"))
    painter.drawRoundedRect(box, 2, 2)
    painter.setBrush(theme.colour("accent"))
    painter.drawRoundedRect(QRectF(box.left(), box.top(), box.width() * percent / 100, 4), 2, 2)
