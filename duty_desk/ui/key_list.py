"""Lists and tables whose page has letters for keys: a letter is no search in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QTableWidget

if TYPE_CHECKING:
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
