"""The chain of custody: who did what with the request and its recordings, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHeaderView, QLabel, QTableWidgetItem, QVBoxLayout, QWidget

from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.key_list import KeyTable
from duty_desk.ui.rows import lay_rows
from duty_desk.ui.times import date_and_time

if TYPE_CHECKING:
    from duty_desk.desk.footage_views import FootageDetail

ROW_PX = 30


class CustodyCard(QFrame):
    """One line a moment."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.give_role(self, "card")
        self._head = QLabel()
        theme.give_role(self._head, "head")
        self._head.setContentsMargins(14, 0, 0, 0)
        self.table = KeyTable(0, 3)
        lay_rows(self.table, ROW_PX, 40)
        theme.give_role(self.table, "bare")
        self.table.setSelectionMode(KeyTable.SelectionMode.NoSelection)
        self.table.setEditTriggers(KeyTable.EditTrigger.NoEditTriggers)
        self.table.setWordWrap(False)
        self.table.horizontalHeader().hide()
        self.table.setColumnWidth(0, theme.px(170))
        self.table.setColumnWidth(1, theme.px(120))
        stretch = QHeaderView.ResizeMode.Stretch
        self.table.horizontalHeader().setSectionResizeMode(2, stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 10, 1, 4)
        column.setSpacing(4)
        column.addWidget(self._head)
        column.addWidget(self.table, 1)

    def show_detail(self, detail: FootageDetail | None) -> None:
        """Show what happened to a request."""
        self._head.setText(tr("经手记录"))
        lines = detail.custody[::-1] if detail is not None else ()
        self.table.setRowCount(len(lines))
        for number, one in enumerate(lines):
            for place, words in enumerate((date_and_time(one.at), tr(one.by_name), one.words)):
                item = QTableWidgetItem(words)
                item.setToolTip(words)
                self.table.setItem(number, place, item)
