"""One running clock as a card: what it is about, how long there is, and what stops it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from duty_desk.language import mark, tr
from duty_desk.ui import theme, times
from duty_desk.ui.button import KeyButton
from duty_desk.ui.chip import Chip
from duty_desk.ui.elided_label import ElidedLabel
from duty_desk.ui.problems.time_left import time_left
from duty_desk.ui.problems.words import ASIDE, ASIDE_COPIED, push_chip
from duty_desk.ui.time_bar import CHIP_LEVELS, ClockFigures, TimeBar

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from duty_desk.desk.views import ClockCard

ROOMY_PX = 350
_RED = ("urgent", "breached")
# By the record's noun: what stops the clock, and the second thing that can be done.
_STEPS = {
    "problem": (mark("推送到群"), mark("复制图文")),
    "fault": (mark("已电话报修"), mark("误报")),
    "emergency": (mark("去报告"), mark("误报撤销")),
    "report": (mark("打开报告"), mark("看缺口")),
    ASIDE: (mark("已发到群里"), mark("复制图文")),
}


class ClockCardPanel(QFrame):
    """A card of the clock panel.

    Signals:
        opened(str): open the form of this record.
        copied(str): the second step: copy a problem, decline any other record.
    """

    opened = Signal(str)
    copied = Signal(str)

    def __init__(self, clock: ClockCard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._level = "calm"
        self._is_lit = False
        self._build()
        self._lay_out()
        self._connect()
        self.show_clock(clock)

    def level(self) -> str:
        """calm, near, urgent or breached."""
        return self._level

    def problem_id(self) -> str:
        """The record the clock runs for."""
        return self._clock.subject

    def show_clock(self, clock: ClockCard) -> None:
        """Show `clock` in the words in use."""
        self._clock = clock
        self.retranslate()

    def show_rank(self, key: str) -> None:
        """Let the card on top stand out: its button answers to `key`, the others to the mouse."""
        for button in (self._push, self._copy):
            button_key = key if button is self._lead() else ""
            role = "primary" if button_key else ""
            if button.property("role") != role:
                theme.give_role(button, role)
            button.set_key(button_key)

    def act(self) -> None:
        """Do what the button that stands out does."""
        self._lead().click()

    def _lead(self) -> KeyButton:
        """What brings the problem out: only copying works while the store is out of reach."""
        return self._copy if self._is_aside() else self._push

    def _is_aside(self) -> bool:
        return self._clock.push_state == ASIDE

    def _is_copied_aside(self) -> bool:
        return self._clock.push_state == ASIDE_COPIED

    def tick(self, now: int) -> None:
        """Show the time left at `now` (UTC ms)."""
        left = time_left(self._clock, now)
        self._figures.show_figures(left.text, left.level)
        self._bar.show_share(left.share_used, left.level)
        if left.level != self._level:
            self._level = left.level
            self._show_level()

    def flash(self, *, is_lit: bool) -> None:
        """Light the card up, or not; only unacknowledged ones are ever lit."""
        if is_lit != self._is_lit:
            self._is_lit = is_lit
            self._show_level()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._headline.setText(self._clock.headline)
        began = times.time_of_day(self._clock.started_at)
        is_report = self._clock.noun == "report"
        self._found.setText(
            tr("始于 {time}", time=began) if is_report else tr("发现 {time}", time=began)
        )
        self._limit.show_word(times.limit_words(self._clock.limit_ms))
        noun = ASIDE if self._is_copied_aside() else self._clock.noun
        first, second = _STEPS.get(noun, _STEPS["problem"])
        self._push.setText(tr(first))
        self._copy.setText(tr(second))
        self._over.show_word(tr("已超时"), "breach")
        chip = push_chip(self._clock.push_state)
        self._state.show_word(chip.text, chip.level)
        self._state.setVisible(bool(self._clock.push_state))
        self._push.setVisible(not self._is_aside())
        self._show_level()

    def _build(self) -> None:
        self._title, self._limit, self._over = Chip(), Chip(), Chip()
        self._figures = ClockFigures()
        self._headline, self._found = ElidedLabel(), QLabel()
        self._found.setProperty("role", "soft")
        self._bar = TimeBar()
        self._push, self._copy = KeyButton(), KeyButton()
        self._state = Chip()

    def _lay_out(self) -> None:
        top, words, buttons = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        top.setSpacing(8)
        for chip in (self._title, self._limit):
            top.addWidget(chip)
        top.addStretch()
        top.addWidget(self._figures)
        words.setSpacing(8)
        words.addWidget(self._headline)
        words.addWidget(self._found)
        words.addStretch()
        buttons.setSpacing(8)
        buttons.addWidget(self._push)
        buttons.addWidget(self._copy)
        buttons.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(6)
        column.addLayout(top)
        column.addLayout(words)
        column.addWidget(self._bar)
        column.addSpacing(2)
        states = QHBoxLayout()
        states.setSpacing(8)
        states.addWidget(self._over)
        states.addWidget(self._state)
        states.addStretch()
        column.addLayout(states)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self._push.clicked.connect(lambda: self.opened.emit(self._clock.subject))
        self._copy.clicked.connect(lambda: self.copied.emit(self._clock.subject))

    def _show_level(self) -> None:
        self._title.show_word(self._clock.title, CHIP_LEVELS[self._level])
        self._over.setVisible(self._level == "breached")
        ground = "flash" if self._is_lit else "urgent" if self._level in _RED else ""
        theme.give_role(self, "clock-card", ground)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._limit.setVisible(self.width() >= theme.px(ROOMY_PX))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
