"""Dragging a tile to another place of the wall; pictures go on moving meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtWidgets import QApplication

from duty_desk.ui import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QImage, QPainter

_SHARE = 2  # the dragged picture is drawn at half its tile's width
_OPACITY = 0.75


@dataclass
class Drag:
    """A camera held by the mouse since `pressed`; it moves once the mouse has gone far enough."""

    camera_id: str
    pressed: QPoint
    at: QPoint
    is_moving: bool = False

    def follow(self, position: QPoint) -> bool:
        """Go with the mouse; whether anything is to be drawn."""
        self.at = position
        far = (position - self.pressed).manhattanLength()
        self.is_moving = self.is_moving or far >= QApplication.startDragDistance()
        return self.is_moving


def paint_target(painter: QPainter, area: QRect) -> None:
    """Mark the place that the tile would take."""
    painter.fillRect(area, theme.colour("tile_accent", 60))
    painter.setPen(theme.colour("tile_accent"))
    painter.drawRect(area.adjusted(0, 0, -1, -1))


def ghost_area(drag: Drag, tile: QRect) -> QRect:
    """Where the dragged picture is drawn."""
    area = QRect(QPoint(), tile.size() / _SHARE)
    area.moveCenter(drag.at)
    return area


def paint_ghost(painter: QPainter, area: QRect, image: QImage | None, words: str) -> None:
    """Draw what is dragged under the mouse."""
    painter.setOpacity(_OPACITY)
    painter.fillRect(area, theme.colour("tile_ground"))
    if image is not None:
        painter.drawImage(QRectF(area), image, QRectF(image.rect()))
    painter.setPen(theme.colour("tile_text"))
    painter.setFont(theme.font(theme.HEAD_PX, is_bold=True))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, words)
    painter.setOpacity(1.0)
