"""Toasts: one sentence in the top bar; it covers no tool and never takes the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from duty_desk.language import tr
from duty_desk.ui import theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QRect

_SHOWN_MS = {"done": 4_000, "attention": 8_000, "urgent": 12_000}
_WIDEST_PX, _NARROWEST_PX, _LOW_PX = 720, 200, 42
_GROUND = {"done": "ok_tint", "attention": "warn_tint", "urgent": "bad_tint"}
_INK = {"done": "ok_text", "attention": "warn_text", "urgent": "bad_text"}


class Toast(QWidget):
    """The window's one place for short messages; the newest replaces the one before.

    `rooms` says where it may lie, best first: where no button is, and no form opens.
    """

    def __init__(self, window: QWidget, rooms: Callable[[], tuple[QRect, ...]]) -> None:
        super().__init__(window)
        self._rooms = rooms
        self._level = "done"
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 10)
        row.addWidget(self._words)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        window.installEventFilter(self)
        self.hide()

    def text(self) -> str:
        """The sentence shown last."""
        return self._words.text()

    def say(self, sentence: str, level: str = "done") -> None:
        """Show `sentence` for some seconds; level is done, attention or urgent."""
        self._level = level
        self._words.setStyleSheet(f"color: {theme.colour(_INK[level]).name()};")
        self._words.setText(sentence)
        self._place()
        self.show()
        self.raise_()
        self._timer.start(_SHOWN_MS[level])

    def _place(self) -> None:
        needed = self._words.fontMetrics().horizontalAdvance(self._words.text()) + 40
        rooms = self._rooms()
        room = next((one for one in rooms if one.width() >= needed), rooms[-1])
        widest = min(theme.px(_WIDEST_PX), room.width())
        width = max(theme.px(_NARROWEST_PX), min(widest, needed))
        self.setFixedWidth(width)
        height = max(self.heightForWidth(width), theme.px(_LOW_PX))
        self.setFixedHeight(height)
        top = room.top() + (room.height() - theme.px(_LOW_PX)) // 2
        self.move(room.center().x() - width // 2, top)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.colour(_GROUND[self._level]))
        painter.setPen(theme.colour(_INK[self._level], 120))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 7, 7)


def general_sentence() -> str:
    """What is said when an error brought no sentence of its own."""
    return tr("这一步没有完成。已保存的记录和截图都在；请再试一次，仍不行请查看日志。")
