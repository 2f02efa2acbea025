"""Presence in the handover page: the month's figures, every check, judging, and the rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from duty_desk.desk.duty_words import VERDICTS
from duty_desk.domain.fault import Span
from duty_desk.domain.problem import month_starts_at
from duty_desk.domain.rights import Right, may
from duty_desk.language import Refusal, mark, tr
from duty_desk.ui import theme, times
from duty_desk.ui.button import KeyButton
from duty_desk.ui.handover.view import DeskView
from duty_desk.ui.patrol.reason_bar import ReasonBar
from duty_desk.ui.presence.checks_table import ANSWER, AT, STATE, TOLD, WAY, WHO, ChecksTable
from duty_desk.ui.presence.rule_card import RuleCard

if TYPE_CHECKING:
    from duty_desk.desk.duty_views import PresenceRow
    from duty_desk.desk.presence_judging import PresenceMonth
    from duty_desk.desk.views import Snapshot
    from duty_desk.ui.problems.form_model import DeskSide

_WIDTHS = {AT: 170, WHO: 120, ANSWER: 90, WAY: 90, STATE: 220}
_CARDS = (
    ("asked", mark("在岗确认")),
    ("unconfirmed", mark("未确认")),
    ("median", mark("应答用时")),
    ("reflex", mark("3 秒内应答")),
    ("absences", mark("临时离岗")),
)


class PresenceView(DeskView):
    """The checks of a month."""

    def __init__(self, side: DeskSide, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self._back = 0
        self._found: PresenceMonth | None = None
        self._seen = 0
        self._wanted = ""  # a check to be chosen when its month is shown
        self.table = ChecksTable()
        self.list = QTableView()
        self.rule = RuleCard(side)
        self.ask = ReasonBar()
        self._build()
        self._lay_out()
        self.rule.said.connect(self.said)
        self.list.selectionModel().selectionChanged.connect(self._show_selected)
        self._excuse.clicked.connect(lambda: self._judge("excused"))
        self._breach.clicked.connect(lambda: self._judge("breach"))
        self._earlier.clicked.connect(lambda: self._turn(1))
        self._later.clicked.connect(lambda: self._turn(-1))
        self.retranslate()

    def come(self) -> None:
        """Read the month."""
        self._side.bridge.when_done(
            self._side.desk.presence_judging.within(self._span()),
            self._show_month,
            lambda words: self.said.emit(words, "urgent"),
        )

    def choose(self, check_id: str, at: int) -> None:
        """Show the month of a check (UTC ms), and choose it."""
        self._wanted, self._back = check_id, 0
        while self._span().from_at > at:
            self._back += 1
        self.come()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the rule, and read again after a commit while this is seen."""
        self.rule.show_view(snapshot.duty.presence)
        newest = max((line.seq for line in snapshot.journal), default=0)
        if newest != self._seen:
            self._seen = newest
            if self.isVisible():
                self.come()

    def _span(self) -> Span:
        now = self._side.time.now_ms()
        return Span(month_starts_at(now, -self._back), month_starts_at(now, 1 - self._back))

    def _turn(self, by: int) -> None:
        self._back = max(0, self._back + by)
        self.come()

    def _show_month(self, found: PresenceMonth) -> None:
        self._found, chosen = found, self._selected()
        self.table.show_rows(found.rows)
        self._choose([row.id for row in found.rows], chosen.id if chosen else "")
        self._empty.setVisible(not found.rows)
        self.list.setVisible(bool(found.rows))
        self._show_figures()
        self._show_selected()

    def _choose(self, ids: list[str], before: str) -> None:
        """The check that is wanted, else the one chosen before, else the newest."""
        for check_id in (self._wanted, before):
            if check_id in ids:
                self.list.selectRow(ids.index(check_id))
                self.list.scrollTo(self.table.index(ids.index(check_id), 0))
                self._wanted = "" if check_id == self._wanted else self._wanted
                return
        if ids:
            self.list.selectRow(0)

    def _show_figures(self) -> None:
        self._month.setText(f"{times.local(self._span().from_at):%Y-%m}")
        self._later.setEnabled(self._back > 0)
        if self._found is None:
            return
        one = self._found.figures
        share = f"{one.reflex * 100 // one.by_key}%" if one.by_key else "—"
        values = {
            "asked": (f"{one.answered} / {one.asked}", tr("其中有操作 {n} 次", n=one.by_work)),
            "unconfirmed": (
                str(one.unconfirmed),
                tr("待认定 {n}，巡查中 {m}", n=one.unjudged, m=one.in_round),
            ),
            "median": (
                _seconds(one.median_ms),
                tr("中位数，最慢 {s}", s=_seconds(one.slowest_ms)),
            ),
            "reflex": (share, tr("{n} / {m} 次按键", n=one.reflex, m=one.by_key)),
            "absences": (str(one.absences), tr("共 {n} 分钟", n=one.absent_ms // 60_000)),
        }
        for name, (figure, words) in values.items():
            self._figures[name].setText(figure)
            self._words[name].setText(words)

    def _selected(self) -> PresenceRow | None:
        found = self.list.selectionModel().selectedRows()
        return self.table.row_at(found[0].row()) if found else None

    def _show_selected(self) -> None:
        row = self._selected()
        is_open = row is not None and row.state == "unconfirmed" and self._may_judge()
        self._excuse.setVisible(is_open)
        self._breach.setVisible(is_open)

    def _may_judge(self) -> bool:
        try:
            return may(self._side.desk.role, Right.JUDGE_PRESENCE)
        except Refusal:
            return False

    def _judge(self, verdict: str) -> None:
        row = self._selected()
        if row is None:
            return

        def then(reason: str) -> None:
            self._side.bridge.when_done(
                self._side.desk.presence_judging.judge(row.id, verdict, reason),
                lambda _done: self.come(),
                lambda words: self.said.emit(words, "urgent"),
            )

        at = times.date_and_time(row.prompted_at)
        words = tr(
            "认定为{verdict}的依据（{at} {name}）",
            verdict=tr(VERDICTS[verdict]),
            at=at,
            name=row.person,
        )
        self.ask.ask(words, (), then)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        for name, words in _CARDS:
            self._titles[name].setText(tr(words))
        self._empty.setText(tr("这个月还没有在岗确认。"))
        self._excuse.setText(tr("有正当原因"))
        self._breach.setText(tr("认定脱岗"))
        self._earlier.setAccessibleName(tr("上个月"))
        self._later.setAccessibleName(tr("下个月"))
        self.rule.retranslate()
        self.ask.retranslate()
        self.table.headerDataChanged.emit(self.list.horizontalHeader().orientation(), 0, TOLD)
        self._show_figures()

    def _build(self) -> None:
        self._titles, self._figures, self._words = {}, {}, {}
        for name, _ in _CARDS:
            self._titles[name], self._figures[name] = QLabel(), QLabel("—")
            self._words[name] = QLabel()
            theme.give_role(self._titles[name], "head")
            theme.give_role(self._words[name], "second")
            self._figures[name].setFont(theme.font(26, is_bold=True))
        self._earlier, self._later = KeyButton("quiet"), KeyButton("quiet")
        self._earlier.setText("‹")
        self._later.setText("›")
        self._month, self._empty = QLabel(), QLabel()
        self._month.setFont(theme.font(theme.BODY_PX, is_bold=True))
        theme.give_role(self._empty, "soft")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._excuse, self._breach = KeyButton(), KeyButton("danger")
        self.list.setModel(self.table)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setShowGrid(False)
        self.list.setWordWrap(False)
        self.list.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.verticalHeader().hide()
        self.list.verticalHeader().setDefaultSectionSize(theme.px(38))
        head = self.list.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(TOLD, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            self.list.setColumnWidth(column, theme.px(width))

    def _lay_out(self) -> None:
        cards = QHBoxLayout()
        cards.setSpacing(10)
        for name, _ in _CARDS:
            card = QFrame()
            theme.give_role(card, "card")
            inside = QVBoxLayout(card)
            inside.setContentsMargins(14, 10, 14, 10)
            for label in (self._titles[name], self._figures[name], self._words[name]):
                inside.addWidget(label)
            cards.addWidget(card, 1)
        head = QHBoxLayout()
        head.setSpacing(8)
        for widget in (self._earlier, self._month, self._later):
            head.addWidget(widget)
        head.addStretch()
        head.addWidget(self._excuse)
        head.addWidget(self._breach)
        table = QFrame()
        theme.give_role(table, "card")
        inside = QVBoxLayout(table)
        inside.setContentsMargins(1, 6, 1, 6)
        inside.addWidget(self.list, 1)
        inside.addWidget(self._empty, 1)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addLayout(cards)
        left.addLayout(head)
        left.addWidget(self.ask)
        left.addWidget(table, 1)
        self.rule.setFixedWidth(theme.px(340))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addLayout(left, 1)
        row.addWidget(self.rule)
        self.setFocusProxy(self.list)


def _seconds(ms: int | None) -> str:
    return "—" if ms is None else tr("{s} 秒", s=f"{ms / 1000:.1f}")
