"""Today's journal under the wall: newest on top, the kind of each line on a chip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLabel,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.record_table import LevelRole
from duty_desk.ui.row_paint import paint_chip
from duty_desk.ui.watch.journal_model import ACTOR, TAG, TEXT, TIME, LateRole

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex

    from duty_desk.ui.watch.journal_model import JournalModel

ROW_PX = 27
FEWEST_ROWS, MOST_ROWS, EDGE_PX = 2, 9, 14
_WIDTHS = {TIME: 86, TAG: 96, ACTOR: 150}
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class _LineDelegate(QStyledItemDelegate):
    """Draws time and actor softly, the tag as a chip, the late mark before the text."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        area = option.rect.adjusted(12, 0, -4, 0)
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        painter.save()
        if index.column() == TAG:
            paint_chip(painter, area, text, str(index.data(LevelRole)))
        else:
            if index.column() == TEXT:
                area = _paint_late(painter, area, str(index.data(LateRole)))
            is_soft = index.column() in (TIME, ACTOR)
            font = theme.font(theme.HEAD_PX)
            painter.setFont(font)
            painter.setPen(theme.colour("text2" if is_soft else "text1"))
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(area, _LEFT, shown)
        painter.restore()


class JournalTable(QFrame):
    """The journal in a card, or what will stand there."""

    def __init__(self, model: JournalModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.give_role(self, "card")
        self._model = model
        self._table = QTableView()
        self._empty = QLabel()
        self._set_up(self._table)
        self._empty.setProperty("role", "soft")
        self._empty.setWordWrap(True)
        self._empty.setContentsMargins(14, 10, 14, 10)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, EDGE_PX // 2 - 1, 4, EDGE_PX // 2 - 1)
        column.addWidget(self._table)
        column.addWidget(self._empty)
        self.show_rows(FEWEST_ROWS)
        for changed in (model.modelReset, model.rowsInserted):
            changed.connect(self._on_lines)
        self.retranslate()
        self._on_lines()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._table.setAccessibleName(tr("今日值守记录"))
        self._empty.setText(
            tr("今天还没有记录。报问题、推送、断线和恢复都会自动记在这里，最新的在最上面。")
        )

    def show_rows(self, rows: int) -> None:
        """Be exactly so many lines high, so that none is cut."""
        rows = max(FEWEST_ROWS, min(rows, MOST_ROWS))
        self.setFixedHeight(theme.px(ROW_PX) * rows + EDGE_PX)

    def _set_up(self, table: QTableView) -> None:
        table.setModel(self._model)
        table.setItemDelegate(_LineDelegate(table))
        table.setShowGrid(False)
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(theme.px(ROW_PX))
        header = table.horizontalHeader()
        header.hide()
        for column, width in _WIDTHS.items():
            table.setColumnWidth(column, theme.px(width))
        header.setSectionResizeMode(TEXT, QHeaderView.ResizeMode.Stretch)

    def _on_lines(self) -> None:
        has_lines = self._model.rowCount() > 0
        self._table.setVisible(has_lines)
        self._empty.setVisible(not has_lines)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _paint_late(painter: QPainter, area: QRect, words: str) -> QRect:
    if not words:
        return area
    return area.adjusted(paint_chip(painter, area, words, "attention").width() + 8, 0, 0, 0)
