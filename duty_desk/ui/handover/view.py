"""What a view in the handover page is: a widget that is shown the desk and may say something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from duty_desk.desk.views import Snapshot


class DeskView(QWidget):
    """A view of the handover page. Subclasses draw; all three methods may be left out.

    Signals:
        said(str, str): a sentence for the operator, and its level.
    """

    said = Signal(str, str)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the desk as it stands."""

    def come(self) -> None:
        """The view has come to the front: read what it shows."""

    def retranslate(self) -> None:
        """Say everything in the language in use."""

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
