"""Attendance's view: the month's counts, its punches, and what is done about them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QVBoxLayout

from duty_desk.desk.attendance_sheet import (
    PEOPLE_HEADINGS,
    PUNCH_HEADINGS,
    person_figures,
    punch_texts,
)
from duty_desk.desk.attendance_words import kind_words
from duty_desk.domain.problem import day_of
from duty_desk.domain.rights import Right, may
from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton
from duty_desk.ui.elided_label import ElidedLabel
from duty_desk.ui.handover.view import DeskView
from duty_desk.ui.permission import is_permitted
from duty_desk.ui.problems.draft_keeper import while_alive
from duty_desk.ui.roster.month_bar import MonthBar
from duty_desk.ui.roster.punch_panel import PunchPanel
from duty_desk.ui.roster.rows_model import TableRow
from duty_desk.ui.roster.rows_table import RowsTable
from duty_desk.ui.segments import Segments
from duty_desk.ui.watch.page_keys import PageKeys

if TYPE_CHECKING:
    from concurrent.futures import Future

    from duty_desk.desk.attendance_views import AttendanceMonth, ClientFile, PunchRow
    from duty_desk.desk.views import Snapshot
    from duty_desk.ui.problems.form_model import DeskSide

SIDE_PX, PEOPLE_PX = 400, 250
_KINDS = ("punch.", "roster.", "leave.", "person.")
ODD, ALL = range(2)


class AttendanceView(DeskView):
    """Shows a month of punches and carries out what is asked of it.

    Signals:
        shown(): a month stands on the screen.
    """

    shown = Signal()

    def __init__(self, side: DeskSide) -> None:
        super().__init__()
        self._side = side
        self._month: AttendanceMonth | None = None
        self._newest = -1
        self._wanted = ""  # a punch to be chosen when its month is shown
        self._warned: dict[int, int] = {}  # counts of this month that were said
        self._is_first = True
        self.bar, self.which = MonthBar(), Segments(("", ""))
        self.on, self.off = KeyButton("", "Alt I"), KeyButton("", "Alt O")
        self.load, self.save = KeyButton(), KeyButton()
        self._sums = ElidedLabel()
        theme.give_role(self._sums, "told")
        self.people = RowsTable((150, 76, 76, 76, 76, 76, 76, 80, 80))
        self.punches = RowsTable((116, 100, 120, 70, 124, 124, 104, 240))
        self.differences = RowsTable((460,))
        self._heads = [QLabel() for _ in range(3)]
        for label in self._heads:
            theme.give_role(label, "head")
        self.panel = PunchPanel()
        self._lay_out()
        self._connect()
        self._add_keys()
        self.which.choose(ALL)
        self._shown_kind = ALL
        self.retranslate()
        self.setFocusProxy(self.punches)

    # --- DeskView ------------------------------------------------------------------------

    def come(self) -> None:
        """Read the month anew."""
        self._fetch(self.bar.month)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Read the month anew when something of it was written."""
        newest = next((one.seq for one in snapshot.journal if one.kind.startswith(_KINDS)), 0)
        if newest != self._newest:
            self._newest = newest
            self.come()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.bar.retranslate()
        self.panel.retranslate()
        self.which.show_words((tr("异常"), tr("全部")))
        self.on.setText(tr("上班打卡"))
        self.off.setText(tr("下班打卡"))
        self.load.setText(tr("导入街道打卡记录…"))
        self.save.setText(tr("导出考勤表…"))
        heads = (tr("每人"), tr("打卡"), tr("与街道记录不一致"))
        for label, words in zip(self._heads, heads, strict=True):
            label.setText(words)
        if self._month is not None:
            self._show(self._month)
            self._fetch(self._month.month)  # its sentences were made in the other language

    # --- showing -------------------------------------------------------------------------

    def choose(self, punch_id: str, month: str) -> None:
        """Show a month with all its punches, this one chosen."""
        self._wanted = punch_id
        self.which.choose(ALL)
        self._shown_kind = ALL
        self._fetch(month)

    def _fetch(self, month: str) -> None:
        future = self._side.desk.attendance.month(month)
        self._side.bridge.when_done(future, while_alive(self, self._show), self._refused)

    def _show(self, month: AttendanceMonth) -> None:
        self._month = month
        self.bar.show_month(month.month)
        self._show_sums(month)
        if month.month == day_of(self._side.time.now_ms())[:7]:
            self._warn(month)
        self._show_people(month)
        self._show_punches()
        rows = [
            TableRow(str(number), (line.words,), "attention")
            for number, line in enumerate(month.differences)
        ]
        self.differences.show_rows((tr("差异"),), rows)
        is_compared = month.client_punches > 0
        self._heads[2].setText(
            tr("与街道记录不一致（以街道为准，街道 {n} 条）", n=month.client_punches)
            if is_compared
            else tr("还没有导入街道的打卡记录")
        )
        self.differences.setVisible(bool(month.differences))
        role = self._side.desk.role
        self.panel.allow(can_decide=may(role, Right.ATTEND))
        self.load.setVisible(may(role, Right.ROSTER))
        self.save.setVisible(may(role, Right.EXPORT))
        self.panel.show_corrections(month.corrections)
        self.shown.emit()

    def _warn(self, month: AttendanceMonth) -> None:
        """Say it once when the team comes near what costs money."""
        for line in month.thresholds:
            known = self._warned.get(line.at, line.count if self._is_first else 0)
            if line.count > known and line.level in ("attention", "urgent"):
                self.said.emit(line.words, line.level)
            self._warned[line.at] = line.count
        self._is_first = False

    def _show_sums(self, month: AttendanceMonth) -> None:
        levels = [line.level for line in month.thresholds]
        level = next((one for one in ("urgent", "attention") if one in levels), "")
        words = [line.words for line in month.thresholds]
        if month.team.waiting:
            words.append(tr("{n} 次缺卡已报备，待认定", n=month.team.waiting))
        self._sums.setText("   ·   ".join(words))
        theme.give_role(self._sums, "told", level)

    def _show_people(self, month: AttendanceMonth) -> None:
        headings = tuple(tr(one) for one in PEOPLE_HEADINGS)
        rows = []
        for one in month.people:
            count, figures = one.count, person_figures(one)
            level = "urgent" if count.counted_missing else "calm"
            level = "attention" if level == "calm" and count.counted_off_time else level
            rows.append(TableRow(one.person_id, (one.name, *map(str, figures)), level, 0))
        self.people.show_rows(headings, rows)

    def _show_punches(self) -> None:
        month = self._month
        if month is None:
            return
        headings = tuple(tr(one) for one in PUNCH_HEADINGS)
        rows = [
            TableRow(one.id, punch_texts(one), one.level, 7)
            for one in reversed(month.punches)
            if self._shown_kind == ALL or one.level in ("attention", "urgent") or one.judged
        ]
        self.punches.show_rows(headings, rows)
        if any(row.key == self._wanted for row in rows):
            self.punches.choose(self._wanted)
            self._wanted = ""
        self._heads[1].setText(tr("打卡 {n} 次", n=len(rows)))
        self._on_punch(self.punches.key())

    def _punch(self, punch_id: str) -> PunchRow | None:
        punches = self._month.punches if self._month else ()
        return next((one for one in punches if one.id == punch_id), None)

    # --- acting --------------------------------------------------------------------------

    def _do(self, future: Future[AttendanceMonth], words: str) -> None:
        def ok(_month: AttendanceMonth) -> None:
            self.said.emit(words, "done")
            self.panel.clear()
            self._fetch(self.bar.month)

        self._side.bridge.when_done(future, while_alive(self, ok), self._refused)

    def punch_now(self, kind: str) -> None:
        """Punch for whoever is signed in."""
        words = tr("{what}打卡已记录。", what=kind_words(kind))
        self._do(self._side.desk.attendance.punch_now(kind), words)

    def _on_punch(self, punch_id: str) -> None:
        self.panel.show_punch(self._punch(punch_id))

    def _on_which(self, number: int) -> None:
        self._shown_kind = number
        self._show_punches()

    def _on_reported(self, punch_id: str, words: str) -> None:
        self._do(self._side.desk.attendance.report(punch_id, words), tr("报备已记录。"))

    def _on_judged(self, punch_id: str, is_excused: bool, words: str) -> None:
        future = self._side.desk.attendance.judge(punch_id, is_excused=is_excused, words=words)
        self._do(future, tr("认定已记录。"))

    def _on_asked(self, punch_id: str, at: int, reason: str) -> None:
        future = self._side.desk.attendance.ask_correction(punch_id, at, reason)
        self._do(future, tr("补卡申请已提交，等值班长审批。"))

    def _on_decided(self, correction_id: str, is_granted: bool, words: str) -> None:
        desk = self._side.desk
        future = desk.attendance.decide_correction(
            correction_id, is_granted=is_granted, words=words
        )
        self._do(future, tr("已同意补卡。") if is_granted else tr("已记为不同意补卡。"))

    def _on_load(self) -> None:
        if not is_permitted(self._side.desk, Right.ROSTER, self._refused):
            return
        kinds = tr("工作簿或文本 (*.xlsx *.csv *.txt)")
        found, _ = QFileDialog.getOpenFileName(self, tr("导入街道打卡记录"), "", kinds)
        if found:
            future = self._side.desk.attendance.load(Path(found))
            self._side.bridge.when_done(future, while_alive(self, self._on_loaded), self._refused)

    def _on_save(self) -> None:
        if not is_permitted(self._side.desk, Right.EXPORT, self._refused):
            return
        month = self.bar.month
        name = f"{tr('考勤表')}_{month}.xlsx"
        found, _ = QFileDialog.getSaveFileName(self, tr("导出考勤表"), name, tr("工作簿 (*.xlsx)"))
        if found:
            file = Path(found).with_suffix(".xlsx")
            words = tr("考勤表已写到“{name}”。", name=file.name)
            future = self._side.desk.attendance.save(file, month)
            done = while_alive(self, lambda _: self.said.emit(words, "done"))
            self._side.bridge.when_done(future, done, self._refused)

    def _on_loaded(self, found: ClientFile) -> None:
        if found.mistakes:
            self.panel.say("\n".join((*found.warnings, *found.mistakes[:8])), "attention")
        if not found.punches:
            self._refused(tr("文件里没有可以导入的打卡记录；没有导入。"))
            return
        words = tr(
            "导入街道打卡记录 {n} 条，{wrong} 条读不出。",
            n=len(found.punches),
            wrong=len(found.mistakes),
        )
        future = self._side.desk.attendance.take_over(found)
        self._side.bridge.when_done(
            future, while_alive(self, lambda month: self._on_taken(month, words)), self._refused
        )

    def _on_taken(self, month: AttendanceMonth, words: str) -> None:
        self.said.emit(words, "done")
        self._show(month)

    def _refused(self, sentence: str) -> None:
        self.panel.say(sentence, "urgent")
        self.said.emit(sentence, "urgent")

    # --- building ------------------------------------------------------------------------

    def _connect(self) -> None:
        self.bar.chosen.connect(self._fetch)
        self.which.chosen.connect(self._on_which)
        self.on.clicked.connect(lambda: self.punch_now("on"))
        self.off.clicked.connect(lambda: self.punch_now("off"))
        self.load.clicked.connect(self._on_load)
        self.save.clicked.connect(self._on_save)
        self.punches.key_chosen.connect(self._on_punch)
        self.panel.report_wanted.connect(self._on_reported)
        self.panel.judged.connect(self._on_judged)
        self.panel.correction_wanted.connect(self._on_asked)
        self.panel.correction_decided.connect(self._on_decided)

    def _add_keys(self) -> None:
        keys = PageKeys(self)
        keys.add("PgUp", lambda: self.bar.go(-1))
        keys.add("PgDown", lambda: self.bar.go(1))
        keys.add("Alt+I", lambda: self.punch_now("on"))
        keys.add("Alt+O", lambda: self.punch_now("off"))
        keys.serve(self)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.bar)
        head.addWidget(self._sums, 1)
        for button in (self.on, self.off, self.load, self.save):
            head.addWidget(button)
        people, punches, side = _Card(), _Card(), _Card()
        people.column.addWidget(self._heads[0])
        people.column.addWidget(self.people)
        self.people.setFixedHeight(theme.px(PEOPLE_PX))
        row = QHBoxLayout()
        row.addWidget(self._heads[1])
        row.addStretch(1)
        row.addWidget(self.which)
        punches.column.addLayout(row)
        punches.column.addWidget(self.punches, 1)
        punches.column.addWidget(self._heads[2])
        punches.column.addWidget(self.differences)
        self.differences.setFixedHeight(theme.px(150))
        side.column.addWidget(self.panel)
        side.setFixedWidth(theme.px(SIDE_PX))
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(people)
        left.addWidget(punches, 1)
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addLayout(left, 1)
        body.addWidget(side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(head)
        column.addLayout(body, 1)


class _Card(QFrame):
    """A card with a column."""

    def __init__(self) -> None:
        super().__init__()
        theme.give_role(self, "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(14, 12, 14, 12)
        self.column.setSpacing(8)
