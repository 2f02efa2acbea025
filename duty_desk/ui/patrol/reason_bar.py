"""A question in the walk, answered by a digit or in own words: why skipped, which preset."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton
from duty_desk.ui.problems.flow import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LONGEST = 200


class ReasonBar(QFrame):
    """Asks for a reason in the page itself; nothing happens without one.

    Signals:
        left(): it is gone, with or without an answer.
    """

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.give_role(self, "card")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._then: Callable[[str], None] | None = None
        self._usual: tuple[tuple[str, str], ...] = ()
        self._buttons: list[KeyButton] = []
        self._question = QLabel()
        theme.give_role(self._question, "head")
        self.words = QLineEdit()
        self.words.setMaxLength(LONGEST)
        self.words.installEventFilter(self)
        self._agree, self._cancel = KeyButton("primary", "Enter"), KeyButton("quiet", "Esc")
        self._list = QWidget()
        self._flow = FlowLayout(self._list)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        row.addWidget(self._agree)
        row.addWidget(self._cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(8)
        column.addWidget(self._question)
        column.addWidget(self._list)
        column.addLayout(row)
        for button in (self._agree, self._cancel):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._agree.clicked.connect(self._on_agreed)
        self._cancel.clicked.connect(self.leave)
        self.words.textChanged.connect(self._show_state)
        self.words.returnPressed.connect(self._on_agreed)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        """Say the buttons in the language in use."""
        self._agree.setText(tr("确定"))
        self._cancel.setText(tr("取消"))

    def ask(
        self, question: str, usual: Sequence[tuple[str, str]], then: Callable[[str], None]
    ) -> None:
        """Ask `question`; `usual` are keys and words of reasons chosen by a digit."""
        self._begin(question, usual, then)
        self.words.clear()
        self.words.setPlaceholderText(
            tr("按数字选上面的原因，或在这里写别的原因") if usual else tr("写明原因")
        )
        self.words.setAccessibleName(question)
        self._show_state()
        self._show_line(is_shown=True)
        self.words.setFocus()

    def choose(
        self, question: str, usual: Sequence[tuple[str, str]], then: Callable[[str], None]
    ) -> None:
        """Ask for one of `usual`, by a digit or the mouse; there are no other answers."""
        self._begin(question, usual, then)
        self._show_line(is_shown=False)
        self.setFocus()

    def _begin(
        self, question: str, usual: Sequence[tuple[str, str]], then: Callable[[str], None]
    ) -> None:
        self._then, self._usual = then, tuple(usual)
        self._question.setText(question)
        self._offer()
        self.show()

    def _show_line(self, *, is_shown: bool) -> None:
        self.words.setVisible(is_shown)
        self._agree.setVisible(is_shown)

    def leave(self) -> None:
        """Go without an answer."""
        if self.isVisible():
            self.hide()
            self.left.emit()

    def take_key(self, event: QKeyEvent) -> bool:
        """A digit in the empty line chooses; Esc leaves; whether the key was one of them."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return True
        number = event.key() - Qt.Key.Key_1
        if self.words.text() or not 0 <= number < len(self._usual):
            return False
        self._answer(self._usual[number][0])
        return True

    def _offer(self) -> None:
        for button in self._buttons:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = []
        for number, (key, words) in enumerate(self._usual, start=1):
            button = KeyButton("", str(number), self._list, key_first=True)
            button.setText(words)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(partial(self._answer, key))
            self._flow.addWidget(button)
            button.show()
            self._buttons.append(button)
        self._list.setVisible(bool(self._usual))

    def _show_state(self) -> None:
        self._agree.setEnabled(bool(self.words.text().strip()))

    def _on_agreed(self) -> None:
        if self.words.text().strip():
            self._answer(self.words.text().strip())

    def _answer(self, reason: str) -> None:
        then, self._then = self._then, None
        self.hide()
        self.left.emit()
        if then is not None:
            then(reason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # while a person types, no key is the page's
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self.take_key(event) or super().eventFilter(watched, event)
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and self.hasFocus():
            event.accept()  # a digit chooses here and is not the page's
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.take_key(event):
            super().keyPressEvent(event)
