"""The history of a problem as a list; replaced text stands struck."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QWidget

from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.problems.words import moment_time

if TYPE_CHECKING:
    from duty_desk.ui.problems.history import HistoryLine


class HistoryView(QScrollArea):
    """Lines newest first: time, text, actor."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self._lines: tuple[HistoryLine, ...] | None = None

    def show_lines(self, lines: tuple[HistoryLine, ...], now: int) -> None:
        """Show these lines."""
        if lines == self._lines:
            return
        self._lines = lines
        inside = QWidget(self)
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 4, 4, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, line in enumerate(lines):
            self._add(grid, row, line, now)
        grid.setRowStretch(len(lines), 1)
        self.setWidget(inside)
        inside.setAutoFillBackground(False)

    def _add(self, grid: QGridLayout, row: int, line: HistoryLine, now: int) -> None:
        at, actor = QLabel(moment_time(line.at, now)), QLabel(line.actor)
        for label in (at, actor):
            theme.give_role(label, "second")
            label.setTextFormat(Qt.TextFormat.PlainText)
        words = QLabel(as_rich_text(line))
        words.setTextFormat(Qt.TextFormat.RichText)
        words.setWordWrap(True)
        words.setFont(theme.font(theme.HEAD_PX))
        for column, label in enumerate((at, words, actor)):
            grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)


def as_rich_text(line: HistoryLine) -> str:
    """The line with its late mark before and the replaced text struck behind it, escaped."""
    late = ""
    if line.late_minutes:
        words = html.escape(tr("补记 迟 {n} 分", n=line.late_minutes))
        late = f'<span style="color:{theme.colour("warn_text").name()}">{words}</span> '
    struck = ""
    if line.struck:
        soft = theme.colour("text2").name()
        struck = f'<br><s style="color:{soft}">{html.escape(line.struck)}</s>'
    return f"{late}{html.escape(line.text)}{struck}"
