"""The head of the problem form: which camera, and how much of the limit is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from duty_desk.language import tr
from duty_desk.ui import theme, times
from duty_desk.ui.chip import Chip
from duty_desk.ui.problems.words import camera_title
from duty_desk.ui.time_bar import ClockFigures

if TYPE_CHECKING:
    from duty_desk.ui.problems.form_model import ProblemFormModel

CLOCK_PX = 34


class FormHead(QFrame):
    """Title and chips at the left, the running clock at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel(self)
        theme.give_role(self._title, "title")
        self._chips = [Chip(parent=self) for _ in range(3)]
        self._round = Chip("", "accent", self)
        self._round.hide()
        self._limit = QLabel(self)
        theme.give_role(self._limit, "soft")
        self._clock = ClockFigures(CLOCK_PX, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(22, 8, 22, 8)
        row.setSpacing(14)
        row.addWidget(self._title)
        for chip in self._chips:
            row.addWidget(chip)
        row.addWidget(self._round)
        row.addStretch(1)
        row.addWidget(self._limit)
        row.addWidget(self._clock)

    def clock_text(self) -> str:
        """What the clock shows."""
        return self._clock.text()

    def show_problem(self, model: ProblemFormModel) -> None:
        """Show camera, community and number."""
        row = model.detail.row
        self._title.setText(tr("报问题"))
        words = (camera_title(row), row.community, tr("编号 {no}", no=row.number))
        for chip, word in zip(self._chips, words, strict=True):
            chip.show_word(word)
            chip.setVisible(bool(word))

    def show_round(self, words: str) -> None:
        """Say in which round it was found; nothing for one found outside rounds."""
        self._round.show_word(words, "accent")
        self._round.setVisible(bool(words))

    def show_clock(self, model: ProblemFormModel) -> None:
        """Show the clock as it stands now."""
        left = model.clock()
        self._clock.show_figures(left.text, "calm" if left.level == "done" else left.level)
        self._limit.setText(_limit_words(model, left.level))


def _limit_words(model: ProblemFormModel, level: str) -> str:
    clock = model.detail.clock
    if clock is None:
        if model.detail.row.push_ms is None:
            return ""
        return tr("超时送达，用时") if level == "breached" else tr("按时送达，用时")
    limit = times.limit_words(clock.limit_ms)
    if level == "breached":
        return tr("{limit}推送时限，已超时", limit=limit)
    return tr("距 {limit}推送时限", limit=limit)
