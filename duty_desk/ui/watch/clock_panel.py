"""The side panel: every running clock, least time left first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton
from duty_desk.ui.chip import Chip
from duty_desk.ui.elided_label import ElidedLabel
from duty_desk.ui.watch.clock_card import ClockCardPanel

if TYPE_CHECKING:
    from duty_desk.desk.views import ClockCard
    from duty_desk.ui.alarm import Alarms
    from duty_desk.ui.watch.model import WatchModel

TICK_MS, HEAD_PX = 200, 34
FLASH_EVERY_TICKS = 3
PUSH_KEY = "Ctrl+Return"


class ClockPanel(QFrame):
    """Cards of the clocks of a `WatchModel`, counted down from the desk's own clock."""

    def __init__(self, model: WatchModel, alarms: Alarms, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._alarms = alarms
        self._cards: dict[str, ClockCardPanel] = {}
        self._ticks = 0
        self._build()
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        model.clocks_changed.connect(self._show_clocks)
        alarms.changed.connect(self._tick)
        self._acknowledge.clicked.connect(alarms.acknowledge)
        self.retranslate()
        self._show_clocks()

    def start(self) -> None:
        """Begin to count."""
        self._timer.start()

    def stop(self) -> None:
        """Stop counting."""
        self._timer.stop()

    def cards(self) -> tuple[ClockCardPanel, ...]:
        """The cards from top to bottom."""
        return tuple(self._cards.values())

    def open_first(self) -> None:
        """Go on with the problem that has the least time left."""
        for card in self.cards()[:1]:
            card.act()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._head.setText(tr("进行中的时限"))
        self._acknowledge.setText(tr("知道了"))
        self._empty.setText(
            tr(
                "现在没有计时。\n\n按 F8 截图报问题、按 F9 报故障后，这里出现一张卡片，"
                "从发现的一刻起倒数：推送 5 分钟，报修 10 分钟。"
                "推送到群、确认已发或联系上维护单位后自动停表。"
            )
        )
        self._tick()

    def _build(self) -> None:
        theme.give_role(self, "card")
        self._head, self._empty = ElidedLabel(), QLabel()
        self._head.setProperty("role", "head")
        self._empty.setProperty("role", "soft")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._urgent, self._near = Chip(), Chip()
        self._acknowledge = KeyButton("", "Ctrl K")
        self._acknowledge.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.give_role(self._scroll, "bare")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(14, 6, 14, 6)
        head.addStrut(theme.px(HEAD_PX))  # the cards stay where they are when the button comes
        head.setSpacing(6)
        head.addWidget(self._head)
        head.addStretch()
        head.addWidget(self._acknowledge)
        head.addWidget(self._urgent)
        head.addWidget(self._near)
        inside = QWidget()
        theme.give_role(inside, "ground")
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self._empty.setContentsMargins(14, 4, 14, 14)
        self._list.addWidget(self._empty)
        self._list.addStretch()
        self._scroll.setWidget(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._scroll)

    def _show_clocks(self) -> None:
        known = self._cards
        self._cards = {}
        for place, clock in enumerate(sorted(self._model.clocks, key=lambda clock: clock.due_at)):
            card = known.pop(clock.id, None) or self._made(clock)
            self._cards[clock.id] = card
            card.show_clock(clock)
            card.show_rank("Ctrl Enter" if place == 0 else "")
            self._list.insertWidget(place, card)
        for card in known.values():
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._empty.setVisible(not self._cards)
        self._tick()

    def _made(self, clock: ClockCard) -> ClockCardPanel:
        card = ClockCardPanel(clock)
        card.opened.connect(self._model.open_subject)
        card.copied.connect(self._model.second_step)
        return card

    def _tick(self) -> None:
        now = self._model.time.now_ms()
        self._ticks += 1
        is_lit_now = self._ticks // FLASH_EVERY_TICKS % 2 == 0
        for clock_id, card in self._cards.items():
            card.tick(now)
            is_open = self._alarms.level_of(clock_id) in ("urgent", "breach")
            card.flash(is_lit=is_open and is_lit_now)
        self._count()

    def _count(self) -> None:
        levels = [card.level() for card in self._cards.values()]
        urgent, near = sum(x in ("urgent", "breached") for x in levels), levels.count("near")
        self._urgent.show_word(tr("{n} 紧急", n=urgent), "urgent")
        self._near.show_word(tr("{n} 临近", n=near), "attention")
        for chip in (self._urgent, self._near):
            chip.setMinimumWidth(chip.sizeHint().width())  # the title gives way, never a number
        self._urgent.setVisible(urgent > 0)
        self._near.setVisible(near > 0)
        self._acknowledge.setVisible(self._alarms.count() > 0)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
