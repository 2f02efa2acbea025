"""A row of joined buttons of which one is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

from duty_desk.ui import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent


class Segment(QPushButton):
    """One of the buttons; where there is too little room its word ends in an ellipsis."""

    def shown_words(self) -> str:
        """What there is room for; the whole is in the tool tip then."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        inside = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self)
        room = inside.width() + 1  # the size hint rounds what the text needs
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, option = QStylePainter(self), QStyleOptionButton()
        self.initStyleOption(option)
        option.text = self.shown_words()
        tip = self.text() if option.text != self.text() else ""
        if tip != self.toolTip():
            self.setToolTip(tip)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)


class Segments(QFrame):
    """Joined buttons.

    Signals:
        chosen(int): the number of the segment a person chose, from 0.
    """

    chosen = Signal(int)

    def __init__(self, words: tuple[str, ...] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.give_role(self, "segments")
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(1, 1, 1, 1)
        self._row.setSpacing(0)
        for number, word in enumerate(words):
            self._group.addButton(self._made(word), number)
        self._group.idClicked.connect(self.chosen)

    def add(self, word: str) -> None:
        """Join another segment on the right."""
        self._group.addButton(self._made(word), len(self._group.buttons()))

    def show_segment(self, number: int, *, is_shown: bool) -> None:
        """Show or hide segment `number`."""
        self._group.button(number).setVisible(is_shown)

    def choose(self, number: int) -> None:
        """Show segment `number` as chosen; tells nobody."""
        self._group.button(number).setChecked(True)

    def show_words(self, words: tuple[str, ...]) -> None:
        """Write these words on the segments."""
        for number, word in enumerate(words):
            self._group.button(number).setText(word)

    def _made(self, word: str) -> Segment:
        button = Segment(word)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.give_role(button, "segment")
        self._row.addWidget(button)
        return button
