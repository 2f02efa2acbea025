"""The contract year: how many rounds count, where it leads, day by day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from duty_desk.language import tr
from duty_desk.ui import theme, times
from duty_desk.ui.patrol.ledger_row import LedgerRow
from duty_desk.ui.patrol.words import count_words, outcome_word, state_chip, window_words
from duty_desk.ui.patrol.year_calendar import YearCalendar

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from duty_desk.desk.patrol_views import PatrolOverview, RoundRow
    from duty_desk.ui.problems.form_model import DeskSide

SIDE_PX = 398
_CHOSEN = "▸ "


class YearView(QWidget):
    """Fetches the year whenever it comes into view.

    Signals:
        shown(): the year stands on the screen.
        said(str, str): a sentence for the operator, and its level.
    """

    shown = Signal()
    said = Signal(str, str)

    def __init__(self, side: DeskSide) -> None:
        super().__init__()
        self._side = side
        self._day = self._chosen = self._look = ""
        self._title, self._sums, self._visits = QLabel(), QLabel(), QLabel()
        theme.give_role(self._title, "title")
        for label in (self._sums, self._visits):
            label.setWordWrap(True)
            theme.give_role(label, "soft")
        self.calendar = YearCalendar()
        self.calendar.chosen.connect(self.show_day)
        self.ledger = LedgerRow(side)
        self.ledger.said.connect(self.said)
        self._head, self._rounds = QLabel(), QLabel()
        theme.give_role(self._head, "head")
        self._rounds.setWordWrap(True)
        self._rounds.setTextFormat(Qt.TextFormat.PlainText)
        self._rounds.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._lay_out()
        self.setFocusProxy(self.calendar)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.ledger.retranslate()
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Fetch the year."""
        future = self._side.desk.patrol.year()
        self._side.bridge.when_done(future, self._show)

    def choose(self, round_id: str, day: str, look: str = "") -> None:
        """List the rounds of a day, this one marked; `look`: a visit of it in words."""
        self._chosen, self._look = round_id, look
        self.calendar.choose(day)
        self.show_day(day)

    def show_day(self, day: str) -> None:
        """List the rounds of a day."""
        self._day = day
        future = self._side.desk.patrol.rounds(day)
        self._side.bridge.when_done(future, lambda rows: self._show_rounds(day, rows))

    def _lay_out(self) -> None:
        card, side = QFrame(), QFrame()
        for frame in (card, side):
            theme.give_role(frame, "card")
        left = QVBoxLayout(card)
        left.setContentsMargins(18, 16, 18, 16)
        left.setSpacing(10)
        for widget in (self._title, self._sums, self._visits):
            left.addWidget(widget)
        left.addWidget(self.calendar, 1)
        right = QVBoxLayout(side)
        right.setContentsMargins(16, 14, 16, 14)
        right.addWidget(self._head)
        right.addWidget(self._rounds, 1)
        right.addWidget(self.ledger)
        side.setFixedWidth(theme.px(SIDE_PX))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(card, 1)
        row.addWidget(side)

    def _show(self, overview: PatrolOverview) -> None:
        today = times.date(self._side.time.now_ms())
        self._title.setText(
            tr("合同年度 {begin} 至 {end}", begin=overview.from_on, end=overview.to_on)
        )
        sums = [tr("计入 {n} 轮", n=overview.counted)]
        if overview.target:
            sums = [
                tr("计入 {n} / {target} 轮", n=overview.counted, target=overview.target),
                tr("按最近 30 天的进度，年底 {n} 轮", n=overview.projection),
            ]
        if overview.made_up:
            sums.append(tr("其中补巡 {n} 轮", n=overview.made_up))
        sums.append(tr("最长间隔 {gap}", gap=times.span(overview.largest_gap_ms)))
        self._sums.setText(" · ".join(sums))
        told = [f"{outcome_word(name)} {n}" for name, n in overview.visits.items()]
        self._visits.setText(tr("点次 {n}：", n=overview.expected) + " · ".join(told))
        self.calendar.show_year(overview, today)
        self.calendar.choose(self._day or today)
        self.show_day(self._day or today)
        self.shown.emit()

    def _show_rounds(self, day: str, rows: tuple[RoundRow, ...]) -> None:
        if day != self._day:
            return
        self._head.setText(day)
        blocks = []
        for row in rows:
            sign = _CHOSEN if row.id == self._chosen else ""
            lines = [f"{sign}{row.name}  {window_words(row)}  {state_chip(row)[0]}"]
            if row.started_at is not None:
                lines.append(count_words(row))
            if row.reason:
                lines.append(tr("原因：{why}", why=row.reason))
            if sign and self._look:
                lines.append(self._look)
            blocks.append("\n".join(lines))
        self._rounds.setText("\n\n".join(blocks) or tr("这一天没有轮次。"))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()
