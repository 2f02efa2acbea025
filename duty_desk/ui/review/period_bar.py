"""Which period is looked at: segments, a step back and on, the days of a free one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QLabel, QWidget

from duty_desk.domain.period import PeriodKind
from duty_desk.domain.workdays import instant
from duty_desk.language import mark, tr
from duty_desk.ui import times
from duty_desk.ui.button import KeyButton
from duty_desk.ui.review.model import KINDS, YESTERDAY
from duty_desk.ui.segments import Segments

if TYPE_CHECKING:
    from datetime import date

    from duty_desk.ui.review.model import ReviewModel

_WORDS = {
    YESTERDAY: mark("昨日"),
    PeriodKind.DAY: mark("全天"),
    PeriodKind.WEEK: mark("本周"),
    PeriodKind.MONTH: mark("当月"),
    PeriodKind.CONTRACT_YEAR: mark("合同年"),
    PeriodKind.FREE: mark("自选"),
}
# What the segments say of a period that is not the present one.
_PLAIN = {PeriodKind.WEEK: mark("周"), PeriodKind.MONTH: mark("月")}


class PeriodBar(QWidget):
    """The segments with a step on either side.

    Signals:
        stepped(int), chosen(str): a person chose another period.
        days_chosen(object, object): first and last day of a free one.
    """

    stepped = Signal(int)
    chosen = Signal(str)
    days_chosen = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._is_showing = False
        self.tabs = Segments(tuple(tr(_WORDS[kind]) for kind in KINDS))
        self.earlier, self.later = KeyButton("quiet"), KeyButton("quiet")
        self.earlier.setText("‹")
        self.later.setText("›")
        self.words = QLabel()
        self.first, self.last, self._to = QDateEdit(), QDateEdit(), QLabel("–")
        for edit in (self.first, self.last):
            edit.setCalendarPopup(True)
            edit.setDisplayFormat("yyyy-MM-dd")
            edit.dateChanged.connect(self._on_days)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        steps = self.tabs, self.earlier, self.words, self.later
        for widget in (*steps, self.first, self._to, self.last):
            row.addWidget(widget)
        self.tabs.chosen.connect(lambda number: self.chosen.emit(KINDS[number]))
        self.earlier.clicked.connect(partial(self.stepped.emit, -1))
        self.later.clicked.connect(partial(self.stepped.emit, 1))

    def show_model(self, model: ReviewModel) -> None:
        """Show which period is looked at."""
        self._is_showing = True
        self.tabs.choose(KINDS.index(model.kind))
        self.tabs.show_words(tuple(self._word(kind, model) for kind in KINDS))
        self.later.setEnabled(model.may_step_on())
        is_free = model.kind == PeriodKind.FREE
        self.words.setText(self._period_words(model))
        self.words.setVisible(not is_free)
        for edit, day in ((self.first, model.period.first), (self.last, model.period.last)):
            edit.setVisible(is_free)
            edit.setDate(_qdate(day))
        self._to.setVisible(is_free)
        self._is_showing = False

    def _word(self, kind: str, model: ReviewModel) -> str:
        if kind == PeriodKind.DAY and model.kind == kind:
            return tr("{day} 全天", day=f"{model.period.first:%m-%d}")
        is_other = kind == model.kind and model.period.last < model.today
        if is_other and kind in (PeriodKind.WEEK, PeriodKind.MONTH):
            return tr(_PLAIN[PeriodKind(kind)])
        return tr(_WORDS[kind])

    def _period_words(self, model: ReviewModel) -> str:
        if model.period.days == 1:
            weekday = times.weekday(instant(model.period.first))
            return f"{model.period.words} {weekday}"
        return model.period.words

    def _on_days(self) -> None:
        if not self._is_showing:
            first, last = self.first.date().toPython(), self.last.date().toPython()
            self.days_chosen.emit(first, last)

    def retranslate(self) -> None:
        """Say what can be pressed in the language in use."""
        self.earlier.setAccessibleName(tr("前一个时段"))
        self.later.setAccessibleName(tr("后一个时段"))
        self.earlier.setToolTip(tr("前一个时段"))
        self.later.setToolTip(tr("后一个时段"))
        self.first.setAccessibleName(tr("第一天"))
        self.last.setAccessibleName(tr("最后一天"))


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
