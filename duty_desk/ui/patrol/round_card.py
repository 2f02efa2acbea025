"""One of the day's rounds on a card: window, state, counts, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from duty_desk.language import mark, tr
from duty_desk.ui import theme, times
from duty_desk.ui.button import KeyButton
from duty_desk.ui.chip import Chip
from duty_desk.ui.elided_label import ElidedLabel
from duty_desk.ui.patrol.walk_head import OutcomeBar
from duty_desk.ui.patrol.words import count_words, state_chip, window_words

if TYPE_CHECKING:
    from duty_desk.desk.patrol_views import RoundRow

_CAN = {
    "start": (mark("开始本轮"), "primary", "F5"),
    "continue": (mark("继续"), "primary", "F5"),
    "make_up": (mark("补巡"), "", ""),
    "take_over": (mark("接着巡"), "", ""),
}
_LOST = ("missed", "incomplete")


class RoundCard(QFrame):
    """A round of a day.

    Signals:
        wanted(RoundRow, str): start, continue, take_over, make_up, explain or points.
    """

    wanted = Signal(object, str)

    def __init__(self, row: RoundRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = row
        theme.give_role(self, "card")
        self._name, self._window, self._state = QLabel(), QLabel(), Chip()
        self._day = Chip()
        self._name.setFont(theme.font(theme.BODY_PX + 1, is_bold=True))
        self._counts, self._why = ElidedLabel(), ElidedLabel()
        for label in (self._window, self._counts):
            theme.give_role(label, "soft")
        theme.give_role(self._why, "second")
        self._bar = OutcomeBar()
        self._act, self._explain = KeyButton(), KeyButton("quiet")
        self._points = KeyButton("flat")
        self._act.clicked.connect(lambda: self.wanted.emit(self.row, _can(self.row)))
        self._explain.clicked.connect(lambda: self.wanted.emit(self.row, "explain"))
        self._points.clicked.connect(lambda: self.wanted.emit(self.row, "points"))
        self._lay_out()
        self.show_row(row)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._name)
        head.addWidget(self._day)
        head.addWidget(self._window)
        head.addWidget(self._state)
        head.addStretch(1)
        for button in (self._points, self._explain, self._act):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 12, 12)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._bar)
        column.addWidget(self._counts)
        column.addWidget(self._why)

    def show_row(self, row: RoundRow) -> None:
        """Show the round as it stands."""
        self.row = row
        self._name.setText(row.name)
        self._window.setText(window_words(row))
        self._state.show_word(*state_chip(row))
        self._day.hide()
        self._bar.show_round(row)
        self._bar.setVisible(row.started_at is not None)
        self._counts.setText(_counted(row))
        self._why.setText(_walked(row))
        self._why.setVisible(bool(self._why.text()))
        word, role, key = _CAN.get(_can(row), ("", "", ""))
        self._act.setVisible(bool(word))
        if word:
            self._act.setText(tr(word))
            self._act.set_key(key)
            theme.give_role(self._act, role)
        self._explain.setText(tr("说明原因"))
        self._explain.setVisible(row.state in _LOST and bool(row.id))
        left = row.expected - row.visited
        is_begun = row.started_at is not None
        self._points.setText(tr("未巡 {n}", n=left) if left else tr("点位"))
        self._points.setVisible(is_begun)

    def show_day(self, words: str) -> None:
        """Say which day it belongs to, when it is not today."""
        self._day.show_word(words)
        self._day.setVisible(bool(words))


def _can(row: RoundRow) -> str:
    """What may be done now; a round that another seat walks can be taken over."""
    return "take_over" if row.state == "running" and not row.can else row.can


def _counted(row: RoundRow) -> str:
    if row.started_at is None:
        return tr("{n} 个点位", n=row.expected)
    done = tr("已巡 {done} / {expected}", done=row.visited, expected=row.expected)
    return f"{done} · {count_words(row)}"


def _walked(row: RoundRow) -> str:
    told = []
    if row.started_at is not None:
        span = times.hour_and_minute(row.started_at)
        if row.ended_at is not None:
            span += f"–{times.hour_and_minute(row.ended_at)}"
        told.append(tr("{span}，{by}", span=span, by=tr(row.by) if row.by else row.seat))
    if _can(row) == "take_over":
        told.append(tr("在 {seat} 号席巡查", seat=row.seat))
    if row.quick:
        told.append(tr("{n} 个看得过快", n=row.quick))
    if row.reason:
        told.append(tr("原因：{why}", why=row.reason))
    return " · ".join(told)
