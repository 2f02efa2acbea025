"""The card 时间校准: each camera's picture beside the true time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QHeaderView, QLabel, QVBoxLayout, QWidget

from duty_desk.desk.footage_words import ahead_words
from duty_desk.language import tr
from duty_desk.ui import theme, times
from duty_desk.ui.button import KeyButton
from duty_desk.ui.elided_label import ElidedLabel
from duty_desk.ui.key_list import KeyTable
from duty_desk.ui.rows import lay_rows

if TYPE_CHECKING:
    from duty_desk.desk.footage_views import FootageDetail, SpanRow

ROW_PX = 36
OFF_MS = 5_000  # from here on an error changes which pictures are asked for
_OFFSET, _OFFSET_PX = 3, 105


class ClockCard(QFrame):
    """One line a camera; `check` is the button that compares."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.give_role(self, "card")
        self._head, self._hint = QLabel(), ElidedLabel()
        theme.give_role(self._head, "head")
        theme.give_role(self._hint, "second")
        self.check = KeyButton("flat", "K")
        self.check.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table = KeyTable(0, 4)
        lay_rows(self.table, ROW_PX, 40)
        theme.give_role(self.table, "bare")
        self.table.setSelectionMode(KeyTable.SelectionMode.NoSelection)
        self.table.setEditTriggers(KeyTable.EditTrigger.NoEditTriggers)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(_OFFSET, QHeaderView.ResizeMode.Fixed)
        self.table.setColumnWidth(_OFFSET, theme.px(_OFFSET_PX))
        head = QHBoxLayout()
        head.addWidget(self._head)
        head.addStretch(1)
        head.addWidget(self.check)
        head.addStrut(self.check.sizeHint().height())  # as high when the key is gone
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 10)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self._hint)
        column.addWidget(self.table, 1)

    def show_detail(self, detail: FootageDetail | None) -> None:
        """Show the checks of a request."""
        self._head.setText(tr("时间校准"))
        self._hint.setText(tr("画面时间与标准时间之差会写入登记表和校对单"))
        self.check.setText(tr("校对"))
        self.check.setVisible(detail is not None and "footage.clock_checked" in detail.may)
        names = (tr("点位"), tr("画面时间"), tr("标准时间"), tr("偏差"))
        self.table.setHorizontalHeaderLabels(names)
        cameras = _cameras(detail)
        self.table.setRowCount(len(cameras))
        for number, span in enumerate(cameras):
            for place, (words, level) in enumerate(cells_of(span)):
                self.table.setCellWidget(number, place, _cell(words, level))


def _cell(words: str, level: str) -> QLabel:
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    theme.give_role(label, "told" if level else "", level)
    return label


def _cameras(detail: FootageDetail | None) -> list[SpanRow]:
    """The first span of each camera: its clock is compared once."""
    found: dict[str, SpanRow] = {}
    for span in detail.spans if detail is not None else ():
        if span.span.camera_id not in found or (
            span.check is not None and found[span.span.camera_id].check is None
        ):
            found[span.span.camera_id] = span
    return list(found.values())


def cells_of(span: SpanRow) -> tuple[tuple[str, str], ...]:
    """The cells of a camera with their levels."""
    code = (span.span.code, "")
    if span.check is None:
        return code, ("—", ""), ("—", ""), (tr("未校对"), "attention")
    check = span.check
    level = "attention" if abs(check.ahead_ms) >= OFF_MS else ""
    shown, true = times.time_of_day(check.shown_at), times.time_of_day(check.true_at)
    return code, (shown, ""), (true, ""), (ahead_words(check.ahead_ms), level)
