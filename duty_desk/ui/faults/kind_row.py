"""The kinds of faults as buttons with their digits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from duty_desk.language import language
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton
from duty_desk.ui.problems.flow import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from duty_desk.domain.fault import FaultKind


class KindRow(QWidget):
    """All kinds; those with a digit say it.

    Signals:
        chosen(code): a kind was chosen.
    """

    chosen = Signal(str)

    def __init__(self, kinds: Sequence[FaultKind], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kinds = kinds
        self._buttons: dict[str, KeyButton] = {}
        self._flow = FlowLayout(self, theme.px(8))
        for kind in kinds:
            key = "" if kind.key is None else str(kind.key)
            button = KeyButton("category", key, self, key_first=True)
            button.setCheckable(True)
            button.clicked.connect(lambda _on, code=kind.code: self.chosen.emit(code))
            self._buttons[kind.code] = button
            self._flow.addWidget(button)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        for kind in self._kinds:
            self._buttons[kind.code].setText(kind.name_in(language()))
        self._flow.invalidate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # A scrolling neighbourhood asks for the least height without saying the width.
        self.setMinimumHeight(self._flow.heightForWidth(self.width()))

    def show_chosen(self, code: str, *, is_enabled: bool) -> None:
        """Show which kind is chosen."""
        for kind, button in self._buttons.items():
            button.setChecked(kind == code)
            button.setEnabled(is_enabled)
