"""Draws marks over a picture on screen, as `vision.marks.burn` will burn them in."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from duty_desk.ui import theme
from duty_desk.vision.marks import MARK_BGR, Arrow, Box, Mark, Mosaic, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duty_desk.ui.problems.picture_map import PictureMap

_PARTS, _LEAST_PX = 12, 12  # of a mosaic, as in vision.marks
_HEAD_STROKES = 8
_HEAD_ANGLE = math.pi / 4


@dataclass(frozen=True)
class Canvas:
    """What marks are drawn on."""

    painter: QPainter
    place: PictureMap
    picture: QImage

    @property
    def stroke(self) -> float:
        """Width of a line in view points: that of the burned line, scaled."""
        least = min(self.picture.width(), self.picture.height())
        return max(2.0, max(2, least // 270) * self.place.scale)

    def point(self, x: int, y: int) -> QPointF:
        """The view point of a per-mille."""
        return QPointF(*self.place.to_view(x, y))


def paint_marks(canvas: Canvas, marks: Sequence[Mark]) -> None:
    """Draw `marks`; mosaics first, so that no other mark is blurred by them."""
    for mark in sorted(marks, key=lambda mark: not isinstance(mark, Mosaic)):
        match mark:
            case Mosaic():
                _paint_mosaic(canvas, mark)
            case Box():
                _paint_box(canvas, mark)
            case Arrow():
                _paint_arrow(canvas, mark)
            case Text():
                _paint_text(canvas, mark)


def pixelated(picture: QImage, region: QRect) -> QImage:
    """The averages of `region` of `picture`: few, so that nothing can be recognised."""
    blocks = (_blocks(region.width()), _blocks(region.height()))
    return picture.copy(region).scaled(
        *blocks,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )


def region_of(picture: QImage, mark: Mosaic) -> QRect:
    """The pixels that `mark` covers, never none."""
    wide, high = picture.width(), picture.height()
    left, top = min(mark.left * wide // 1000, wide - 1), min(mark.top * high // 1000, high - 1)
    right, bottom = -(-mark.right * wide // 1000), -(-mark.bottom * high // 1000)
    return QRect(left, top, max(1, right - left), max(1, bottom - top))


def _blocks(length_px: int) -> int:
    return max(1, min(_PARTS, length_px // _LEAST_PX))


def _paint_mosaic(canvas: Canvas, mark: Mosaic) -> None:
    region = region_of(canvas.picture, mark)
    painter = canvas.painter
    scale = canvas.place.scale
    target = QRectF(
        canvas.place.left + region.x() * scale,
        canvas.place.top + region.y() * scale,
        region.width() * scale,
        region.height() * scale,
    )
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
    painter.drawImage(target, pixelated(canvas.picture, region))
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)


def _paint_box(canvas: Canvas, mark: Box) -> None:
    inset = canvas.stroke / 2
    area = QRectF(canvas.point(mark.left, mark.top), canvas.point(mark.right, mark.bottom))
    canvas.painter.setPen(_pen(canvas.stroke))
    canvas.painter.setBrush(Qt.BrushStyle.NoBrush)
    canvas.painter.drawRect(area.adjusted(inset, inset, -inset, -inset))


def _paint_arrow(canvas: Canvas, mark: Arrow) -> None:
    start, tip = canvas.point(mark.from_x, mark.from_y), canvas.point(mark.to_x, mark.to_y)
    along = start - tip
    length = math.hypot(along.x(), along.y())
    head = min(length / 2, _HEAD_STROKES * canvas.stroke)
    canvas.painter.setPen(_pen(canvas.stroke))
    canvas.painter.drawLine(start, tip)
    angle = math.atan2(along.y(), along.x())
    for side in (-_HEAD_ANGLE, _HEAD_ANGLE):
        barb = QPointF(math.cos(angle + side), math.sin(angle + side)) * head
        canvas.painter.drawLine(tip, tip + barb)


def _paint_text(canvas: Canvas, mark: Text) -> None:
    place, painter = canvas.place, canvas.painter
    size = max(16, canvas.picture.height() // 30) * place.scale
    pad = size / 4
    face = theme.font()
    face.setPixelSize(max(6, round(size)))
    painter.setFont(face)
    wide = min(painter.fontMetrics().horizontalAdvance(mark.text) + 2 * pad, place.width)
    high = size * 1.4
    at = canvas.point(mark.x, mark.y)
    x = max(place.left, min(at.x(), place.left + place.width - wide))
    y = max(place.top, min(at.y(), place.top + place.height - high))
    area = QRectF(x, y, wide, high)
    painter.fillRect(area, _red())
    painter.setPen(QColor("white"))
    inner = area.adjusted(pad, 0, -pad, 0)
    words = painter.fontMetrics().elidedText(
        mark.text, Qt.TextElideMode.ElideRight, math.ceil(inner.width())
    )
    painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)


def _red() -> QColor:
    blue, green, red = MARK_BGR
    return QColor(red, green, blue)


def _pen(width: float) -> QPen:
    pen = QPen(_red(), width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return pen
