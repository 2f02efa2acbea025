"""The handover itself: figures, items, checks, remark; time line and signatures beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from duty_desk.desk.handover_words import span_words
from duty_desk.language import tr
from duty_desk.ui import theme, times
from duty_desk.ui.button import KeyButton
from duty_desk.ui.chip import Chip
from duty_desk.ui.handover.add_line import AddLine
from duty_desk.ui.handover.checks_row import ChecksRow
from duty_desk.ui.handover.figure_cards import FigureCards
from duty_desk.ui.handover.handover_model import HandoverModel
from duty_desk.ui.handover.handover_steps import HandoverSteps
from duty_desk.ui.handover.items_table import ItemsTable
from duty_desk.ui.handover.items_view import ItemsView
from duty_desk.ui.handover.leader_form import LeaderForm
from duty_desk.ui.handover.read_back import ReadBack
from duty_desk.ui.handover.sealed_card import SealedCard
from duty_desk.ui.handover.sheet_preview import SheetPreview
from duty_desk.ui.handover.sign_panel import SignPanel
from duty_desk.ui.handover.time_line import TimeLine
from duty_desk.ui.handover.view import DeskView
from duty_desk.ui.problems.draft_keeper import while_alive

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QShowEvent

    from duty_desk.desk.views import Snapshot
    from duty_desk.ui.problems.form_model import DeskSide

SIDE_PX, TIMES_PX, REMARK_PX, TICK_MS = 460, 150, 92, 1000


class HandoverView(DeskView):
    """Builds the view and shows the model; what keys do is in `handover_steps`.

    Signals:
        people_wanted(): nobody is entered yet, and somebody has to be before a shift can begin.
    """

    people_wanted = Signal()

    def __init__(self, side: DeskSide) -> None:
        super().__init__()
        self._side = side
        self.model = HandoverModel(side, self)
        self.table = ItemsTable()
        self.cards, self.items = FigureCards(), ItemsView(self.table)
        self.read_back, self.add_line = ReadBack(), AddLine()
        self.checks, self.remark = ChecksRow(), QPlainTextEdit()
        self.time_line, self.sign = TimeLine(), SignPanel(self.model)
        self.leader, self.sealed = LeaderForm(), SealedCard(side)
        self.preview = SheetPreview(self)
        self._build()
        self._lay_out()
        self.steps = HandoverSteps(self)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._looked_at = ""
        self.preview.file_wanted.connect(lambda kind: self.sealed.open(self._looked_at, kind))
        self.preview.print_wanted.connect(lambda: self.sealed.print(self._looked_at))
        self.model.changed.connect(self._show_page)
        self.sealed.said.connect(self.said)
        self.sealed.look_wanted.connect(self.look_at)
        self.model.sealed.connect(self.look_at)
        self.setFocusProxy(self.items)
        self.retranslate()

    def show_snapshot(self, _snapshot: Snapshot) -> None:
        """The desk has changed: what is seen is read again."""
        self.model.read_soon()

    def come(self) -> None:
        """The view has come to the front: read what it shows."""
        self.model.read()

    def look_back_at(self, handover_id: str) -> None:
        """Show a handover: the view itself while it is under way, afterwards its sheet."""
        packet = self.model.packet
        if packet is None or packet.id != handover_id:
            self.look_at(handover_id)

    def look_at(self, handover_id: str) -> None:
        """Show the sheet of a handover that has ended."""
        self._looked_at = handover_id
        asked = self._side.desk.handover_sheets.words(handover_id)
        shown = while_alive(self, self.preview.show_sheet)
        self._side.bridge.when_done(asked, shown, lambda words: self.said.emit(words, "urgent"))

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._title.setText(tr("交接班"))
        self._time_head.setText(tr("本班时间线"))
        self._checks_head.setText(tr("设备与场所检查"))
        self._remark_head.setText(tr("交班说明"))
        self.remark.setPlaceholderText(tr("接班人要知道、程序不知道的事"))
        self.remark.setAccessibleName(tr("交班说明"))
        self.add_button.setText(tr("补充一项"))
        for part in (self.items, self.read_back, self.add_line, self.checks):
            part.retranslate()
        for panel in (self.sign, self.leader, self.sealed):
            panel.retranslate()
        self._show_page()

    # --- building ------------------------------------------------------------------------

    def _build(self) -> None:
        self._title, self._who, self._banner = QLabel(), QLabel(), QLabel()
        theme.give_role(self._title, "title")
        theme.give_role(self._who, "soft")
        theme.give_role(self._banner, "trouble")
        self._banner.setWordWrap(True)
        self._banner.hide()
        self._span, self._left = Chip(level="accent"), Chip()
        self._items_head, self._checks_head = QLabel(), QLabel()
        self._remark_head, self._time_head = QLabel(), QLabel()
        heads = (self._items_head, self._checks_head, self._remark_head, self._time_head)
        for head in heads:
            theme.give_role(head, "head")
        self.add_button = KeyButton("quiet", "N")
        self.add_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.remark.setFixedHeight(theme.px(REMARK_PX))
        self.remark.setTabChangesFocus(True)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        for widget in (self._title, self._span, self._who):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self._left)
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addLayout(head)
        left.addWidget(self._banner)
        left.addWidget(self.cards)
        left.addWidget(self._items_card(), 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addLayout(left, 1)
        row.addWidget(self._beside())

    def _items_card(self) -> QFrame:
        card = QFrame()
        theme.give_role(card, "card")
        over = QHBoxLayout()
        over.addWidget(self._items_head)
        over.addStretch(1)
        over.addWidget(self.add_button)
        below = QVBoxLayout()
        below.setContentsMargins(14, 0, 14, 0)
        below.setSpacing(6)
        for widget in (self._checks_head, self.checks, self._remark_head, self.remark):
            below.addWidget(widget)
        over.setContentsMargins(14, 0, 14, 0)
        column = QVBoxLayout(card)
        column.setContentsMargins(1, 10, 1, 14)
        column.setSpacing(8)
        column.addLayout(over)
        column.addWidget(self.add_line)
        column.addWidget(self.items, 1)
        column.addWidget(self.read_back)
        column.addLayout(below)
        return card

    def _beside(self) -> QWidget:
        side = QWidget()
        theme.give_role(side, "ground")
        whole = QScrollArea()  # a low window scrolls it rather than growing
        theme.give_role(whole, "bare")
        whole.setFrameShape(QFrame.Shape.NoFrame)
        whole.setWidgetResizable(True)
        whole.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole.setFixedWidth(theme.px(SIDE_PX))
        times_card = QFrame()
        times_card.setMinimumHeight(theme.px(TIMES_PX))
        theme.give_role(times_card, "card")
        scroll = QScrollArea()
        theme.give_role(scroll, "bare")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.give_role(self.time_line, "ground")
        scroll.setWidget(self.time_line)
        self._scroll = scroll
        inner = QVBoxLayout(times_card)
        inner.setContentsMargins(16, 12, 8, 12)
        inner.addWidget(self._time_head)
        inner.addWidget(scroll, 1)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(times_card, 1)
        column.addWidget(self.sign)
        column.addWidget(self.leader)
        column.addWidget(self.sealed)
        whole.setWidget(side)
        self.beside = whole
        return whole

    # --- showing -------------------------------------------------------------------------

    def _show_page(self) -> None:
        page, packet, now = self.model.page, self.model.packet, self._side.time.now_ms()
        shift = page.shift
        self._span.show_word(span_words(shift) if shift is not None else tr("无人当班"), "accent")
        coming = packet.incoming_name if packet is not None else ""
        outgoing = shift.name if shift is not None else "—"
        self._who.setText(
            tr("交班 {out}    →    接班 {into}", out=outgoing, into=coming or tr("待定"))
        )
        self.cards.setVisible(shift is not None)
        self.cards.show_figures(page.figures)
        if packet is not None:
            self.table.show_packet(packet, self.model.pending, now)
        else:
            self.table.show_items(page.items, now)
        self._items_head.setText(
            tr("移交事项 —— 接班人逐条确认")
            if packet is not None
            else tr("未完成事项 —— 交接时移交")
        )
        is_open = packet is not None and packet.signed_at is None
        self.add_button.setVisible(is_open)
        for widget in (self._checks_head, self.checks, self._remark_head, self.remark):
            widget.setVisible(packet is not None)
        if packet is not None:
            self.checks.show_checks(packet.checks, is_open=is_open)
            self.remark.setReadOnly(not is_open)
            if not self.remark.hasFocus() and self.remark.toPlainText().strip() != packet.remark:
                self.remark.setPlainText(packet.remark)
        at_end = self._scroll.verticalScrollBar()
        self.time_line.show_lines(page.time_line)
        at_end.setValue(at_end.maximum())
        self.sign.show_page()
        self.sealed.show_sealed(page.sealed)
        self._show_left()
        self._show_banner()
        self.steps.follow()

    def _show_left(self) -> None:
        packet = self.model.packet
        self._left.setVisible(packet is not None)
        if packet is None:
            return
        if packet.unconfirmed:
            self._left.show_word(tr("{n} 项未逐条确认", n=packet.unconfirmed), "attention")
        else:
            self._left.show_word(tr("已逐条确认"), "done")

    def _show_banner(self) -> None:
        words = self._banner_words()
        self._banner.setText(words)
        self._banner.setVisible(bool(words))

    def _banner_words(self) -> str:
        shift, person = self.model.page.shift, self.model.signed_in()
        waited = self.model.waits_ms(self._side.time.now_ms())
        if waited is not None and shift is not None:
            return tr(
                "无人接班，已超过应交班时间 {span}，仍由“{name}”负责。"
                "接班人到了随时可以登记，或请带班人员终止。",
                span=times.span(waited),
                name=shift.name,
            )
        if shift is not None and person is not None and person.id != shift.person_id:
            return tr(
                "本班由“{name}”负责，现在登录的是“{other}”。没有交接前，责任没有转移。",
                name=shift.name,
                other=person.name,
            )
        return ""

    def _tick(self) -> None:
        self.table.tick(self._side.time.now_ms())
        if self.model.waits_ms(0) is not None:
            self._show_banner()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.model.is_seen = True
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.model.is_seen = False
        self._timer.stop()
        self.steps.keep_remark()
