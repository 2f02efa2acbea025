"""One line that asks why, in the page itself; a dialog would stand over the clocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from duty_desk.language import tr
from duty_desk.ui.button import KeyButton

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

LONGEST = 200


class ReasonRow(QWidget):
    """Asks for a reason; nothing happens without one, where one is needed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._then: Callable[[str], None] | None = None
        self._is_needed = True
        self.words = QLineEdit(self)
        self.words.setMaxLength(LONGEST)
        self.agree = KeyButton("primary", "Enter", self)
        self._cancel = KeyButton("quiet", "Esc", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        row.addWidget(self.agree)
        row.addWidget(self._cancel)
        self.words.textChanged.connect(lambda _: self._show_state())
        self.words.returnPressed.connect(self._on_agreed)
        self.agree.clicked.connect(self._on_agreed)
        self._cancel.clicked.connect(self.hide)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.agree.setText(tr("确定"))
        self._cancel.setText(tr("取消"))

    def ask(self, question: str, then: Callable[[str], None], *, is_needed: bool = True) -> None:
        """Ask `question`; `then` gets the reason."""
        self._then, self._is_needed = then, is_needed
        self.words.clear()
        self.words.setPlaceholderText(question)
        self.words.setAccessibleName(question)
        self._show_state()
        self.show()
        self.words.setFocus()

    def _show_state(self) -> None:
        self.agree.setEnabled(bool(self.words.text().strip()) or not self._is_needed)

    def _on_agreed(self) -> None:
        reason = self.words.text().strip()
        if (reason or not self._is_needed) and self._then is not None:
            self.hide()
            self._then(reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
