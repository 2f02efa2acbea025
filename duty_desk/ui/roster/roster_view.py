"""The roster's view: the month as a sheet or a list, and beside it what is done with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout

from duty_desk.desk.roster_papers import HEADINGS
from duty_desk.desk.roster_words import span_words
from duty_desk.desk.shift_words import WEEKDAYS
from duty_desk.domain.problem import day_of
from duty_desk.domain.rights import Right, may
from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton
from duty_desk.ui.handover.view import DeskView
from duty_desk.ui.problems.draft_keeper import while_alive
from duty_desk.ui.roster.laying_panel import LayingPanel
from duty_desk.ui.roster.month_bar import MonthBar
from duty_desk.ui.roster.roster_files import RosterFiles
from duty_desk.ui.roster.roster_grid import RosterGrid
from duty_desk.ui.roster.rows_model import TableRow
from duty_desk.ui.roster.rows_table import RowsTable
from duty_desk.ui.roster.shift_panel import ShiftPanel
from duty_desk.ui.roster.template_panel import TemplatePanel
from duty_desk.ui.roster.wishes_panel import WishesPanel
from duty_desk.ui.segments import Segments
from duty_desk.ui.watch.page_keys import PageKeys

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from typing import Any

    from duty_desk.desk.leaves import LeaveForm
    from duty_desk.desk.roster_views import RosterMonth, RosterProposal
    from duty_desk.desk.swaps import SwapWish
    from duty_desk.desk.views import Snapshot
    from duty_desk.domain.roster import Laying, PlannedShift, TemplateSet
    from duty_desk.ui.problems.form_model import DeskSide

SIDE_PX, WRONG_PX = 430, 200
DAY, LAYING, WISHES, TEMPLATES = range(4)
_KINDS = ("roster.", "leave.", "swap.", "holiday.", "person.")


class RosterView(DeskView):
    """Shows a month and carries out what is asked of it.

    Signals:
        shown(): a month stands on the screen.
    """

    shown = Signal()

    def __init__(self, side: DeskSide) -> None:
        super().__init__()
        self._side = side
        self._month: RosterMonth | None = None
        self._proposal: RosterProposal | None = None
        self._day, self._newest = "", ""
        self.bar = MonthBar()
        self.ways, self.sides = Segments(("", "")), Segments(("", "", "", ""))
        self.files = KeyButton()
        self.grid, self.list = RosterGrid(), RowsTable((108, 60, 96, 176, 130, 170, 130, 120))
        self.panel, self.laying = ShiftPanel(), LayingPanel()
        self.wishes, self.templates = WishesPanel(), TemplatePanel()
        self.wrong = RowsTable((380,))
        self.menu = RosterFiles(side, self.files)
        self._about = QLabel()
        theme.give_role(self._about, "soft")
        self._lay_out()
        self._connect()
        self._add_keys()
        self.retranslate()
        self.ways.choose(0)
        self.show_side(DAY)
        self.setFocusProxy(self.grid)

    # --- DeskView ------------------------------------------------------------------------

    def come(self) -> None:
        """Read the month anew."""
        self._fetch(self.bar.month)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Read the month anew when something of it was written."""
        newest = next((one.seq for one in snapshot.journal if one.kind.startswith(_KINDS)), 0)
        if str(newest) != self._newest:
            self._newest = str(newest)
            if self.isVisible():
                self.come()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.bar.retranslate()
        self.ways.show_words((tr("按人"), tr("按班")))
        self.files.setText(tr("导入 / 打印"))
        for part in (self.panel, self.laying, self.wishes, self.templates):
            part.retranslate()
        self._name_sides()
        if self._month is not None:
            self._show(self._month)

    # --- showing -------------------------------------------------------------------------

    def show_side(self, number: int) -> None:
        """Show one of the panels beside the sheet."""
        self.sides.choose(number)
        self._stack.setCurrentIndex(number)

    def choose_wish(self, key: str, at: int) -> None:
        """Show `leave ID` or `swap ID` in the month that it begins in (UTC ms)."""
        self.wishes.choose(key)
        self.show_side(WISHES)
        self._fetch(day_of(at)[:7])

    def _fetch(self, month: str) -> None:
        future = self._side.desk.roster.month(month)
        self._side.bridge.when_done(future, while_alive(self, self._show), self._refused)

    def _show(self, month: RosterMonth) -> None:
        self._month = month
        now = self._side.time.now_ms()
        self.bar.show_month(month.month)
        shown = self._with_proposal(month)
        self.grid.show_month(shown, day_of(now))
        today = day_of(now)
        if not self._day.startswith(month.month):
            self._day = next((one.day for one in month.days if one.is_today), month.days[0].day)
        self._show_list(shown)
        self.panel.show_day(month, self._day)
        self.laying.show_month(month, today)
        self.templates.show_month(month, today)
        self.wishes.show_month(month, now)
        self.menu.show_month(month)
        rows = [
            TableRow(f"{one.day} {number}", (one.words,), one.level)
            for number, one in enumerate(shown.conflicts)
        ]
        self.wrong.show_rows((tr("冲突和提醒 {n}", n=len(rows)),), rows)
        self.wrong.setVisible(bool(rows))
        self._about.setText(self._state_of(month))
        self._name_sides()
        self._show_rights()
        self.shown.emit()

    def _with_proposal(self, month: RosterMonth) -> RosterMonth:
        """The month as it would be, while a proposal is looked at."""
        found = self._proposal
        if found is None:
            return month
        others = [
            one for one in month.shifts if one.day not in found.days or one.seat not in found.seats
        ]
        days = {one.day for one in month.days}
        planned = [one for one in found.shifts if one.day in days]
        shifts = sorted([*others, *planned], key=lambda one: (one.starts_at, one.id))
        conflicts = tuple(one for one in found.conflicts if one.day in days)
        return replace(month, shifts=tuple(shifts), conflicts=conflicts, is_planned=True)

    def _show_rights(self) -> None:
        """Who may not plan sees the month and asks for leave; who may not decide cannot."""
        role = self._side.desk.role
        can_plan = may(role, Right.ROSTER)
        for number in (LAYING, TEMPLATES):
            self.sides.show_segment(number, is_shown=can_plan)
        self.panel.allow(can_plan=can_plan)
        self.wishes.allow(can_decide=may(role, Right.ATTEND))
        if not can_plan and self._stack.currentIndex() in (LAYING, TEMPLATES):
            self.show_side(DAY)

    def _show_list(self, month: RosterMonth) -> None:
        names = {one.day: one.name for one in month.days}
        rows = []
        for shift in month.shifts:
            weekday = tr(WEEKDAYS[date.fromisoformat(shift.day).weekday()])
            people = [month.name(one) for one in shift.person_ids]
            texts = (
                shift.day,
                weekday,
                tr(shift.template),
                span_words(shift),
                people[0] if people else tr("未排"),
                tr("、").join(people[1:]),
                shift.leader,
                shift.phone,
                " ".join(part for part in (names[shift.day], shift.note) if part),
            )
            level = "soft" if shift.ends_at <= self._side.time.now_ms() else "urgent"
            rows.append(TableRow(shift.id, texts, "calm" if people else level, 4))
        self.list.show_rows(tuple(tr(one) for one in HEADINGS), rows)
        today = next((one.id for one in month.shifts if one.day == self._day), "")
        if today and not self.list.key():
            self.list.show_first(today)

    def _state_of(self, month: RosterMonth) -> str:
        if self._proposal is not None:
            return tr("正在预览，还没有启用。")
        told = []
        if not month.is_planned:
            told.append(tr("本月还没有排班，按班次显示空班。可按轮班规律排，或导入值班表。"))
        if not month.is_year_known:
            told.append(tr("{y} 年的节假日还没有导入，按周末算。", y=month.month[:4]))
        return "".join(told)

    def _name_sides(self) -> None:
        month = self._month
        waiting = sum(one.state == "filed" for one in month.leaves) if month else 0
        waiting += sum(one.state in ("asked", "agreed") for one in month.swaps) if month else 0
        self.sides.show_words(
            (
                tr("当天"),
                tr("轮班"),
                tr("请假换班 {n}", n=waiting) if waiting else tr("请假换班"),
                tr("班次"),
            )
        )

    # --- acting --------------------------------------------------------------------------

    def _do(self, future: Future[Any], words: str, done: Callable[[], None] | None = None) -> None:
        """Wait for a use case that returns the month."""

        def ok(month: Any) -> None:
            self.said.emit(words, "done")
            if done is not None:
                done()
            self._fetch(self.bar.month or month.month)

        self._side.bridge.when_done(future, while_alive(self, ok), self._refused)

    def _on_cell(self, day: str, person_id: str) -> None:
        self._day = day
        if self._month is not None:
            self.panel.show_day(self._month, day, person_id)
            self.show_side(DAY)

    def _on_row(self, shift_id: str) -> None:
        shift = self._planned(shift_id)
        if shift is not None and self._month is not None:
            self._day = shift.day
            self.grid.choose(shift.day)
            self.panel.show_shift(self._month, shift)
            self.show_side(DAY)

    def _planned(self, shift_id: str) -> PlannedShift | None:
        shifts = self._month.shifts if self._month else ()
        return next((one for one in shifts if one.id == shift_id), None)

    def _on_wrong(self, key: str) -> None:
        if key:
            self.grid.choose(key[:10])

    def _on_save(
        self, shift_id: str, people: list[str], leader: str, phone: str, note: str
    ) -> None:
        desk = self._side.desk
        future = desk.roster.change(shift_id, people, leader=leader, phone=phone, note=note)
        self._do(future, tr("排班已保存。"))

    def _on_preview(self, laying: Laying) -> None:
        whole = replace(laying, seat=self._side.desk.store.seat)
        future = self._side.desk.roster.propose(whole)
        self._side.bridge.when_done(
            future, while_alive(self, self._look_at), lambda words: self.laying.say(words, "urgent")
        )

    def _look_at(self, proposal: RosterProposal) -> None:
        self._proposal = proposal
        self.laying.show_proposal(proposal)
        self.show_side(LAYING)
        if proposal.days:
            self._fetch(proposal.days[0][:7])

    def _on_adopt(self) -> None:
        if self._proposal is not None:
            self._do(self._side.desk.roster.adopt(self._proposal), tr("排班已启用。"), self._end)

    def _end(self) -> None:
        self._proposal = None
        self.laying.end()

    def _on_given_up(self) -> None:
        self._proposal = None
        self.come()

    def _on_templates(self, chosen: TemplateSet) -> None:
        self._do(self._side.desk.roster.adopt_templates(chosen), tr("班次已启用。"))

    def _on_leave(self, form: LeaveForm) -> None:
        self._do(self._side.desk.leaves.file(form), tr("请假单已提交。"), self.wishes.on_sent)

    def _on_swap(self, wish: SwapWish) -> None:
        self._do(self._side.desk.swaps.ask(wish), tr("换班申请已提交。"), self.wishes.on_sent)

    def _on_decided(self, key: str, is_approved: bool, words: str) -> None:
        noun, _, one_id = key.partition(" ")
        desk = self._side.desk
        decide = desk.leaves.decide if noun == "leave" else desk.swaps.decide
        future = decide(one_id, is_approved=is_approved, words=words)
        said = tr("已批准。") if is_approved else tr("已记为不批准。")
        self._do(future, said, self.wishes.on_sent)

    def _on_agreed(self, swap_id: str) -> None:
        self._do(self._side.desk.swaps.agree(swap_id), tr("已记下对方同意。"))

    def _on_taken_back(self, key: str) -> None:
        noun, _, one_id = key.partition(" ")
        desk = self._side.desk
        future = desk.leaves.cancel(one_id) if noun == "leave" else desk.swaps.withdraw(one_id)
        self._do(future, tr("已撤回。排班需要的话请另外改。"))

    def _refused(self, sentence: str) -> None:
        self.said.emit(sentence, "urgent")

    # --- building ------------------------------------------------------------------------

    def _connect(self) -> None:
        self.bar.chosen.connect(self._fetch)
        self.ways.chosen.connect(self._sheets.setCurrentIndex)
        self.sides.chosen.connect(self.show_side)
        self.grid.chosen.connect(self._on_cell)
        self.list.key_chosen.connect(self._on_row)
        self.wrong.key_chosen.connect(self._on_wrong)
        self.panel.save_wanted.connect(self._on_save)
        self.laying.preview_wanted.connect(self._on_preview)
        self.laying.adopt_wanted.connect(self._on_adopt)
        self.laying.given_up.connect(self._on_given_up)
        self.templates.adopt_wanted.connect(self._on_templates)
        self.wishes.leave_wanted.connect(self._on_leave)
        self.wishes.swap_wanted.connect(self._on_swap)
        self.wishes.decided.connect(self._on_decided)
        self.wishes.agreed.connect(self._on_agreed)
        self.wishes.taken_back.connect(self._on_taken_back)
        self.menu.said.connect(self._on_said)
        self.menu.loaded.connect(self._look_at)
        self.menu.changed.connect(self._show)

    def _on_said(self, sentence: str, level: str) -> None:
        if level == "urgent":
            self.laying.say(sentence, level)
            self.show_side(LAYING)
        self.said.emit(sentence.partition("\n")[0], level)

    def _add_keys(self) -> None:
        keys = PageKeys(self)
        keys.add("PgUp", lambda: self.bar.go(-1))
        keys.add("PgDown", lambda: self.bar.go(1))
        keys.add("Ctrl+S", self.panel.on_save)
        keys.serve(self)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        for widget in (self.bar, self.ways, self._about):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self.files)
        self._sheets = QStackedWidget()
        self._sheets.addWidget(self.grid)
        self._sheets.addWidget(self.list)
        left, side = _card(), _card()
        left_column, side_column = left.layout(), side.layout()
        assert left_column is not None
        assert side_column is not None
        left_column.addWidget(self._sheets)
        left_column.addWidget(self.wrong)
        self.wrong.setFixedHeight(theme.px(WRONG_PX))
        self._stack = QStackedWidget()
        for panel in (self.panel, self.laying, self.wishes, self.templates):
            self._stack.addWidget(panel)
        side_column.addWidget(self.sides)
        side_column.addWidget(self._stack)
        side.setFixedWidth(theme.px(SIDE_PX))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(left, 1)
        row.addWidget(side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(head)
        column.addLayout(row, 1)


def _card() -> QFrame:
    card = QFrame()
    theme.give_role(card, "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(14, 12, 14, 12)
    column.setSpacing(10)
    return card
