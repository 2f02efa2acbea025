"""The chip of the top bar that names the round which waits; a click shows the day's rounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QSizePolicy

from duty_desk.language import tr
from duty_desk.ui import theme, times
from duty_desk.ui.chip import StatusPill

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QWidget

    from duty_desk.ui.patrol.calls import RoundCalls


class CallChip(StatusPill):
    """Shown while a round waits to be begun.

    Signals:
        pressed(): the mouse was pressed on it.
    """

    pressed = Signal()

    def __init__(self, calls: RoundCalls, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._calls = calls
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        calls.changed.connect(self._show)
        self._show()

    def minimumSizeHint(self) -> QSize:
        """On a narrow window the dot alone must do; the panel says the rest."""
        return QSize(theme.px(36), theme.px(28))

    def _show(self) -> None:
        row = self._calls.waiting()
        self.setVisible(row is not None)
        if row is not None:
            until = times.hour_and_minute(row.window_to_at)
            self.show_state(tr("{name} 待巡，到 {until}", name=row.name, until=until), "warn")
            self.setAccessibleName(self.text())
            self.setToolTip(self._calls.words())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._show()
        super().changeEvent(event)
