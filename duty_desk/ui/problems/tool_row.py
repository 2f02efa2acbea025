"""The tools above the evidence picture, and what is said about the picture beside them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QWidget

from duty_desk.language import tr
from duty_desk.ui import icons, theme
from duty_desk.ui.chip import Chip
from duty_desk.ui.problems.drawing import TOOL_WORDS, TOOLS

_ICONS = {"box": "square", "arrow": "arrow-up-right", "mosaic": "grid-dots", "text": "typography"}
_KEYS = {"box": "B", "arrow": "A", "mosaic": "M", "text": "T"}


class ToolRow(QWidget):
    """Box, arrow, mosaic, text and undo.

    Signals:
        chosen(tool): another tool was taken.
        undo_wanted: the newest mark shall go.
    """

    chosen = Signal(str)
    undo_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: dict[str, QPushButton] = {}
        self._frame = QFrame(self)
        theme.give_role(self._frame, "segments")
        segments = QHBoxLayout(self._frame)
        segments.setContentsMargins(1, 1, 1, 1)
        segments.setSpacing(0)
        group = QButtonGroup(self)
        for tool in TOOLS:
            button = self._segment(_ICONS[tool])
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, tool=tool: self.chosen.emit(tool))
            group.addButton(button)
            self._buttons[tool] = button
            segments.addWidget(button)
        self._undo = self._segment("arrow-back-up")
        self._undo.clicked.connect(self.undo_wanted)
        segments.addWidget(self._undo)
        self._badge = Chip(parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._frame)
        row.addStretch(1)
        row.addWidget(self._badge, alignment=Qt.AlignmentFlag.AlignVCenter)
        self.show_tool(TOOLS[0])
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        for tool, button in self._buttons.items():
            button.setText(tr(TOOL_WORDS[tool]))
            button.setToolTip(f"{tr(TOOL_WORDS[tool])}  {_KEYS[tool]}")
        self._undo.setText(tr("撤销"))
        self._undo.setToolTip(f"{tr('撤销')}  Ctrl Z")
        self._badge.setText(tr("含时间水印 · SHA-256 已登记"))

    def show_tool(self, tool: str) -> None:
        """Show which tool is in hand."""
        self._buttons[tool].setChecked(True)

    def show_state(self, *, can_draw: bool, can_undo: bool, sha256: str) -> None:
        """Show what may be done with the shown picture; the badge's tip is its fingerprint."""
        for button in self._buttons.values():
            button.setEnabled(can_draw)
        self._undo.setEnabled(can_draw and can_undo)
        self._badge.setToolTip(sha256)
        self._badge.setVisible(bool(sha256))

    def _segment(self, icon: str) -> QPushButton:
        button = QPushButton(self)
        theme.give_role(button, "segment")
        button.setIcon(icons.icon(icon, size=16))
        button.setIconSize(QSize(theme.px(16), theme.px(16)))
        return button
