"""Keys that work from anywhere: while a form is typed into, in every window of the program.

They are taken from the input of whole windows before any widget sees them. Only function keys
are taken, which no form and no input method uses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class EverywhereKeys(QObject):
    """Calls what a key stands for; never by auto-repeat.

    `is_held` says whether a key must not act now, because nobody can be named.
    """

    def __init__(
        self,
        calls: Mapping[Qt.Key, Callable[[], None]],
        is_held: Callable[[Qt.Key], bool],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._calls, self._is_held = calls, is_held
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self.watch)

    def watch(self, window: QWindow | None) -> None:
        """Look at the input of a window from now on."""
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.modifiers() not in _PLAIN:
            return False
        key = Qt.Key(event.key())
        if key not in self._calls or self._is_held(key):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # the key itself comes next
        elif event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat():
            self._calls[key]()
        return True
