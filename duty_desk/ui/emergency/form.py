"""The form of an emergency: it opens when the moment is on the disk, and asks as little as it can.

Kind by a digit, place, what happened; then whom to tell, one key each; a sentence ends it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from duty_desk.desk.emergencies import Called
from duty_desk.domain.emergency import steps_for
from duty_desk.language import language, tr
from duty_desk.ui import theme, times
from duty_desk.ui.button import KeyButton
from duty_desk.ui.chip import Chip
from duty_desk.ui.duty.over_card import OverCard
from duty_desk.ui.emergency.call_list import CallList
from duty_desk.ui.problems.flow import FlowLayout
from duty_desk.ui.problems.time_left import time_left
from duty_desk.ui.time_bar import ClockFigures

if TYPE_CHECKING:
    from concurrent.futures import Future

    from duty_desk.desk.duty_views import EmergencyRow
    from duty_desk.desk.views import Snapshot
    from duty_desk.domain.emergency import PlanStep
    from duty_desk.ui.problems.form_model import DeskSide

WIDTH_PX, TICK_MS = 1040, 200


class EmergencyForm(OverCard):
    """One emergency being dealt with.

    Signals:
        said(str, str): a sentence for the operator, and its level.
        plan_wanted(): the list of whom to tell is to be changed.
    """

    said = Signal(str, str)
    plan_wanted = Signal()

    def __init__(self, side: DeskSide, window: QWidget) -> None:
        super().__init__(window, WIDTH_PX, is_at_foot=False)
        self._side = side
        self.row: EmergencyRow | None = None
        self._plan: tuple[PlanStep, ...] = ()
        self._build()
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        for line, name in ((self.place_line, "place"), (self.words, "text")):
            line.editingFinished.connect(partial(self._describe, name, line))
        self.calls.told.connect(self._on_told)
        self.closing.returnPressed.connect(self.close_it)
        for widget in (self._kinds_frame, *self._lines):
            widget.installEventFilter(self)
        self.retranslate()

    def show_emergency(self, row: EmergencyRow) -> None:
        """Open the form of `row`; what is on record is all it shows."""
        is_other = self.row is None or self.row.id != row.id
        self.row = row
        if is_other:
            self.place_line.setText(row.place or row.camera_title)
            self.words.setText(row.text)
            self.closing.clear()
            self._told.hide()
        self.open()
        self._timer.start()
        self._show_row()
        self.refresh_plan()
        if is_other or not self.isActiveWindow():
            (self._kinds_frame if not row.kind else self.words).setFocus()

    def refresh_plan(self) -> None:
        """Read the list of whom to tell anew."""
        self._side.bridge.when_done(self._side.desk.emergency.plan(), self._show_plan)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Take over what a commit changed."""
        for row in snapshot.duty.emergencies:
            if self.row is not None and row.id == self.row.id and row != self.row:
                self.row = row
                self._show_row()

    def leave(self) -> None:
        """Go; what was typed is kept first."""
        self._describe("place", self.place_line)
        self._describe("text", self.words)
        self._timer.stop()
        super().leave()

    # --- what is done ----------------------------------------------------------------------

    def choose(self, code: str) -> None:
        """Take a kind."""
        if self.row is not None and self.row.state == "open":
            self._do(self._side.desk.emergency.describe(self.row.id, kind=code))
            if not self.place_line.text():
                self.place_line.setFocus()
            else:
                self.words.setFocus()

    def tell_next(self, *, is_reached: bool) -> None:
        """The next on the list was told, or not reached."""
        step = self.calls.next_step(self.row.calls) if self.row else None
        if step is not None:
            self._on_told(step, is_reached)

    def close_it(self) -> None:
        """End it with the sentence in the line."""
        if self.row is not None:
            future = self._side.desk.emergency.close(self.row.id, self.closing.text())
            self._do(future, self._on_closed)

    def void_it(self) -> None:
        """It was none, for the reason in the line."""
        if self.row is not None:
            future = self._side.desk.emergency.void(self.row.id, self.closing.text())
            self._do(future, self._on_closed)

    def _on_closed(self) -> None:
        row = self.row
        if row is not None:
            words = tr("突发事件 {no} 已结束", no=row.number)
            if row.state == "voided":
                words = tr("突发事件 {no} 已撤销", no=row.number)
            self.said.emit(words, "done")
        self.leave()

    def _on_told(self, step: PlanStep, is_reached: bool) -> None:
        if self.row is None:
            return
        called = Called(
            role=step.role,
            number=step.number,
            is_reached=is_reached,
            is_client=step.is_client,
        )
        self._do(self._side.desk.emergency.tell(self.row.id, called))

    def _tell_other(self) -> None:
        called = Called(role=self.other.text())
        if self.row is not None and self.other.text().strip():
            self._do(self._side.desk.emergency.tell(self.row.id, called), self.other.clear)

    def _describe(self, name: str, line: QLineEdit) -> None:
        row = self.row
        if row is None or row.state != "open" or self._side.desk.people.is_locked:
            return
        known = getattr(row, name) or (row.camera_title if name == "place" else "")
        if line.text().strip() != known:
            self._do(self._side.desk.emergency.describe(row.id, **{name: line.text()}))

    def _do(self, future: Future[EmergencyRow], then: object = None) -> None:
        def done(row: EmergencyRow) -> None:
            self._told.hide()
            if self.row is not None and self.row.id == row.id:
                self.row = row
                self._show_row()
            if callable(then):
                then()

        self._side.bridge.when_done(future, done, self._refuse)

    def _refuse(self, sentence: str) -> None:
        self._told.setText(sentence)
        self._told.show()
        self.place()

    # --- what is shown ---------------------------------------------------------------------

    def _show_plan(self, plan: tuple[PlanStep, ...]) -> None:
        self._plan = plan
        self._show_row()
        self.place()

    def _show_row(self) -> None:
        row = self.row
        if row is None:
            return
        is_over = row.state != "open"
        self._number.setText(row.number)
        self._found.setText(tr("{at} 发现", at=times.time_of_day(row.found_at)))
        for code, button in self._kinds.items():
            theme.give_role(button, "primary" if code == row.kind else "")
            button.setEnabled(not is_over)
        self.calls.show_steps(steps_for(self._plan, row.kind))
        self.calls.show_calls(row.calls, is_over=is_over)
        others = {step.role for step in self._plan}
        told = [call for call in row.calls if call.role not in others]
        self._others.setText(
            tr("；").join(f"{times.time_of_day(call.at)} {call.role}" for call in told)
        )
        self._others.setVisible(bool(told))
        for widget in (self.place_line, self.words, self.other, self.closing, *self._foot):
            widget.setEnabled(not is_over)
        self._tick()

    def _tick(self) -> None:
        row = self.row
        clocks = self._side.desk.snapshot.clocks
        card = next((one for one in clocks if row is not None and one.subject == row.id), None)
        if card is not None:
            left = time_left(card, self._side.time.now_ms())
            self._figures.show_figures(left.text, left.level)
            self._state.show_word(tr("报告甲方"), "urgent" if left.level != "calm" else "accent")
        elif row is not None and row.told_at is not None:
            used = times.span(row.told_at - row.found_at)
            self._state.show_word(tr("已报告甲方，用时 {used}", used=used), "done")
        self._figures.setVisible(card is not None)
        self._state.setVisible(card is not None or (row is not None and row.told_at is not None))

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._title.setText(tr("突发事件"))
        for kind in self._side.desk.emergency.kinds:
            self._kinds[kind.code].setText(kind.name_in(language()))
        self.place_line.setPlaceholderText(tr("在哪里：点位、路口、楼号"))
        self.words.setPlaceholderText(tr("发生了什么，有无伤亡，已采取的措施"))
        self.other.setPlaceholderText(tr("名单以外还告知了谁（写职务，Enter 保存）"))
        self.closing.setPlaceholderText(tr("处置结果一句话；撤销时写原因"))
        for line in self._lines:
            line.setAccessibleName(line.placeholderText())
        self._list_head.setText(tr("按顺序告知"))
        self._edit_plan.setText(tr("改名单"))
        self._close.setText(tr("结束事件"))
        self._void.setText(tr("误报撤销"))
        self._aside.setText(tr("收起"))
        self.calls.retranslate()
        self._show_row()

    # --- building --------------------------------------------------------------------------

    def _build(self) -> None:
        self._title, self._number, self._found = QLabel(), QLabel(), QLabel()
        theme.give_role(self._title, "title")
        for label in (self._number, self._found):
            theme.give_role(label, "soft")
        self._state, self._figures = Chip(), ClockFigures()
        self._kinds_frame = QWidget()
        self._kinds_frame.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        flow = FlowLayout(self._kinds_frame)
        self._kinds = {}
        for kind in self._side.desk.emergency.kinds:
            button = KeyButton("", str(kind.key), self._kinds_frame, key_first=True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(partial(self.choose, kind.code))
            flow.addWidget(button)
            self._kinds[kind.code] = button
        self.place_line, self.words, self.other = QLineEdit(), QLineEdit(), QLineEdit()
        self.closing = QLineEdit()
        self._lines = (self.place_line, self.words, self.other, self.closing)
        for line in self._lines:
            line.setMaxLength(300)
        self.other.returnPressed.connect(self._tell_other)
        self._list_head, self._others, self._told = QLabel(), QLabel(), QLabel()
        theme.give_role(self._list_head, "head")
        theme.give_role(self._others, "soft")
        theme.give_role(self._told, "refusal")
        self._told.setWordWrap(True)
        self._told.hide()
        self.calls = CallList(self._side.desk.emergency.book)
        self._edit_plan, self._aside = KeyButton("flat"), KeyButton("quiet", "Esc")
        self._close, self._void = KeyButton("primary", "Ctrl E"), KeyButton("danger")
        self._foot = (self._close, self._void)
        for button in (self._edit_plan, self._aside, *self._foot):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._edit_plan.clicked.connect(self.plan_wanted)
        self._aside.clicked.connect(self.leave)
        self._close.clicked.connect(self.close_it)
        self._void.clicked.connect(self.void_it)

    def _lay_out(self) -> None:
        head, list_head, foot = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for row in (head, list_head, foot):
            row.setSpacing(10)
        for widget in (self._title, self._number, self._found):
            head.addWidget(widget)
        head.addStretch()
        head.addWidget(self._state)
        head.addWidget(self._figures)
        list_head.addWidget(self._list_head)
        list_head.addStretch()
        list_head.addWidget(self._edit_plan)
        scroll = QScrollArea()
        theme.give_role(scroll, "bare")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.calls)
        scroll.setMinimumHeight(theme.px(330))
        foot.addWidget(self.closing, 1)
        for button in (self._void, self._aside, self._close):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self._kinds_frame)
        column.addWidget(self.place_line)
        column.addWidget(self.words)
        column.addLayout(list_head)
        column.addWidget(scroll, 1)
        column.addWidget(self._others)
        column.addWidget(self.other)
        column.addLayout(foot)
        column.addWidget(self._told)

    # --- keys ------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._kinds_frame or watched in self._lines:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()  # while this form has the keyboard, no key is the page's
                return True
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._take(watched, event) or super().eventFilter(watched, event)
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._take(self, event):
            super().keyPressEvent(event)

    def _take(self, watched: QObject, event: QKeyEvent) -> bool:
        key = event.key()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return self._take_command(key)
        if key == Qt.Key.Key_Escape:
            self.leave()
            return True
        if watched in self._lines:
            return False
        code = {kind.key: kind.code for kind in self._side.desk.emergency.kinds}
        number = key - Qt.Key.Key_0
        if number in code:
            self.choose(code[number])
            return True
        return False

    def _take_command(self, key: int) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.tell_next(is_reached=True)
        elif key == Qt.Key.Key_N:
            self.tell_next(is_reached=False)
        elif key == Qt.Key.Key_E:
            if self.closing.hasFocus():
                self.close_it()
            self.closing.setFocus()
        else:
            return False
        return True

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
