"""The register on screen: number and state, who asks for how much, and what is soon overwritten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics, QPainter

from duty_desk.domain.footage import OPEN, FootageState, Holding
from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.footage.list_model import lower_words
from duty_desk.ui.footage.words import held_words, short_time, state_chip
from duty_desk.ui.record_list import RecordListView
from duty_desk.ui.record_table import RecordRole
from duty_desk.ui.row_paint import INKS, RIGHT, RowDelegate, paint_chip, paint_text

if TYPE_CHECKING:
    from PySide6.QtGui import QFont
    from PySide6.QtWidgets import QWidget

    from duty_desk.desk.footage_views import FootageRow
    from duty_desk.ui.footage.list_model import FootageList
    from duty_desk.ui.row_paint import Index

ROW_PX, EDGE_PX, TIME_PX = 58, 12, 90


class _RowDelegate(RowDelegate):
    """Draws one request in two lines."""

    row_px = ROW_PX

    def __init__(self, requests: FootageList) -> None:
        super().__init__()
        self._requests = requests

    def draw(self, painter: QPainter, area: QRect, index: Index) -> None:
        row: FootageRow = index.data(RecordRole)
        area = area.adjusted(theme.px(EDGE_PX), theme.px(7), -theme.px(EDGE_PX), -7)
        upper, lower = QRect(area), QRect(area)
        upper.setBottom(area.center().y())
        lower.setTop(area.center().y() + 1)
        bold, small = theme.font(theme.BODY_PX, is_bold=True), theme.font(theme.SECOND_PX)
        paint_text(painter, upper, row.number, bold, "text1")
        words, level = state_chip(row.state, is_lacking=bool(row.lacking))
        paint_chip(painter, upper, words, level, RIGHT)
        time = lower.adjusted(lower.width() - theme.px(TIME_PX), 0, 0, 0)
        paint_text(painter, time, short_time(row.registered_at), small, "text2", RIGHT)
        self._paint_lower(painter, lower.adjusted(0, 0, -theme.px(TIME_PX), 0), row, small)

    def _paint_lower(self, painter: QPainter, area: QRect, row: FootageRow, face: QFont) -> None:
        words, held = lower_words(row), ""
        level = ""
        if row.soonest_overwritten_at is not None and FootageState(row.state) in OPEN:
            left_ms = row.soonest_overwritten_at - self._requests.now
            held, level = held_words(Holding(row.holding), left_ms)
        if not level:
            paint_text(painter, area, words, face, "text2")
            return
        held = held if left_ms <= 0 else tr("{left}后覆盖", left=held)
        width = QFontMetrics(face).horizontalAdvance(held) + theme.px(10)
        used = min(QFontMetrics(face).horizontalAdvance(words), area.width() - width)
        paint_text(painter, area.adjusted(0, 0, used - area.width(), 0), words, face, "text2")
        after = area.adjusted(used + theme.px(8), 0, 0, 0)
        paint_text(painter, after, held, face, INKS[level])


class FootageListView(RecordListView):
    """The requests on screen."""

    def __init__(self, requests: FootageList, parent: QWidget | None = None) -> None:
        super().__init__(requests, _RowDelegate(requests), parent)
