"""The steps of a request in one line: what is behind, what comes next, what is still ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from duty_desk.ui import theme
from duty_desk.ui.row_paint import INKS

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from duty_desk.ui.footage.words import Step

_GAP_PX, _HIGH_PX = 12, 30
_ARROW = "→"


class StepsBar(QWidget):
    """Draws the steps; on a narrow window those around the next one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: tuple[Step, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_steps(self, steps: tuple[Step, ...]) -> None:
        """Show these."""
        self._steps = steps
        words = " → ".join(step.text for step in steps)
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(_HIGH_PX))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(80), theme.px(_HIGH_PX))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        face = theme.font(theme.HEAD_PX)
        painter.setFont(face)
        metrics, gap, left = QFontMetrics(face), theme.px(_GAP_PX), 0
        for number, step in enumerate(self._seen(metrics, gap)):
            if number:
                painter.setPen(theme.colour("text3"))
                left += self._draw(painter, left, _ARROW) + gap
            painter.setPen(theme.colour(INKS[step.level] if step.level else "text2"))
            left += self._draw(painter, left, step.text) + gap

    def _seen(self, metrics: QFontMetrics, gap: int) -> tuple[Step, ...]:
        """As many steps as there is room for; those that are behind give way first."""
        steps = self._steps
        arrow = metrics.horizontalAdvance(_ARROW) + 2 * gap
        while len(steps) > 1:
            used = sum(metrics.horizontalAdvance(step.text) + arrow for step in steps) - arrow
            if used <= self.width():
                break
            steps = steps[1:] if steps[0].level == "done" else steps[:-1]
        return steps

    def _draw(self, painter: QPainter, left: int, text: str) -> int:
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        area = self.rect().adjusted(left, 0, 0, 0)
        painter.drawText(area, flags, text)
        return painter.fontMetrics().horizontalAdvance(text)
