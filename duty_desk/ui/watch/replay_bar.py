"""The line of time under a replay: where it stands, where pictures are missing, where F8 was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from duty_desk.language import tr
from duty_desk.ui import theme, times

if TYPE_CHECKING:
    from duty_desk.ui.watch.replay_model import ReplayModel

_HEIGHT, _LINE, _KNOB, _SIDE = 40, 6, 7, 10
_TICK_MS = 5_000


class ReplayBar(QWidget):
    """A line from the first frame to the last; the mouse drags along it.

    Signals:
        sought(int): the number of the frame that the mouse points at.
    """

    sought = Signal(int)

    def __init__(self, model: ReplayModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setMinimumHeight(theme.px(_HEIGHT))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        model.moved.connect(self.update)
        model.opened.connect(self.update)

    def _x(self, at: int) -> float:
        frames = self._model.frames
        share = (at - frames[0]) / max(frames[-1] - frames[0], 1)
        return _SIDE + share * (self.width() - 2 * _SIDE)

    def _frame_at(self, x: float) -> int:
        frames = self._model.frames
        share = (x - _SIDE) / max(self.width() - 2 * _SIDE, 1)
        return self._model.nearest(frames[0] + round(share * (frames[-1] - frames[0])))

    def _seek(self, event: QMouseEvent) -> None:
        if self._model.frames:
            self.sought.emit(self._frame_at(event.position().x()))

    def _paint_line(self, painter: QPainter, top: float) -> None:
        frames = self._model.frames
        painter.setPen(Qt.PenStyle.NoPen)
        for colour, until in (("bg3", frames[-1]), ("accent", self._model.at())):
            painter.setBrush(theme.colour(colour))
            width = self._x(until) - _SIDE
            painter.drawRoundedRect(QRectF(_SIDE, top, width, _LINE), 3, 3)
        painter.setBrush(theme.colour("bg1"))
        for before, after in self._model.gaps():
            left, right = self._x(before), self._x(after)
            painter.drawRect(QRectF(left, top - 1, max(right - left, 2), _LINE + 2))

    def _paint_times(self, painter: QPainter, top: float) -> None:
        frames = self._model.frames
        painter.setFont(theme.font(theme.SECOND_PX))
        painter.setPen(theme.colour("text2"))
        box = QRectF(0, top + _LINE + 4, theme.px(90), theme.px(18))
        first = -(-frames[0] // _TICK_MS) * _TICK_MS
        for at in range(first, frames[-1] + 1, _TICK_MS):
            x = self._x(at)
            painter.drawLine(QPointF(x, top + _LINE + 1), QPointF(x, top + _LINE + 4))
            box.moveLeft(min(max(x - box.width() / 2, 0), self.width() - box.width()))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, times.time_of_day(at))

    def _paint_press(self, painter: QPainter, top: float) -> None:
        shown, frames = self._model.shown, self._model.frames
        if shown is None or shown.pressed_at is None:
            return
        if not frames[0] <= shown.pressed_at <= frames[-1]:
            return
        x = self._x(shown.pressed_at)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("warn"))
        painter.drawRect(QRectF(x - 1, top - 5, 2, _LINE + 10))
        painter.setPen(theme.colour("warn"))
        painter.setFont(theme.font(theme.SECOND_PX - 1, is_bold=True))
        painter.drawText(QPointF(x + 4, top - 3), tr("出现") if shown.is_sight else "F8")

    # --- Qt ------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._seek(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._seek(event)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(400), theme.px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._model.frames:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = float(theme.px(12))
        self._paint_line(painter, top)
        self._paint_times(painter, top)
        self._paint_press(painter, top)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("text1"))
        centre = QPointF(self._x(self._model.at()), top + _LINE / 2)
        painter.drawEllipse(centre, _KNOB, _KNOB)
        painter.end()
