"""One punch: what it was, how it is explained, judged or corrected; and the requests that wait."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, Qt, Signal
from PySide6.QtWidgets import QDateTimeEdit, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from duty_desk.desk.attendance_words import kind_words
from duty_desk.desk.roster_words import minute_words
from duty_desk.domain.problem import beijing
from duty_desk.domain.workdays import instant
from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton
from duty_desk.ui.roster.rows_model import TableRow
from duty_desk.ui.roster.rows_table import RowsTable

if TYPE_CHECKING:
    from duty_desk.desk.attendance_views import CorrectionRow, PunchRow

_AT, LONGEST = "yyyy-MM-dd HH:mm", 100


class PunchPanel(QWidget):
    """Acts on the punch that is chosen in the table.

    Signals:
        report_wanted(str, str): punch id, words.
        judged(str, bool, str): punch id, excused or not, words.
        correction_wanted(str, object, str): punch id, claimed instant, reason.
        correction_decided(str, bool, str): request id, granted or not, words.
    """

    report_wanted = Signal(str, str)
    judged = Signal(str, bool, str)
    correction_wanted = Signal(str, object, str)
    correction_decided = Signal(str, bool, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._punch: PunchRow | None = None
        self._title, self._about, self._told = QLabel(), QLabel(), QLabel()
        self._asked_head, self._words_head = QLabel(), QLabel()
        theme.give_role(self._title, "title")
        theme.give_role(self._about, "soft")
        for label in (self._asked_head, self._words_head):
            theme.give_role(label, "head")
        for label in (self._title, self._about, self._told):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.words = QLineEdit()
        self.words.setMaxLength(LONGEST)
        self.report, self.excuse, self.refuse = KeyButton(), KeyButton(), KeyButton()
        self.at, self.ask = QDateTimeEdit(), KeyButton()
        self.at.setDisplayFormat(_AT)
        self.at.setCalendarPopup(True)
        self.requests = RowsTable((330,))
        self.grant, self.deny = KeyButton("primary"), KeyButton()
        self._lay_out()
        self._connect()
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._words_head.setText(tr("说明或理由"))
        self.words.setPlaceholderText(tr("向谁报备、为什么；认定和补卡都要写"))
        self.report.setText(tr("记为已报备"))
        self.excuse.setText(tr("谅解"))
        self.refuse.setText(tr("不谅解"))
        self.ask.setText(tr("申请补卡到"))
        self._asked_head.setText(tr("待审批的补卡申请"))
        self.grant.setText(tr("同意补卡"))
        self.deny.setText(tr("不同意"))
        self.show_punch(self._punch)

    def allow(self, *, can_decide: bool) -> None:
        """Let punches be judged and requests be decided, or only be asked for."""
        for widget in (self.excuse, self.refuse, self.grant, self.deny):
            widget.setVisible(can_decide)

    def show_punch(self, punch: PunchRow | None) -> None:
        """Show what was chosen."""
        is_other = punch is None or self._punch is None or punch.id != self._punch.id
        self._punch = punch
        self.report.setEnabled(punch is not None and punch.state in ("missing", "late", "early"))
        is_odd = punch is not None and punch.state in ("missing", "late", "early")
        self.excuse.setEnabled(is_odd)
        self.refuse.setEnabled(is_odd)
        can_ask = punch is not None and punch.planned_at is not None and not punch.correction_id
        self.ask.setEnabled(can_ask)
        self.at.setVisible(can_ask)
        if punch is None:
            self._title.setText(tr("选一次打卡"))
            self._about.setText(tr("漏卡要当班报备；改时间只能申请补卡，由值班长审批。"))
            return
        self._title.setText(f"{punch.name} · {punch.state_words}")
        planned = minute_words(punch.planned_at) if punch.planned_at is not None else "—"
        made = minute_words(punch.made_at) if punch.made_at is not None else "—"
        what = f"{punch.template} {kind_words(punch.kind)}".strip()
        about = tr("{what}：应打 {planned}，实打 {made}", what=what, planned=planned, made=made)
        self._about.setText("\n".join(part for part in (about, punch.note) if part))
        if is_other and punch.planned_at is not None:
            shown = f"{beijing(punch.planned_at):%Y-%m-%d %H:%M}"
            self.at.setDateTime(QDateTime.fromString(shown, _AT))

    def show_corrections(self, requests: tuple[CorrectionRow, ...]) -> None:
        """List the requests that wait."""
        rows = [
            TableRow(
                one.id,
                (
                    tr(
                        "{who} {about} 补到 {at}：{reason}",
                        who=one.name,
                        about=one.about,
                        at=minute_words(one.claimed_at),
                        reason=one.reason,
                    ),
                ),
            )
            for one in requests
        ]
        self.requests.show_rows((tr("申请"),), rows)
        for button in (self.grant, self.deny):
            button.setEnabled(bool(rows))
        if rows and not self.requests.key():
            self.requests.choose(rows[0].key)

    def say(self, sentence: str, level: str) -> None:
        """Tell something at the foot."""
        self._told.setText(sentence)
        theme.give_role(self._told, "told", level)

    def clear(self) -> None:
        """What was typed was taken."""
        self.words.clear()
        self.say("", "")

    # --- inside --------------------------------------------------------------------------

    def _id(self) -> str:
        return self._punch.id if self._punch else ""

    def _connect(self) -> None:
        self.report.clicked.connect(lambda: self.report_wanted.emit(self._id(), self.words.text()))
        self.excuse.clicked.connect(lambda: self._judge(is_excused=True))
        self.refuse.clicked.connect(lambda: self._judge(is_excused=False))
        self.ask.clicked.connect(self._on_ask)
        self.grant.clicked.connect(lambda: self._decide(is_granted=True))
        self.deny.clicked.connect(lambda: self._decide(is_granted=False))

    def _judge(self, *, is_excused: bool) -> None:
        self.judged.emit(self._id(), is_excused, self.words.text())

    def _decide(self, *, is_granted: bool) -> None:
        self.correction_decided.emit(self.requests.key(), is_granted, self.words.text())

    def _on_ask(self) -> None:
        shown = self.at.dateTime()
        day, time = shown.date(), shown.time()
        minute = time.hour() * 60 + time.minute()
        at = instant(date(day.year(), day.month(), day.day()), minute)
        self.correction_wanted.emit(self._id(), at, self.words.text())

    def _lay_out(self) -> None:
        judging, asking, deciding = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for button in (self.report, self.excuse, self.refuse):
            judging.addWidget(button, 1)
        asking.addWidget(self.ask)
        asking.addWidget(self.at, 1)
        for button in (self.grant, self.deny):
            deciding.addWidget(button, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for widget in (self._title, self._about, self._words_head, self.words):
            column.addWidget(widget)
        column.addLayout(judging)
        column.addLayout(asking)
        column.addWidget(self._told)
        column.addSpacing(12)
        column.addWidget(self._asked_head)
        column.addWidget(self.requests, 1)
        column.addLayout(deciding)
