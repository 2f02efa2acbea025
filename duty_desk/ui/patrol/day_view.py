"""Today's rounds when none is being walked: what is done, what is open, what is missing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from duty_desk.language import tr
from duty_desk.ui import theme, times
from duty_desk.ui.patrol.round_card import RoundCard
from duty_desk.ui.patrol.words import day_words, outcome_chip, year_words
from duty_desk.ui.problems.reason_row import ReasonRow

if TYPE_CHECKING:
    from duty_desk.desk.patrol_views import PatrolCounts, PatrolDay, RoundRow, Walk
    from duty_desk.ui.patrol.walk_model import WalkModel
    from duty_desk.ui.problems.form_model import DeskSide

SIDE_PX, HOUR_MS = 398, 3_600_000
_MISSING = ("", "expired", "skipped", "not_viewable")


class DayView(QWidget):
    """Cards of the day's rounds, and the counts beside them.

    Signals:
        start_wanted(): start or continue.
    """

    start_wanted = Signal()

    def __init__(self, side: DeskSide, walk: WalkModel) -> None:
        super().__init__()
        self._side, self._walk = side, walk
        self._cards: list[RoundCard] = []
        self._title, self._told = QLabel(), QLabel()
        self._counts, self._missing = QLabel(), QLabel()
        self._lists_missing = False
        theme.give_role(self._title, "title")
        for label in (self._counts, self._missing):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            theme.give_role(label, "soft")
        self._told.setWordWrap(True)
        self._told.hide()
        self.reason = ReasonRow()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # P reaches it while a round is paused
        self._lay_out()

    def retranslate(self) -> None:
        """Forget the list that was asked for; the rest is shown anew with the day."""
        self._lists_missing = False
        self.reason.retranslate()

    def show_day(self, day: PatrolDay) -> None:
        """Show the rounds as they stand."""
        if len(day.rounds) != len(self._cards):
            self._make(day.rounds)
        newest = max((row.day for row in day.rounds), default="")
        for card, row in zip(self._cards, day.rounds, strict=True):
            card.show_row(row)
            card.show_day("" if row.day == newest else row.day[5:])
        self._title.setText(tr("今日巡查"))
        if not self._lists_missing:
            self._missing.setText(tr("按一轮右边的“未巡”或“点位”，这里列出没有看到画面的点位。"))
        self._counts.setText(_count_lines(day.counts))
        if not day.rounds:
            self._say(
                tr("今天没有可巡查的点位。请先录入点位，或在“计划”里写明轮次和点位。"), "attention"
            )

    def say(self, sentence: str, level: str) -> None:
        """A sentence over the cards; an empty one takes it back."""
        self._say(sentence, level)

    def told(self) -> str:
        """The sentence shown."""
        return self._told.text()

    def choose(self, round_id: str) -> bool:
        """Bring the card of a round to sight and list what it has not seen; False without one."""
        card = next((one for one in self._cards if one.row.id == round_id), None)
        if card is None:
            return False
        self._scroll.ensureWidgetVisible(card)
        if card.row.started_at is not None:
            self.show_missing(card.row)
        return True

    def show_missing(self, row: RoundRow) -> None:
        """List what a round has not seen."""
        future = self._side.desk.patrol.walk(row.id)
        self._side.bridge.when_done(future, self._list_missing, self._refuse)

    def _say(self, sentence: str, level: str) -> None:
        self._told.setText(sentence)
        self._told.setVisible(bool(sentence))
        theme.give_role(self._told, "told", level)

    def _refuse(self, sentence: str) -> None:
        self._say(sentence, "urgent")

    def _lay_out(self) -> None:
        inside = QWidget()
        theme.give_role(inside, "ground")
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(10)
        self._list.addStretch(1)
        self._scroll = _bare(inside)
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addWidget(self._title)
        left.addWidget(self._told)
        left.addWidget(self.reason)
        left.addWidget(self._scroll, 1)
        side = QVBoxLayout()
        side.setSpacing(12)
        side.addWidget(_card(self._counts))
        ground = QWidget()
        theme.give_role(ground, "ground")
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._missing)
        side.addWidget(_card(_bare(ground)), 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addLayout(left, 1)
        holder = QWidget()
        holder.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        holder.setFixedWidth(theme.px(SIDE_PX))
        row.addWidget(holder)

    def _make(self, rounds: tuple[RoundRow, ...]) -> None:
        for card in self._cards:
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = []
        for place, row in enumerate(rounds):
            card = RoundCard(row)
            card.wanted.connect(self._on_wanted)
            self._list.insertWidget(place, card)
            self._cards.append(card)

    def _on_wanted(self, row: RoundRow, what: str) -> None:
        self._say("", "")
        if what == "explain":
            question = tr("{name}为什么没有完成？", name=row.name)
            self.reason.ask(question, lambda reason: self._walk.explain(row, reason))
        elif what == "take_over":
            self._walk.start(take_over=True)
        elif what == "make_up":
            self._walk.make_up(row)
        elif what == "points":
            self.show_missing(row)
        else:
            self.start_wanted.emit()

    def _list_missing(self, walk: Walk) -> None:
        lines = [tr("{name}没有看到画面的点位", name=walk.round.name), ""]
        missing = [point for point in walk.points if point.outcome in _MISSING]
        for point in missing:
            word, _ = outcome_chip(point)
            told = [word or tr("还没有巡"), point.reason]
            why = " · ".join(part for part in told if part)
            lines.append(f"{point.no}  {point.camera_code} {point.camera_name}  {why}")
        if not missing:
            lines.append(tr("没有，全部看到了。"))
        self._lists_missing = True
        self._missing.setText("\n".join(lines))


def _count_lines(counts: PatrolCounts) -> str:
    lines = []
    if counts.today_target:
        lines.append(tr("今天 {n} / {target} 轮", n=counts.today, target=counts.today_target))
    forecast, _ = day_words(counts)
    if forecast:
        lines.append(forecast)
    if counts.month_target:
        lines.append(tr("本月 {n} / {target} 轮", n=counts.month, target=counts.month_target))
    lines.append(year_words(counts))
    if counts.year_made_up:
        lines.append(tr("其中补巡 {n} 轮", n=counts.year_made_up))
    if counts.year_from_on:
        year = (date.fromisoformat(counts.year_from_on), date.fromisoformat(counts.year_to_on))
        lines.append(tr("合同年度 {begin} 至 {end}", begin=year[0], end=year[1]))
    gap = times.span(counts.largest_gap_ms)
    lines.append(tr("今天两轮之间最长间隔 {gap}", gap=gap))
    unseen = counts.unseen_cameras
    if unseen:
        codes = tr("、").join(unseen[:12]) + ("…" if len(unseen) > 12 else "")
        lines.append(tr("24 小时没有巡到的点位 {n} 个：{codes}", n=len(unseen), codes=codes))
    return "\n".join(lines)


def _bare(inside: QWidget) -> QScrollArea:
    scroll = QScrollArea()
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    theme.give_role(scroll, "bare")
    scroll.setWidget(inside)
    return scroll


def _card(inside: QWidget) -> QFrame:
    card = QFrame()
    theme.give_role(card, "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(16, 14, 16, 14)
    column.addWidget(inside)
    return card
