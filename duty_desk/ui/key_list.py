"""Letters that are keys of a page: pressed alone, and no search in its lists and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QTableWidget

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QKeyEvent


class KeyList(QListWidget):
    """A list that leaves letters and digits to its page."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_sign(event):
            event.ignore()
        else:
            super().keyPressEvent(event)


class KeyTable(QTableWidget):
    """A table that leaves letters and digits to its page."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_sign(event):
            event.ignore()
        else:
            super().keyPressEvent(event)


def is_sign(event: QKeyEvent) -> bool:
    """Whether a key writes a sign, other than the space bar, which ticks what is chosen."""
    is_written = bool(event.text()) and event.key() < Qt.Key.Key_Escape
    return is_written and not event.modifiers() and event.key() != Qt.Key.Key_Space


def press_alone(keys: Mapping[Qt.Key, Callable[[], object]], event: QKeyEvent) -> bool:
    """Do what a page has for a key pressed alone while nobody types; whether it has anything."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    call = keys.get(Qt.Key(event.key()))
    if call is None or held or isinstance(QApplication.focusWidget(), QLineEdit):
        return False
    call()
    return True
