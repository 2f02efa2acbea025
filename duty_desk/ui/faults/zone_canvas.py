"""Zones drawn on a camera's picture, by mouse or by keyboard; corners in thousandths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from duty_desk.domain.ground import LEAST_CORNERS, MOST_CORNERS, MOST_ZONES
from duty_desk.language import tr
from duty_desk.ui import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent

    from duty_desk.domain.ground import Corners

STEP, LONG_STEP, NEAR_PX = 10, 50, 12
_WHOLE = 1000


class ZoneCanvas(QWidget):
    """A picture with areas on it. A click or Space sets a corner, Enter closes the area.

    Signals:
        changed(): corners or areas were set or taken away.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._words = ""
        self.zones: tuple[Corners, ...] = ()
        self.corners: Corners = ()  # of the area under way
        self._cursor = (500, 700)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.CrossCursor)

    # --- what is shown -------------------------------------------------------------------

    def show_image(self, image: QImage) -> None:
        """Draw on this picture."""
        self._image, self._words = image, ""
        self.update()

    def show_words(self, words: str) -> None:
        """There is no picture; the areas stay."""
        self._image, self._words = QImage(), words
        self.update()

    def show_zones(self, zones: tuple[Corners, ...]) -> None:
        """Show areas drawn before; one under way is dropped."""
        self.zones, self.corners = zones, ()
        self.update()

    # --- drawing -------------------------------------------------------------------------

    def set_corner(self, x: int, y: int) -> None:
        """Set a corner of the area under way (thousandths)."""
        if len(self.zones) < MOST_ZONES and len(self.corners) < MOST_CORNERS:
            self.corners = (*self.corners, (min(_WHOLE, max(0, x)), min(_WHOLE, max(0, y))))
            self._tell()

    def close_area(self) -> None:
        """The area under way is whole."""
        if len(self.corners) >= LEAST_CORNERS:
            self.zones, self.corners = (*self.zones, self.corners), ()
            self._tell()

    def take_back(self) -> None:
        """Take the last corner away, else the last area."""
        if self.corners:
            self.corners = self.corners[:-1]
        elif self.zones:
            self.zones = self.zones[:-1]
        self._tell()

    def clear(self) -> None:
        """Take everything away."""
        self.zones, self.corners = (), ()
        self._tell()

    def _tell(self) -> None:
        self.changed.emit()
        self.update()

    # --- places --------------------------------------------------------------------------

    def _room(self) -> QRectF:
        """Where the picture lies."""
        size = self._image.size() if not self._image.isNull() else QSize(16, 9)
        fitted = size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        room = QRectF(0, 0, fitted.width(), fitted.height())
        room.moveCenter(QRectF(self.rect()).center())
        return room

    def _point(self, corner: tuple[int, int]) -> QPointF:
        room = self._room()
        x, y = corner
        return QPointF(
            room.left() + room.width() * x / _WHOLE, room.top() + room.height() * y / _WHOLE
        )

    def _place(self, point: QPointF) -> tuple[int, int]:
        room = self._room()
        return (
            round((point.x() - room.left()) * _WHOLE / max(1.0, room.width())),
            round((point.y() - room.top()) * _WHOLE / max(1.0, room.height())),
        )

    # --- Qt ------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(theme.px(640), theme.px(360))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        if event.button() != Qt.MouseButton.LeftButton:
            self.take_back()
            return
        point = event.position()
        if self.corners:
            first = self._point(self.corners[0]) - point
            if first.manhattanLength() < theme.px(NEAR_PX) and len(self.corners) >= LEAST_CORNERS:
                self.close_area()
                return
        self._cursor = self._place(point)
        self.set_corner(*self._cursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        step = LONG_STEP if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else STEP
        moves = {
            Qt.Key.Key_Left: (-step, 0),
            Qt.Key.Key_Right: (step, 0),
            Qt.Key.Key_Up: (0, -step),
            Qt.Key.Key_Down: (0, step),
        }
        if key in moves:
            dx, dy = moves[Qt.Key(key)]
            x, y = self._cursor
            self._cursor = (min(_WHOLE, max(0, x + dx)), min(_WHOLE, max(0, y + dy)))
            self.update()
        elif key == Qt.Key.Key_Space:
            self.set_corner(*self._cursor)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.corners:
            self.close_area()
        elif key == Qt.Key.Key_Backspace:
            self.take_back()
        elif key == Qt.Key.Key_Delete:
            self.clear()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        room = self._room()
        painter.fillRect(room, theme.colour("tile_ground"))
        if self._image.isNull():
            painter.setPen(theme.colour("tile_text"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(room, flags, self._words or tr("正在连接"))
        else:
            painter.drawImage(room, self._image)
        accent = theme.colour("tile_accent")
        for number, zone in enumerate(self.zones, 1):
            self._paint_area(painter, zone, number)
        painter.setPen(QPen(accent, 2, Qt.PenStyle.DashLine))
        points = [self._point(corner) for corner in self.corners]
        painter.drawPolyline(QPolygonF(points))
        for point in points:
            painter.drawEllipse(point, 4, 4)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("tile_warn"), 1))
            cursor = self._point(self._cursor)
            painter.drawLine(cursor + QPointF(-10, 0), cursor + QPointF(10, 0))
            painter.drawLine(cursor + QPointF(0, -10), cursor + QPointF(0, 10))
        painter.end()

    def _paint_area(self, painter: QPainter, zone: Corners, number: int) -> None:
        area = QPolygonF([self._point(corner) for corner in zone])
        painter.setPen(QPen(theme.colour("tile_accent"), 2))
        painter.setBrush(theme.colour("tile_accent", 50))
        painter.drawPolygon(area)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setFont(theme.font(16, is_bold=True))
        painter.drawText(area.boundingRect(), Qt.AlignmentFlag.AlignCenter, str(number))
