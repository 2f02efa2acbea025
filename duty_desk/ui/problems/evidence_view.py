"""The evidence picture in the form: shown large, drawn on with the mouse or the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QLineEdit, QWidget

from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.problems.drawing import KEY_STROKE, Stroke, key_step, mark_of
from duty_desk.ui.problems.mark_painter import Canvas, paint_marks
from duty_desk.ui.problems.picture_map import PictureMap
from duty_desk.vision.marks import MAX_TEXT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duty_desk.vision.marks import Mark

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class EvidenceView(QWidget):
    """One picture with its marks and the tool in hand.

    The left button draws, the wheel zooms, the right button drags the zoomed picture. By keyboard:
    Enter begins a mark in the middle, arrows move it, Shift with arrows changes its size, Enter
    keeps it, Esc drops it.

    Signals:
        drawn(mark): a mark was drawn.
    """

    drawn = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QImage()
        self._words = ""
        self._marks: tuple[Mark, ...] = ()
        self._tool = "box"
        self._place = PictureMap(1, 1, 16, 9)
        self._stroke: Stroke | None = None
        self._is_keyed = False
        self._dragged_from: QPointF | None = None
        self._editor = QLineEdit(self)
        self._editor.setMaxLength(MAX_TEXT)
        self._editor.hide()
        self._editor.editingFinished.connect(self._on_text_entered)
        self._editor.installEventFilter(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(False)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setMinimumSize(320, 180)
        self.is_locked = False

    @property
    def place(self) -> PictureMap:
        """Where the picture lies in the view."""
        return self._place

    @property
    def is_drawing(self) -> bool:
        """Whether a mark is being made, so that Esc drops it first."""
        return self._stroke is not None

    def show_words(self, words: str) -> None:
        """Show a sentence in place of a picture that is still being read or cannot be."""
        self._picture = QImage()
        self._words = words
        self.update()

    def show_picture(self, picture: QImage) -> None:
        """Show another picture, whole."""
        self._picture = picture
        self._words = ""
        self.drop_stroke()
        self._fit()

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Show these marks over the picture."""
        self._marks = tuple(marks)
        self.update()

    def take_tool(self, tool: str) -> None:
        """Draw with this tool from now on."""
        self._tool = tool
        self.drop_stroke()

    def drop_stroke(self) -> None:
        """Forget the mark being made."""
        self._stroke = None
        self._is_keyed = False
        self._editor.hide()
        self.update()

    def _fit(self) -> None:
        self._place = PictureMap(
            self.width(),
            self.height(),
            max(1, self._picture.width()),
            max(1, self._picture.height()),
        )
        self.update()

    def _keep_stroke(self) -> None:
        stroke, tool = self._stroke, self._tool
        if stroke is None:
            return
        if tool == "text":
            self._ask_text(stroke)
            return
        made = mark_of(tool, stroke)
        self.drop_stroke()
        if made is not None:
            self.drawn.emit(made)

    def _ask_text(self, stroke: Stroke) -> None:
        x, y = self._place.to_view(stroke.from_x, stroke.from_y)
        width = theme.px(260)
        self._editor.clear()
        self._editor.setPlaceholderText(tr("输入文字，Enter 确定"))
        self._editor.setFixedWidth(width)
        left = max(0, min(round(x), self.width() - width))
        self._editor.move(left, min(round(y), self.height() - self._editor.sizeHint().height()))
        self._editor.show()
        self._editor.setFocus()

    def _on_text_entered(self) -> None:
        if self._stroke is None or not self._editor.isVisible():
            return
        made = mark_of("text", self._stroke, self._editor.text())
        self.drop_stroke()
        self.setFocus()
        if made is not None:
            self.drawn.emit(made)

    def _press_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._on_enter()
            return True
        if not self._is_keyed or self._stroke is None:
            return False
        if key == Qt.Key.Key_Escape:
            self.drop_stroke()
            return True
        if key not in _ARROWS:
            return False
        across, down = key_step(*_ARROWS[key])
        is_size = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        stroke = self._stroke
        self._stroke = stroke.stretched(across, down) if is_size else stroke.moved(across, down)
        self.update()
        return True

    def _on_enter(self) -> None:
        if self._is_keyed:
            self._keep_stroke()
        elif not self.is_locked and not self._picture.isNull():
            self._stroke, self._is_keyed = KEY_STROKE, True
            self.update()

    def _shown_area(self) -> QRectF:
        place = self._place
        area = QRectF(place.left, place.top, place.width, place.height)
        return area.intersected(QRectF(self.rect()))

    def _paint_picture(self, painter: QPainter) -> None:
        area = QRectF(self._place.left, self._place.top, self._place.width, self._place.height)
        clip = QPainterPath()
        clip.addRoundedRect(self._shown_area(), theme.TILE_RADIUS, theme.TILE_RADIUS)
        painter.setClipPath(clip)
        painter.drawImage(area, self._picture)
        pending = mark_of(self._tool, self._stroke) if self._stroke else None
        marks = self._marks if pending is None else (*self._marks, pending)
        paint_marks(Canvas(painter, self._place, self._picture), marks)

    # --- Qt ------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        if self._picture.isNull():
            painter.setPen(theme.colour("text2"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._words)
            return
        self._paint_picture(painter)
        painter.setClipping(False)
        if self.hasFocus():
            painter.setPen(theme.colour("accent", 130))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self._shown_area().adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.RightButton:
            self._dragged_from = event.position()
            return
        if self.is_locked or self._picture.isNull() or event.button() != Qt.MouseButton.LeftButton:
            return
        if self._editor.isVisible():
            self._on_text_entered()
        x, y = self._place.to_picture(event.position().x(), event.position().y())
        self._stroke, self._is_keyed = Stroke(x, y, x, y), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._dragged_from is not None:
            moved = at - self._dragged_from
            self._dragged_from = at
            self._place = self._place.shifted(moved.x(), moved.y())
        elif self._stroke is not None and not self._is_keyed:
            x, y = self._place.to_picture(at.x(), at.y())
            self._stroke = Stroke(self._stroke.from_x, self._stroke.from_y, x, y)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.RightButton:
            self._dragged_from = None
        elif not self._is_keyed:
            self._keep_stroke()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self._picture.isNull():
            return
        factor = 1.2 if event.angleDelta().y() > 0 else 1 / 1.2
        self._place = self._place.zoomed(factor, event.position().x(), event.position().y())
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_ours = self._is_keyed and event.key() in (*_ARROWS, Qt.Key.Key_Escape)
            event.setAccepted(is_ours)
            if is_ours:
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._press_key(event):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_key = event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        if is_key and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self.drop_stroke()
                self.setFocus()
            return True
        return super().eventFilter(watched, event)
