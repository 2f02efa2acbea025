"""The choice of a layout: joined buttons, or one button with a menu where the bar is narrow."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from duty_desk.language import tr
from duty_desk.ui.segments import Segments
from duty_desk.ui.watch import wall_grid
from duty_desk.ui.watch.wall_grid import LAYOUTS


class LayoutChoice(QWidget):
    """Shows the layout in use and lets another be chosen.

    Signals:
        chosen(int): the layout a person chose.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._segments = Segments(tuple(wall_grid.word(layout) for layout in LAYOUTS))
        self._segments.chosen.connect(lambda number: self.chosen.emit(LAYOUTS[number]))
        self._button = QPushButton()
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._menu = QMenu(self._button)
        for number, layout in enumerate(LAYOUTS, start=1):
            action = self._menu.addAction(f"{wall_grid.word(layout)}\t{number}")
            action.triggered.connect(partial(self.chosen.emit, layout))
        self._button.setMenu(self._menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._segments)
        row.addWidget(self._button)
        self._layout = LAYOUTS[0]
        self.compact(is_compact=False)

    def show_layout(self, layout: int) -> None:
        """Show `layout` as the one in use."""
        self._layout = layout
        self._segments.choose(LAYOUTS.index(layout))
        self._button.setText(tr("{layout} 格", layout=wall_grid.word(layout)))

    def compact(self, *, is_compact: bool) -> None:
        """Take the room of one button, or of all."""
        self._segments.setVisible(not is_compact)
        self._button.setVisible(is_compact)
