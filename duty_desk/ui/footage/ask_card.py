"""A small card that asks what one step needs: a reason, a medium, a day; then does the step."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
)

from duty_desk.language import Refusal, tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton
from duty_desk.ui.duty.over_card import OverCard

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from duty_desk.ui.desk_bridge import DeskBridge

WIDTH_PX = 620
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True)
class Ask:
    """One line of the card; `is_tick` for a yes or no, whose value is `yes` or empty."""

    name: str
    words: str
    value: str = ""
    hint: str = ""
    is_tick: bool = False
    pick: str = ""  # open | save: a file, also chosen in a dialog


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked, and what is done with the answers.

    Attributes:
        act: Given the answers by name; may refuse at once with a `Refusal`.
        done: Told once it is on record.
    """

    title: str
    words: str
    agree: str
    act: Callable[[dict[str, str]], Future[Any]]
    done: Callable[[Any], None]
    asks: tuple[Ask, ...] = ()
    is_dangerous: bool = False


@dataclass
class _Shown:
    lines: dict[str, QLineEdit | QCheckBox] = field(default_factory=dict)


class AskCard(OverCard):
    """Asks over the page; what is refused is told in the card and nothing typed is lost."""

    def __init__(self, bridge: DeskBridge, window: QWidget) -> None:
        super().__init__(window, WIDTH_PX, is_at_foot=False)
        self._bridge = bridge
        self._question: Question | None = None
        self._shown = _Shown()
        self._is_busy = False
        self._title, self._words, self._told = QLabel(), QLabel(), QLabel()
        theme.give_role(self._title, "title")
        theme.give_role(self._words, "soft")
        theme.give_role(self._told, "refusal")
        for label in (self._words, self._told):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self._agree, self._cancel = KeyButton("primary", "Enter"), KeyButton("quiet", "Esc")
        for button in (self._agree, self._cancel):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._agree.clicked.connect(self.agree)
        self._cancel.clicked.connect(self.leave)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._cancel)
        foot.addWidget(self._agree)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(10)
        for widget in (self._title, self._words):
            column.addWidget(widget)
        column.addLayout(self._grid)
        column.addWidget(self._told)
        column.addLayout(foot)

    def ask(self, question: Question) -> None:
        """Ask this."""
        self._question, self._is_busy = question, False
        self._title.setText(question.title)
        self._words.setText(question.words)
        self._words.setVisible(bool(question.words))
        self._told.hide()
        self._agree.setText(question.agree)
        self._cancel.setText(tr("取消"))
        theme.give_role(self._agree, "danger" if question.is_dangerous else "primary")
        self._clear()
        for row, one in enumerate(question.asks):
            self._add(row, one)
        for widget in self._fields():
            widget.show()  # a card that is open already counts only what is shown
        self.open()
        lines = list(self._shown.lines.values())
        empty = [one for one in lines if isinstance(one, QLineEdit) and not one.text()]
        (empty or lines or [self])[0].setFocus()

    def line(self, name: str) -> QLineEdit | QCheckBox:
        """The field of an answer."""
        return self._shown.lines[name]

    def agree(self) -> None:
        """Do it."""
        question = self._question
        if question is None or self._is_busy:
            return
        try:
            future = question.act({name: _value(line) for name, line in self._shown.lines.items()})
        except Refusal as refusal:
            self._refuse(str(refusal))
            return
        self._is_busy = True

        def done(result: Any) -> None:
            self._is_busy = False
            if self._question is question:
                self.leave()
            question.done(result)

        self._bridge.when_done(future, done, self._refuse)

    def leave(self) -> None:
        """Go; nothing was done."""
        self._question = None
        super().leave()

    def _refuse(self, sentence: str) -> None:
        self._is_busy = False
        self._told.setText(sentence)
        self._told.show()
        self.place()

    def _add(self, row: int, one: Ask) -> None:
        if one.is_tick:
            tick = QCheckBox(one.words)
            tick.setChecked(one.value == "yes")
            self._grid.addWidget(tick, row, 1)
            self._shown.lines[one.name] = tick
            return
        name, line = QLabel(one.words), QLineEdit(one.value)
        theme.give_role(name, "second")
        line.setPlaceholderText(one.hint)
        line.setAccessibleName(one.words)
        line.setMaxLength(400)  # the desk says what is too long
        self._grid.addWidget(name, row, 0)
        self._grid.addWidget(line, row, 1)
        if one.pick:
            button = KeyButton("quiet")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setText(tr("选择…"))
            button.clicked.connect(lambda: self._pick(line, one))
            self._grid.addWidget(button, row, 2)
        self._shown.lines[one.name] = line

    def _pick(self, line: QLineEdit, one: Ask) -> None:
        ask = QFileDialog.getOpenFileName if one.pick == "open" else QFileDialog.getSaveFileName
        path, _ = ask(self.window(), one.words, line.text() or str(Path.home()))
        if path:
            line.setText(path)

    def _fields(self) -> list[QWidget]:
        items = (self._grid.itemAt(number) for number in range(self._grid.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [widget for widget in widgets if widget is not None]

    def _clear(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._shown = _Shown()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            event.accept()
            self.agree()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange and self._question is not None:
            self.leave()  # its words were said in the language before
        super().changeEvent(event)


def _value(line: QLineEdit | QCheckBox) -> str:
    if isinstance(line, QCheckBox):
        return "yes" if line.isChecked() else ""
    return line.text().strip()
