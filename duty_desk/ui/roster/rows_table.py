"""A table of `RowsModel`: whole rows are chosen, levels are colours, the last column stretches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from duty_desk.ui import theme
from duty_desk.ui.record_table import LevelRole
from duty_desk.ui.roster.rows_model import RowsModel, TableRow

if TYPE_CHECKING:
    from collections.abc import Sequence

_Index = QModelIndex | QPersistentModelIndex
ROW_PX = 30
_INK = {
    "done": "ok_text",
    "attention": "warn_text",
    "urgent": "bad_text",
    "accent": "accent_text",
    "soft": "text3",
}


class _Coloured(QStyledItemDelegate):
    """Draws texts in the colour of their level."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        super().initStyleOption(option, index)
        name = _INK.get(str(index.data(LevelRole)))
        if name:
            for role in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
                option.palette.setColor(role, theme.colour(name))


class RowsTable(QTableView):
    """Shows rows and tells which one is chosen.

    Signals:
        key_chosen(str): what the current row is about; empty for none.
    """

    key_chosen = Signal(str)

    def __init__(self, widths: Sequence[int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = RowsModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(_Coloured(self))
        self._widths = tuple(widths)
        theme.give_role(self, "bare")
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW_PX))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)

    def show_rows(self, headings: Sequence[str], rows: Sequence[TableRow]) -> None:
        """Show rows; the chosen one stays chosen where it still is."""
        kept = self.key()
        self.rows.show_table(headings, rows)
        for number, width in enumerate(self._widths):
            self.setColumnWidth(number, theme.px(width))
        self.choose(kept)

    def key(self) -> str:
        """What the chosen row is about; empty for none."""
        return self.rows.key(self.currentIndex().row())

    def choose(self, key: str) -> None:
        """Choose the row about `key`, if there is one."""
        number = self.rows.row_of(key)
        if number >= 0:
            self.setCurrentIndex(self.rows.index(number, 0))

    def show_first(self, key: str) -> None:
        """Scroll until the row about `key` is the first one seen."""
        number = self.rows.row_of(key)
        if number >= 0:
            top = QAbstractItemView.ScrollHint.PositionAtTop
            self.scrollTo(self.rows.index(number, 0), top)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        self.key_chosen.emit(self.rows.key(current.row()))
