"""The handover itself: figures, items, checks, time line, signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QVBoxLayout

from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.handover.view import DeskView

if TYPE_CHECKING:
    from duty_desk.ui.problems.form_model import DeskSide


class HandoverView(DeskView):
    """Builds the view."""

    def __init__(self, side: DeskSide) -> None:
        super().__init__()
        self._side = side
        self._title = QLabel()
        theme.give_role(self._title, "title")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._title)
        column.addStretch(1)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._title.setText(tr("交接班"))
