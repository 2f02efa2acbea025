"""The shift's time line: a time and a sentence a line, on a rule from top to bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from duty_desk.ui import theme, times

if TYPE_CHECKING:
    from duty_desk.desk.views import JournalLine

_ROW_PX, _TIME_PX, _RULE_PX = 31, 62, 14
_INK = {"urgent": "bad_text", "attention": "warn_text"}
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class TimeLine(QWidget):
    """Draws the lines; as high as they need."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[JournalLine, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def show_lines(self, lines: tuple[JournalLine, ...]) -> None:
        """Show these lines, oldest first."""
        if lines != self._lines:
            self._lines = lines
            self.setAccessibleName("\n".join(line.text for line in lines))
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(300), theme.px(_ROW_PX) * max(1, len(self._lines)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        row, left = theme.px(_ROW_PX), theme.px(_RULE_PX)
        painter.fillRect(2, 4, 2, row * len(self._lines) - 8, theme.colour("line"))
        face = theme.font(theme.HEAD_PX)
        painter.setFont(face)
        for number, line in enumerate(self._lines):
            area = QRect(left, number * row, self.width() - left, row)
            painter.setPen(theme.colour("text2"))
            painter.drawText(area, _LEFT, times.hour_and_minute(line.event_at))
            words = area.adjusted(theme.px(_TIME_PX), 0, 0, 0)
            painter.setPen(theme.colour(_INK.get(line.level, "text1")))
            shown = QFontMetrics(face).elidedText(
                line.text, Qt.TextElideMode.ElideRight, words.width()
            )
            painter.drawText(words, _LEFT, shown)
