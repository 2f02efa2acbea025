"""A small picture over the stage under a line of words, and a figure at its right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from duty_desk.ui import theme

if TYPE_CHECKING:
    from duty_desk.vision.text import Picture

HEAD_PX = 26


class BesideCard(QWidget):
    """Paints the picture; the mouse goes through it to the live one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._image, self._words, self._figure, self._ink = QImage(), "", "", "tile_text"
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def is_empty(self) -> bool:
        """Whether there is no picture to show."""
        return self._image.isNull()

    def words(self) -> str:
        """What stands over the picture, figure included."""
        return f"{self._words} {self._figure}".strip()

    def clear(self) -> None:
        """Show nothing."""
        self._image, self._figure = QImage(), ""
        self.hide()

    def show_picture(self, picture: Picture, words: str) -> None:
        """Take a picture (`uint8`, (height, width, 3), BGR) and what is said of it."""
        height, width = picture.shape[:2]
        held = np.ascontiguousarray(picture)
        image = QImage(held.data, width, height, width * 3, QImage.Format.Format_BGR888)
        self._image, self._words = image.copy(), words
        self.update()

    def show_figure(self, figure: str, *, is_good: bool) -> None:
        """Say how like the live picture it is."""
        ink = "tile_text" if is_good else "tile_warn"
        if (figure, ink) != (self._figure, self._ink):
            self._figure, self._ink = figure, ink
            self.update()

    def height_for(self, width: int) -> int:
        """How high it is at a width."""
        return theme.px(HEAD_PX) + self._image.height() * width // max(1, self._image.width())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        head = QRect(0, 0, self.width(), theme.px(HEAD_PX))
        painter.fillRect(self.rect(), theme.colour("tile_ground"))
        painter.drawImage(
            QRect(0, head.height(), self.width(), self.height() - head.height()), self._image
        )
        self._paint_head(painter, head.adjusted(8, 0, -8, 0))
        painter.setPen(theme.colour("line"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint_head(self, painter: QPainter, head: QRect) -> None:
        painter.setFont(theme.font(theme.SECOND_PX))
        metrics = painter.fontMetrics()
        if self._figure:
            painter.setPen(theme.colour(self._ink))
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(head, flags, self._figure)
            head.setRight(head.right() - metrics.horizontalAdvance(self._figure) - 8)
        painter.setPen(theme.colour("tile_dim"))
        shown = metrics.elidedText(self._words, Qt.TextElideMode.ElideRight, head.width())
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, shown)
