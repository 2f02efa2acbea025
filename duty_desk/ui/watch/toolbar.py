"""The bar under the wall: layouts, screens, and the key that saves what is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from duty_desk.language import tr
from duty_desk.ui import icons, theme
from duty_desk.ui.button import KeyButton
from duty_desk.ui.segments import Segments
from duty_desk.ui.watch.wall_model import LAYOUTS

if TYPE_CHECKING:
    from duty_desk.ui.watch.wall_model import WallModel


class WallToolbar(QWidget):
    """Buttons for what the keys of the wall do.

    Signals:
        reported(): 截图报问题 was pressed.
        retried(): 重试连接 was pressed.
    """

    reported = Signal()
    retried = Signal()

    def __init__(self, wall: WallModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wall = wall
        self._tools: dict[KeyButton, tuple[str, str]] = {}
        self._build()
        self._lay_out()
        self._connect()
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._report.setText(tr("截图报问题"))
        self._back.setToolTip(tr("上一屏（Page Up）"))
        self._on.setToolTip(tr("下一屏（Page Down）"))
        self._close.setText(tr("回到宫格"))
        self._retry.setText(tr("重试连接"))
        for button in self._tools:
            self._say_tool(button)
        self._show_state()

    def add_tool(self, icon: str, words: str, key: str) -> KeyButton:
        """A button for a key of the page, left of 截图报问题; `words` are marked, not said.

        Where the bar is narrow the words give way to the icon and the key.
        """
        button = KeyButton("", key)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setIconSize(QSize(theme.px(16), theme.px(16)))
        self._tools[button] = (icon, words)
        self._row.insertWidget(self._row.indexOf(self._report), button)
        self._say_tool(button)
        return button

    def _say_tool(self, button: KeyButton) -> None:
        icon, words = self._tools[button]
        button.setIcon(icons.icon(icon, "text1", 16))
        button.setText(tr(words))

    def show_trouble(self, can_retry: bool) -> None:
        """Offer another try while the selected camera has trouble."""
        self._retry.setVisible(can_retry)

    def _build(self) -> None:
        self._layouts = Segments(tuple(str(layout) for layout in LAYOUTS))
        self._pager = QFrame()
        theme.give_role(self._pager, "segments")
        self._back, self._on = self._arrow("chevron-left"), self._arrow("chevron-right")
        self._screen = QLabel()
        self._screen.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._selected = QLabel()
        self._selected.setProperty("role", "soft")
        self._close = KeyButton("", "Esc")
        self._retry = KeyButton("", "Ctrl R")
        self._report = KeyButton("primary", "F8")
        self._retry.hide()
        for button in (self._close, self._retry, self._report):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _arrow(self, name: str) -> QPushButton:
        button = QPushButton()
        button.setIcon(icons.icon(name, "text1", 16))
        button.setIconSize(QSize(16, 16))
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.give_role(button, "segment")
        return button

    def _lay_out(self) -> None:
        pager = QHBoxLayout(self._pager)
        pager.setContentsMargins(1, 1, 1, 1)
        pager.setSpacing(0)
        pager.addWidget(self._back)
        pager.addWidget(self._screen)
        pager.addWidget(self._on)
        self._screen.setMinimumWidth(theme.px(92))
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._layouts)
        row.addWidget(self._pager)
        row.addWidget(self._close)
        row.addWidget(self._selected)
        row.addStretch()
        row.addWidget(self._retry)
        row.addWidget(self._report)

    def _connect(self) -> None:
        self._layouts.chosen.connect(lambda number: self._wall.use_layout(LAYOUTS[number]))
        self._back.clicked.connect(lambda: self._wall.turn(-1))
        self._on.clicked.connect(lambda: self._wall.turn(1))
        self._close.clicked.connect(self._wall.close_full)
        self._report.clicked.connect(self.reported)
        self._retry.clicked.connect(self.retried)
        self._wall.arranged.connect(self._show_state)
        self._wall.selected.connect(self._show_state)

    def _show_state(self) -> None:
        wall = self._wall
        self._layouts.choose(LAYOUTS.index(wall.layout()))
        self._screen.setText(tr("第 {n} / {m} 屏", n=wall.screen() + 1, m=wall.screens()))
        for button in (self._back, self._on):
            button.setEnabled(wall.screens() > 1)
        self._close.setVisible(wall.is_full())
        camera = wall.camera(wall.selected_id())
        self._selected.setText(f"{camera.code} {camera.name}" if camera else "")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
