"""F1: the keys of the page that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from duty_desk.language import mark, tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QKeyEvent

WINDOW_KEYS = (
    ("Ctrl+1 … Ctrl+9", mark("换页")),
    ("Ctrl+F", mark("搜索全部记录：编号、点位、人员、文字、拼音首字母")),
    ("Ctrl+Shift+E", mark("导出台账：巡查、问题、推送、故障、考勤、日志等")),
    ("F6", mark("记一条值班日志，在任何地方都可以")),
    ("F7", mark("突发事件：先存时间，再填写、报告")),
    ("F12", mark("应答在岗确认")),
    ("F1", mark("本页的按键")),
    ("F11", mark("全屏")),
    ("Ctrl+K", mark("知道了：停止闪动")),
    ("Ctrl+L", mark("锁屏")),
    ("Ctrl+Shift+L", mark("换人登录")),
)


class KeysPanel(QFrame):
    """A card in the middle of the window; pictures and clocks go on behind it.

    Signals:
        closed(): the card went away; the keyboard belongs to the page again.
    """

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._title = ""
        self._keys: tuple[tuple[str, str], ...] = ()
        theme.give_role(self, "card")
        self._grid: QGridLayout | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 16, 24, 16)
        self._column.setSpacing(12)
        self._head = QLabel()
        theme.give_role(self._head, "title")
        self._body = QWidget()
        self._close = KeyButton("quiet", "Esc")
        self._close.clicked.connect(self.hide)
        for widget in (self._head, self._body):
            self._column.addWidget(widget)
        self._column.addWidget(self._close, 0, Qt.AlignmentFlag.AlignRight)
        self.hide()

    def toggle(self, title: str, keys: tuple[tuple[str, str], ...]) -> None:
        """Show the keys of the page `title`, or take the card away; words are marked, not said."""
        if self.isVisible():
            self.hide()
            return
        self._title, self._keys = title, keys
        self.retranslate()
        room = self._window.rect()
        self.move((room.width() - self.width()) // 2, (room.height() - self.height()) // 2)
        self.show()
        self.raise_()
        self._close.setFocus()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._head.setText(tr("{page} · 按键", page=tr(self._title)))
        self._close.setText(tr("关闭"))
        self._fill(self._keys + WINDOW_KEYS)
        self.adjustSize()

    def _fill(self, keys: tuple[tuple[str, str], ...]) -> None:
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        for row, (key, meaning) in enumerate(keys):
            name = QLabel(key)
            name.setFont(theme.font(theme.HEAD_PX, is_bold=True))
            words = QLabel(tr(meaning))
            theme.give_role(words, "soft")
            grid.addWidget(name, row, 0)
            grid.addWidget(words, row, 1)
        self._column.replaceWidget(self._body, body)
        self._body.deleteLater()
        self._body = body

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.closed.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange and self._title:
            self.retranslate()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1):
            self.hide()
        else:
            super().keyPressEvent(event)
