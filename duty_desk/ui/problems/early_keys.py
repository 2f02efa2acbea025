"""Keys pressed between F8 and its form: kept for the form instead of being taken by the wall.

Saving takes a moment; a practised hand presses F8 and the digit faster than that. On the wall the
digit would change the layout, and a second F8 would report a second problem.
"""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from duty_desk.ui.problems.form_actions import action_of
from duty_desk.ui.problems.overlay import KEY_EVENTS

LONGEST_MS = 5_000
_NOT_KEPT = frozenset({"park", "undo", "more-shot", "another"})


class ActionOf(Protocol):
    """Which action a key asks a form for; "" for none."""

    def __call__(self, key: int, modifiers: Qt.KeyboardModifier, *, is_typing: bool) -> str:
        """The action's name."""


class EarlyKeys(QObject):
    """Holds the keys of one window back while a form is expected, at most five seconds."""

    def __init__(self, window: QWidget, action_of: ActionOf = action_of) -> None:
        super().__init__(window)
        self._action_of = action_of
        self._window = window
        self._names: list[str] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LONGEST_MS)
        self._timer.timeout.connect(self.drop)

    def hold(self) -> None:
        """A form will open: keep what is pressed from now on."""
        self.drop()
        self._timer.start()
        app = QCoreApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def hand_over(self) -> tuple[str, ...]:
        """The form is there: the actions that were asked for, in their order."""
        names = tuple(self._names)
        self.drop()
        return names

    def drop(self) -> None:
        """No form comes: forget them and give the keys back to the window."""
        self._timer.stop()
        self._names = []
        app = QCoreApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() not in KEY_EVENTS:
            return False
        if not isinstance(watched, QWidget) or watched.window() is not self._window.window():
            return False
        name = self._action_of(event.key(), event.modifiers(), is_typing=False)
        if not name or name == "park":
            return False
        event.accept()
        is_first = event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat()
        if is_first and name not in _NOT_KEPT:
            self._names.append(name)
        return True
