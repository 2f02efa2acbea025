"""An announced short absence: who stands in, why, for how long; and coming back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from duty_desk.desk.absences import Leaving
from duty_desk.language import mark, tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton
from duty_desk.ui.duty.over_card import OverCard

if TYPE_CHECKING:
    from duty_desk.ui.problems.form_model import DeskSide

WIDTH_PX = 660
_WHYS = (
    (mark("洗手间"), 10),
    (mark("用餐"), 30),
    (mark("取送材料"), 15),
    (mark("领导叫去"), 20),
    (mark("现场查看"), 30),
)
_MINUTES = (5, 10, 15, 20, 30, 45, 60)


class LeaveCard(OverCard):
    """Asks for an absence.

    Signals:
        said(str, str): a sentence for the operator, and its level.
    """

    said = Signal(str, str)

    def __init__(self, side: DeskSide, window: QWidget) -> None:
        super().__init__(window, WIDTH_PX, is_at_foot=False)
        self._side = side
        self._title, self._told = QLabel(), QLabel()
        theme.give_role(self._title, "title")
        theme.give_role(self._told, "refusal")
        self._told.setWordWrap(True)
        self._told.hide()
        self.reliever, self.minutes, self.why = QComboBox(), QComboBox(), QLineEdit()
        self.reliever.setEditable(True)
        self.why.setMaxLength(60)
        self._whys = QHBoxLayout()
        self._whys.setSpacing(8)
        self._buttons = []
        for number, (_why, minutes) in enumerate(_WHYS, start=1):
            button = KeyButton("", str(number), self, key_first=True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(partial(self._choose, number - 1, minutes))
            self._whys.addWidget(button)
            self._buttons.append(button)
        self._agree, self._cancel = KeyButton("primary", "Enter"), KeyButton("quiet", "Esc")
        self._agree.clicked.connect(self.save)
        self._cancel.clicked.connect(self.leave)
        edit = self.reliever.lineEdit()
        assert edit is not None
        self._edits: tuple[QObject, ...] = (edit, self.why)
        for line in (edit, self.why):
            line.installEventFilter(self)
            line.returnPressed.connect(self.save)
        self._lay_out()
        self.retranslate()

    def begin(self) -> None:
        """Ask."""
        self._told.hide()
        self.why.clear()
        self.reliever.clear()
        here = self._side.desk.people.signed_in
        others = [one for one in self._side.desk.people.all() if one.is_active and one != here]
        self.reliever.addItems([person.name for person in others])
        self.reliever.setEditText("")
        self.open()
        self.reliever.setFocus()

    def save(self) -> None:
        """Put it on record."""
        leaving = Leaving(
            self.reliever.currentText(), self.why.text(), _MINUTES[self.minutes.currentIndex()]
        )
        self._side.bridge.when_done(
            self._side.desk.absences.begin(leaving), lambda _done: self._on_saved(), self._refuse
        )

    def _on_saved(self) -> None:
        self.said.emit(tr("已登记离岗，回来后点“在岗”登记回岗。"), "done")
        self.leave()

    def _refuse(self, sentence: str) -> None:
        self._told.setText(sentence)
        self._told.show()
        self.place()

    def _choose(self, number: int, minutes: int) -> None:
        self.why.setText(tr(_WHYS[number][0]))
        self.minutes.setCurrentIndex(_MINUTES.index(minutes))

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._title.setText(tr("临时离岗"))
        for button, (why, _minutes) in zip(self._buttons, _WHYS, strict=True):
            button.setText(tr(why))
        chosen = max(0, self.minutes.currentIndex())
        self.minutes.clear()
        self.minutes.addItems([tr("{n} 分钟内回来", n=minutes) for minutes in _MINUTES])
        self.minutes.setCurrentIndex(chosen)
        edit = self.reliever.lineEdit()
        if edit is not None:
            edit.setPlaceholderText(tr("谁顶岗"))
        self.reliever.setAccessibleName(tr("谁顶岗"))
        self.minutes.setAccessibleName(tr("离岗多久"))
        self.why.setPlaceholderText(tr("原因：按数字选，或写在这里"))
        self.why.setAccessibleName(tr("离岗原因"))
        self._agree.setText(tr("离岗"))
        self._cancel.setText(tr("取消"))

    def _lay_out(self) -> None:
        row, foot = QHBoxLayout(), QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.reliever, 1)
        row.addWidget(self.minutes)
        foot.setSpacing(8)
        foot.addStretch()
        foot.addWidget(self._cancel)
        foot.addWidget(self._agree)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(10)
        column.addWidget(self._title)
        column.addLayout(row)
        self._whys.addStretch()
        column.addLayout(self._whys)
        column.addWidget(self.why)
        column.addWidget(self._told)
        column.addLayout(foot)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched in self._edits:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()  # while a person types, no key is the page's
                return True
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                return self._take(watched, event) or super().eventFilter(watched, event)
        return super().eventFilter(watched, event)

    def _take(self, watched: QObject, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return True
        number = event.key() - Qt.Key.Key_1
        if watched is self.why and not self.why.text() and 0 <= number < len(_WHYS):
            self._choose(number, _WHYS[number][1])
            return True
        return False

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
