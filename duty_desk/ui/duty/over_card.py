"""A card over the page with a form of its own; the page goes on, the focus comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QWidget
from shiboken6 import isValid

from duty_desk.ui import theme

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QHideEvent, QKeyEvent

EDGE_PX = 14


class OverCard(QFrame):
    """Lies over the window at its foot or in its middle; gives the keyboard back when it goes.

    Signals:
        left(): it is gone.
    """

    left = Signal()

    def __init__(self, window: QWidget, width_px: int, *, is_at_foot: bool) -> None:
        super().__init__(window)
        self._window, self._width_px, self._is_at_foot = window, width_px, is_at_foot
        self._before: QWidget | None = None
        theme.give_role(self, "over")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.hide()

    def open(self) -> None:
        """Show it and remember who had the keyboard."""
        if not self.isVisible():
            self._before = self._keyboard()
            self._window.installEventFilter(self)
        self.show()
        self.raise_()
        self.place()

    def _keyboard(self) -> QWidget | None:
        """Who of this window has the keyboard; a dialog of files that is going is none of it."""
        focused, window = QApplication.focusWidget(), self._window.window()
        is_here = focused is not None and focused.window() is window
        return focused if is_here else window.focusWidget()

    def place(self) -> None:
        """Lie where there is room; called again when words have changed its height."""
        room: QRect = self._window.rect()
        width = min(theme.px(self._width_px), room.width() - 2 * EDGE_PX)
        self.setFixedWidth(width)
        height = min(self.sizeHint().height(), room.height() - theme.px(80))
        self.setFixedHeight(height)
        top = room.height() - height - EDGE_PX
        if not self._is_at_foot:
            top = max(theme.px(64), (room.height() - height) // 2)
        self.move((room.width() - width) // 2, top)

    def leave(self) -> None:
        """Go."""
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize and self.isVisible():
            self.place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        # What this card does not use is no key of the page behind it.
        event.accept()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # while this card has the keyboard, no key is the page's
            return True
        return super().event(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._window.removeEventFilter(self)
        before, self._before = self._before, None
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus()
        self.left.emit()
