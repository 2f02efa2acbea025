"""The time line and the bars; their library is loaded beside the window at the first look."""

from __future__ import annotations

import importlib
import threading
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from duty_desk.desk.figure_words import value_words
from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.chart_keys import KEYS as CHART_KEYS
from duty_desk.ui.segments import Segments

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from duty_desk.desk.review_views import Bars, ReviewCharts
    from duty_desk.ui.desk_bridge import DeskBridge

MODULE = "duty_desk.ui.chart"
LANES, LANE_PX = 6, 31  # more lanes make the card higher
CARD_PX = 262


def load_charts(bridge: DeskBridge, then: Callable[[ModuleType | None], None]) -> None:
    """Import the chart module in a thread of its own, then call `then` with it in the window.

    With None where it cannot be imported: the page shows its numbers all the same.
    """

    def work() -> None:
        module = None
        try:
            module = importlib.import_module(MODULE)
        finally:
            bridge.in_window(lambda: then(module))

    threading.Thread(target=work, name="charts", daemon=True).start()


class _ChartCard(QFrame):
    """A card with a title and room for a chart.

    Signals:
        opened(object): the span or bar that was clicked.
    """

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        theme.give_role(self, "card")
        self.chart: Any = None
        self._told = self._mark = ""
        self._charts: ReviewCharts | None = None
        self._title, self._hint, self._wait = QLabel(), QLabel(), QLabel()
        theme.give_role(self._title, "head")
        theme.give_role(self._hint, "second")
        theme.give_role(self._wait, "soft")
        self._wait.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._head = QHBoxLayout()
        self._head.setSpacing(10)
        self._head.addWidget(self._title)
        self._head.addStretch()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 12, 14, 10)
        self._column.setSpacing(6)
        self._column.addLayout(self._head)
        self._column.addWidget(self._wait, 1)

    def put(self, chart: QWidget) -> None:
        """Put the chart into its room."""
        self.chart = chart
        self._column.insertWidget(1, chart, 1)
        self.chart.opened.connect(self.opened)
        self.chart.told.connect(self._show_mark)
        self.show_charts(self._charts)
        self._show_tip()

    def take_keys(self) -> None:
        """Let the keyboard walk over the chart."""
        if self.chart is not None and self.chart.isVisible():
            self.chart.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def turn(self) -> None:
        """Show its next view, if it has several."""

    def _show_mark(self, words: str) -> None:
        """Say what the keyboard is on in place of the hint."""
        self._mark = words
        self._show_hint()

    def _show_hint(self) -> None:
        mark = tr("{what} · Enter 打开，← → 换一个", what=self._mark) if self._mark else ""
        self._hint.setText(mark or self._told)

    def _show_tip(self) -> None:
        tip = "\n".join(f"{keys}  {tr(words)}" for keys, words in CHART_KEYS)
        self._hint.setToolTip(tip)
        if self.chart is not None:
            self.chart.setAccessibleName(f"{self._title.text()} {tip}")

    def show_charts(self, charts: ReviewCharts | None) -> None:
        """Show what is drawn of a period; None while it is not known."""
        self._charts = charts
        is_ready = charts is not None and self.chart is not None
        self._wait.setVisible(not is_ready)
        self._wait.setText(tr("正在读取…"))
        if self.chart is not None:
            self.chart.setVisible(is_ready)
        if is_ready:
            self._draw()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.show_charts(self._charts)
        self._show_tip()

    def _draw(self) -> None:
        raise NotImplementedError


class LanesCard(_ChartCard):
    """The time line."""

    def __init__(self) -> None:
        super().__init__()
        self._head.addWidget(self._hint)
        self.setFixedHeight(theme.px(CARD_PX))
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._told = tr("滚轮缩放，拖动平移，双击复原，点击打开记录")
        self._show_hint()
        self._title.setText(tr("时间线"))
        super().retranslate()

    def _draw(self) -> None:
        charts = self._charts
        if charts is not None:
            day = charts.period.days == 1
            self._title.setText(tr("24 小时时间线") if day else tr("时间线"))
            self.setFixedHeight(theme.px(CARD_PX + LANE_PX * (len(charts.lanes) - LANES)))
            self.chart.show_lanes(charts.lanes, (charts.period.from_at, charts.period.to_at))


class BarsCard(_ChartCard):
    """Each push, or each fault report, against its limit."""

    def __init__(self) -> None:
        super().__init__()
        self._number = 0
        self.tabs = Segments((tr("推送"), tr("报修")))
        self._head.addWidget(self.tabs)
        self._hint.setWordWrap(True)
        self._column.addWidget(self._hint)
        self.tabs.choose(0)
        self.tabs.chosen.connect(self._choose)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.tabs.show_words((tr("推送"), tr("报修")))
        self._title.setText(tr("每件用时（分）"))
        super().retranslate()

    def turn(self) -> None:
        """Show the next kind of record."""
        number = (self._number + 1) % 2
        self.tabs.choose(number)
        self._choose(number)

    def _choose(self, number: int) -> None:
        self._number = number
        self.show_charts(self._charts)

    def _draw(self) -> None:
        if self._charts is None:
            return
        found = self._charts.bars[self._number]
        self._title.setText(tr("{title}（分）", title=found.title))
        self._told = _hint(found)
        self._show_hint()
        self.chart.show_bars(found)


def _hint(found: Bars) -> str:
    if not found.bars:
        return tr("这段时间没有记录。")
    each = (
        tr("每根柱是一件；点击打开记录。")
        if found.each == 1
        else tr("每根柱是连续 {n} 件的中位数，细线到最慢的一件；点击列出。", n=found.each)
    )
    share = tr(
        "中位数 {p50}，95% 不超过 {p95}。",
        p50=value_words(found.p50_ms, "ms"),
        p95=value_words(found.p95_ms, "ms"),
    )
    return f"{each}{share}"
