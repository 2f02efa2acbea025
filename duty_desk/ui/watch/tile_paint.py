"""Painting of one tile's picture: placed, never stretched, with the corners of the theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPixmap

from duty_desk.ui import theme

if TYPE_CHECKING:
    from duty_desk.video.engine import Picture


def image_of(picture: Picture) -> QImage:
    """The picture as Qt draws it; shares its memory."""
    height, width = picture.bgra.shape[:2]
    data = picture.bgra
    return QImage(data.data, width, height, data.strides[0], QImage.Format.Format_RGB32)


def paint_picture(painter: QPainter, area: QRect, image: QImage) -> None:
    """Draw `image` in the middle of `area`, pixel for pixel where it has the tile's size."""
    ratio = painter.device().devicePixelRatio()
    width, height = image.width() / ratio, image.height() / ratio
    if _fits(width, height, area):
        image.setDevicePixelRatio(ratio)
        left = area.left() + (area.width() - width) / 2
        top = area.top() + (area.height() - height) / 2
        painter.drawImage(QPoint(round(left), round(top)), image)
        return
    scale = min(area.width() / width, area.height() / height)
    box = QRectF(0, 0, width * scale, height * scale)
    box.moveCenter(QRectF(area).center())
    painter.drawImage(box, image, QRectF(0, 0, image.width(), image.height()))


def _fits(width: float, height: float, area: QRect) -> bool:
    is_inside = width <= area.width() + 1 and height <= area.height() + 1
    return is_inside and (width >= area.width() - 2 or height >= area.height() - 2)


class TileCorners:
    """Rounds off tiles by painting the ground over their corners; much cheaper than clipping."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, float], QPixmap] = {}

    def paint(self, painter: QPainter, area: QRect) -> None:
        """Round off the corners of `area`."""
        screen_ratio = painter.device().devicePixelRatio()
        key = (theme.tokens().bg0, screen_ratio)
        if key not in self._kept:
            self._kept = {key: _corners(screen_ratio)}
        corners, radius = self._kept[key], theme.TILE_RADIUS
        ratio = round(radius * screen_ratio)
        for across, left in ((0, area.left()), (1, area.right() + 1 - radius)):
            for down, top in ((0, area.top()), (1, area.bottom() + 1 - radius)):
                source = QRect(across * ratio, down * ratio, ratio, ratio)
                painter.drawPixmap(QRect(left, top, radius, radius), corners, source)


def _corners(ratio: float) -> QPixmap:
    side = theme.TILE_RADIUS * 2
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(ratio, ratio)
    path = QPainterPath()
    path.addRect(QRectF(0, 0, side, side))
    path.addRoundedRect(QRectF(0, 0, side, side), theme.TILE_RADIUS, theme.TILE_RADIUS)
    painter.fillPath(path, theme.colour("bg0"))
    painter.end()
    return picture
