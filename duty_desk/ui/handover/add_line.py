"""One more item, in the outgoing's own words."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from duty_desk.language import tr


class AddLine(QWidget):
    """A line to write in, over the table.

    Signals:
        given(str, bool): the words, and whether they are urgent.
        closed(): given up, or done.
    """

    given = Signal(str, bool)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words, self.urgent = QLineEdit(), QCheckBox()
        self.words.returnPressed.connect(self._on_return)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 14, 0)
        row.addWidget(self.words, 1)
        row.addWidget(self.urgent)
        self.hide()

    def ask(self) -> None:
        """Come up, empty."""
        self.words.clear()
        self.urgent.setChecked(False)
        self.show()
        self.words.setFocus()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.words.setPlaceholderText(tr("要移交的事和下一步，回车添加，Esc 取消"))
        self.urgent.setText(tr("紧急，要复述"))

    def _on_return(self) -> None:
        if self.words.text().strip():
            self.given.emit(self.words.text(), self.urgent.isChecked())
            self.give_up()

    def give_up(self) -> None:
        """Go away."""
        self.hide()
        self.closed.emit()
