"""Looking closer with wheel, keys and mouse, and what a tile says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter

from duty_desk.ui import theme
from duty_desk.ui.watch.tile_overlay import HEAD_PX

if TYPE_CHECKING:
    from PySide6.QtGui import QImage, QWheelEvent

    from duty_desk.ui.watch.zooms import Zooms
    from duty_desk.video.part import Part

_NOTCH = 120  # eighths of a degree, as Qt counts a wheel
_STEPS = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}
_WAYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_MAP_WIDE, _MARGIN = 44, 8


class ZoomHands:
    """Turns what hands do on one tile into closer looks. `grip` while the mouse drags."""

    def __init__(self, zooms: Zooms) -> None:
        self._zooms = zooms
        self._turned = 0
        self._grip: tuple[str, QPoint] | None = None

    def take_key(self, event: QKeyEvent, camera_id: str) -> bool:
        """Do what + − 0 and, on a closer look, Shift with an arrow ask for."""
        key = Qt.Key(event.key())
        if not camera_id or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        if key in _STEPS:
            self._zooms.step(camera_id, _STEPS[key])
        elif key == Qt.Key.Key_0:
            self._zooms.reset(camera_id)
        elif key in _WAYS and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            if not self._zooms.is_closer(camera_id):
                return False
            self._zooms.pan_step(camera_id, *_WAYS[key])
        else:
            return False
        return True

    def turn(self, event: QWheelEvent, camera_id: str, picture: QRectF) -> None:
        """Look closer at what is under the mouse, or less close."""
        self._turned += event.angleDelta().y()
        steps = int(self._turned / _NOTCH)
        self._turned -= steps * _NOTCH
        at = event.position()
        if steps and not picture.isEmpty():
            across = (at.x() - picture.left()) / picture.width()
            down = (at.y() - picture.top()) / picture.height()
            self._zooms.step(camera_id, steps, (min(max(across, 0), 1), min(max(down, 0), 1)))

    def grip(self, camera_id: str, at: QPoint) -> bool:
        """Take hold of a closer look with the mouse; False where there is none."""
        self._grip = (camera_id, at) if self._zooms.is_closer(camera_id) else None
        return self._grip is not None

    def drag(self, at: QPoint, picture: QRectF) -> bool:
        """Move what is held; False when nothing is."""
        if self._grip is None or picture.isEmpty():
            return False
        camera_id, before = self._grip
        moved = before - at
        self._zooms.pan(camera_id, moved.x() / picture.width(), moved.y() / picture.height())
        self._grip = (camera_id, at)
        return True

    def let_go(self) -> bool:
        """Whether something was held."""
        was, self._grip = self._grip is not None, None
        return was


def picture_area(area: QRect, image: QImage | None) -> QRectF:
    """Where the picture lies in its tile; the whole tile before the first one."""
    if image is None or image.isNull():
        return QRectF(area)
    scale = min(area.width() / image.width(), area.height() / image.height())
    box = QRectF(0, 0, image.width() * scale, image.height() * scale)
    box.moveCenter(QRectF(area).center())
    return box


def paint_zoom(painter: QPainter, area: QRect, words: str, part: Part) -> None:
    """Say below the head that this is a part, how large, and which."""
    font = theme.font(theme.SECOND_PX, is_bold=True)
    high = theme.px(22)
    map_wide = theme.px(_MAP_WIDE) if area.width() > theme.px(200) else 0
    wide = QFontMetrics(font).horizontalAdvance(words) + 16 + (map_wide + 8 if map_wide else 0)
    map_high = map_wide * 9 / 16
    box = QRectF(0, 0, wide, max(high, map_high + 10 if map_wide else high))
    # Under the head: the lower edge belongs to what is wrong with the picture.
    box.moveTopRight(QRectF(area).topRight() + QPointF(-_MARGIN, theme.px(HEAD_PX) + _MARGIN))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("tile_ground", 215))
    painter.drawRoundedRect(box, 4, 4)
    if map_wide:
        whole = QRectF(box.right() - 8 - map_wide, 0, map_wide, map_high)
        whole.moveTop(box.center().y() - map_high / 2)
        _paint_map(painter, whole, part)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setFont(font)
    painter.setPen(theme.colour("tile_text"))
    painter.drawText(box.adjusted(8, 0, 0, 0), _MIDDLE_LEFT, words)


def _paint_map(painter: QPainter, whole: QRectF, part: Part) -> None:
    painter.setBrush(theme.colour("tile_dim", 90))
    painter.drawRect(whole)
    painter.setBrush(theme.colour("tile_accent"))
    painter.drawRect(
        QRectF(
            whole.left() + part.left * whole.width(),
            whole.top() + part.top * whole.height(),
            part.width * whole.width(),
            part.height * whole.height(),
        )
    )


_MIDDLE_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
