"""The small form that F9 opens: the fault is on record already, here it is named and told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from duty_desk.language import mark, tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton
from duty_desk.ui.chip import Chip
from duty_desk.ui.faults.fault_model import FaultModel
from duty_desk.ui.faults.fault_picture import FaultPicture
from duty_desk.ui.faults.kind_row import KindRow
from duty_desk.ui.faults.report_card import ReportCard
from duty_desk.ui.faults.words import state_chip, told_words
from duty_desk.ui.problems.early_keys import EarlyKeys
from duty_desk.ui.problems.overlay import Overlay
from duty_desk.ui.problems.reason_row import ReasonRow
from duty_desk.ui.time_bar import ClockFigures

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from duty_desk.desk.fault_views import FaultDetail
    from duty_desk.ui.problems.form_model import DeskSide
    from duty_desk.ui.problems.pictures import PictureShelf

TICK_MS = 200
WIDEST, HIGHEST, MARGIN = 980, 590, 16
PICTURE_PX, LONGEST_NOTE = 380, 200
KEYS = (
    ("0 … 9", mark("选故障类型；正在输入文字时用 Alt+数字")),
    ("Ctrl+Enter", mark("已联系上维护单位，停止计时")),
    ("Ctrl+Shift+C", mark("复制报修内容")),
    ("D  Q  G  M", mark("电话、工作群、工单、消息机器人")),
    ("T", mark("当场已调好")),
    ("N", mark("误报，要写原因")),
    ("R", mark("没修好，再报")),
    ("F9", mark("这个点位还有另一个故障")),
    ("Esc", mark("先挂起，时限继续")),
)
_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_ALT, _NONE = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier
_PLAIN = {
    Qt.Key.Key_N: "dismiss",
    Qt.Key.Key_T: "adjust",
    Qt.Key.Key_R: "reopen",
    Qt.Key.Key_D: "way-0",
    Qt.Key.Key_Q: "way-1",
    Qt.Key.Key_G: "way-2",
    Qt.Key.Key_M: "way-3",
}


def action_of(key: int, modifiers: Qt.KeyboardModifier, *, is_typing: bool) -> str:
    """The action a key press asks the form for: its name, or ""."""
    held = modifiers & ~Qt.KeyboardModifier.KeypadModifier
    if Qt.Key.Key_0 <= key <= Qt.Key.Key_9 and (held == _ALT or (held == _NONE and not is_typing)):
        return f"kind-{key - Qt.Key.Key_0}"
    if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and held == _CTRL:
        return "report"
    if key == Qt.Key.Key_C and held == _CTRL | _SHIFT:
        return "copy"
    if held != _NONE:
        return ""
    if key in (Qt.Key.Key_Escape, Qt.Key.Key_F9):
        return "park" if key == Qt.Key.Key_Escape else "another"
    return "" if is_typing else _PLAIN.get(Qt.Key(key), "")


class FaultForm(Overlay):
    """The panel over the wall. Closing it never loses anything.

    Signals:
        another_wanted(): the camera has another fault than this one.
        closed(str): back to the wall; the fault's id.
        said(str, str): something to tell, and its level.
    """

    another_wanted = Signal()
    closed = Signal(str)
    said = Signal(str, str)

    def __init__(self, side: DeskSide, parent: QWidget, shelf: PictureShelf) -> None:
        super().__init__(parent)
        self.model = FaultModel(side, self)
        self.is_open = False
        self._build(side, shelf)
        self._lay_out()
        self._connect()
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._on_tick)
        self._early = EarlyKeys(self, action_of)
        self.watch_typing(self.findChildren(QLineEdit))
        self.retranslate()

    # --- opening and closing -------------------------------------------------------------

    def open(self, detail: FaultDetail) -> None:
        """Show the form for a fault that is on record."""
        self.is_open = True
        self.model.show(detail)
        self._refusal.clear()
        self._refusal.hide()
        self.reason.hide()
        self.note.setText(detail.row.note)
        self.place()
        self.show()
        self.raise_()
        self.setFocus()
        self._tick.start()
        self._show_all()
        for name in self._early.hand_over():
            self.do(name)

    def expect(self, is_coming: bool) -> None:
        """F9 is being saved, so a form will open; or it was refused, and none will."""
        if is_coming:
            self._early.hold()
        else:
            self._early.drop()

    def decline(self, detail: FaultDetail) -> None:
        """Open it and ask at once why it is no fault."""
        self.open(detail)
        self.do("dismiss")

    def _close(self) -> None:
        self.is_open = False
        self._tick.stop()
        self.hide()
        self.closed.emit(self.model.fault_id)

    # --- acting --------------------------------------------------------------------------

    def do(self, name: str) -> None:
        """Do an action by its name, as keys and buttons ask for it."""
        verb, _, what = name.partition("-")
        if verb == "kind":
            self.model.choose_digit(int(what))
        elif verb == "way":
            self.card.use_way(int(what))
        elif name == "park":
            self._on_escape()
        elif name == "another":
            self.model.keep_note()
            self.another_wanted.emit()
        elif name == "copy":
            self.model.copy()
        elif name == "report" and self.model.may("fault.reported"):
            self.model.report(self.card.told())
        elif name == "adjust" and self.model.may("fault.adjusted"):
            self.model.adjust(self.note.text())
        elif name == "dismiss" and self.model.may("fault.dismissed"):
            self.reason.ask(tr("误报原因（必填，记录会保留）"), self.model.dismiss)
        elif name == "reopen" and self.model.may("fault.reopened"):
            self.reason.ask(tr("哪里没修好（必填）"), self.model.reopen)

    def _on_escape(self) -> None:
        if self.reason.isVisible():
            self.reason.hide()
            self.setFocus()
            return
        self.model.park()
        self._close()

    def _on_changed(self) -> None:
        if not self.is_open or self.model.detail is None:
            return
        if self.model.detail.row.state in {"adjusted", "dismissed"}:
            self._close()
            return
        self._show_all()

    def _on_told(self, sentence: str) -> None:
        self.said.emit(sentence, "done")
        if self.is_open and not self.model.may("fault.reported"):
            self._close()

    def _on_refused(self, sentence: str) -> None:
        if not self.is_open:
            self.said.emit(sentence, "urgent")
            return
        self._refusal.setText(sentence)
        self._refusal.show()

    # --- showing -------------------------------------------------------------------------

    def _show_all(self) -> None:
        detail = self.model.detail
        if detail is None:
            return
        row = detail.row
        words = (row.camera_title, row.community, tr("编号 {no}", no=row.number))
        for chip, word in zip(self._chips, words, strict=True):
            chip.show_word(word)
            chip.setVisible(bool(word))
        is_untold = self.model.may("fault.reported")
        state = state_chip(row)
        self._state.show_word(state.text, state.level)
        self._state.setVisible(not is_untold)
        self._told.setText(f"{told_words(row)}\n{tr('维修进度在“报修”页继续（Ctrl+4）。')}".strip())
        self._told.setVisible(not is_untold)
        self.kinds.show_chosen(row.kind, is_enabled=self.model.may("fault.described"))
        self.card.setVisible(is_untold)
        self.card.show_detail()
        self.picture.show_shot(detail.shots[0] if detail.shots else None, row.down_from_at)
        for button, kind in self._offers.items():
            button.setVisible(self.model.may(kind))
        self.leave.setText(tr("先挂起") if is_untold else tr("回到画面"))
        self._on_tick()

    def _on_tick(self) -> None:
        left = self.model.clock()
        self._figures.show_figures(left.text if left else "", left.level if left else "calm")
        self.card.tick()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._title.setText(tr("报故障"))
        self.note.setPlaceholderText(tr("看到什么（可不填）"))
        self.note.setAccessibleName(tr("故障说明"))
        self.adjust.setText(tr("当场已调好"))
        self.dismiss.setText(tr("误报"))
        self.reopen.setText(tr("没修好，再报"))
        self.another.setText(tr("另一个故障"))
        self.kinds.retranslate()
        self.reason.retranslate()
        self._show_all()

    # --- building ------------------------------------------------------------------------

    def _build(self, side: DeskSide, shelf: PictureShelf) -> None:
        self._panel = QFrame(self)
        theme.give_role(self._panel, "card")
        self._title, self._figures = QLabel(), ClockFigures()
        theme.give_role(self._title, "title")
        self._chips = [Chip() for _ in range(3)]
        self._state, self._told = Chip(), QLabel()
        theme.give_role(self._told, "soft")
        self.picture = FaultPicture(shelf)
        self.picture.setFixedWidth(theme.px(PICTURE_PX))
        self.kinds = KindRow(side.desk.fault_kinds)
        self.note = QLineEdit()
        self.note.setMaxLength(LONGEST_NOTE)
        self.card = ReportCard(self.model, has_clock=False)
        self.reason = ReasonRow()
        self._refusal = QLabel()
        self._refusal.setWordWrap(True)
        theme.give_role(self._refusal, "refusal")
        self._refusal.hide()
        self.leave = KeyButton("quiet", "Esc")
        self.another = KeyButton("quiet", "F9")
        self.dismiss, self.adjust = KeyButton("", "N"), KeyButton("", "T")
        self.reopen = KeyButton("", "R")
        self._offers = {
            self.dismiss: "fault.dismissed",
            self.adjust: "fault.adjusted",
            self.reopen: "fault.reopened",
        }

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        for part in (self._title, *self._chips, self._state):
            head.addWidget(part)
        head.addStretch(1)
        head.addWidget(self._figures)
        words = QVBoxLayout()
        words.setSpacing(12)
        words.addWidget(self.kinds)
        words.addWidget(self.note)
        words.addWidget(self._told)
        words.addStretch(1)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addWidget(self.picture)
        body.addLayout(words, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button in (self.leave, self.another):
            foot.addWidget(button)
        foot.addStretch(1)
        for button in self._offers:
            foot.addWidget(button)
        column = QVBoxLayout(self._panel)
        column.setContentsMargins(22, 16, 22, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(body, 1)
        column.addWidget(self.card)
        column.addWidget(self.reason)
        column.addWidget(self._refusal)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.model.changed.connect(self._on_changed)
        self.model.refused.connect(self._on_refused)
        self.model.told.connect(self._on_told)
        self.kinds.chosen.connect(self.model.choose_kind)
        self.note.textEdited.connect(self.model.type_note)
        self.card.reported.connect(lambda: self.do("report"))
        self.leave.clicked.connect(lambda: self.do("park"))
        self.another.clicked.connect(lambda: self.do("another"))
        self.dismiss.clicked.connect(lambda: self.do("dismiss"))
        self.adjust.clicked.connect(lambda: self.do("adjust"))
        self.reopen.clicked.connect(lambda: self.do("reopen"))

    # --- the overlay ---------------------------------------------------------------------

    def arrange(self) -> None:
        """The panel in the middle, as large as it needs or as the room allows."""
        wide = min(theme.px(WIDEST), self.width() - 2 * MARGIN)
        high = min(theme.px(HIGHEST), self.height() - 2 * MARGIN)
        self._panel.setGeometry((self.width() - wide) // 2, (self.height() - high) // 2, wide, high)

    def first_stops(self) -> tuple[QWidget, ...]:
        """Digits choose the kind; Tab goes to the note, the call and the foot."""
        card = self.card
        call = (card.maintainer, card.phone, card.reached, card.ticket, card.copy, card.report)
        return (self.note, *call, self.leave, self.another, *self._offers)

    def takes_key(self, event: QKeyEvent) -> bool:
        """Do what a key asks for."""
        focus = QApplication.focusWidget()
        name = action_of(event.key(), event.modifiers(), is_typing=isinstance(focus, QLineEdit))
        if not name:
            return False
        if event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat():
            self.do(name)
        return True

    def sizeHint(self) -> QSize:
        return QSize(theme.px(WIDEST), theme.px(HIGHEST))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
