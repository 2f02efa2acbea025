"""What reaches the window while nobody may be named: the bar alone; and when nobody is there.

It looks at the input of whole windows before any widget does, so no page has to know of locks.
The desk refuses all the same whatever comes another way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QSinglePointEvent, QWindow
from PySide6.QtWidgets import QApplication

from duty_desk.language import tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from duty_desk.domain.time_source import TimeSource
    from duty_desk.ui.people.sign_in_bar import SignInBar
    from duty_desk.ui.people.sign_in_model import SignInModel

LOOK_MS = 5_000
_KEYS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
_POINTED = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.Wheel,
)
_TOUCHES = (
    QEvent.Type.TouchBegin,
    QEvent.Type.TouchUpdate,
    QEvent.Type.TouchEnd,
    QEvent.Type.ContextMenu,
)
_SIGNS = frozenset({*_KEYS, *_POINTED, *_TOUCHES, QEvent.Type.MouseMove})
_FIRST, _LAST = Qt.Key.Key_F1, Qt.Key.Key_F12
# Help and full screen record nothing; an emergency is saved under no name, by its own rule.
_FREE = (Qt.Key.Key_F1, Qt.Key.Key_F7, Qt.Key.Key_F11)


class SeatGuard(QObject):
    """Stands before the input of every window of the program."""

    def __init__(
        self, model: SignInModel, bar: SignInBar, top_bar: QWidget, time: TimeSource
    ) -> None:
        super().__init__(bar)
        self._model, self._bar, self._open = model, bar, (bar, top_bar)
        self._time = time
        self._touched_mono_ms = time.mono_ms()
        self._idle_ms = 0
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self.watch)

    def lock_after(self, minutes: int) -> None:
        """Lock by itself after so many minutes without a key or a move of the mouse; 0 never."""
        self._idle_ms = minutes * 60_000
        if minutes:
            self._timer.start()
        else:
            self._timer.stop()

    def watch(self, window: QWindow | None) -> None:
        """Look at the input of a window from now on."""
        if window is not None:
            window.installEventFilter(self)

    def look(self) -> None:
        """Lock when nobody has done anything for long."""
        now = self._time.mono_ms()
        if self._model.name() and not self._model.is_shut:
            if now - self._touched_mono_ms >= self._idle_ms:
                self._model.lock("idle")
        else:
            self._touched_mono_ms = now

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _SIGNS:
            self._touched_mono_ms = self._time.mono_ms()
        elif kind != QEvent.Type.ShortcutOverride:
            return False
        if not self._model.is_shut or QApplication.activePopupWidget() is not None:
            return False
        return self._is_held(event)

    def _is_held(self, event: QEvent) -> bool:
        """Whether the event must not reach any widget."""
        if isinstance(event, QKeyEvent):
            return self._is_key_held(event)
        if event.type() in _TOUCHES:
            return True
        if event.type() in _POINTED and isinstance(event, QSinglePointEvent):
            under = QApplication.widgetAt(event.globalPosition().toPoint())
            return not self._is_open_to(under)
        return False

    def _is_key_held(self, event: QKeyEvent) -> bool:
        if is_free(event):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # so that no shortcut fires; the key itself comes next
            return True
        if _FIRST <= event.key() <= _LAST:
            if event.type() == QEvent.Type.KeyPress:
                self._say_why(f"F{event.key() - _FIRST + 1}")
            return True
        if self._is_open_to(QApplication.focusWidget()):
            return False
        if event.type() == QEvent.Type.KeyPress:
            self._bar.take_focus()
        return True

    def _say_why(self, key: str) -> None:
        words = tr("{key} 没有记录：要先在这里输口令，再按一次 {key}。", key=key)
        self._model.tell(words)

    def _is_open_to(self, widget: QWidget | None) -> bool:
        return widget is not None and any(
            widget is one or one.isAncestorOf(widget) for one in self._open
        )


def is_free(event: QKeyEvent) -> bool:
    """Whether a key may be used by anybody, whoever is signed in or nobody."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if event.key() == Qt.Key.Key_K:
        return modifiers == Qt.KeyboardModifier.ControlModifier
    return event.key() in _FREE and modifiers == Qt.KeyboardModifier.NoModifier
