"""How long the carousel stays on a screen: a short list, and a number of one's own."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QSpinBox, QWidget, QWidgetAction

from duty_desk.language import tr
from duty_desk.ui.watch.carousel import LONGEST_S, SHORTEST_S

if TYPE_CHECKING:
    from duty_desk.ui.watch.carousel import Carousel

USUAL_S = (5, 10, 15, 20, 30, 60, 120)


class DwellMenu(QMenu):
    """Filled anew each time it opens."""

    def __init__(self, carousel: Carousel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._carousel = carousel
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Offer the usual spans and a field for another one."""
        self.clear()
        self.addSection(tr("每屏停留"))
        for seconds in USUAL_S:
            action = self.addAction(tr("{s} 秒", s=seconds))
            action.setCheckable(True)
            action.setChecked(seconds == self._carousel.dwell_s())
            action.triggered.connect(partial(self._carousel.use_dwell, seconds))
        number = QSpinBox()
        number.setRange(SHORTEST_S, LONGEST_S)
        number.setSuffix(tr(" 秒"))
        number.setValue(self._carousel.dwell_s())
        number.setAccessibleName(tr("每屏停留"))
        number.editingFinished.connect(lambda: self._carousel.use_dwell(number.value()))
        field = QWidgetAction(self)
        field.setDefaultWidget(number)
        self.addAction(field)
