"""The chip of the top bar that says that an emergency is not over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal

from duty_desk.language import tr
from duty_desk.ui.chip import StatusPill

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QWidget

    from duty_desk.desk.duty_views import EmergencyRow


class EmergencyChip(StatusPill):
    """Counts the open emergencies; hidden when there is none.

    Signals:
        pressed(): the mouse was pressed on it.
    """

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._open: tuple[EmergencyRow, ...] = ()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def first(self) -> EmergencyRow | None:
        """The newest open one."""
        return self._open[0] if self._open else None

    def show_emergencies(self, rows: Sequence[EmergencyRow]) -> None:
        """Count those that are open."""
        self._open = tuple(row for row in rows if row.state == "open")
        self._say()

    def _say(self) -> None:
        if self._open:
            self.show_state(tr("突发 {n} 起 F7", n=len(self._open)), "bad")
            self.setToolTip("\n".join(row.headline or tr("（待填写）") for row in self._open))
        self.setVisible(bool(self._open))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)
