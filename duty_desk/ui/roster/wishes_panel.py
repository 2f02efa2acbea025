"""Leave and swaps: what waits, what was decided, and forms for new ones."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDateTimeEdit,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from duty_desk.desk.leaves import LeaveForm
from duty_desk.desk.roster_words import minute_words, shift_words
from duty_desk.desk.swaps import SwapWish
from duty_desk.domain.problem import beijing
from duty_desk.domain.workdays import instant
from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton
from duty_desk.ui.roster.rows_model import TableRow
from duty_desk.ui.roster.rows_table import RowsTable
from duty_desk.ui.segments import Segments

if TYPE_CHECKING:
    from duty_desk.desk.roster_views import LeaveRow, RosterMonth, SwapRow

_AT, LONGEST = "yyyy-MM-dd HH:mm", 100
_LEVELS = {"filed": "attention", "asked": "attention", "agreed": "attention", "approved": "done"}


class WishesPanel(QWidget):
    """Lists leave and swaps of the month, takes new ones, lets a supervisor decide.

    Signals:
        leave_wanted(object): a `LeaveForm`.
        swap_wanted(object): a `SwapWish`.
        decided(str, bool, str): `leave ID` or `swap ID`, approved or not, words.
        agreed(str): a swap's id.
        taken_back(str): `leave ID` or `swap ID`.
    """

    leave_wanted = Signal(object)
    swap_wanted = Signal(object)
    decided = Signal(str, bool, str)
    agreed = Signal(str)
    taken_back = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._month: RosterMonth | None = None
        self._wanted = ""
        self.list = RowsTable((250, 110))
        self._about = QLabel()
        self._about.setWordWrap(True)
        theme.give_role(self._about, "soft")
        self.words = QLineEdit()
        self.approve, self.refuse = KeyButton("primary"), KeyButton()
        self.agree, self.take_back = KeyButton(), KeyButton("quiet")
        self.kinds = Segments(("", ""))
        self.who, self.other = QComboBox(), QComboBox()
        self.from_at, self.to_at = QDateTimeEdit(), QDateTimeEdit()
        for field in (self.from_at, self.to_at):
            field.setDisplayFormat(_AT)
            field.setCalendarPopup(True)
        self.mine, self.theirs = QComboBox(), QComboBox()
        self.reason = QLineEdit()
        for line in (self.words, self.reason):
            line.setMaxLength(LONGEST)
        self.send = KeyButton("primary")
        self._labels = [QLabel() for _ in range(7)]
        self._lay_out()
        self._connect()
        self.retranslate()
        self.kinds.choose(0)
        self._show_kind(0)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        names = (tr("谁"), tr("从"), tr("到"), tr("本人的班"), tr("对方的班"))
        for label, word in zip(self._labels, (*names, "", tr("事由")), strict=True):
            label.setText(word)
        self._show_kind(self._kind)
        self.kinds.show_words((tr("请假"), tr("换班")))
        self.words.setPlaceholderText(tr("审批意见，不批准时必填"))
        self.approve.setText(tr("批准"))
        self.refuse.setText(tr("不批准"))
        self.agree.setText(tr("对方同意"))
        self.take_back.setText(tr("撤回"))
        self.send.setText(tr("提交"))

    def allow(self, *, can_decide: bool) -> None:
        """Let wishes be decided, or only be asked for."""
        for widget in (self.approve, self.refuse, self.words):
            widget.setVisible(can_decide)

    def choose(self, key: str) -> None:
        """Choose `leave ID` or `swap ID` as soon as its month is shown."""
        self._wanted = key

    def show_month(self, month: RosterMonth, now: int) -> None:
        """Show what is asked for in a month."""
        is_other = self._month is None or self._month.month != month.month
        self._month = month
        rows = [_leave_line(one) for one in month.leaves]
        rows += [
            TableRow(f"swap {one.id}", (one.words, one.state_words), _level(one.state), 1)
            for one in month.swaps
        ]
        self.list.show_rows((tr("申请"), tr("状态")), rows)
        if any(row.key == self._wanted for row in rows):
            self.list.choose(self._wanted)
            self._wanted = ""
        for box in (self.who, self.other):
            kept = box.currentData()
            box.clear()
            if box is self.other:
                box.addItem("—", "")
            for one in month.people:
                if one.is_active:
                    box.addItem(one.name, one.id)
            box.setCurrentIndex(max(0, box.findData(kept)))
        if is_other:
            begin = QDateTime.fromString(f"{beijing(now):%Y-%m-%d} 08:30", _AT).addDays(1)
            self.from_at.setDateTime(begin)
            self.to_at.setDateTime(begin.addDays(1))
        self._show_shifts(now)
        self._show_chosen()

    def _show_shifts(self, now: int) -> None:
        self._now = now
        for box, whose in ((self.mine, self.who), (self.theirs, self.other)):
            kept, person = box.currentData(), whose.currentData()
            box.clear()
            if box is self.theirs:
                box.addItem(tr("只替班，不换回"), "")
            for one in self._month.shifts if self._month else ():
                if one.starts_at > now and person and person in one.person_ids:
                    box.addItem(shift_words(one), one.id)
            box.setCurrentIndex(max(0, box.findData(kept)))

    def _leave(self) -> LeaveRow | None:
        leaves = self._month.leaves if self._month else ()
        return next((one for one in leaves if f"leave {one.id}" == self.list.key()), None)

    def _swap(self) -> SwapRow | None:
        swaps = self._month.swaps if self._month else ()
        return next((one for one in swaps if f"swap {one.id}" == self.list.key()), None)

    def _show_chosen(self) -> None:
        leave, swap = self._leave(), self._swap()
        state = leave.state if leave else swap.state if swap else ""
        self._about.setText(_leave_about(leave) if leave else _swap_about(swap))
        self.approve.setEnabled(state in ("filed", "agreed"))
        self.refuse.setEnabled(state in ("filed", "asked", "agreed"))
        self.agree.setVisible(swap is not None)
        self.agree.setEnabled(state == "asked")
        can_take_back = ("filed", "asked", "agreed", *(("approved",) if leave else ()))
        self.take_back.setEnabled(state in can_take_back)

    # --- acting --------------------------------------------------------------------------

    def _on_decided(self, *, is_approved: bool) -> None:
        self.decided.emit(self.list.key(), is_approved, self.words.text())

    def on_sent(self) -> None:
        """What was typed was taken."""
        self.reason.clear()
        self.words.clear()

    def _on_send(self) -> None:
        who, other = str(self.who.currentData() or ""), str(self.other.currentData() or "")
        if self._kind == 0:
            form = LeaveForm(
                person_id=who,
                from_at=_instant(self.from_at),
                to_at=_instant(self.to_at),
                reason=self.reason.text(),
                substitute_id=other,
            )
            self.leave_wanted.emit(form)
            return
        wish = SwapWish(
            shift_id=str(self.mine.currentData() or "0000-00-00/-/-"),
            person_id=who,
            other_id=other,
            other_shift_id=str(self.theirs.currentData() or ""),
            reason=self.reason.text(),
        )
        self.swap_wanted.emit(wish)

    def _show_kind(self, kind: int) -> None:
        self._kind = kind
        for number, field in ((1, self.from_at), (2, self.to_at)):
            self._form.setRowVisible(number, kind == 0)
            field.setEnabled(kind == 0)
        for number in (3, 4):
            self._form.setRowVisible(number, kind == 1)
        self._labels[5].setText(tr("替班人") if kind == 0 else tr("和谁换"))

    def _connect(self) -> None:
        self.list.key_chosen.connect(lambda _key: self._show_chosen())
        self.approve.clicked.connect(lambda: self._on_decided(is_approved=True))
        self.refuse.clicked.connect(lambda: self._on_decided(is_approved=False))
        self.agree.clicked.connect(lambda: self.agreed.emit(self.list.key().partition(" ")[2]))
        self.take_back.clicked.connect(lambda: self.taken_back.emit(self.list.key()))
        self.kinds.chosen.connect(self._show_kind)
        self.who.activated.connect(lambda _: self._show_shifts(self._now))
        self.other.activated.connect(lambda _: self._show_shifts(self._now))
        self.send.clicked.connect(self._on_send)

    def _lay_out(self) -> None:
        self._now, self._kind = 0, 0
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(10)
        self._form.setVerticalSpacing(8)
        fields = (
            self.who,
            self.from_at,
            self.to_at,
            self.mine,
            self.theirs,
            self.other,
            self.reason,
        )
        for label, field in zip(self._labels, fields, strict=True):
            self._form.addRow(label, field)
        deciding, answering = QHBoxLayout(), QHBoxLayout()
        for button in (self.approve, self.refuse):
            deciding.addWidget(button, 1)
        for button in (self.agree, self.take_back):
            answering.addWidget(button, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.list, 1)
        column.addWidget(self._about)
        column.addWidget(self.words)
        column.addLayout(deciding)
        column.addLayout(answering)
        column.addSpacing(10)
        column.addWidget(self.kinds)
        column.addLayout(self._form)
        column.addWidget(self.send)


def _level(state: str) -> str:
    return _LEVELS.get(state, "soft")


def _leave_line(one: LeaveRow) -> TableRow:
    span = f"{one.name} {minute_words(one.from_at)}–{minute_words(one.to_at)}"
    return TableRow(f"leave {one.id}", (span, one.state_words), _level(one.state), 1)


def _leave_about(one: LeaveRow) -> str:
    parts = [one.reason]
    if one.substitute:
        parts.append(tr("替班 {who}", who=one.substitute))
    if one.is_late:
        parts.append(tr("请假开始后才报或才批"))
    parts.append(" ".join(part for part in (one.decided_by, one.words) if part))
    return " · ".join(part for part in parts if part)


def _swap_about(one: SwapRow | None) -> str:
    if one is None:
        return ""
    return " · ".join(part for part in (one.words, one.reason, one.answer) if part)


def _instant(field: QDateTimeEdit) -> int:
    shown = field.dateTime()
    day = shown.date()
    minute = shown.time().hour() * 60 + shown.time().minute()
    return instant(date(day.year(), day.month(), day.day()), minute)
