"""Whom to tell, in order: one line each with number and what became of it; one line is next."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from duty_desk.language import language, tr
from duty_desk.ui import theme, times
from duty_desk.ui.button import KeyButton
from duty_desk.ui.chip import Chip
from duty_desk.ui.elided_label import ElidedLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duty_desk.desk.duty_views import CallRow
    from duty_desk.domain.emergency import EmergencyBook, PlanStep

TELL_KEY, MISS_KEY = "Ctrl Enter", "Ctrl N"


class CallLine(QFrame):
    """One person to tell.

    Signals:
        told(bool): reached, or not.
        chosen(): the mouse was pressed on the line.
    """

    told = Signal(bool)

    def __init__(
        self, number: int, step: PlanStep, book: EmergencyBook, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.step, self._book = step, book
        self._number = QLabel(str(number))
        self._role, self._phone, self._note = QLabel(), QLabel(), ElidedLabel()
        self._client = Chip()
        self._result = Chip()
        self._reached, self._missed = KeyButton(), KeyButton("quiet")
        self._role.setFont(theme.font(theme.BODY_PX, is_bold=True))
        for label in (self._number, self._note):
            theme.give_role(label, "soft")
        for button in (self._reached, self._missed):
            button.clicked.connect(partial(self.told.emit, button is self._reached))
        self._lay_out()
        self.retranslate()

    def show_calls(self, calls: Sequence[CallRow], *, is_next: bool, is_over: bool) -> None:
        """Show what became of telling this one; `is_next` lets its keys be seen."""
        mine = [call for call in calls if call.role == self.step.role]
        words = ""
        if mine:
            last = mine[-1]
            said = tr("已告知") if last.is_reached else tr("未接通")
            words = f"{times.time_of_day(last.at)} {said}"
            if len(mine) > 1:
                words += tr(" · 第 {n} 次", n=len(mine))
            self._result.show_word(words, "done" if last.is_reached else "attention")
        self._result.setVisible(bool(words))
        is_reached = bool(mine) and mine[-1].is_reached
        for button in (self._reached, self._missed):
            button.setVisible(not is_over and not is_reached)
        self._reached.set_key(TELL_KEY if is_next else "")
        self._missed.set_key(MISS_KEY if is_next else "")
        theme.give_role(self._reached, "primary" if is_next else "")
        theme.give_role(self, "call", "next" if is_next else "")

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        spoken = self._book.spoken(self.step, language())
        self._role.setText(spoken.role)
        self._note.setText(spoken.note)
        self._phone.setText(self.step.number or tr("电话未填"))
        is_known = bool(self.step.number)
        self._phone.setFont(theme.font(16 if is_known else theme.HEAD_PX, is_bold=is_known))
        theme.give_role(self._phone, "" if is_known else "soft")
        self._reached.setText(tr("已告知"))
        self._missed.setText(tr("未接通"))
        self._client.show_word(tr("甲方"))
        self._client.setVisible(self.step.is_client)

    def _lay_out(self) -> None:
        self._number.setFixedWidth(theme.px(18))
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 5, 10, 5)
        row.setSpacing(10)
        row.addWidget(self._number)
        row.addWidget(self._role)
        row.addWidget(self._client)
        row.addWidget(self._phone)
        row.addWidget(self._note, 1)
        row.addWidget(self._result)
        row.addWidget(self._reached)
        row.addWidget(self._missed)
        self.setMinimumHeight(theme.px(46))


class CallList(QFrame):
    """The lines of the plan that hold for the kind.

    Signals:
        told(PlanStep, bool): somebody was told, or not reached.
    """

    told = Signal(object, bool)

    def __init__(self, book: EmergencyBook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._lines: list[CallLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)

    def lines(self) -> tuple[CallLine, ...]:
        """The lines in order."""
        return tuple(self._lines)

    def show_steps(self, steps: Sequence[PlanStep]) -> None:
        """Show these steps, as few lines made anew as possible."""
        if [line.step for line in self._lines] == list(steps):
            return
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        numbered = enumerate(steps, start=1)
        self._lines = [CallLine(number, step, self._book) for number, step in numbered]
        for line in self._lines:
            line.told.connect(partial(self._on_told, line.step))
            self._column.addWidget(line)

    def show_calls(self, calls: Sequence[CallRow], *, is_over: bool) -> None:
        """Show what became of each; the first that nobody reached is next."""
        following = self.next_step(calls)
        for line in self._lines:
            is_next = following is line.step and not is_over
            line.show_calls(calls, is_next=is_next, is_over=is_over)

    def next_step(self, calls: Sequence[CallRow]) -> PlanStep | None:
        """The first step nobody tried; of those tried in vain the client, then the first."""
        tried = {call.role for call in calls}
        reached = {call.role for call in calls if call.is_reached}
        steps = [line.step for line in self._lines]
        fresh = [step for step in steps if step.role not in tried]
        again = [step for step in steps if step.role in tried - reached]
        again.sort(key=lambda step: not step.is_client)
        return next(iter((*fresh, *again)), None)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        for line in self._lines:
            line.retranslate()

    def _on_told(self, step: PlanStep, is_reached: bool) -> None:
        self.told.emit(step, is_reached)
