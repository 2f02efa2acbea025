"""A small box above the bar that asks for one name, or for a yes; pictures go on behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from duty_desk.language import Refusal, tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton

if TYPE_CHECKING:
    from collections.abc import Callable

WIDTH_PX = 320
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_OWN_KEYS = (Qt.Key.Key_Escape, *_ENTER)


class NameBox(QFrame):
    """Asks over the page and tells why a name cannot be used."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        theme.give_role(self, "card")
        self._over = over
        self._done: Callable[[str], object] | None = None
        self._head, self._trouble = QLabel(), QLabel()
        self._head.setWordWrap(True)
        self._trouble.setWordWrap(True)
        theme.give_role(self._head, "head")
        theme.give_role(self._trouble, "refusal")
        self._name = QLineEdit()
        self._ok, self._cancel = KeyButton("primary", "Enter"), KeyButton("quiet", "Esc")
        self._ok.clicked.connect(self._finish)
        self._cancel.clicked.connect(self.close_box)
        self._name.textEdited.connect(lambda _text: self._trouble.hide())
        self._lay_out()
        self.hide()

    def ask(self, head: str, name: str, done: Callable[[str], object]) -> None:
        """Ask for a name, `name` at first; `done` may refuse it with a sentence."""
        self._name.setText(name)
        self._name.selectAll()
        self._name.show()
        self._open(head, tr("保存"), "primary", done)
        self._name.setFocus()

    def confirm(self, head: str, word: str, done: Callable[[], object]) -> None:
        """Ask for a yes, said as `word`."""
        self._name.hide()
        self._open(head, word, "danger", lambda _name: done())
        self._ok.setFocus()

    def close_box(self) -> None:
        """Go away; the keyboard belongs to the page again."""
        self._done = None
        self.hide()
        self._over.setFocus()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._ok)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        for widget in (self._head, self._name, self._trouble):
            column.addWidget(widget)
        column.addLayout(buttons)

    def _open(self, head: str, word: str, role: str, done: Callable[[str], object]) -> None:
        self._done = done
        self._head.setText(head)
        self._ok.setText(word)
        theme.give_role(self._ok, role)
        self._cancel.setText(tr("取消"))
        self._trouble.hide()
        self.setFixedWidth(theme.px(WIDTH_PX))
        self._place()
        self.show()
        self.raise_()

    def _place(self) -> None:
        self.adjustSize()
        room = self._over.rect()
        self.move(QPoint(14, max(0, room.height() - self.height() - theme.px(240))))

    def _finish(self) -> None:
        done = self._done
        if done is None:
            return
        try:
            done(self._name.text())
        except Refusal as refusal:
            self._trouble.setText(str(refusal))
            self._trouble.show()
            self._place()
            return
        self.close_box()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_box()
        elif event.key() in _ENTER:
            self._finish()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # Esc and Enter belong to the box while it is open; F8 goes on to the page.
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and event.key() in _OWN_KEYS:
            event.accept()
            return True
        return super().event(event)
