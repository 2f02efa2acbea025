"""Shift templates: a system is chosen, its hours typed over, and a date from which they hold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QTime, Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDateEdit,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from duty_desk.desk.shift_systems import SYSTEMS
from duty_desk.domain.roster import ShiftTemplate, TemplateSet
from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton

if TYPE_CHECKING:
    from duty_desk.desk.roster_views import RosterMonth

_ISO, MOST, TIME_PX = "yyyy-MM-dd", 4, 78


class TemplatePanel(QWidget):
    """Edits the hours of shifts.

    Signals:
        adopt_wanted(object): a `TemplateSet`.
    """

    adopt_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._about = QLabel()
        self._about.setWordWrap(True)
        theme.give_role(self._about, "soft")
        self.system, self.from_on = QComboBox(), QDateEdit()
        self.from_on.setCalendarPopup(True)
        self.from_on.setDisplayFormat(_ISO)
        self._shown: tuple[ShiftTemplate, ...] = ()
        self._current: tuple[ShiftTemplate, ...] = ()
        self.names = [QLineEdit() for _ in range(MOST)]
        self.starts = [QTimeEdit() for _ in range(MOST)]
        self.ends = [QTimeEdit() for _ in range(MOST)]
        for field in (*self.starts, *self.ends):
            field.setDisplayFormat("HH:mm")
            field.setMinimumWidth(theme.px(TIME_PX))
            field.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self._system_label, self._from_label = QLabel(), QLabel()
        self.adopt = KeyButton("primary")
        self._lay_out()
        self.system.activated.connect(self._on_system)
        self.adopt.clicked.connect(lambda: self.adopt_wanted.emit(self.chosen()))
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._about.setText(
            tr("结束不晚于开始表示到第二天。已经排好的班不变；没有排的日子按新班次显示。")
        )
        self._system_label.setText(tr("班制"))
        self._from_label.setText(tr("从哪天起"))
        self.system.clear()
        self.system.addItem(tr("现在的班次"))
        for one in SYSTEMS:
            self.system.addItem(tr(one.name))
        self.adopt.setText(tr("启用班次"))

    def show_month(self, month: RosterMonth, today: str) -> None:
        """Show the templates that hold, unless somebody chose others."""
        if self.system.currentIndex() <= 0:
            self._show(month.templates.templates)
            self._current = month.templates.templates
        if self.from_on.date() < QDate.fromString(today, _ISO):
            self.from_on.setDate(QDate.fromString(today, _ISO).addDays(1))

    def chosen(self) -> TemplateSet:
        """The templates as they are typed."""
        templates = []
        for number, one in enumerate(self._shown):
            name = self.names[number].text().strip()
            templates.append(
                replace(
                    one,
                    name=one.name if name == tr(one.name) else name,
                    starts=_minute(self.starts[number]),
                    ends=_minute(self.ends[number]),
                )
            )
        return TemplateSet(templates=tuple(templates), from_on=self.from_on.date().toString(_ISO))

    def _on_system(self, number: int) -> None:
        self._show(SYSTEMS[number - 1].templates.templates if number else self._current)

    def _show(self, templates: tuple[ShiftTemplate, ...]) -> None:
        self._shown = templates[:MOST]
        for number in range(MOST):
            is_there = number < len(self._shown)
            for field in (self.names[number], self.starts[number], self.ends[number]):
                field.setVisible(is_there)
            if is_there:
                one = self._shown[number]
                self.names[number].setText(tr(one.name))
                self.starts[number].setTime(QTime(one.starts // 60, one.starts % 60))
                self.ends[number].setTime(QTime(one.ends // 60 % 24, one.ends % 60))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._system_label)
        head.addWidget(self.system, 1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        for number in range(MOST):
            fields = (self.names[number], self.starts[number], self.ends[number])
            for place, field in enumerate(fields):
                grid.addWidget(field, number, place)
        foot = QHBoxLayout()
        foot.addWidget(self._from_label)
        foot.addWidget(self.from_on, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(grid)
        column.addLayout(foot)
        column.addWidget(self.adopt)
        column.addWidget(self._about)
        column.addStretch(1)


def _minute(field: QTimeEdit) -> int:
    return field.time().hour() * 60 + field.time().minute()
