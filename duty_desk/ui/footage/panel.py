"""The chosen request: its number and steps, papers, clocks, files, custody, and the next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton
from duty_desk.ui.chip import Chip
from duty_desk.ui.footage.clock_card import ClockCard
from duty_desk.ui.footage.custody_card import CustodyCard
from duty_desk.ui.footage.files_table import FilesTable
from duty_desk.ui.footage.files_view import FilesView, paths_of
from duty_desk.ui.footage.hand_bar import HandBar
from duty_desk.ui.footage.look_card import LookCard
from duty_desk.ui.footage.request_card import RequestCard
from duty_desk.ui.footage.steps_bar import StepsBar
from duty_desk.ui.footage.words import ended_by, state_chip, steps_of

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QDropEvent

    from duty_desk.desk.footage_views import FootageDetail, SpanRow
    from duty_desk.ui.footage.files_table import FileLine
    from duty_desk.ui.footage.footage_model import FootageModel

_FACTS_PX, _FILES_PX, _CUSTODY_PX = 262, 190, 120


class FootagePanel(QWidget):
    """Shows what the model holds.

    Signals:
        dropped(int, list): recordings for the span of this number.
    """

    dropped = Signal(int, list)

    def __init__(self, model: FootageModel) -> None:
        super().__init__()
        self._model = model
        self._number, self._chip, self._empty = QLabel(), Chip(), QLabel()
        self._files_head = QLabel()
        theme.give_role(self._number, "title")
        theme.give_role(self._empty, "soft")
        theme.give_role(self._files_head, "head")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.steps = StepsBar()
        self.request, self.clocks = RequestCard(), ClockCard()
        self.custody, self.bar = CustodyCard(), HandBar(model)
        self.look = LookCard()
        self.files_table = FilesTable(self)
        self.files = FilesView(self.files_table)
        self.register, self.receipt = KeyButton("", "P"), KeyButton("", "H")
        self.add, self.own = KeyButton("", "F"), KeyButton("quiet", "O")
        for button in (self.register, self.receipt, self.add, self.own):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lay_out()
        self.files.dropped.connect(self._on_dropped)
        self.files.moved.connect(self._show_look)
        self.retranslate()

    def show_detail(self, detail: FootageDetail | None) -> None:
        """Show a request; a sentence for none."""
        self._stack.setCurrentIndex(1 if detail is None else 0)
        self.request.show_detail(detail)
        self.clocks.show_detail(detail)
        self.custody.show_detail(detail)
        self.bar.show_detail(detail)
        self.show_files()
        if detail is None:
            return
        row = detail.row
        self._number.setText(row.number)
        self._chip.show_word(*state_chip(row.state, is_lacking=bool(row.lacking)))
        counts = row.spans_with_files, len(detail.spans)
        self.steps.show_steps(steps_of(row.state, *counts, ended_by(detail)))
        self.receipt.setVisible(detail.package is not None)
        is_open = "footage.file_added" in detail.may
        self.add.setVisible(is_open)
        self.own.setVisible(is_open)

    def show_files(self) -> None:
        """Show the files, those on their way too; the chosen line stays chosen."""
        row, detail = self.files.row(), self._model.detail
        works = self._model.hashing.of(self._model.request_id)
        self.files_table.show_detail(detail, works, self._model.now())
        if 0 <= row < self.files_table.rowCount():
            self.files.choose(row)
        self._show_look()

    def _show_look(self) -> None:
        line = self.line()
        self.look.show_file(line.file if line is not None else None)

    def tick(self) -> None:
        """Let the countdowns go on."""
        self.files_table.tick(self._model.now())

    def line(self) -> FileLine | None:
        """The line of the table that keys are about."""
        return self.files_table.row_at(max(0, self.files.row()))

    def span(self) -> SpanRow | None:
        """The span that keys are about."""
        line = self.line()
        return line.span if line is not None else None

    def drop(self, event: QDropEvent) -> None:
        """Recordings were dropped beside the table: they are of the chosen line."""
        self._on_dropped(-1, paths_of(event))

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._files_head.setText(tr("录像文件与校验"))
        self._empty.setText(
            tr("在左边选一份登记，这里会显示手续、时间校准、文件和可以做的下一步。")
        )
        self.register.setText(tr("登记表"))
        self.receipt.setText(tr("回执"))
        self.add.setText(tr("添加文件"))
        self.own.setText(tr("本台截图"))
        self.files.setAccessibleName(tr("录像文件与校验"))
        self.files.setToolTip(tr("把录像文件拖到点位那一行，或按 F 选择"))

    def _on_dropped(self, row: int, paths: list[Path]) -> None:
        line = self.files_table.row_at(row) or self.line()
        if line is not None and paths:
            self.dropped.emit(line.span.no, paths)

    def _files_card(self) -> QFrame:
        card, tools = QFrame(), QHBoxLayout()
        theme.give_role(card, "card")
        tools.setContentsMargins(16, 0, 14, 0)
        tools.addWidget(self._files_head)
        tools.addStretch(1)
        tools.addWidget(self.own)
        tools.addWidget(self.add)
        tools.addStrut(self.add.sizeHint().height())  # as high when the keys are gone
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 8, 1, 4)
        inside.setSpacing(4)
        inside.addLayout(tools)
        inside.addWidget(self.files, 1)
        card.setMinimumHeight(theme.px(_FILES_PX))
        return card

    def _lay_out(self) -> None:
        head, facts = QHBoxLayout(), QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._number)
        head.addWidget(self._chip)
        head.addSpacing(12)
        head.addWidget(self.steps, 1)
        head.addWidget(self.receipt)
        head.addWidget(self.register)
        facts.setSpacing(12)
        for card in (self.request, self.clocks):
            card.setMinimumHeight(theme.px(_FACTS_PX))
            facts.addWidget(card, 1)
        files = self._files_card()
        self.custody.setMinimumHeight(theme.px(_CUSTODY_PX))
        body = QWidget()
        theme.give_role(body, "ground")
        middle = QVBoxLayout(body)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(12)
        middle.addLayout(facts)
        middle.addWidget(files, 3)
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addWidget(self.custody, 3)
        below.addWidget(self.look, 2)
        middle.addLayout(below, 2)
        self._stack = QStackedLayout(self)
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(_scrolled(body), 1)
        column.addWidget(self.bar)
        self._stack.addWidget(shown)
        self._stack.addWidget(self._empty)


def _scrolled(body: QWidget) -> QScrollArea:
    """On a low window the cards are scrolled; steps above and the next step below stay."""
    area = QScrollArea()
    theme.give_role(area, "bare")
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    area.setWidget(body)
    return area
