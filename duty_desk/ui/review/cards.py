"""The figures against the contract, one card each: number, sign, and how it was before."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from duty_desk.desk.figure_words import (
    LEVEL_WORDS,
    SIGNS,
    change_words,
    found,
    share_words,
    value_words,
    words_of,
)
from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.elided_label import ElidedLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent

    from duty_desk.desk.review_views import ReviewFigures
    from duty_desk.domain.figure import Figure

LEAST_PX = 150
_LEVEL = {"good": "done", "warn": "attention", "bad": "urgent"}


@dataclass(frozen=True)
class CardPlan:
    """A card: the figure it shows, whose records a click opens, and which figure stands below.

    `as_share` shows a percentage instead of so many of so many.
    """

    key: str
    below: str = ""
    as_share: bool = False


CARDS = (
    CardPlan("patrol.rounds", "patrol.year"),
    CardPlan("patrol.coverage", as_share=True),
    CardPlan("pushes.in_time", "pushes.p95"),
    CardPlan("faults.in_time", "faults.slowest"),
    CardPlan("problems.rectified", as_share=True),
    CardPlan("cameras.online", "cameras.good"),
    CardPlan("presence.answered", "handover.uncovered"),
    CardPlan("alarms.rate"),
)


class FigureCard(QFrame):
    """One figure.

    Signals:
        pressed(): it was clicked, or Enter was pressed on it.
    """

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.give_role(self, "card")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.title, self.value, self.note = ElidedLabel(), QLabel(), ElidedLabel()
        self.sign, self.change = QLabel(), ElidedLabel()
        self.value.setTextFormat(Qt.TextFormat.PlainText)
        self._give_level("")
        theme.give_role(self.title, "head")
        theme.give_role(self.note, "second")
        theme.give_role(self.change, "second")
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.value)
        row.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 8, 10)
        column.setSpacing(3)
        column.addWidget(self.title)
        column.addLayout(row)
        column.addWidget(self.note)
        column.addWidget(self.change)
        self.setMinimumWidth(theme.px(LEAST_PX))

    def show_figure(
        self, figure: Figure, below: str, earlier: Figure | None, *, as_share: bool
    ) -> None:
        """Show a figure with the words below it and how it was before."""
        level = _LEVEL.get(figure.level, "")
        words = share_words(figure) if as_share else words_of(figure)
        self.title.setText(figure.title)
        self.value.setText(words)
        self.sign.setText(SIGNS[figure.level])
        self._give_level(level)
        self.note.setText(below or figure.note)
        change = change_words(figure, earlier)
        self.change.setText(tr("上期 {was}", was=change) if change else "")
        level_words = LEVEL_WORDS.get(figure.level, "")
        told = (figure.title, words, tr(level_words) if level_words else "", self.note.text())
        self.setAccessibleName(" ".join(one for one in told if one))
        self.setToolTip(figure.note)

    def show_nothing(self) -> None:
        """Nothing is known yet."""
        self.value.setText("…")
        self._give_level("")
        for label in (self.sign, self.note, self.change):
            label.setText("")

    def _give_level(self, level: str) -> None:
        theme.give_role(self.sign, "told", level)
        theme.give_role(self.value, "figure", level)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit()
        else:
            super().keyPressEvent(event)


class FigureCards(QWidget):
    """All cards, in as many rows as they need.

    Signals:
        wanted(str): the key of the figure whose card was pressed.
    """

    wanted = Signal(str)

    def __init__(self, plans: Sequence[CardPlan] = CARDS) -> None:
        super().__init__()
        self._plans = tuple(plans)
        self.cards = {plan.key: FigureCard() for plan in self._plans}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(10)
        self._columns = 0
        for plan in self._plans:
            self.cards[plan.key].pressed.connect(partial(self.wanted.emit, plan.key))
        self._lay(len(self._plans))

    def show_figures(self, figures: ReviewFigures | None) -> None:
        """Show the figures of a period; None while they are not known."""
        for plan in self._plans:
            card = self.cards[plan.key]
            figure = found(figures.sections, plan.key) if figures is not None else None
            if figures is None or figure is None:
                card.show_nothing()
                continue
            below = found(figures.sections, plan.below) if plan.below else None
            known = below is not None and below.value is not None
            words = ""
            if below is not None and known:
                value = words_of(below) if below.of else value_words(below.value, below.unit)
                words = f"{below.title} {value}"
            earlier = found(figures.earlier, plan.key)
            card.show_figure(figure, words, earlier, as_share=plan.as_share)

    def _lay(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for number, plan in enumerate(self._plans):
            self._grid.addWidget(self.cards[plan.key], number // columns, number % columns)
        for column in range(len(self._plans)):
            self._grid.setColumnStretch(column, int(column < columns))

    def minimumSizeHint(self) -> QSize:
        """Half of the cards beside each other; the others lie below them then."""
        half = -(-len(self._plans) // 2)
        return QSize(half * (theme.px(LEAST_PX) + 10) - 10, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        count = len(self._plans)
        room = (self.width() + 10) // (theme.px(LEAST_PX) + 10)
        self._lay(count if room >= count else max(1, -(-count // 2)))
