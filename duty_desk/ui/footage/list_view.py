"""The register on screen: number and state, who asks for how much, and what is soon overwritten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from duty_desk.domain.footage import OPEN, FootageState, Holding
from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.footage.list_model import RowRole, lower_words
from duty_desk.ui.footage.painting import INKS, paint_chip
from duty_desk.ui.footage.words import held_words, short_time, state_chip

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QFont

    from duty_desk.desk.footage_views import FootageRow
    from duty_desk.ui.footage.list_model import FootageList

ROW_PX, EDGE_PX, TIME_PX = 58, 12, 90
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class _RowDelegate(QStyledItemDelegate):
    """Draws one request in two lines."""

    def __init__(self, requests: FootageList, parent: QWidget) -> None:
        super().__init__(parent)
        self._requests = requests

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(0, theme.px(ROW_PX))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row: FootageRow = index.data(RowRole)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, theme.colour("selection"))
        hairline = QRect(option.rect.bottomLeft(), QSize(option.rect.width(), 1))
        painter.fillRect(hairline, theme.colour("line"))
        area = option.rect.adjusted(theme.px(EDGE_PX), theme.px(7), -theme.px(EDGE_PX), -7)
        upper, lower = QRect(area), QRect(area)
        upper.setBottom(area.center().y())
        lower.setTop(area.center().y() + 1)
        bold, small = theme.font(theme.BODY_PX, is_bold=True), theme.font(theme.SECOND_PX)
        _paint(painter, upper, row.number, bold, "text1")
        words, level = state_chip(row.state, is_lacking=bool(row.lacking))
        paint_chip(painter, upper, words, level, _RIGHT)
        time = lower.adjusted(lower.width() - theme.px(TIME_PX), 0, 0, 0)
        _paint(painter, time, short_time(row.registered_at), small, "text2", _RIGHT)
        self._paint_lower(painter, lower.adjusted(0, 0, -theme.px(TIME_PX), 0), row, small)
        painter.restore()

    def _paint_lower(self, painter: QPainter, area: QRect, row: FootageRow, face: QFont) -> None:
        words, held = lower_words(row), ""
        level = ""
        if row.soonest_overwritten_at is not None and FootageState(row.state) in OPEN:
            left_ms = row.soonest_overwritten_at - self._requests.now
            held, level = held_words(Holding(row.holding), left_ms)
        if not level:
            _paint(painter, area, words, face, "text2")
            return
        held = held if left_ms <= 0 else tr("{left}后覆盖", left=held)
        width = QFontMetrics(face).horizontalAdvance(held) + theme.px(10)
        used = min(QFontMetrics(face).horizontalAdvance(words), area.width() - width)
        _paint(painter, area.adjusted(0, 0, used - area.width(), 0), words, face, "text2")
        after = area.adjusted(used + theme.px(8), 0, 0, 0)
        _paint(painter, after, held, face, INKS[level])


class FootageListView(QListView):
    """The rows on screen.

    Signals:
        chosen(str): the selection moved to this request.
    """

    chosen = Signal(str)

    def __init__(self, requests: FootageList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._requests = requests
        self.setModel(requests)
        self.setItemDelegate(_RowDelegate(requests, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.give_role(self, "bare")
        self.selectionModel().currentChanged.connect(self._on_current)

    def show_chosen(self, request_id: str) -> None:
        """Put the selection on this request without telling anybody."""
        row = self._requests.row_of(request_id)
        self.selectionModel().blockSignals(True)
        if row < 0:
            self.selectionModel().clear()
        else:
            self.setCurrentIndex(self._requests.index(row))
        self.selectionModel().blockSignals(False)
        self.viewport().update()

    def _on_current(self, current: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(current.data(RowRole).id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_letter = bool(event.text()) and event.key() < Qt.Key.Key_Escape
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if (is_letter and not event.modifiers()) or is_enter:
            event.ignore()  # these are keys of the page, not a search in the list
        else:
            super().keyPressEvent(event)


def _paint(
    painter: QPainter,
    area: QRect,
    text: str,
    face: QFont,
    ink: str,
    side: Qt.AlignmentFlag = _LEFT,
) -> None:
    painter.setFont(face)
    painter.setPen(theme.colour(ink))
    shown = QFontMetrics(face).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, side, shown)
