"""The keys of the watch page: what F1 says of them, and binding them wherever the wall stands.

A feature adds its line to `KEYS` and calls `page.keys.add` with what the key does; the same keys
then work on the page and in a window that holds the wall on a second monitor.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from duty_desk.language import mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

KEYS = (
    ("F8", mark("截图报问题：保存选中点位正在显示的画面，并开始计时")),
    ("F9", mark("报故障：保存选中点位现在的情况，并开始 10 分钟报修时限")),
    ("← ↑ ↓ →", mark("移动选中的点位")),
    ("Enter", mark("选中的画面放大；再按一次回到宫格")),
    ("Esc", mark("回到宫格")),
    ("Shift + ← ↑ ↓ →", mark("把选中的点位换到旁边的位置，也可以用鼠标拖；放大时移动画面")),
    ("Ctrl+Z", mark("把刚换位置的点位放回原处")),
    ("1 2 3 4 5 6", mark("每屏 1、4、9、16、25、36 格")),
    ("7 8", mark("一大五小、一大七小")),
    ("Page Up / Page Down", mark("上一屏、下一屏")),
    ("P", mark("开始或暂停轮巡")),
    ("G", mark("选社区、类型、维护单位、我的分组或命名墙")),
    ("+ − 0", mark("选中的画面放大、缩小、还原；也可以用滚轮，按住拖动")),
    ("Ctrl+C", mark("复制选中的画面：原图，带点位和时间")),
    ("R", mark("回放选中点位的最后 30 秒，可逐帧、变速、截图报问题")),
    ("T", mark("云台：转动选中的摄像头，调用预置位，返回看守位")),
    ("W", mark("画面墙移到第二块屏幕，或收回")),
    ("Ctrl+F", mark("按编号、名称、社区或拼音找点位，直接到它的画面；再按一次搜索全部记录")),
    ("Ctrl+Shift+F", mark("全部点位：按社区、类型、维护单位、状态筛选，看最近有画面的时间")),
    ("Ctrl+R", mark("重新连接选中的摄像头")),
    ("Ctrl+Enter", mark("打开剩余时间最少的问题，去推送")),
)


class PageKeys(QObject):
    """Binds keys to every widget it serves; never with auto-repeat.

    Signals:
        pressed(str): a key that takes the wall into somebody's hand, before it acts.
    """

    pressed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._slots: dict[str, Callable[[], object]] = {}
        self._hosts: list[QWidget] = []

    def add(self, keys: str, slot: Callable[[], object], *, takes_wall: bool = True) -> None:
        """Let `keys` call `slot`; with `takes_wall` a running carousel pauses first."""

        def press() -> None:
            if takes_wall:
                self.pressed.emit(keys)
            slot()

        self._slots[keys] = press
        for host in self._hosts:
            _bind(host, keys, press)

    def serve(self, host: QWidget) -> None:
        """Have all keys, those still to be added too, work in `host` and its children."""
        self._hosts.append(host)
        for keys, slot in self._slots.items():
            _bind(host, keys, slot)


def _bind(host: QWidget, keys: str, slot: Callable[[], object]) -> None:
    shortcut = QShortcut(QKeySequence(keys), host)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.setAutoRepeat(False)
    shortcut.activated.connect(slot)
