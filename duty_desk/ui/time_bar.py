"""The bar that fills while a clock runs, and the big figures beside it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from duty_desk.ui import theme

COLOURS = {"calm": "text1", "near": "warn", "urgent": "bad", "breached": "bad"}
CHIP_LEVELS = {"calm": "", "near": "attention", "urgent": "urgent", "breached": "urgent"}
_HEIGHT = 4


class TimeBar(QWidget):
    """How much of a limit is used, in the colour of its level."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = 0.0
        self._level = "calm"
        self.setFixedHeight(theme.px(_HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_share(self, share: float, level: str) -> None:
        """Fill `share` (0–1) of the bar; level is calm, near, urgent or breached."""
        is_same = round(share * self.width()) == round(self._share * self.width())
        if is_same and level == self._level:
            return
        self._share, self._level = share, level
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QRectF(self.rect())
        painter.setBrush(theme.colour("bg3"))
        painter.drawRoundedRect(whole, 2, 2)
        name = "text2" if self._level == "calm" else COLOURS[self._level]
        painter.setBrush(theme.colour(name))
        whole.setWidth(max(whole.height(), whole.width() * self._share))
        painter.drawRoundedRect(whole, 2, 2)


class ClockFigures(QWidget):
    """Minutes and seconds in large figures that stand still while they change."""

    def __init__(self, size_px: int = theme.CLOCK_PX, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size_px = size_px
        self._text = ""
        self._level = "calm"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """The figures shown."""
        return self._text

    def level(self) -> str:
        """calm, near, urgent or breached."""
        return self._level

    def show_figures(self, text: str, level: str = "calm") -> None:
        """Show `text` in the colour of `level`."""
        if (text, level) == (self._text, self._level):
            return
        is_wider = len(text) != len(self._text)
        self._text, self._level = text, level
        if is_wider:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme.font(self._size_px, is_bold=True))
        return QSize(metrics.horizontalAdvance(self._text) + 2, theme.px(self._size_px + 6))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme.font(self._size_px, is_bold=True))
        painter.setPen(theme.colour(COLOURS[self._level]))
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), flags, self._text)
