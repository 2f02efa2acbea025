"""Saying an urgent item back: one of three sentences by its digit, or own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from duty_desk.desk.handover_views import PacketItem


class ReadBack(QFrame):
    """A strip below the table, for one urgent item.

    Signals:
        said(int, str): the item's number, and how it was said back.
        closed(): given up; the keyboard belongs to the table.
    """

    said = Signal(int, str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.give_role(self, "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._line: PacketItem | None = None
        self._head = QLabel()
        theme.give_role(self._head, "head")
        self._head.setWordWrap(True)
        self._choices = tuple(KeyButton("quiet", str(n), key_first=True) for n in (1, 2, 3))
        self._own = QLineEdit()
        self._own.returnPressed.connect(self._on_own)
        row = QHBoxLayout()
        row.setSpacing(8)
        for number, button in enumerate(self._choices):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _on=False, number=number: self._on_choice(number))
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 10)
        column.setSpacing(6)
        column.addWidget(self._head)
        column.addLayout(row)
        column.addWidget(self._own)
        self.hide()

    def ask(self, line: PacketItem) -> None:
        """Ask for this item."""
        self._line = line
        self._own.clear()
        for number, button in enumerate(self._choices):
            is_there = number < len(line.choices)
            button.setVisible(is_there)
            button.setText(line.choices[number] if is_there else "")
        self.retranslate()
        self.show()
        (self if line.choices else self._own).setFocus()

    def no(self) -> int:
        """The number of the item that is asked for; 0 for none."""
        return self._line.no if self._line is not None and self.isVisible() else 0

    def give_up(self) -> None:
        """Go away without an answer."""
        self._line = None
        self.hide()
        self.closed.emit()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        if self._line is None:
            return
        title = self._line.item.title
        words = tr(
            "复述第 {no} 项：{title}。按数字选出现状，或自己写。", no=self._line.no, title=title
        )
        if not self._line.choices:
            words = tr("复述第 {no} 项：{title}。写出现状和下一步。", no=self._line.no, title=title)
        self._head.setText(words)
        self._own.setPlaceholderText(tr("用自己的话复述，回车确认"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key.Key_1 <= event.key() <= Qt.Key.Key_3 and not self._own.hasFocus():
            self._on_choice(event.key() - Qt.Key.Key_1)
        else:
            super().keyPressEvent(event)

    def _on_choice(self, number: int) -> None:
        if self._line is not None and number < len(self._line.choices):
            self.said.emit(self._line.no, self._line.choices[number])

    def _on_own(self) -> None:
        if self._line is not None and self._own.text().strip():
            self.said.emit(self._line.no, self._own.text())
