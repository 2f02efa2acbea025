"""The list of faults on screen: camera and maintainer, kind, and the clock or the state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal

from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.faults.list_model import ClockRole, MarkedRole
from duty_desk.ui.faults.suspects import Suspect, suspect_chip
from duty_desk.ui.faults.words import kind_chip, standing_chip
from duty_desk.ui.problems.time_left import time_left
from duty_desk.ui.problems.words import Chip, moment_time
from duty_desk.ui.record_list import RecordListView
from duty_desk.ui.record_table import RecordRole
from duty_desk.ui.row_paint import LEFT, RIGHT, RowDelegate, paint_chip, paint_text
from duty_desk.ui.time_bar import COLOURS

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QKeyEvent, QPainter
    from PySide6.QtWidgets import QWidget

    from duty_desk.desk.fault_views import FaultRow
    from duty_desk.ui.faults.list_model import FaultList
    from duty_desk.ui.row_paint import Index

ROW_PX, CLOCK_PX, EDGE_PX = 55, 18, 12


class _RowDelegate(RowDelegate):
    """Draws one fault in two lines."""

    row_px = ROW_PX

    def __init__(self, faults: FaultList) -> None:
        super().__init__()
        self._faults = faults

    def draw(self, painter: QPainter, area: QRect, index: Index) -> None:
        row: FaultRow | Suspect = index.data(RecordRole)
        if index.data(MarkedRole):
            painter.fillRect(QRect(area.topLeft(), QSize(4, area.height())), _accent())
        area = area.adjusted(theme.px(EDGE_PX), 0, -theme.px(EDGE_PX), 0)
        if isinstance(row, Suspect):
            _paint_suspect(painter, area, row)
        else:
            self._paint_fault(painter, area, index, row)

    def _paint_fault(
        self,
        painter: QPainter,
        area: QRect,
        index: Index,
        row: FaultRow,
    ) -> None:
        width = area.width()
        title = f"✓ {row.camera_title}" if index.data(MarkedRole) else row.camera_title
        found = tr("发现 {time}", time=moment_time(row.found_at, self._faults.now))
        lower = " · ".join(part for part in (found, row.maintainer) if part)
        _paint_words(painter, area.adjusted(0, 0, -width * 55 // 100, 0), title, lower)
        middle = area.adjusted(width * 46 // 100, 0, -width * 27 // 100, 0)
        _chip(painter, middle, kind_chip(row), LEFT)
        self._paint_end(painter, area.adjusted(width * 70 // 100, 0, 0, 0), index, row)

    def _paint_end(
        self,
        painter: QPainter,
        area: QRect,
        index: Index,
        row: FaultRow,
    ) -> None:
        clock = index.data(ClockRole)
        if clock is None:
            _chip(painter, area, standing_chip(row, self._faults.now), RIGHT)
            return
        left = time_left(clock, self._faults.now)
        painter.setFont(theme.font(CLOCK_PX, is_bold=True))
        painter.setPen(theme.colour(COLOURS[left.level]))
        painter.drawText(area, RIGHT, left.text)


class FaultListView(RecordListView):
    """The rows on screen.

    Signals:
        marked(str): Space was pressed on this fault.
    """

    marked = Signal(str)

    def __init__(self, faults: FaultList, parent: QWidget | None = None) -> None:
        super().__init__(faults, _RowDelegate(faults), parent)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.marked.emit(self.currentIndex().data(RecordRole).id)
        else:
            super().keyPressEvent(event)


def _paint_suspect(painter: QPainter, area: QRect, suspect: Suspect) -> None:
    """A suspicion: what it is in the second line, its word, and that it is to be looked at."""
    width = area.width()
    _paint_words(painter, area.adjusted(0, 0, -width * 55 // 100, 0), suspect.title, suspect.lower)
    middle = area.adjusted(width * 46 // 100, 0, -width * 27 // 100, 0)
    _chip(painter, middle, suspect_chip(suspect.head), LEFT)
    _chip(painter, area.adjusted(width * 70 // 100, 0, 0, 0), Chip(tr("查看 ›")), RIGHT)


def _paint_words(painter: QPainter, area: QRect, title: str, words: str) -> None:
    upper, lower = QRect(area), QRect(area)
    upper.setBottom(area.center().y() + 1)
    lower.setTop(area.center().y() + 2)
    bold = theme.font(theme.HEAD_PX, is_bold=True)
    paint_text(painter, upper.adjusted(0, 8, 0, 0), title, bold, "text1")
    small = theme.font(theme.SECOND_PX)
    paint_text(painter, lower.adjusted(0, 0, 0, -8), words, small, "text2")


def _accent() -> QColor:
    return theme.colour("accent")


def _chip(painter: QPainter, area: QRect, chip: Chip, side: Qt.AlignmentFlag) -> None:
    paint_chip(painter, area, chip.text, chip.level, side)
