"""The month's figures below the list: online, good condition, calls in time, mean repair."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from duty_desk.desk.fault_statement import percent
from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.elided_label import ElidedLabel
from duty_desk.ui.faults.words import long_span

if TYPE_CHECKING:
    from duty_desk.desk.fault_views import FaultFigures

_FIGURES = 4
_FIGURE_PX = 20


class RatesCard(QFrame):
    """Four figures of this month, as far as the desk knows them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.give_role(self, "card")
        self._shown: FaultFigures | None = None
        self._names = [ElidedLabel() for _ in range(_FIGURES)]
        self._values = [QLabel() for _ in range(_FIGURES)]
        grid = QGridLayout(self)
        grid.setContentsMargins(18, 12, 18, 12)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(2)
        for column, (name, value) in enumerate(zip(self._names, self._values, strict=True)):
            theme.give_role(name, "head")
            value.setFont(theme.font(_FIGURE_PX, is_bold=True))
            grid.addWidget(name, 0, column)
            grid.addWidget(value, 1, column)
        grid.setColumnStretch(_FIGURES, 1)
        self.retranslate()

    def show_figures(self, figures: FaultFigures) -> None:
        """Show these figures."""
        self._shown = figures
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        names = (tr("本月在线率"), tr("完好率"), tr("10 分钟报修"), tr("平均修复"))
        for label, name in zip(self._names, names, strict=True):
            label.setText(name)
        self.setToolTip(
            tr("在线率按值守台记录到的断线和报修计算；没有看过的点位不知道是否断过线。")
        )
        if self._shown is None:
            return
        whole = self._shown.whole
        repair = "—" if whole.repair_ms is None else long_span(whole.repair_ms)
        values = (
            percent(whole.online_ppm),
            percent(whole.good_ppm),
            f"{whole.timely} / {whole.judged}",
            repair,
        )
        for value, text in zip(self._values, values, strict=True):
            value.setText(text)
        is_late = whole.timely < whole.judged
        ink = theme.colour("bad_text" if is_late else "text1").name()
        self._values[2].setStyleSheet(f"color: {ink}")
