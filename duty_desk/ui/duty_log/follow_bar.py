"""Amending or voiding a line: the new text, the reason, and a second person for old ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from duty_desk.desk.duty_log import Second
from duty_desk.domain.rights import Right, may
from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton

if TYPE_CHECKING:
    from duty_desk.desk.duty_views import LogLine
    from duty_desk.ui.problems.form_model import DeskSide

LONGEST = 300


class FollowBar(QFrame):
    """Asks in the page itself.

    Signals:
        done(str): it is on record; the id of the line that stands now.
        left(): it is gone, with or without.
    """

    done = Signal(str)
    left = Signal()

    def __init__(self, side: DeskSide, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self._line: LogLine | None = None
        self._act = "amend"
        self._question, self._told = QLabel(), QLabel()
        theme.give_role(self._question, "head")
        theme.give_role(self._told, "refusal")
        self._told.setWordWrap(True)
        self.words, self.reason, self.secret = QLineEdit(), QLineEdit(), QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.second = QComboBox()
        self._agree, self._cancel = KeyButton("primary", "Enter"), KeyButton("quiet", "Esc")
        self._lay_out()
        for line in (self.words, self.reason, self.secret):
            line.setMaxLength(LONGEST)
            line.returnPressed.connect(self._on_agreed)
            line.installEventFilter(self)
        self._agree.clicked.connect(self._on_agreed)
        self._cancel.clicked.connect(self.leave)
        self.retranslate()
        self.hide()

    def ask(self, line: LogLine, act: str, *, is_old: bool) -> None:
        """Ask what is needed to `amend` or `void` a line; an old one takes a second person."""
        self._line, self._act = line, act
        self.words.setText(line.text)
        self.words.setVisible(act == "amend")
        self.reason.clear()
        self.secret.clear()
        self._told.hide()
        self.second.clear()
        for person in self._side.desk.people.all():
            if person.is_active and may(person.role, Right.VOID_OLD_LOG):
                self.second.addItem(person.name, person.id)
        self.second.setVisible(is_old)
        self.secret.setVisible(is_old)
        self.retranslate()
        self.show()
        (self.words if act == "amend" else self.reason).setFocus()

    def leave(self) -> None:
        """Go without anything being changed."""
        self.hide()
        self.left.emit()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        number = self._line.number if self._line else ""
        is_amending = self._act == "amend"
        words = tr("更正 {no}：原文划线保留", no=number)
        self._question.setText(words if is_amending else tr("作废 {no}：原文划线保留", no=number))
        self.words.setPlaceholderText(tr("更正后的内容"))
        self.reason.setPlaceholderText(tr("原因"))
        self.secret.setPlaceholderText(tr("在场第二人的口令"))
        self._agree.setText(tr("更正") if is_amending else tr("作废"))
        self._cancel.setText(tr("取消"))
        for line in (self.words, self.reason, self.secret):
            line.setAccessibleName(line.placeholderText())
        self.second.setAccessibleName(tr("在场第二人"))

    def _on_agreed(self) -> None:
        if self._line is None:
            return
        second = None
        if self.second.isVisibleTo(self) and self.second.currentData():
            second = Second(self.second.currentData(), self.secret.text())
        log, reason = self._side.desk.duty_log, self.reason.text()
        if self._act == "amend":
            future = log.amend(self._line.id, self.words.text(), reason, second)
        else:
            future = log.void(self._line.id, reason, second)
        self._side.bridge.when_done(future, self._on_done, self._refuse)

    def _on_done(self, line_id: str) -> None:
        self.secret.clear()
        self.leave()
        self.done.emit(line_id)

    def _refuse(self, sentence: str) -> None:
        self.secret.clear()
        self._told.setText(sentence)
        self._told.show()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.words, 3)
        row.addWidget(self.reason, 2)
        row.addWidget(self.second)
        row.addWidget(self.secret, 1)
        row.addWidget(self._agree)
        row.addWidget(self._cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._question)
        column.addLayout(row)
        column.addWidget(self._told)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # while a person types, no key is the page's
            return True
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self.leave()
            return True
        return super().eventFilter(watched, event)
