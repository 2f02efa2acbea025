"""The head of a month's view: its name, a step back and forth, and back to this month."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton

TITLE_PX = 170


def step(month: str, by: int) -> str:
    """The month `by` months after `month` (`2026-11`)."""
    count = int(month[:4]) * 12 + int(month[5:7]) - 1 + by
    return f"{count // 12:04d}-{count % 12 + 1:02d}"


class MonthBar(QWidget):
    """Chooses a month.

    Signals:
        chosen(str): the month, `2026-11`; empty for this one.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.month = ""
        self._title = QLabel()
        theme.give_role(self._title, "title")
        self._title.setMinimumWidth(theme.px(TITLE_PX))
        self.back, self.on = KeyButton("quiet", "PgUp"), KeyButton("quiet", "PgDn")
        self.now = KeyButton("quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self._title, self.back, self.on, self.now):
            row.addWidget(widget)
        self.back.clicked.connect(lambda: self.go(-1))
        self.on.clicked.connect(lambda: self.go(1))
        self.now.clicked.connect(lambda: self.chosen.emit(""))
        self.retranslate()

    def show_month(self, month: str) -> None:
        """Show which month is seen."""
        self.month = month
        self._title.setText(tr("{y} 年 {m} 月", y=month[:4], m=int(month[5:7])))

    def go(self, by: int) -> None:
        """Choose a month further on or back."""
        if self.month:
            self.chosen.emit(step(self.month, by))

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.back.setText(tr("上月"))
        self.on.setText(tr("下月"))
        self.now.setText(tr("本月"))
        if self.month:
            self.show_month(self.month)
