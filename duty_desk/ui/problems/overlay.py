"""A panel over a part of the window: it dims what is below, and keeps keys and focus to itself.

Nothing modal: what lies outside its room goes on and can be clicked.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

KEY_EVENTS = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
_DIM = 150
_TAB, _BACKTAB = Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason


class Overlay(QWidget):
    """Lies over its parent, or over the room it is given.

    Whoever inherits answers `takes_key` and arranges itself in `arrange`.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._room: QRect | None = None
        self._focus_inside: QWidget | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        parent.installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)
        self.hide()

    def cover(self, room: QRect) -> None:
        """Lie over this part of the parent only; the rest, with its clocks, stays free."""
        self._room = room
        self.place()

    def place(self) -> None:
        """Lie where it belongs."""
        parent = self.parentWidget()
        if self._room is not None:
            self.setGeometry(self._room)
        elif parent is not None:
            self.setGeometry(parent.rect())

    def takes_key(self, event: QKeyEvent) -> bool:
        """Whether the key is the overlay's; on a press it has been acted on.

        Args:
            event: A press, or a `ShortcutOverride`, which only asks whether the key is claimed
                from the shortcuts of the window.
        """
        return event.key() == Qt.Key.Key_unknown

    def arrange(self) -> None:
        """Put what is inside into its place."""

    def first_stops(self) -> tuple[QWidget, ...]:
        """Where Tab goes before it goes everywhere else."""
        return ()

    def watch_typing(self, widgets: list[QWidget]) -> None:
        """See the keys of these text fields before they do."""
        for widget in widgets:
            widget.installEventFilter(self)

    def _claim(self, event: QKeyEvent) -> bool:
        is_taken = self.takes_key(event)
        if is_taken:
            event.accept()
        return is_taken

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if not self.isVisible() or new is None or new.window() is not self.window():
            return
        if self.isAncestorOf(new):
            self._focus_inside = new
        elif new is not self and not self._is_above(new):
            # A click beside it must not hand the next digit to the wall.
            QTimer.singleShot(0, self, self._take_focus_back)

    def _is_above(self, widget: QWidget) -> bool:
        parent = self.parentWidget()
        branch: QWidget | None = widget
        while branch is not None and branch.parentWidget() is not parent:
            branch = branch.parentWidget()
        siblings = parent.children() if parent is not None else []
        return branch in siblings and siblings.index(branch) > siblings.index(self)

    def _take_focus_back(self) -> None:
        inside = self._focus_inside
        if self.isVisible():
            is_there = inside is not None and isValid(inside) and inside.isVisible()
            (inside if inside is not None and is_there else self).setFocus()

    # --- Qt ------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() in KEY_EVENTS and self._claim(event):
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() in KEY_EVENTS:
            is_ours = isinstance(watched, QWidget) and self.isAncestorOf(watched)
            return is_ours and self._claim(event)
        if event.type() == QEvent.Type.Resize and self._room is None:
            self.place()
        return super().eventFilter(watched, event)

    def focusNextPrevChild(self, is_next: bool) -> bool:
        # Not by nextInFocusChain: PySide takes each neighbour for a child of the one before it,
        # and when one of them ends, the window's menus and actions are dead to Python.
        first = self.first_stops()
        rest = (widget for widget in self.findChildren(QWidget) if widget not in first)
        stops = [widget for widget in (*first, *rest) if _takes_tab(widget)]
        if stops:
            focused = QApplication.focusWidget()
            before = stops.index(focused) if focused in stops else -1 if is_next else 0
            after = stops[(before + (1 if is_next else -1)) % len(stops)]
            after.setFocus(_TAB if is_next else _BACKTAB)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._focus_inside = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # a click beside the panel is not meant for what lies below

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(0, 0, 0, _DIM))


def _takes_tab(widget: QWidget) -> bool:
    has_policy = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return has_policy and widget.isEnabled() and widget.isVisible()
